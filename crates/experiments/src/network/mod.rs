//! What experiments with networks share: images, an architecture and a training, as sections of a plan.
//!
//! ```toml
//! [data]                      # the subset of Fashion-MNIST that comes with the program
//! pooling = 4                 # squares of 4 x 4 pixels to one input: 49 inputs
//! train = 1000                # the first 1000 training images
//! test = 1000
//!
//! [network]
//! hidden = [64, 64]           # units of the hidden layers
//! activation = "relu"
//! dropout = 0.2               # of every hidden layer
//! skip = false                # whether hidden layers of equal width have residual connections
//!
//! [training]
//! batch = 32
//! epochs = 60
//! stop_loss = 0.03            # ends earlier where the loss on all training images is below
//! optimizer = { sgd = { learning_rate = 0.1, momentum = 0.9, weight_decay = 1e-4 } }
//! ```

mod alone;
mod architecture;
mod data;
mod optimizer;
mod training;
mod two_time;

pub use alone::{Observer, TrainPlan, TrainRow, Trained, read_checkpoint};
pub use architecture::NetworkParameters;
pub use data::{ImageData, Images, Sample};
pub use optimizer::{
    EntropySgdParameters, LangevinParameters, OptimizerParameters, Rate, ReplicatedSgdParameters, SgdParameters,
};
pub use piccole_nn::train::{Record, StopReason};
pub use training::TrainingParameters;
pub use two_time::{TwoTimeParameters, TwoTimeRow};
