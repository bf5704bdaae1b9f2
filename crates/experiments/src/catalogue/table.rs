//! The algorithms, by name.

use super::parameters::{Parameter, parameter};
use piccole_core::landscape::Energy;
use piccole_msg_passing::{
    Algorithm, Annealing, BpDecimation, Bpi, ClippedPerceptron, EntropyDriven, FocusingBp, MaxSum, ReinforcedAmp,
    ReinforcedBp, ReplicatedAnnealing, ReplicatedSgd, Sbpi, Solver,
};
use serde_json::{Map, Value};

/// All algorithms.
pub fn table() -> Vec<Box<dyn Entry>> {
    let mut table = message_passing();
    table.extend(on_line_rules());
    table.extend(monte_carlo());
    table.extend(replicated());
    table
}

/// An algorithm of the table.
pub trait Entry {
    /// The name, in kebab case.
    fn name(&self) -> &'static str;

    /// What it is, in a line.
    fn about(&self) -> &'static str;

    /// Its parameters with their defaults, the margin aside.
    fn parameters(&self) -> Vec<Described>;

    /// The algorithm with the parameters given, by name and text.
    ///
    /// # Errors
    /// A sentence that names the parameter and what would be accepted.
    fn configure(&self, margin: f64, given: &[(String, String)]) -> Result<Configured, String>;
}

/// An algorithm ready to work, and all of its parameters as they are.
pub struct Configured {
    /// The algorithm.
    pub solver: Box<dyn Solver>,
    /// Its parameters by name, the margin aside.
    pub settings: Map<String, Value>,
}

/// A parameter as help shows it.
pub struct Described {
    /// Its name, in kebab case.
    pub name: &'static str,
    /// Other names by which users know it.
    pub aliases: &'static [&'static str],
    /// What it means, in a line.
    pub about: &'static str,
    /// Its default as text.
    pub default: String,
}

struct Row<A> {
    name: &'static str,
    about: &'static str,
    default: A,
    /// The margin and the parameters of a value.
    parts: for<'a> fn(&'a mut A) -> (&'a mut f64, Vec<Parameter<'a>>),
}

impl<A: Algorithm + Send + Sync + 'static> Entry for Row<A> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn about(&self) -> &'static str {
        self.about
    }

    fn parameters(&self) -> Vec<Described> {
        let mut default = self.default.clone();
        let describe = |parameter: Parameter<'_>| {
            let Parameter { name, aliases, about, slot } = parameter;
            Described { name, aliases, about, default: slot.show() }
        };
        (self.parts)(&mut default).1.into_iter().map(describe).collect()
    }

    fn configure(&self, margin: f64, given: &[(String, String)]) -> Result<Configured, String> {
        let mut algorithm = self.default.clone();
        let (own_margin, mut parameters) = (self.parts)(&mut algorithm);
        *own_margin = margin;
        for (name, text) in given {
            let Some(parameter) = parameters.iter_mut().find(|parameter| parameter.name == name) else {
                let own: Vec<String> = parameters.iter().map(|parameter| format!("--{}", parameter.name)).collect();
                return Err(format!("--{name} is no parameter of {}, which has {}", self.name, own.join(", ")));
            };
            parameter.slot.set(text).map_err(|complaint| format!("--{name} {complaint}"))?;
        }
        let settings = parameters.iter().map(|parameter| (parameter.name.to_owned(), parameter.slot.value())).collect();
        Ok(Configured { solver: Box::new(algorithm), settings })
    }
}

const DAMPING: &str = "Share of the old message kept in an update, in [0, 1)";
const RATE: &str =
    "Rate at which the variance of the weights falls (max-sum: at which the reinforcement grows), in (0, 1)";
const THRESHOLD: &str = "Products up to this much above the margin are barely right";

/// Every algorithm has it.
fn max_sweeps(slot: &mut usize) -> Parameter<'_> {
    parameter("max-sweeps", "Sweeps allowed", slot).also(&["max-iters"])
}

/// What breaks the symmetry of the units.
fn initial(slot: &mut f64) -> Parameter<'_> {
    parameter("initial", "Bound on the random initial messages, in [0, 1)", slot).also(&["randfact"])
}

fn message_passing() -> Vec<Box<dyn Entry>> {
    vec![
        Box::new(Row {
            name: "focusing-bp",
            about: "Belief propagation of replicas that a protocol draws together",
            default: FocusingBp::default(),
            parts: |a| {
                let parameters = vec![
                    parameter(
                        "protocol",
                        "Protocol: steered-reinforcement, standard-reinforcement, scoping, pseudo-reinforcement or free-scoping",
                        &mut a.protocol,
                    ),
                    parameter("damping", DAMPING, &mut a.damping),
                    initial(&mut a.initial),
                    parameter("rate", RATE, &mut a.rate),
                    parameter(
                        "tolerance",
                        "Largest change of a message at which a step of a protocol that is not steered has converged",
                        &mut a.tolerance,
                    ),
                    parameter("step-sweeps", "Sweeps after which a step ends all the same", &mut a.step_sweeps),
                    max_sweeps(&mut a.max_sweeps),
                ];
                (&mut a.margin, parameters)
            },
        }),
        Box::new(Row {
            name: "reinforced-bp",
            about: "Reinforced belief propagation",
            default: ReinforcedBp::default(),
            parts: |a| {
                let parameters = vec![
                    parameter("rate", RATE, &mut a.rate),
                    parameter("damping", DAMPING, &mut a.damping),
                    initial(&mut a.initial),
                    max_sweeps(&mut a.max_sweeps),
                ];
                (&mut a.margin, parameters)
            },
        }),
        Box::new(Row {
            name: "reinforced-amp",
            about: "Reinforced approximate message passing",
            default: ReinforcedAmp::default(),
            parts: |a| {
                let parameters = vec![parameter("rate", RATE, &mut a.rate), max_sweeps(&mut a.max_sweeps)];
                (&mut a.margin, parameters)
            },
        }),
        Box::new(Row {
            name: "max-sum",
            about: "Max-sum with reinforcement, message passing at zero temperature",
            default: MaxSum::default(),
            parts: |a| {
                let parameters = vec![parameter("rate", RATE, &mut a.rate), max_sweeps(&mut a.max_sweeps)];
                (&mut a.margin, parameters)
            },
        }),
        Box::new(Row {
            name: "bp-decimation",
            about: "Belief propagation that fixes the most polarised weights, round by round",
            default: BpDecimation::default(),
            parts: |a| {
                let parameters = vec![
                    parameter("fraction", "Share of the weights that a round fixes, in (0, 1]", &mut a.fraction),
                    parameter("damping", DAMPING, &mut a.damping),
                    max_sweeps(&mut a.max_sweeps),
                ];
                (&mut a.margin, parameters)
            },
        }),
    ]
}

fn on_line_rules() -> Vec<Box<dyn Entry>> {
    vec![
        Box::new(Row {
            name: "sbpi",
            about: "The on-line rule SBPI",
            default: Sbpi::default(),
            parts: |a| {
                let parameters = vec![
                    parameter("threshold", THRESHOLD, &mut a.threshold),
                    parameter(
                        "probability",
                        "Probability of consolidating a pattern that is barely right",
                        &mut a.probability,
                    ),
                    max_sweeps(&mut a.max_sweeps),
                ];
                (&mut a.margin, parameters)
            },
        }),
        Box::new(Row {
            name: "bpi",
            about: "The on-line rule BPI: SBPI that consolidates every time",
            default: Bpi::default(),
            parts: |a| {
                let parameters =
                    vec![parameter("threshold", THRESHOLD, &mut a.threshold), max_sweeps(&mut a.max_sweeps)];
                (&mut a.margin, parameters)
            },
        }),
        Box::new(Row {
            name: "cp-r",
            about: "The on-line rule CP+R: the clipped perceptron with reinforcement",
            default: ClippedPerceptron::default(),
            parts: |a| {
                let parameters = vec![
                    parameter(
                        "reinforcement",
                        "Rate of the reinforcement in units of √(2/(πN)), in [0, 1]",
                        &mut a.reinforcement,
                    ),
                    max_sweeps(&mut a.max_sweeps),
                ];
                (&mut a.margin, parameters)
            },
        }),
        Box::new(Row {
            name: "clipped-perceptron",
            about: "The on-line rule CP: the clipped perceptron",
            default: ClippedPerceptron { reinforcement: 0.0, ..ClippedPerceptron::default() },
            parts: |a| (&mut a.margin, vec![max_sweeps(&mut a.max_sweeps)]),
        }),
    ]
}

/// Of algorithms with copies.
fn replicas(slot: &mut usize) -> Parameter<'_> {
    parameter("replicas", "Number of replicas", slot).also(&["y"])
}

/// Where the attraction begins.
fn gamma_start(slot: &mut f64) -> Parameter<'_> {
    parameter("gamma-start", "Attraction γ at the start", slot).also(&["gamma"])
}

/// Where the attraction ends.
fn gamma_end(slot: &mut f64) -> Parameter<'_> {
    parameter("gamma-end", "Attraction γ at the end", slot)
}

/// How the attraction grows.
fn gamma_step(slot: &mut f64) -> Parameter<'_> {
    parameter("gamma-step", "What is added to the attraction γ as it grows", slot)
}

/// An energy and the inverse temperatures between which it is annealed.
fn annealed<'a>(energy: &'a mut Energy, start: &'a mut f64, end: &'a mut f64) -> [Parameter<'a>; 3] {
    [
        parameter(
            "energy",
            "Energy to lower: errors, the flips that would mend them, squared-flips or cubed-flips",
            energy,
        ),
        parameter("beta-start", "Inverse temperature at the start", start),
        parameter("beta-end", "Inverse temperature at the end", end),
    ]
}

fn monte_carlo() -> Vec<Box<dyn Entry>> {
    vec![
        Box::new(Row {
            name: "annealing",
            about: "Simulated annealing",
            default: Annealing::default(),
            parts: |a| {
                let mut parameters = Vec::from(annealed(&mut a.energy, &mut a.beta_start, &mut a.beta_end));
                parameters.push(max_sweeps(&mut a.max_sweeps));
                (&mut a.margin, parameters)
            },
        }),
        Box::new(Row {
            name: "replicated-annealing",
            about: "Simulated annealing of replicas that attract one another",
            default: ReplicatedAnnealing::default(),
            parts: |a| {
                let mut parameters = Vec::from(annealed(&mut a.energy, &mut a.beta_start, &mut a.beta_end));
                parameters.extend([
                    replicas(&mut a.replicas),
                    parameter("attracted-to", "What attracts a replica: the centre, or pairwise", &mut a.attraction),
                    gamma_start(&mut a.gamma_start),
                    gamma_end(&mut a.gamma_end),
                    max_sweeps(&mut a.max_sweeps),
                ]);
                (&mut a.margin, parameters)
            },
        }),
        Box::new(Row {
            name: "entropy-driven",
            about: "Monte Carlo that climbs the local entropy instead of the errors",
            default: EntropyDriven::default(),
            parts: |a| {
                let parameters = vec![
                    gamma_start(&mut a.gamma_start),
                    gamma_step(&mut a.gamma_step),
                    gamma_end(&mut a.gamma_end),
                    parameter(
                        "flips",
                        "Share of the weights that may flip between two estimates, in (0, 1]",
                        &mut a.flips,
                    ),
                    parameter("iterations", "Iterations of message passing for an estimate", &mut a.iterations),
                    max_sweeps(&mut a.max_sweeps),
                ];
                (&mut a.margin, parameters)
            },
        }),
    ]
}

fn replicated() -> Vec<Box<dyn Entry>> {
    vec![Box::new(Row {
        name: "replicated-sgd",
        about: "Stochastic gradient descent of replicas that attract one another",
        default: ReplicatedSgd::default(),
        parts: |a| {
            let parameters = vec![
                replicas(&mut a.replicas),
                parameter("batch", "Patterns of a batch; none for a tenth of the patterns", &mut a.batch),
                parameter("step", "Step η of the descent", &mut a.step),
                parameter("attraction", "Step λ of the attraction", &mut a.attraction).also(&["lambda"]),
                gamma_start(&mut a.gamma_start),
                gamma_step(&mut a.gamma_step),
                parameter("formula", "Attraction: simple, corrected, continuous or hard", &mut a.formula),
                parameter("equal-start", "Whether all replicas start alike, true or false", &mut a.equal_start),
                parameter("wait-for-centre", "Whether the centre itself has to solve", &mut a.wait_for_centre),
                max_sweeps(&mut a.max_sweeps),
            ];
            (&mut a.margin, parameters)
        },
    })]
}
