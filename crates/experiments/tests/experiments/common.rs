//! Small plans and the runs of them.

use piccole_experiments::{Error, Experiment, Plan, RunOptions, Shard, Summary};
use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};

/// A second of work: a curve, a few instances for belief propagation, a few hundred to enumerate.
pub(crate) const ENTROPY: &str = r#"
figure = "entropy"
seed = 7
[replica]
alpha = "0.1:0.1:0.9"
[bethe]
n = 101
alpha = [0.3, 0.5]
samples = 3
[enumeration]
alpha = "0.3,0.5"
block = 20
sizes = [{ n = 9, samples = 60 }, { n = 11, samples = 60 }, { n = 13, samples = 50 }]
"#;

/// Two solvers on small instances.
pub(crate) const ALGORITHMS: &str = r#"
figure = "algorithms"
seed = 7
[[curve]]
algorithm = "reinforced-bp"
n = 51
alpha = "0.3,0.9"
samples = 3
parameters = { max-sweeps = 50, rate = 0.02 }
[[curve]]
algorithm = "sbpi"
n = 51
alpha = "0.3,0.9"
samples = 3
parameters = { max-sweeps = 50 }
"#;

/// Curves on a coarse grid, and few small instances.
pub(crate) const OVERFITTING: &str = r#"
figure = "fig4-overfitting"
seed = 1
nonlinearity = "relu"
noise = 0.2
psi2 = 3.0
psi1 = "0.1:0.1:9"
lambda = [0.01]
[simulation]
dimension = 60
samples = 10
psi1 = [1.0, 3.0]
[polynomial]
points = 20
noise = 0.2
largest_degree = 12
samples = 40
[sweep]
widths = [1, 8, 40]
samples = 2
label_noise = 0.2
data = { train = 60, test = 50 }
training = { batch = 20, epochs = 100, optimizer = { sgd = { learning_rate = 0.02, momentum = 0.9 } } }
"#;

/// Three small networks, hardly trained, and paths hardly relaxed.
pub(crate) const CONNECTED_MINIMA: &str = r#"
figure = "fig2-path"
seed = 1
minima = 3
[data]
pooling = 4
train = 100
test = 50
[network]
hidden = [8]
[training]
batch = 20
epochs = 20
optimizer = { sgd = { learning_rate = 0.1, momentum = 0.9 } }
[path]
band_steps = 0.01
batch = 50
curve_steps = 20
"#;

/// Shallow networks on few images, and coarse surfaces.
pub(crate) const SURFACES: &str = r#"
figure = "fig3-surfaces"
seed = 1
depths = [2, 4]
width = 8
samples = 2
grid = 5
[data]
train = 50
test = 50
[training]
batch = 10
epochs = 5
optimizer = { sgd = { learning_rate = 0.05 } }
"#;

/// Learning from a teacher.
pub(crate) const TEACHER_STUDENT: &str = r#"
figure = "teacher-student"
seed = 1
alphas = "0.2:0.2:1.8"
overlaps = 60
[amp]
n = 501
steps = 3
densities = [{ alpha = 0.8, samples = 4 }, { alpha = 1.8, samples = 2 }]
"#;

/// Dense regions of students at the densities of the verdicts, and two around them.
pub(crate) const GENERALIZATION: &str = r#"
figure = "fig6-generalization"
alphas = [0.2, 0.5, 0.8, 1.0, 1.2]
distance = 0.05
seed = 3
[found]
algorithms = ["sbpi"]
alphas = [0.5]
n = 1001
samples = 12
"#;

/// Few distances, on both sides of all that the verdicts look at.
pub(crate) const LOCAL_ENTROPY: &str = r#"
figure = "local-entropy"
seed = 1
distances = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5]
margin = 0.2
[measured]
algorithms = ["sbpi"]
distances = [0.02, 0.1]
n = 501
samples = 6
"#;

/// Trainings of some hundred steps.
pub(crate) const DYNAMICS: &str = r#"
figure = "dynamics"
seed = 1
samples = 2
over = 20
under = 2
learning_rate = 0.02
batch = 16
[data]
train = 60
[times]
waiting_times = [1, 100]
longest_lag = 10
[langevin]
temperature = 1e-5
times = { waiting_times = [1], longest_lag = 10 }
[control]
modes = 4000
softest = 0.001
stiffest = 0.3
[noise]
batches = [10, 40]
draws = 50
data = { train = 100 }
network = { hidden = [8] }
training = { batch = 20, epochs = 10, optimizer = { sgd = { learning_rate = 0.1 } } }
"#;

pub(crate) fn plan(text: &str) -> Plan {
    Plan::parse(text, "plan.toml".as_ref()).unwrap()
}

pub(crate) fn run_with(text: &str, out: &Path, threads: usize, shard: Shard) -> Result<Summary, Error> {
    plan(text).run(&RunOptions { threads: NonZero::new(threads), shard, ..RunOptions::new(out) })
}

pub(crate) fn run(text: &str, out: &Path) -> Summary {
    run_with(text, out, 2, Shard::WHOLE).unwrap()
}

/// The committed table of a quick plan.
pub(crate) fn reference<R: serde::de::DeserializeOwned>(name: &str) -> Vec<R> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/reference/quick");
    let mut reader = csv::Reader::from_path(folder.join(format!("{name}.csv"))).unwrap();
    reader.deserialize().collect::<Result<_, _>>().unwrap()
}

/// The claims of a figure that do not hold for a table, of so many in all.
pub(crate) fn failed_claims<E: Experiment>(rows: &[E::Row], verdicts: usize) -> Vec<String> {
    let all = E::verdicts(rows);
    assert_eq!(all.len(), verdicts);
    all.into_iter().filter(|verdict| !verdict.pass).map(|verdict| verdict.claim).collect()
}

pub(crate) fn points_file(out: &Path, name: &str) -> PathBuf {
    out.join(format!("{name}.store/points-0-of-1.jsonl"))
}

/// The names in a folder, sorted.
pub(crate) fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
