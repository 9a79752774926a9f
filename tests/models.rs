//! Systems and reaction networks: text to kernels to paths and minima.

use viete::Session;
use viete_models::{Dynamics, Lattice, ModelError, Network, Objective, System};

/// Dimerisation with an inflow, a fixed species and a rate that an observable sets.
const NETWORK: &str = "
begin parameters
  1 kon 0.3 # Constant
  2 koff 2*kon/3
  3 total 10
end parameters
begin functions
  1 slowed() koff/(1 + Bound)
end functions
begin species
  1 A(b) total
  2 A(b!1).A(b!1) 1
  3 $Source() 2.5
end species
begin reactions
  1 1,1 2 0.5*kon #R1
  2 2 1,1 slowed
  3 3 1,3 koff
  4 2 0 kon
end reactions
begin groups
  1 Bound 2*2
  2 Free 1
end groups
";

#[test]
fn networks_follow_mass_action() {
    let network = Network::parse(NETWORK).unwrap();
    assert_eq!(network.species.iter().map(|s| s.initial).collect::<Vec<_>>(), [10.0, 1.0, 2.5]);
    assert!((network.value("koff").unwrap() - 0.2).abs() < 1e-16);
    let session = Session::new();
    for free in [&[][..], &["kon", "koff"]] {
        let ode = network.system(&session, free).unwrap().compile().unwrap();
        assert_eq!(ode.parameters, free);
        for [a, dimer] in [[10.0, 1.0], [0.25, 4.0]] {
            let rate = ode.rate_at(&[a, dimer, 2.5], 0.0).unwrap();
            let (join, split) = (0.15 * a * a, 0.2 / (1.0 + 2.0 * dimer) * dimer);
            let expected = [-2.0 * join + 2.0 * split + 0.2 * 2.5, join - split - 0.3 * dimer, 0.0];
            assert!(
                rate.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12),
                "{free:?}: {rate:?} {expected:?}"
            );
        }
        let mut point = vec![3.0, 2.0, 2.5];
        point.extend(&ode.values);
        point.push(0.0);
        let jacobian = ode.jacobian.dense(&point).unwrap();
        for column in 0..3 {
            let moved = |step: f64| {
                let mut at = vec![3.0, 2.0, 2.5];
                at[column] += step;
                ode.rate_at(&at, 0.0).unwrap()
            };
            let (up, down) = (moved(1e-5), moved(-1e-5));
            for row in 0..3 {
                let slope = (up[row] - down[row]) / 2e-5;
                assert!(
                    (jacobian[3 * row + column] - slope).abs() < 1e-8,
                    "({row}, {column}): {jacobian:?} {slope}"
                );
            }
        }
        let mut values = vec![0.0; 3 + ode.jacobian.entries.len()];
        ode.together().call(&point, &mut values).unwrap();
        assert_eq!(&values[..3], ode.rate_at(&[3.0, 2.0, 2.5], 0.0).unwrap());
    }
}

#[test]
fn wrong_networks_are_told_where() {
    for (change, expected) in [
        (("  4 2 0 kon", "  4 9 0 kon"), "line 19: species 9: expected at most 3"),
        (("  4 2 0 kon", "  4 2 0 nothing"), "unknown variable `nothing`"),
        (("  4 2 0 kon", "  4 x 0 kon"), "line 19: expected species numbers from 1, got `x`"),
        (
            ("  4 2 0 kon", "  4 2 0 Sat kon km"),
            "line 19: expected `number reactants products rate` with mass-action kinetics",
        ),
        (("2*kon/3", "2*kom/3"), "parameter koff: expected a number, got `2*kom/3`"),
        (("1 Bound 2*2", "1 Bound 2*4"), "group Bound has species 4: expected at most 3"),
    ] {
        let session = Session::new();
        let text = NETWORK.replace(change.0, change.1);
        let result = Network::parse(&text)
            .and_then(|network| network.system(&session, &[]))
            .and_then(|system| system.compile());
        assert!(
            result.as_ref().is_err_and(|error| error.to_string().contains(expected)),
            "{expected}: {result:?}"
        );
    }
    let session = Session::new();
    let error = Network::parse(NETWORK).unwrap().system(&session, &["nope"]).unwrap_err();
    assert_eq!(error.to_string(), "`nope` is no parameter of the network");
}

#[test]
fn algebraic_equations_are_integrated_with_a_mass_matrix() {
    let session = Session::new();
    let shared = "k1 = 0.04\n k2 = 3e7\n k3 = 1e4\n x(0) = 1\n z(0) = 0\n x' = -k1*x + k3*y*z\n y' = k1*x - k3*y*z - k2*y^2\n";
    let explicit =
        System::parse(&session, &format!("{shared} z' = k2*y^2")).unwrap().compile().unwrap();
    let algebraic =
        System::parse(&session, &format!("{shared} 0 = x + y + z - 1")).unwrap().compile().unwrap();
    assert!(explicit.mass.is_none() && algebraic.mass.is_some());
    // the values of Hairer, Wanner, Solving Ordinary Differential Equations II, at t = 40
    let expected = [0.7158270687, 9.185534764e-6, 0.2841637457];
    for ode in [explicit, algebraic] {
        let path = ode.solve(&[0.0, 4.0, 40.0], 1e-8).unwrap();
        assert!(
            path[2].iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6 * b.abs().max(1e-2)),
            "{path:?}"
        );
    }
    let coupled = System::parse(&session, "2*x' + y' = 3 - t\n y' = 1\n x(0) = 1")
        .unwrap()
        .compile()
        .unwrap();
    let end = coupled.solve(&[0.0, 2.0], 1e-9).unwrap();
    assert!(
        (end[1][0] - (1.0 + (2.0 * 2.0 - 2.0) / 2.0)).abs() < 1e-7
            && (end[1][1] - 2.0).abs() < 1e-7,
        "{end:?}"
    );
}

#[test]
fn wrong_systems_are_told_where() {
    let session = Session::new();
    for (text, expected) in [
        ("x' = y", "unknown variable `y`"),
        ("x' = 1\n 0 = x", "2 equations for the 1 states x"),
        ("x'^2 = 1", "line 1: expected a left side that is linear in the derivatives"),
        ("x' + x = 1", "line 1: expected derivatives alone on the left side"),
        ("x' = 1\n hello", "line 2: expected an equation, got `hello`"),
        ("x' = 1\n x(0) = y", "line 2: expected a number, got `y`"),
        ("x' = 1 +", "line 1: "),
        ("3 = x", "line 1: expected x' = ..., 0 = ..., x(0) = ... or k = ..., got `3 = ...`"),
    ] {
        let result = System::parse(&session, text).and_then(|system| system.compile());
        assert!(
            result.as_ref().is_err_and(|error| error.to_string().contains(expected)),
            "{text}: {result:?}"
        );
    }
    let [x, y] = session.symbols(["x", "y"]);
    assert!(matches!(System::new(&session, &[x, y], &[x]), Err(ModelError::Model(_))));
}

#[test]
fn minima_are_found_with_exact_gradients() {
    let session = Session::new();
    let n = 20;
    let x: Vec<_> = (0..n).map(|i| session.symbol(&format!("x{i}"))).collect();
    let terms: Vec<_> =
        x.windows(2).map(|p| (p[1] - p[0].pow(2)).pow(2) * 100 + (p[0] - 1).pow(2)).collect();
    let objective = Objective::new(&session, &x, session.sum(&terms)).unwrap();
    let minimum = objective.minimize(&vec![-0.5; n], 1e-9).unwrap();
    assert!(minimum.point.iter().all(|x| (x - 1.0).abs() < 1e-6), "{minimum:?}");
    assert!(minimum.value < 1e-12 && minimum.iterations < 500);
    assert!(objective.minimize(&[0.0], 1e-9).is_err());
}

const BRUSSELATOR: &str = include_str!("../examples/models/brusselator.model");

/// Fourth differences, reflecting on the left and periodic on the right, with coefficients that
/// depend on the place.
const BEAM: &str = "
k = 0.3
w[i]' = -k*i*(w[i-2] - 4*w[i-1] + 6*w[i] - 4*w[i+1] + w[i+2]) + t*w[i]^2
w[0] = w[1]
w[-1] = w[2]
w[N+1] = w[N-1]
w[N+2] = 2*w[N] - w[N-2]
";

/// A wave that leaves on the right and comes in on the left.
const RING: &str = "
c = 2
u[i]' = -c*(3*u[i] - 4*u[i-1] + u[i-2])*N/2 + u[i]*u[i+1]
u[0] = u[N]
u[-1] = u[N-1]
u[N+1] = u[1]
";

/// Equations of a lattice written out for a number of cells, from the text by replacement.
fn written_out<'s>(session: &'s Session, text: &str, fields: &[&str], n: i64) -> System<'s> {
    let cell = |field: &str, index: i64| format!("{field}_{}", index + 10);
    let put = |text: &str, i: i64| {
        let mut result = text.to_string();
        for field in fields {
            for offset in -2..=2i64 {
                let here = if offset == 0 {
                    format!("{field}[i]")
                } else {
                    format!("{field}[i{offset:+}]")
                };
                result = result.replace(&here, &cell(field, i + offset));
            }
            for index in -1..=2 {
                result = result.replace(&format!("{field}[{index}]"), &cell(field, index));
            }
            for offset in -2..=2i64 {
                let there = if offset == 0 {
                    format!("{field}[N]")
                } else {
                    format!("{field}[N{offset:+}]")
                };
                result = result.replace(&there, &cell(field, n + offset));
            }
        }
        result
    };
    let line = |start: &str| {
        text.lines()
            .find(|line| line.starts_with(start))
            .and_then(|line| line.split_once('='))
            .unwrap()
            .1
    };
    let mut beyond = vec![(session.symbol("N"), session.integer(n))];
    for text in text
        .lines()
        .filter(|line| line.contains("[0]") || line.contains("[-1]") || line.contains("[N+"))
    {
        let (left, right) = put(text, 0)
            .split_once('=')
            .map(|(a, b)| (a.trim().to_string(), b.to_string()))
            .unwrap();
        beyond.push((session.symbol(&left), session.parse(&right).unwrap()));
    }
    let (mut states, mut right) = (Vec::new(), Vec::new());
    for field in fields {
        for i in 1..=n {
            states.push(session.symbol(&cell(field, i)));
            let text = put(line(&format!("{field}[i]' =")), i);
            right.push(
                session
                    .parse(&text)
                    .unwrap()
                    .subs(&[(session.symbol("i"), session.integer(i))])
                    .subs(&beyond),
            );
        }
    }
    System::new(session, &states, &right).unwrap()
}

#[test]
fn lattices_are_their_equations_written_out() {
    for (text, fields, parameter) in
        [(BRUSSELATOR, &["u", "v"][..], "alpha"), (BEAM, &["w"], "k"), (RING, &["u"], "c")]
    {
        let lattice = Lattice::parse(text).unwrap();
        for n in [4, 5, 8, 19, 40] {
            if n < 8 && text == RING {
                assert!(lattice.of(n as usize).is_err());
                continue;
            }
            let session = Session::new();
            let value = lattice.values[0];
            let expected = written_out(&session, text, fields, n)
                .parameter(session.symbol(parameter), value)
                .compile()
                .unwrap();
            let system = lattice.of(n as usize).unwrap();
            let x: Vec<f64> = (0..system.states()).map(|i| (i as f64 * 0.7).sin()).collect();
            let mut rate = vec![0.0; x.len()];
            system.rate(&x, &[value], 0.25, &mut rate).unwrap();
            let right = expected.rate_at(&x, 0.25).unwrap();
            let close = |a: &[f64], b: &[f64]| {
                a.iter().zip(b).all(|(a, b)| (a - b).abs() <= 1e-11 * (1.0 + b.abs()))
            };
            assert!(close(&rate, &right), "{fields:?}, N = {n}: {rate:?} {right:?}");
            let dense = |dynamics: &dyn Dynamics| {
                let mut values = vec![0.0; dynamics.jacobian_entries().len()];
                dynamics.jacobian(&x, &[value], 0.25, &mut values).unwrap();
                let mut matrix = vec![0.0; x.len() * x.len()];
                for (&(row, column), value) in dynamics.jacobian_entries().iter().zip(values) {
                    matrix[row as usize * x.len() + column as usize] += value;
                }
                matrix
            };
            assert!(close(&dense(&system), &dense(&expected)), "{fields:?}, N = {n}");
        }
    }
    let path =
        Lattice::parse(BRUSSELATOR).unwrap().of(32).unwrap().solve(&[0.0, 10.0], 1e-7).unwrap();
    assert!(path[1].iter().all(|x| (0.1..6.0).contains(x)), "{path:?}");
}

/// Masses on a line that attract one another, with springs between neighbours.
const MASSES: &str = "
x[i]' = v[i]
v[i]' = sum(if j = i then 0 else g*(1 + j/N)*(x[j] - x[i])/((x[j] - x[i])^2 + soft)^(3/2), j = 1..N) + spring*(x[i-1] - 2*x[i] + x[i+1])
x[0] = x[1]
x[N+1] = x[N]
x[i](0) = i + sin(i)/4
soft = eps^2
eps = 0.1
g = 0.5
spring = 0.25
";

#[test]
fn sums_over_all_cells_are_loops() {
    let lattice = Lattice::parse(MASSES).unwrap();
    assert_eq!(lattice.parameters, ["eps", "g", "spring"]);
    for n in [2usize, 9, 100] {
        let system = lattice.of(n).unwrap();
        let state: Vec<f64> =
            system.initial().iter().enumerate().map(|(i, x)| x + (i as f64).cos() / 8.0).collect();
        let mut rate = vec![0.0; 2 * n];
        system.rate(&state, &lattice.values, 0.0, &mut rate).unwrap();
        let x = &state[..n];
        for i in 0..n {
            let pull = |j: usize| {
                let d = x[j] - x[i];
                if i == j {
                    0.0
                } else {
                    0.5 * (1.0 + (j + 1) as f64 / n as f64) * d / (d * d + 0.01).powf(1.5)
                }
            };
            let (left, right) = (x[i.saturating_sub(1)], x[(i + 1).min(n - 1)]);
            let expected = (0..n).map(pull).sum::<f64>() + 0.25 * (left - 2.0 * x[i] + right);
            assert!(
                (rate[n + i] - expected).abs() < 1e-10 * (1.0 + expected.abs()),
                "{i} of {n}: {} {expected}",
                rate[n + i]
            );
            assert_eq!(rate[i], state[n + i]);
        }
    }
    // without a Jacobian an explicit method integrates; attraction alone keeps the momentum
    let system =
        Lattice::parse(&MASSES.replace("spring = 0.25", "spring = 0")).unwrap().of(5).unwrap();
    assert!(!system.has_jacobian());
    let end = system.solve(&[0.0, 1.0], 1e-10).unwrap();
    let momentum: f64 = (0..5).map(|i| end[1][5 + i] * (1.0 + (i + 1) as f64 / 5.0)).sum();
    assert!(momentum.abs() < 1e-8 && end[1][5].abs() > 0.1, "{momentum} {end:?}");
}

#[test]
fn wrong_lattices_are_told_where() {
    for (text, expected) in [
        ("u[i]' = u[i-1]", "unknown variable `cell_u_left_0`"),
        ("u[i]' = v[i]", "field `v` has no equation v[i]' = ..."),
        ("u[i]' = u[j]", "line 1: expected a cell such as u[i+1], u[0] or u[N], got `u[j]`"),
        ("u[i]' = u[i", "line 1: `[i` is not closed"),
        (
            "u[i]' = sum(u[j], j = 0..N)",
            "line 1: expected a sum over all cells, as in sum(m[j]*x[j], j = 1..N)",
        ),
        ("u[i]' = sum(u[j], j = 1..N", "line 1: expected a sum over all cells"),
        ("u[i]' = sum(u[j+1], j = 1..N)", "line 1: expected a cell such as"),
        ("u[i]' = 1\nu[i]' = 2", "line 2: a second equation for u[i]'"),
        ("u[i]' = u[1]", "expected cells relative to i in equations, as in u[i-1]"),
        (
            "u[i] = 3",
            "line 1: expected u[i]' = ..., u[i](0) = ..., u[0] = ..., u[N+1] = ... or k = ...",
        ),
    ] {
        let result = Lattice::parse(text);
        assert!(
            result.as_ref().is_err_and(|error| error.to_string().contains(expected)),
            "{text}: {result:?}"
        );
    }
    for cells in [1, usize::MAX] {
        let error = Lattice::parse(BRUSSELATOR).unwrap().of(cells).unwrap_err();
        assert!(error.to_string().contains("expected at least 2 and at most 5000000"), "{error}");
    }
}
