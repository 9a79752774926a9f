//! Exact linear algebra: modulo a prime (`modular`), over the integers and rationals by images
//! modulo word primes and p-adic lifting (`integer`, `normal`), over polynomials by minors and
//! fraction-free elimination (`symbolic`), over any field by elimination (`lower_upper`).

pub mod integer;
pub mod lower_upper;
mod modular;
pub mod normal;
pub mod symbolic;
