//! The vector elementary functions: errors against MPFR over the whole range, and the same bits at
//! every level.

use viete::floors::elementary::{Binary, Elementary, Level, Unary, apply, apply_pair, block};
use viete::floors::functions::{ALL, Domain, exact_enclosure};
use viete::floors::numbers::{Big, Enclosure, Endpoint, HAS_BIG_FLOATS, Round};

const BITS: u32 = 200;

/// Doubles of every magnitude and sign, dense near one, near the ends of reduced ranges and near
/// multiples of pi/2, and the special ones.
fn points(count: u64) -> Vec<f64> {
    let mut state = 0x1234_5678_9ABC_DEFu64;
    let mut next = move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 11
    };
    let mut all = vec![
        0.0,
        -0.0,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        f64::MIN_POSITIVE,
        5e-324,
        -5e-324,
        1e-310,
        f64::MAX,
        -f64::MAX,
        709.782712893384,
        709.7827128933841,
        -745.1332191019412,
        -708.5,
        0.5,
        1.0,
        -1.0,
        0.9999999999999999,
        2.414213562373095,
    ];
    for index in 0..count {
        let unit = next() as f64 / (1u64 << 53) as f64;
        let sign = if next() % 2 == 0 { 1.0 } else { -1.0 };
        all.push(
            sign * match index % 5 {
                0 => unit,
                1 => unit * 20.0,
                2 => (unit * 80.0 - 40.0).exp2(),
                3 => {
                    (next() % 1000) as f64
                        * std::f64::consts::FRAC_PI_2
                        * (1.0 + (unit - 0.5) * 1e-12)
                }
                _ => unit * 750.0,
            },
        );
    }
    all
}

fn reference(function: Unary, x: f64) -> Enclosure<Big> {
    let exact = exact_enclosure(x, BITS);
    if function == Unary::Exp {
        return exact.exp();
    }
    let row = ALL.iter().find(|row| row.name == function.name()).unwrap();
    (row.kernels.enclosure.unwrap().big)(&[exact])
}

fn double(x: &Big, round: Round) -> f64 {
    Endpoint::to_f64(x, round)
}

fn ulps(value: f64, reference: &Enclosure<Big>) -> f64 {
    let (low, high) =
        (double(&reference.re.lower, Round::Down), double(&reference.re.upper, Round::Up));
    if value >= low && value <= high {
        return 0.0;
    }
    let unit = (low.abs().next_up() - low.abs()).max(5e-324);
    let exact: Enclosure<Big> = exact_enclosure(value, BITS);
    double(&exact.sub(reference).abs().re.upper, Round::Up) / unit
}

#[test]
fn errors_stay_within_the_stated_ulps() {
    if !HAS_BIG_FLOATS {
        return;
    }
    let mut report = Vec::new();
    for function in Unary::ALL {
        let stated = match function {
            Unary::Exp | Unary::Log | Unary::Sin | Unary::Cos => 1.0,
            _ => 2.0,
        };
        let mut worst = (0.0, 0.0);
        // `libm` has the gamma functions left of zero, to some ulps more
        let stated_at = |x: f64| x > 0.0 || !matches!(function, Unary::Gamma | Unary::Lgamma);
        for x in points(4000).into_iter().filter(|&x| x.is_finite() && stated_at(x)) {
            let exact = reference(function, x);
            if !exact.is_finite() || !exact.is_real() {
                continue;
            }
            let error = ulps(apply(function, x), &exact);
            if error > worst.0 || error.is_nan() {
                worst = (error, x);
            }
        }
        println!("{}: {:.3} ulps at {:e}", function.name(), worst.0, worst.1);
        if worst.0 > stated || worst.0.is_nan() {
            report.push(format!("{}: {:.3} ulps at {:e}", function.name(), worst.0, worst.1));
        }
    }
    assert!(report.is_empty(), "{report:#?}");
}

#[test]
fn every_level_gives_the_same_bits() {
    // all NaNs are one value
    let bits = |x: f64| if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() };
    let points = points(20_000);
    for function in Unary::ALL {
        for level in [Level::Scalar, Level::Avx2, Level::Avx512] {
            for start in [0, 1, 3] {
                let arguments = &points[start..];
                let mut values = vec![0.0; arguments.len()];
                block(Elementary::Lanes(function), level, [arguments, &[]], &mut values);
                for (&x, &value) in arguments.iter().zip(&values) {
                    let one = apply(function, x);
                    assert_eq!(
                        bits(value),
                        bits(one),
                        "{} at {x:e}: {value:e} and {one:e} at {level:?}",
                        function.name()
                    );
                }
            }
        }
    }
}

#[test]
fn powers_stay_within_an_ulp_and_agree_at_every_level() {
    let bits = |x: f64| if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() };
    let bases = points(6000);
    let exponents: Vec<f64> = bases.iter().rev().map(|y| y % 37.5).collect();
    for level in [Level::Scalar, Level::Avx2, Level::Avx512] {
        let mut values = vec![0.0; bases.len()];
        block(Elementary::Pairs(Binary::Power), level, [&bases, &exponents], &mut values);
        for ((&x, &y), &value) in bases.iter().zip(&exponents).zip(&values) {
            assert_eq!(
                bits(value),
                bits(apply_pair(Binary::Power, x, y)),
                "{x:e}^{y:e} at {level:?}"
            );
        }
    }
    let mut worst = (0.0, 0.0, 0.0);
    for (&x, &y) in bases
        .iter()
        .zip(&exponents)
        .filter(|&(&x, &y)| HAS_BIG_FLOATS && x > 0.0 && x.is_finite() && y.is_finite())
    {
        let exact = exact_enclosure(x, BITS).power(&exact_enclosure(y, BITS));
        if exact.is_finite() && double(&exact.re.lower, Round::Down) > 1e-300 {
            let error = ulps(apply_pair(Binary::Power, x, y), &exact);
            worst = if error > worst.0 { (error, x, y) } else { worst };
        }
    }
    assert!(worst.0 <= 1.0, "{worst:?}");
    for (x, y, expected) in [
        (0.0, 0.0, 1.0),
        (-2.0, 3.0, -8.0),
        (-2.0, 0.5, f64::NAN),
        (0.0, -1.0, f64::INFINITY),
        (f64::INFINITY, -2.0, 0.0),
        (1.0, f64::INFINITY, 1.0),
        (f64::NAN, 0.25, f64::NAN),
        (3.0, f64::NAN, f64::NAN),
        (f64::NAN, 0.0, 1.0),
        (2.0, 2000.0, f64::INFINITY),
        (2.0, -1074.0, 5e-324),
        (9.0, 0.5, 3.0),
    ] {
        assert_eq!(bits(apply_pair(Binary::Power, x, y)), bits(expected), "{x}^{y}");
    }
}

#[test]
fn angles_stay_within_two_ulps_and_agree_at_every_level() {
    let bits = |x: f64| if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() };
    let ordinates = points(6000);
    let abscissas: Vec<f64> = ordinates.iter().rev().copied().collect();
    for level in [Level::Scalar, Level::Avx2, Level::Avx512] {
        let mut values = vec![0.0; ordinates.len()];
        block(Elementary::Pairs(Binary::Atan2), level, [&ordinates, &abscissas], &mut values);
        for ((&y, &x), &value) in ordinates.iter().zip(&abscissas).zip(&values) {
            assert_eq!(
                bits(value),
                bits(apply_pair(Binary::Atan2, y, x)),
                "atan2({y:e}, {x:e}) at {level:?}"
            );
        }
    }
    let row = ALL.iter().find(|row| row.name == "atan2").unwrap();
    let mut worst = (0.0, 0.0, 0.0);
    let pairs = ordinates.iter().zip(&abscissas).filter(|&(&y, &x)| {
        HAS_BIG_FLOATS && x.is_finite() && y.is_finite() && x != 0.0 && y != 0.0
    });
    for (&y, &x) in pairs {
        let exact = (row.kernels.enclosure.unwrap().big)(&[
            exact_enclosure(y, BITS),
            exact_enclosure(x, BITS),
        ]);
        if exact.is_finite() && double(&exact.re.lower, Round::Down).abs() > 1e-300 {
            let error = ulps(apply_pair(Binary::Atan2, y, x), &exact);
            worst = if error > worst.0 { (error, y, x) } else { worst };
        }
    }
    println!("atan2: {worst:?}");
    assert!(worst.0 <= 2.0 && (worst.0 > 0.0 || !HAS_BIG_FLOATS), "{worst:?}");
    for (y, x, expected) in [
        (0.0, -1.0, std::f64::consts::PI),
        (-0.0, -1.0, -std::f64::consts::PI),
        (0.0, 1.0, 0.0),
        (1.0, 0.0, std::f64::consts::FRAC_PI_2),
    ] {
        assert_eq!(bits(apply_pair(Binary::Atan2, y, x)), bits(expected), "atan2({y}, {x})");
    }
}

#[test]
fn special_values_are_those_of_the_standard() {
    let (infinity, nan) = (f64::INFINITY, f64::NAN);
    for (function, x, expected) in [
        (Unary::Exp, -infinity, 0.0),
        (Unary::Exp, infinity, infinity),
        (Unary::Exp, -0.0, 1.0),
        (Unary::Log, 0.0, -infinity),
        (Unary::Log, -0.0, -infinity),
        (Unary::Log, -1.0, nan),
        (Unary::Log, infinity, infinity),
        (Unary::Log, 1.0, 0.0),
        (Unary::Sin, -0.0, -0.0),
        (Unary::Sin, infinity, nan),
        (Unary::Cos, 0.0, 1.0),
        (Unary::Tan, -0.0, -0.0),
        (Unary::Asin, 2.0, nan),
        (Unary::Asin, -0.0, -0.0),
        (Unary::Acos, 1.0, 0.0),
        (Unary::Atan, infinity, std::f64::consts::FRAC_PI_2),
        (Unary::Sinh, -infinity, -infinity),
        (Unary::Cosh, -infinity, infinity),
        (Unary::Tanh, -infinity, -1.0),
        (Unary::Tanh, -0.0, -0.0),
        (Unary::Erf, infinity, 1.0),
        (Unary::Erf, -0.0, -0.0),
        (Unary::Erf, nan, nan),
    ] {
        let value = apply(function, x);
        assert!(
            value.to_bits() == expected.to_bits() || (value.is_nan() && expected.is_nan()),
            "{}({x}) = {value}",
            function.name()
        );
    }
    assert_eq!(Domain::exp(&1.0f64), std::f64::consts::E);
}

/// Texts that stand beside the facts of their functions: the same bits at every level, the stated
/// error wherever the enclosure is real, the row's double kernel lane by lane.
#[test]
fn texts_beside_rows_keep_their_bits_and_errors() {
    let bits = |x: f64| if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() };
    let points = points(20_000);
    let mut report = Vec::new();
    for row in ALL {
        let Some(lanes @ Elementary::Vectors(vectors)) = row.code.lanes else { continue };
        for level in [Level::Scalar, Level::Avx2, Level::Avx512] {
            for start in [0, 1, 3] {
                let arguments = &points[start..];
                let mut values = vec![0.0; arguments.len()];
                block(lanes, level, [arguments, &[]], &mut values);
                for (&x, &value) in arguments.iter().zip(&values) {
                    let one = vectors.apply(x);
                    let kernel = <f64 as Domain>::call(row, &[x]).unwrap();
                    assert_eq!(bits(value), bits(one), "{} at {x:e}, {level:?}", row.name);
                    assert_eq!(bits(kernel), bits(one), "{} at {x:e}", row.name);
                }
            }
        }
        if !HAS_BIG_FLOATS {
            continue;
        }
        let mut worst = (0.0, 0.0);
        for &x in points.iter().take(6000).filter(|x| x.is_finite()) {
            // the reference rounds sums with tiny arguments
            let exact = (row.kernels.enclosure.unwrap().big)(&[exact_enclosure(x, 1200)]);
            if !exact.is_finite() || !exact.is_real() {
                continue;
            }
            let error = ulps(vectors.apply(x), &exact);
            if error > worst.0 || error.is_nan() {
                worst = (error, x);
            }
        }
        println!("{}: {:.3} ulps at {:e}", row.name, worst.0, worst.1);
        if worst.0 > row.max_ulps || worst.0.is_nan() {
            report.push(format!("{}: {:.3} ulps at {:e}", row.name, worst.0, worst.1));
        }
    }
    assert!(report.is_empty(), "{report:#?}");
}
