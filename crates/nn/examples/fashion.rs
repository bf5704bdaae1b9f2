//! Trains a network of one hidden layer on the subset of Fashion-MNIST that comes with the sources: 18.0 % test error
//! after 20 epochs (below 22 % after two), in less than a second of one core.
//!
//! `cargo run --release -p piccole-nn --example fashion`

use piccole_core::StreamKey;
use piccole_nn::data::{Dataset, Standardisation, read_images, read_labels};
use piccole_nn::optimize::{Sampling, Sgd};
use piccole_nn::train::{Optimizer, StopConditions, Training, TrainingPlan};
use piccole_nn::{Activation, Examples, Initialization, Mlp};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/fashion-mnist");
    let file = |name: &str| std::fs::read(format!("{folder}/{name}.gz"));
    let read = |part: &str| -> Result<Dataset, Box<dyn std::error::Error>> {
        let images = read_images(&file(&format!("{part}-images-idx3-ubyte"))?)?;
        let labels = read_labels(&file(&format!("{part}-labels-idx1-ubyte"))?)?;
        Ok(Dataset::of_images(&images, &labels, 10, 2)?)
    };
    let (train, test) = (read("train")?, read("t10k")?);
    let scale = Standardisation::of(&train)?;
    let inputs = [scale.apply(&train)?.inputs_as::<f32>(), scale.apply(&test)?.inputs_as()];
    let train = Examples::labelled(&inputs[0], train.classes()?.0)?;
    let test = Examples::labelled(&inputs[1], test.classes()?.0)?;

    let mlp = Mlp::fully_connected(&[196, 64, 10], Activation::Relu)?;
    let key = StreamKey::from_seed(1);
    let optimizer = Optimizer::Sgd(Sgd::new(0.02).with_momentum(0.9).with_weight_decay(1e-3));
    let plan = TrainingPlan { optimizer, batch_size: 32, sampling: Sampling::Epochs };
    let start = mlp.initialize(Initialization::He, key);
    let mut training = Training::new(&mlp, plan, train, Some(test), &start, key)?;
    training.run(&StopConditions { steps: 2500, check_every: 250, loss_below: None, loss_limit: f64::INFINITY });
    for row in training.history() {
        println!("epoch {:4.1}: loss {:.3}, test error {:.3}", row.epoch, row.loss, row.test_error.unwrap_or(f64::NAN));
    }
    Ok(())
}
