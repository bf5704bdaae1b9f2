//! Trains a ReLU network by plain SGD on fixed Gaussian inputs and prints CPU seconds per step and the loss after the
//! warm-up; the
//! script `benches/peers/mlp_step.py` runs it by turns with PyTorch.
//!
//! Usage: `mlp_step 784-256-128-10 BATCH STEPS THREADS`. Labels are the cross-entropy's classes, or with one output values
//! for the mean squared error. Inputs and initial weights come from a formula that both programs know.

use cpu_time::ProcessTime;
use nalgebra::DMatrix;
use piccole_nn::{Activation, Examples, Mlp, Objective, Workspace};
use std::time::Instant;

/// A number in [−1, 1) that is exact in single precision: a linear congruence, the same in both programs.
fn number(index: usize) -> f32 {
    let bits = (index as u64 * 1_103_515_245 + 12_345) & 0x7fff_ffff;
    let scrambled = ((bits >> 8) ^ (bits << 7)) & 0xf_ffff;
    scrambled as f32 / 524_288.0 - 1.0
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, widths, batch, steps, threads] = arguments.as_slice() else {
        return Err("usage: mlp_step WIDTHS BATCH STEPS THREADS".into());
    };
    let widths = widths.split('-').map(str::parse).collect::<Result<Vec<usize>, _>>()?;
    let (batch, steps): (usize, u32) = (batch.parse()?, steps.parse()?);
    rayon::ThreadPoolBuilder::new().num_threads(threads.parse()?).build_global()?;

    let mlp = Mlp::fully_connected(&widths, Activation::Relu)?;
    let mut parameters = vec![0.0_f32; mlp.parameter_count()];
    for (l, layer) in mlp.layers().iter().enumerate() {
        let scale = (2.0 / layer.inputs as f32).sqrt();
        let range = mlp.weight_range(l);
        for (k, w) in parameters[range].iter_mut().enumerate() {
            *w = scale * number(k + 7 * l + 1);
        }
    }
    let inputs = DMatrix::from_fn(widths[0], batch, |i, j| number(3 + i + widths[0] * j));
    let labels: Vec<usize> = (0..batch).map(|j| (7 * j) % mlp.outputs()).collect();
    let values = DMatrix::from_fn(1, batch, |_, j| number(5 + 11 * j));
    let examples = match mlp.outputs() {
        1 => Examples::with_values(&inputs, &values)?,
        _ => Examples::labelled(&inputs, &labels)?,
    };
    let objective = Objective::new(&mlp, examples)?;
    let (mut workspace, mut gradient) = (Workspace::default(), vec![0.0; parameters.len()]);
    let mut step = || {
        let loss = objective.gradient(&parameters, &mut workspace, &mut gradient);
        for (w, g) in parameters.iter_mut().zip(&gradient) {
            *w -= 0.01 * g;
        }
        loss
    };
    let loss = (0..steps / 10 + 1).fold(0.0, |_, _| step());
    let (start, wall) = (ProcessTime::now(), Instant::now());
    for _ in 0..steps {
        step();
    }
    let (cpu, wall) = (start.elapsed().as_secs_f64(), wall.elapsed().as_secs_f64());
    println!("{:e} {:e} {loss:.6}", cpu / f64::from(steps), wall / f64::from(steps));
    Ok(())
}
