//! Random programs: interpreter, code for points and code for columns agree bit for bit in strict
//! mode.

use std::process::Command;
use viete::floors::kernel::Language;
use viete::{Backend, Column, CostModel, Kernel, Program, Session, Strided};

fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

/// A random expression of x, y and z.
fn expression(state: &mut u64, depth: u32) -> String {
    let leaf = ["x", "y", "z", "2", "3/7", "0.1", "x", "y", "z"];
    if depth == 0 || next(state).is_multiple_of(8) {
        return leaf[next(state) as usize % leaf.len()].to_string();
    }
    let mut part = || expression(state, depth - 1);
    let (a, b) = (part(), part());
    let functions = [
        "exp", "log", "sin", "cos", "tan", "atan", "sinh", "tanh", "erf", "abs", "gamma", "asin",
        "floor", "ceil", "sign", "re",
    ];
    match next(state) % 14 {
        0..3 => format!("({a} + {b})"),
        3..5 => format!("({a} - {b})"),
        5..8 => format!("({a})*({b})"),
        8 => format!("({a})/({b})"),
        9 => format!("({a})^{}", 1 + next(state) % 9),
        10 => format!("sqrt({a})"),
        11 => format!("(if {a} < {b} then {b} else {a})"),
        12 if depth % 2 == 0 => format!("max({a}, ({b})^(3/2))"),
        12 => format!("min({a}, {b})"),
        _ => format!("{}({a})", functions[next(state) as usize % functions.len()]),
    }
}

#[test]
fn every_executor_gives_the_same_bits() {
    let programs =
        std::env::var("VIETE_FUZZ_KERNELS").ok().and_then(|n| n.parse().ok()).unwrap_or(300u64);
    let bits = |x: f64| if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() };
    let mut state = 0xFEED_5EED;
    for number in 0..programs {
        let session = Session::new();
        let texts = [expression(&mut state, 5), expression(&mut state, 3)];
        let outputs: Vec<_> = texts.iter().map(|text| session.parse(text).unwrap()).collect();
        let arguments: Vec<_> = ["x", "y", "z"].iter().map(|name| session.symbol(name)).collect();
        let Ok(kernel) = session.compile(&arguments, &outputs) else { continue };
        assert!(kernel.is_native());
        let text = kernel.program().to_string();
        let stored: Program = text.parse().unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(stored.to_string(), text);
        let reference = Kernel::interpreted(stored);
        let rows = (number % 18) as usize + if number % 5 == 0 { 300 } else { 0 };
        let column = |state: &mut u64| -> Vec<f64> {
            (0..rows).map(|_| (next(state) % 4001) as f64 / 500.0 - 4.0).collect()
        };
        let columns = [column(&mut state), column(&mut state), column(&mut state)];
        let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        // every backend, asked for by its name
        let others: Vec<(Kernel, [Vec<f64>; 2])> = Backend::ALL
            .iter()
            .filter_map(|&backend| {
                let other = kernel.with_backend(backend);
                let mut values = [vec![0.0; rows], vec![0.0; rows]];
                let [first, second] = &mut values;
                other.batch(&slices, &mut [first, second]).ok()?;
                Some((other, values))
            })
            .collect();
        let (mut first, mut second) = (vec![0.0; rows], vec![0.0; rows]);
        let batch = kernel.batch(&slices, &mut [&mut first, &mut second]);
        // constant complex parts have no double executor
        if batch.is_err() {
            continue;
        }
        for row in 0..rows {
            let point: Vec<f64> = columns.iter().map(|c| c[row]).collect();
            let (mut native, mut exact) = ([0.0; 2], [0.0; 2]);
            kernel.call(&point, &mut native).unwrap();
            reference.call(&point, &mut exact).unwrap();
            for (other, [first, second]) in &others {
                let mut values = [0.0; 2];
                other.call(&point, &mut values).unwrap();
                for values in [values, [first[row], second[row]]] {
                    assert_eq!(
                        values.map(bits),
                        exact.map(bits),
                        "{other:?} {texts:?} at {point:?}"
                    );
                }
            }
            let all = [[first[row], second[row]], native, exact].map(|values| values.map(bits));
            assert!(
                all[0] == all[2] && all[1] == all[2],
                "{texts:?} at {point:?}: {:?}",
                [[first[row], second[row]], native, exact]
            );
        }
    }
}

#[test]
fn arguments_that_are_the_same_for_all_rows_change_no_bits() {
    let mut state = 0x0A11_5EED;
    for number in 0..150 {
        let session = Session::new();
        let texts = [expression(&mut state, 4), expression(&mut state, 3)];
        let outputs: Vec<_> = texts.iter().map(|text| session.parse(text).unwrap()).collect();
        let arguments: Vec<_> = ["x", "y", "z"].iter().map(|name| session.symbol(name)).collect();
        let Ok(kernel) = session.compile(&arguments, &outputs) else { continue };
        let rows = 1 + number % 21 + if number % 7 == 0 { 600 } else { 0 };
        let column = |state: &mut u64| -> Vec<f64> {
            (0..rows).map(|_| (next(state) % 4001) as f64 / 500.0 - 4.0).collect()
        };
        let (x, z, y) =
            (column(&mut state), column(&mut state), (next(&mut state) % 100) as f64 / 25.0 - 2.0);
        let ones = vec![y; rows];
        let mut expected = vec![vec![0.0; rows]; 2];
        let mut targets: Vec<&mut [f64]> = expected.iter_mut().map(Vec::as_mut_slice).collect();
        if kernel.batch(&[&x, &ones, &z], &mut targets).is_err() {
            continue;
        }
        let uniform = kernel.uniform(&["y"]);
        let mut found = vec![vec![0.0; rows]; 2];
        let mut targets: Vec<&mut [f64]> = found.iter_mut().map(Vec::as_mut_slice).collect();
        uniform.batch(&[Column::Each(&x), Column::One(y), Column::Each(&z)], &mut targets).unwrap();
        // the same columns as overlapping parts of one slice
        let source = [x.as_slice(), z.as_slice()].concat();
        let mut target = vec![0.0; 2 * rows];
        uniform.shifted((&source, &[0, rows]), &[y], (&mut target, &[0, rows]), rows).unwrap();
        let bits = |values: &[f64]| {
            values.iter().map(|x| if x.is_nan() { 0 } else { x.to_bits() }).collect::<Vec<_>>()
        };
        assert_eq!(bits(&found.concat()), bits(&expected.concat()), "{texts:?}");
        assert_eq!(bits(&target), bits(&expected.concat()), "{texts:?}");
        for (places, wrong) in [([0, 1], rows > 1), ([0, rows + 1], true)] {
            let result = uniform.shifted((&source, &places), &[y], (&mut target, &places), rows);
            assert_eq!(result.is_err(), wrong, "{places:?}");
        }
        assert!(
            uniform
                .batch(
                    &[Column::One(y), Column::One(y), Column::Each(&z)],
                    &mut [&mut [0.0], &mut [0.0]]
                )
                .is_err()
        );
    }
}

#[test]
fn reports_tell_operations_costs_and_errors() {
    let session = Session::new();
    let [x, y] = session.symbols(["x", "y"]);
    let kernel =
        session.compile(&[x, y], &[(x.pow(2) + y.pow(2)).sqrt() * x.exp()]).unwrap().fast();
    let report = kernel.report(&CostModel::default(), &[(0.0, 2.0)]).unwrap();
    let names: Vec<&str> = report.passes.iter().map(|pass| pass.0).collect();
    assert_eq!(names, ["shared terms", "Horner forms", "program", "fast mode"]);
    assert!(
        report.passes.iter().all(|pass| pass.1 >= 5) && report.measured > 0.0 && report.call > 0.0
    );
    assert!(report.predicted > 0.3 && report.predicted < 30.0, "{report}");
    if let Some((largest, median)) = report.ulps {
        assert!(largest <= 4.0 && median <= 1.0, "{report}");
    }
    let counts = CostModel::counts(kernel.program());
    let count = |name: &str| counts[CostModel::names().iter().position(|n| n == name).unwrap()];
    assert_eq!(
        [count("point"), count("column"), count("exp"), count("sqrt"), count("gamma")],
        [1.0, 3.0, 1.0, 1.0, 0.0]
    );
}

#[test]
fn constants_are_computed_once() {
    let session = Session::new();
    let x = session.symbol("x");
    let text = "x*log(2) + sqrt(2)*pi^2 - sin(1/3)*x^2 + gamma(1/3)/(1 + exp(-3/7))";
    let kernel = session.compile(&[x], &[session.parse(text).unwrap()]).unwrap();
    // exact in the program, for every domain
    assert!(kernel.program().to_string().contains("log(v"));
    let calls = kernel.assembly().unwrap().lines().filter(|line| line.starts_with("call")).count();
    assert_eq!(calls, 0);
    let reference = Kernel::interpreted(kernel.program().clone());
    let points: Vec<f64> = (0..40).map(|i| f64::from(i) / 7.0 - 2.0).collect();
    let mut values = vec![0.0; 40];
    kernel.batch(&[&points], &mut [&mut values]).unwrap();
    for (&x, &value) in points.iter().zip(&values) {
        assert_eq!(kernel.value(&[x]).unwrap().to_bits(), reference.value(&[x]).unwrap().to_bits());
        assert_eq!(value.to_bits(), reference.value(&[x]).unwrap().to_bits());
    }
    let counts = CostModel::counts(kernel.program());
    assert_eq!(
        counts.iter().zip(CostModel::names()).find(|(_, name)| name == "log").map(|pair| *pair.0),
        Some(0.0)
    );
}

#[test]
fn programs_are_written_as_latex() {
    let session = Session::new();
    let [x, rate2] = session.symbols(["x", "rate2"]);
    let shared = (x + 1).sqrt();
    let third = session.parse("if x < 0 then -x^2/3 else gamma(x)").unwrap();
    let kernel = session.compile(&[x, rate2], &[shared * rate2 - shared.exp(), third]).unwrap();
    let expected = [
        r"\begin{align*}",
        r"v_{1} &= \sqrt{1 + x}\\",
        r"y_{1} &= \mathrm{rate}_{2} \cdot v_{1} - e^{v_{1}}\\",
        r"y_{2} &= \begin{cases}-\frac{1}{3} \cdot x^{2} & x < 0\\ \Gamma\left(x\right) & \text{otherwise}\end{cases}",
        r"\end{align*}",
    ];
    assert_eq!(kernel.latex().trim_end(), expected.join("\n"));
}

#[test]
fn wrong_programs_are_told_where() {
    for (text, expected) in [
        (
            "v0 = x\nv1 = v0 + v2\nreturn v1",
            "line 2: expected an earlier value such as v0, got `v2`",
        ),
        ("v0 = x\nv2 = v0 + v0\nreturn v2", "line 2: expected `v1 = ...`, got `v2 = v0 + v0`"),
        (
            "v0 = x\nv1 = frob(v0)\nreturn v1",
            "line 2: unknown function `frob`: expected a built-in one",
        ),
        ("v0 = x", "line 1: expected `return ...`"),
        ("v0 = 1..2\nreturn v0", "line 1: "),
        (
            "v0 = x\nv1 = if v0 ~ v0 then v0 else v0\nreturn v1",
            "line 2: expected <, <= or =, got `~`",
        ),
    ] {
        let result = text.parse::<Program>();
        assert!(
            result.as_ref().is_err_and(|error| error.to_string().starts_with(expected)),
            "{text}: {result:?}"
        );
    }
}

#[test]
fn layouts_give_the_values_of_columns() {
    let session = Session::new();
    let [x, y] = session.symbols(["x", "y"]);
    let kernel = session.compile(&[x, y], &[x * y - y.sin(), x.exp()]).unwrap();
    let rows = 1100;
    let points: Vec<f64> = (0..2 * rows).map(|i| (i as f64 * 0.37).sin()).collect();
    let columns: Vec<Vec<f64>> =
        (0..2).map(|c| points.iter().skip(c).step_by(2).copied().collect()).collect();
    let (mut first, mut second) = (vec![0.0; rows], vec![0.0; rows]);
    kernel.batch(&[&columns[0], &columns[1]], &mut [&mut first, &mut second]).unwrap();
    let mut values = vec![0.0; 2 * rows];
    kernel.batch_points(&points, &mut values).unwrap();
    assert!(
        (0..rows).all(|row| values[2 * row] == first[row] && values[2 * row + 1] == second[row])
    );
    assert!(kernel.batch_points(&points[1..], &mut values).is_err());
    assert!(kernel.batch_points(&points, &mut values[1..]).is_err());
    // every third number of one slice, and one number for all rows
    let strided = [
        Strided { data: &points, start: 4, stride: 3 },
        Strided { data: &points, start: 7, stride: 0 },
    ];
    let mut taken = vec![f64::NAN; 600];
    kernel
        .batch_strided(&strided, 600, |output, row, value| {
            if output == 0 {
                taken[row] = value
            }
        })
        .unwrap();
    let expected = |row: usize| points[4 + 3 * row] * points[7] - points[7].sin();
    assert!((0..600).all(|row| (taken[row] - expected(row)).abs() < 1e-15));
    assert!(kernel.batch_strided(&strided, 800, |_, _, _| {}).is_err());
    let single: Vec<Vec<f32>> =
        columns.iter().map(|c| c.iter().map(|&x| x as f32).collect()).collect();
    let (mut f, mut g) = (vec![0f32; rows], vec![0f32; rows]);
    kernel.batch_f32(&[&single[0], &single[1]], &mut [&mut f, &mut g]).unwrap();
    let exact = |row: usize| f64::from(single[0][row]).exp() as f32;
    assert!((0..rows).all(|row| g[row] == exact(row)));
    assert!(kernel.batch_f32(&[&single[0], &single[1][1..]], &mut [&mut f, &mut g]).is_err());
}

/// Sums that all stay alive until a product of each with each, far more than there are registers.
#[test]
fn values_that_wait_in_memory_keep_their_bits() {
    let (inputs, mut state) = (40, 0x5EED_u64);
    let session = Session::new();
    let names: Vec<String> = (0..inputs).map(|i| format!("x{i}")).collect();
    let sum = |state: &mut u64| {
        (0..6)
            .map(|_| format!("{}*x{}", next(state) % 9, next(state) % inputs))
            .collect::<Vec<_>>()
            .join(" + ")
    };
    let sums: Vec<String> = (0..80).map(|_| sum(&mut state)).collect();
    let mut texts = Vec::new();
    for _ in 0..300 {
        let [a, b, c] = [(); 3].map(|()| &sums[next(&mut state) as usize % sums.len()]);
        texts.push(format!("({a})*({b})/(1 + ({c})^2) - sin({a})"));
    }
    let outputs: Vec<_> = texts.iter().map(|text| session.parse(text).unwrap()).collect();
    let arguments: Vec<_> = names.iter().map(|name| session.symbol(name)).collect();
    let kernel = session.compile(&arguments, &outputs).unwrap();
    assert!(kernel.is_native());
    let point: Vec<f64> = (0..inputs).map(|i| (i as f64 * 0.7).sin()).collect();
    let (mut native, mut exact, mut rows) = (vec![0.0; 300], vec![0.0; 300], vec![[0.0; 9]; 300]);
    kernel.call(&point, &mut native).unwrap();
    Kernel::interpreted(kernel.program().clone()).call(&point, &mut exact).unwrap();
    let columns: Vec<[f64; 9]> = point.iter().map(|&x| [x; 9]).collect();
    let slices: Vec<&[f64]> = columns.iter().map(<[f64; 9]>::as_slice).collect();
    kernel
        .batch(&slices, &mut rows.iter_mut().map(<[f64; 9]>::as_mut_slice).collect::<Vec<_>>())
        .unwrap();
    assert_eq!(native, exact);
    assert!(rows.iter().zip(&exact).all(|(row, value)| row.iter().all(|x| x == value)));
}

/// The values that a program in another language prints: one line a point, outputs between blanks.
fn printed(command: &mut Command) -> Vec<Vec<f64>> {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| line.split_whitespace().map(|word| word.parse().unwrap()).collect())
        .collect()
}

#[test]
fn emitted_c_and_rust_compute_what_the_kernel_does() {
    let session = Session::new();
    let texts = [
        "x*y^3 - y/3 + sqrt(1 + x^2)",
        "if x < y then exp(-x)*sin(y) else max(x, 2)",
        "x^y + atan2(y, x) - x^(-2)",
    ];
    let outputs: Vec<_> = texts.iter().map(|text| session.parse(text).unwrap()).collect();
    let arguments = [session.symbol("x"), session.symbol("y")];
    let kernel = session.compile(&arguments, &outputs).unwrap();
    let points = [[0.5, 2.25], [3.0, 1.5], [1.25, 1.25]];
    let folder = std::env::temp_dir().join(format!("viete-source-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let list = points.map(|[x, y]| format!("{{{x}, {y}}}")).join(", ");
    let c = kernel.source(Language::C, "f").unwrap()
        + &format!(
            "#include <stdio.h>\nint main(void) {{ double p[3][2] = {{{list}}}, y[3]; for (int i = 0; i < 3; i++) {{ f(p[i], y); \
             printf(\"%.17g %.17g %.17g\\n\", y[0], y[1], y[2]); }} }}\n"
        );
    let list = points.map(|[x, y]| format!("[{x:?}, {y:?}]")).join(", ");
    let rust = kernel.source(Language::RUST, "f").unwrap()
        + &format!(
            "fn main() {{ for p in [{list}] {{ let y = f(&p); println!(\"{{}} {{}} {{}}\", y[0], y[1], y[2]); }} }}\n"
        );
    std::fs::write(folder.join("f.c"), c).unwrap();
    std::fs::write(folder.join("f.rs"), rust).unwrap();
    let compile = |command: &mut Command| {
        assert!(command.current_dir(&folder).status().unwrap().success(), "{command:?}")
    };
    compile(Command::new("cc").args(["-o", "c-program", "f.c", "-lm"]));
    compile(Command::new("rustc").args(["-A", "warnings", "-o", "rust-program", "f.rs"]));
    for program in ["c-program", "rust-program"] {
        for (point, values) in points.iter().zip(printed(&mut Command::new(folder.join(program)))) {
            let mut expected = [0.0; 3];
            kernel.call(point, &mut expected).unwrap();
            for (value, expected) in values.iter().zip(expected) {
                assert!(
                    (value - expected).abs() <= 1e-14 * expected.abs(),
                    "{program} at {point:?}: {value} and {expected}"
                );
            }
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
    for language in Language::ALL {
        assert!(kernel.source(language, "f").unwrap().contains("f("), "{language:?}");
    }
    let zeta = session.compile(&arguments, &[session.parse("zeta(x)").unwrap()]).unwrap();
    assert_eq!(
        zeta.source(Language::C, "f").unwrap_err().to_string(),
        "function `zeta` is not part of c: expected elementary functions"
    );
}

#[test]
fn large_programs_have_code_for_points_too() {
    let session = Session::new();
    let outputs: Vec<_> =
        (0..26_000).map(|i| session.parse(&format!("x*{i} - {i}/7")).unwrap()).collect();
    let kernel = session.compile(&[session.symbol("x")], &outputs).unwrap();
    assert!(kernel.program().operations.len() > 50_000);
    assert_eq!(
        kernel.is_native(),
        viete::floors::elementary::level() > viete::floors::elementary::Level::Scalar
    );
    let (mut values, mut expected) = (vec![0.0; 26_000], vec![0.0; 26_000]);
    kernel.call(&[1.75], &mut values).unwrap();
    Kernel::interpreted(kernel.program().clone()).call(&[1.75], &mut expected).unwrap();
    assert_eq!(values, expected);
}

#[test]
fn the_expanded_determinant_shrinks_to_its_minors() {
    /// The products of a determinant over the columns left, the sign of each before it.
    fn products(row: usize, left: &[usize], sign: bool, factors: &str, all: &mut String) {
        if left.is_empty() {
            all.push_str(if sign { " - " } else { " + " });
            all.push_str(factors.trim_start_matches('*'));
        }
        for (place, &column) in left.iter().enumerate() {
            let rest: Vec<usize> = left.iter().copied().filter(|&c| c != column).collect();
            products(
                row + 1,
                &rest,
                sign ^ (place % 2 == 1),
                &format!("{factors}*m{row}{column}"),
                all,
            );
        }
    }
    let mut text = "0".to_string();
    products(0, &[0, 1, 2, 3, 4, 5], false, "", &mut text);
    let session = Session::new();
    let entries: Vec<_> =
        (0..36).map(|i| session.symbol(&format!("m{}{}", i / 6, i % 6))).collect();
    let kernel = session.compile(&entries, &[session.parse(&text).unwrap()]).unwrap();
    assert_eq!(kernel.program().cost(), 186 + 129);
    let identity: Vec<f64> = (0..36).map(|i| if i / 6 == i % 6 { 2.0 } else { 0.0 }).collect();
    assert_eq!(kernel.value(&identity), Ok(64.0));
}

/// Cranelift computes only the branch that is taken: the function that counts its calls is called
/// where its guard holds.
#[test]
fn branches_that_are_not_taken_are_not_computed() {
    use std::sync::atomic::{AtomicU32, Ordering};
    use viete::{Function, Kernels, Native};
    static CALLS: AtomicU32 = AtomicU32::new(0);
    extern "C" fn costly(x: f64) -> f64 {
        CALLS.fetch_add(1, Ordering::Relaxed);
        x * 3.0
    }
    let session = Session::new();
    session.register(Function {
        name: "costly",
        kernels: Kernels { f64: Native::Unary(costly), ..Kernels::UNSTATED },
        ..Function::UNSTATED
    });
    let [x, y] = session.symbols(["x", "y"]);
    let text = "piecewise(costly(x) if x > 1, sqrt(costly(y) + costly(x*y)) if y > 1, 2 otherwise)";
    let kernel = session.compile(&[x, y], &[session.parse(text).unwrap()]).unwrap();
    let cranelift = kernel.with_backend(Backend::named("cranelift").unwrap());
    assert!(cranelift.is_native());
    for (point, calls, value) in [
        ([2.0, 0.0], 1, 6.0),
        ([0.0, 3.0], 2, 3.0),
        ([0.0, 0.0], 0, 2.0),
        ([f64::NAN, 9.0], 0, f64::NAN),
    ] {
        CALLS.store(0, Ordering::Relaxed);
        let computed = cranelift.value(&point).unwrap();
        assert_eq!(CALLS.load(Ordering::Relaxed), calls, "{point:?}");
        assert!(
            computed == value || (computed.is_nan() && value.is_nan()),
            "{point:?}: {computed}"
        );
    }
}

/// A registered row has the privileges of a built-in one in the compiler: an inline form, a
/// complex form, spellings, a cost.
#[test]
fn registered_functions_are_compiled_like_built_in_ones() {
    use viete::floors::functions::{Pair, Parts};
    use viete::{Code, Function, Inline, Kernels, Native};
    extern "C" fn size(x: f64) -> f64 {
        x.abs()
    }
    fn double(p: &mut dyn Parts, z: Pair) -> Pair {
        Pair { re: p.add(z.re, z.re), im: z.im.map(|im| p.add(im, im)) }
    }
    extern "C" fn twice(x: f64) -> f64 {
        x + x
    }
    let session = Session::new();
    session.register(Function {
        name: "magnitude",
        kernels: Kernels { f64: Native::Unary(size), ..Kernels::UNSTATED },
        code: Code { inline: Some(Inline::Abs), source: &[("c", "fabs")], ..Code::UNSTATED },
        ..Function::UNSTATED
    });
    session.register(Function {
        name: "twice",
        kernels: Kernels { f64: Native::Unary(twice), ..Kernels::UNSTATED },
        code: Code { complex: Some(double), nanoseconds: Some(0.5), ..Code::UNSTATED },
        ..Function::UNSTATED
    });
    let x = session.symbol("x");
    let parsed = |text: &str| session.parse(text).unwrap();
    let kernel = session.compile(&[x], &[parsed("magnitude(x)")]).unwrap();
    assert!(kernel.is_native() && !kernel.assembly().unwrap().contains("call"));
    assert!(kernel.source(Language::C, "f").unwrap().contains("fabs(v0)"));
    let twice = session.compile(&[x], &[parsed("twice(x)")]).unwrap();
    let cost = |kernel: &Kernel| CostModel::default().predict(kernel.program());
    assert!(cost(&twice) < 1.0 + cost(&kernel), "{}", cost(&twice));
    let complex = session.compile_complex(&[x], &[parsed("twice(x)")]).unwrap();
    let mut parts = [0.0; 2];
    complex.call(&[1.5, -2.0], &mut parts).unwrap();
    assert_eq!(parts, [3.0, -4.0]);
}
