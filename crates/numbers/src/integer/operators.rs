//! What makes an [`Integer`] a number to Rust: conversions, arithmetic, order, text.

use super::{Integer, big_mul, print_big};
use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::cmp::Ordering;
use std::fmt;

impl From<i64> for Integer {
    fn from(n: i64) -> Self {
        Integer::Small(n)
    }
}

impl From<u64> for Integer {
    fn from(n: u64) -> Self {
        i64::try_from(n).map_or_else(|_| Integer::Big(Box::new(n.into())), Integer::Small)
    }
}

impl From<i128> for Integer {
    fn from(n: i128) -> Self {
        i64::try_from(n).map_or_else(|_| Integer::Big(Box::new(n.into())), Integer::Small)
    }
}

impl From<BigInt> for Integer {
    fn from(n: BigInt) -> Self {
        match n.to_i64() {
            Some(small) => Integer::Small(small),
            None => Integer::Big(Box::new(n)),
        }
    }
}

impl std::ops::Add for &Integer {
    type Output = Integer;
    fn add(self, other: &Integer) -> Integer {
        match (self, other) {
            (Integer::Small(a), Integer::Small(b)) => (i128::from(*a) + i128::from(*b)).into(),
            (Integer::Big(a), Integer::Big(b)) => (&**a + &**b).into(),
            (Integer::Big(a), Integer::Small(b)) | (Integer::Small(b), Integer::Big(a)) => match *b
            {
                0 => Integer::Big(a.clone()),
                b => (&**a + b).into(),
            },
        }
    }
}

impl std::ops::Sub for &Integer {
    type Output = Integer;
    fn sub(self, other: &Integer) -> Integer {
        match (self, other) {
            (Integer::Small(a), Integer::Small(b)) => (i128::from(*a) - i128::from(*b)).into(),
            (Integer::Big(a), Integer::Big(b)) => (&**a - &**b).into(),
            (Integer::Big(a), Integer::Small(b)) => match *b {
                0 => self.clone(),
                b => (&**a - b).into(),
            },
            (Integer::Small(a), Integer::Big(b)) => (*a - &**b).into(),
        }
    }
}

impl std::ops::Mul for &Integer {
    type Output = Integer;
    fn mul(self, other: &Integer) -> Integer {
        match (self, other) {
            (Integer::Small(a), Integer::Small(b)) => (i128::from(*a) * i128::from(*b)).into(),
            (Integer::Big(a), Integer::Big(b)) => big_mul(a, b).into(),
            (Integer::Big(a), Integer::Small(b)) | (Integer::Small(b), Integer::Big(a)) => match *b
            {
                0 => Integer::ZERO,
                1 => Integer::Big(a.clone()),
                b => (&**a * b).into(),
            },
        }
    }
}

impl std::ops::Neg for &Integer {
    type Output = Integer;
    fn neg(self) -> Integer {
        match self {
            Integer::Small(n) => (-i128::from(*n)).into(),
            Integer::Big(n) => (-&**n).into(),
        }
    }
}

impl PartialOrd for Integer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Integer {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Integer::Small(a), Integer::Small(b)) => a.cmp(b),
            (Integer::Big(a), Integer::Big(b)) => a.cmp(b),
            (Integer::Small(_), Integer::Big(b)) => {
                if b.is_negative() {
                    Ordering::Greater
                } else {
                    Ordering::Less
                }
            }
            (Integer::Big(a), Integer::Small(_)) => {
                if a.is_negative() {
                    Ordering::Less
                } else {
                    Ordering::Greater
                }
            }
        }
    }
}

impl fmt::Display for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Integer::Small(n) => write!(f, "{n}"),
            Integer::Big(n) => f.write_str(&print_big(n)),
        }
    }
}

impl Zero for Integer {
    fn zero() -> Self {
        Integer::ZERO
    }
    fn is_zero(&self) -> bool {
        Integer::is_zero(self)
    }
}

impl Default for Integer {
    fn default() -> Self {
        Integer::ZERO
    }
}

impl One for Integer {
    fn one() -> Self {
        Integer::ONE
    }
}

impl std::ops::Add for Integer {
    type Output = Integer;
    fn add(self, other: Integer) -> Integer {
        &self + &other
    }
}

impl std::ops::Mul for Integer {
    type Output = Integer;
    fn mul(self, other: Integer) -> Integer {
        &self * &other
    }
}
