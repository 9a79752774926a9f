//! Exact linear algebra: modulo a prime (`modular`), over the integers and rationals by images
//! modulo word primes and p-adic lifting (`integer`, `normal`), over polynomials by minors and
//! fraction-free elimination (`symbolic`).

pub mod integer;
mod modular;
pub mod normal;
pub mod symbolic;
