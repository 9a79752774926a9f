//! An orbit from its Hamiltonian: the equations of motion are derived symbolically, compiled,
//! integrated with a symplectic method, and drawn.
//!
//!     cargo run --release --manifest-path examples/orbit/Cargo.toml

use plotters::prelude::*;
use viete::Session;

const STEPS: usize = 20_000;
const STEP: f64 = 0.005;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let session = Session::new();
    let [x, y, p, q] = session.symbols(["x", "y", "p", "q"]);
    // a planet around an oblate star: the orbit precesses
    let r = (x.pow(2) + y.pow(2)).sqrt();
    let hamiltonian = (p.pow(2) + q.pow(2)) / 2 - r.pow(-1) - r.pow(-3) / 20;

    // Hamilton's equations: x' = dH/dp, p' = -dH/dx
    let velocity = session.gradient(hamiltonian, &[p, q])?;
    let force = session.gradient(-hamiltonian, &[x, y])?;
    println!("H  = {hamiltonian}\nx' = {}\np' = {}", velocity[0], force[0]);

    let state = [x, y, p, q];
    let equations = session.compile(&state, &[velocity[0], velocity[1], force[0], force[1]])?;
    let energy = session.compile(&state, &[hamiltonian])?;
    println!("{} operations, {} bytes of machine code", equations.program().cost(), equations.code_bytes());

    // leapfrog: half a kick, a drift, half a kick
    let mut s = [1.0, 0.0, 0.0, 1.15];
    let mut rate = [0.0; 4];
    let mut path = vec![(s[0], s[1])];
    let start = energy.value(&s)?;
    for _ in 0..STEPS {
        equations.call(&s, &mut rate)?;
        s[2] += 0.5 * STEP * rate[2];
        s[3] += 0.5 * STEP * rate[3];
        s[0] += STEP * s[2];
        s[1] += STEP * s[3];
        equations.call(&s, &mut rate)?;
        s[2] += 0.5 * STEP * rate[2];
        s[3] += 0.5 * STEP * rate[3];
        path.push((s[0], s[1]));
    }
    let drift = ((energy.value(&s)? - start) / start).abs();
    println!("relative change of the energy after {STEPS} steps: {drift:.2e}");

    let area = SVGBackend::new("orbit.svg", (600, 600)).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area).margin(20).build_cartesian_2d(-2.5..2.5, -2.5..2.5)?;
    chart.draw_series(LineSeries::new(path, &BLUE))?;
    chart.draw_series([Circle::new((0.0, 0.0), 6, YELLOW.filled())])?;
    area.present()?;
    println!("wrote orbit.svg");
    Ok(())
}
