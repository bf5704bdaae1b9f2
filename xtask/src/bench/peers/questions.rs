//! What is compared with whom.

use super::agreement::Agreement;

/// A question that both sides answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question {
    /// As the benches name it.
    pub(super) name: &'static str,
    /// In words, for readers of the table.
    pub(super) words: &'static str,
    /// The question that the program `peers` and the script `benches/peers/….py` know, with its arguments.
    pub(super) asked: &'static str,
    /// Of what the rate is, in multiples of `scale`.
    pub(super) unit: &'static str,
    pub(super) scale: f64,
    /// How many of them a call makes.
    pub(super) work: f64,
    /// When the answers are the same.
    pub(super) agreement: Agreement,
    pub(super) rivals: &'static [Rival],
}

/// Another program.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rival {
    pub(super) name: &'static str,
    /// What of it, where the name does not say it.
    pub(super) how: &'static str,
    /// How many times faster than it we want to be, if that has been said.
    pub(super) goal: Option<f64>,
}

const fn rival(name: &'static str) -> Rival {
    Rival { name, how: "", goal: None }
}

const fn beaten(name: &'static str, goal: f64) -> Rival {
    Rival { name, how: "", goal: Some(goal) }
}

const GIGA: f64 = 1e9;
const MEGA: f64 = 1e6;
const KILO: f64 = 1e3;

const fn stabilities(
    name: &'static str,
    words: &'static str,
    asked: &'static str,
    work: f64,
    rivals: &'static [Rival],
) -> Question {
    let agreement = Agreement::Relative(0.0);
    Question { name, words, asked, unit: "G weights × patterns/s", scale: GIGA, work, agreement, rivals }
}

const fn product(
    name: &'static str,
    words: &'static str,
    asked: &'static str,
    work: f64,
    rivals: &'static [Rival],
) -> Question {
    let agreement = Agreement::Relative(1e-5);
    Question { name, words, asked, unit: "G weights × patterns/s", scale: GIGA, work, agreement, rivals }
}

const fn metropolis(
    name: &'static str,
    words: &'static str,
    asked: &'static str,
    work: f64,
    rivals: &'static [Rival],
) -> Question {
    let agreement = Agreement::StandardErrors(5.0);
    Question { name, words, asked, unit: "M proposals/s", scale: MEGA, work, agreement, rivals }
}

const fn mlp(
    name: &'static str,
    words: &'static str,
    asked: &'static str,
    work: f64,
    rivals: &'static [Rival],
) -> Question {
    let agreement = Agreement::Relative(1e-4);
    Question { name, words, asked, unit: "k examples/s", scale: KILO, work, agreement, rivals }
}

/// Iterations of the saddle-point equations by others: to their accuracy, which the tolerance tells.
const fn theory(
    name: &'static str,
    words: &'static str,
    asked: &'static str,
    rivals: &'static [Rival],
    tolerance: f64,
) -> Question {
    let agreement = Agreement::Relative(tolerance);
    Question { name, words, asked, unit: "k points/s", scale: KILO, work: 50.0, agreement, rivals }
}

const QUAD: Rival = Rival { name: "scipy", how: "adaptive quadrature", goal: None };
const QUAD_BEATEN: Rival = Rival { goal: Some(100.0), ..QUAD };
const HERMITE: Rival = Rival { name: "numpy", how: "200 Gauss–Hermite nodes", goal: None };

/// In the order of the table.
pub(super) const QUESTIONS: &[Question] = &[
    stabilities(
        "stabilities/n=1023",
        "stabilities of 716 patterns, N = 1023",
        "stabilities 1023 716",
        1023.0 * 716.0,
        &[beaten("simsimd", 1.2), rival("numpy"), rival("torch")],
    ),
    stabilities(
        "stabilities/n=10001",
        "stabilities of 7001 patterns, N = 10001",
        "stabilities 10001 7001",
        10_001.0 * 7001.0,
        &[beaten("simsimd", 2.0), rival("numpy"), rival("torch")],
    ),
    stabilities(
        "stabilities/n=100001",
        "stabilities of 7001 patterns, N = 100001 (88 MB)",
        "stabilities 100001 7001",
        100_001.0 * 7001.0,
        &[beaten("simsimd", 1.4), rival("numpy")],
    ),
    product(
        "products/n=1001",
        "±1 matrix × vector, 701 × 1001",
        "products forward 1001 701",
        1001.0 * 701.0,
        &[rival("numpy"), rival("torch")],
    ),
    product(
        "products/n=10001",
        "±1 matrix × vector, 7001 × 10001",
        "products forward 10001 7001",
        10_001.0 * 7001.0,
        &[beaten("numpy", 15.0), beaten("torch", 15.0)],
    ),
    product(
        "products/transposed,n=10001",
        "its transpose × vector",
        "products backward 10001 7001",
        10_001.0 * 7001.0,
        &[beaten("numpy", 15.0), beaten("torch", 15.0)],
    ),
    metropolis(
        "metropolis/n=1001,beta=1",
        "Metropolis in equilibrium, N = 1001, α = 0.5, β = 1",
        "metropolis 1001 1 20",
        20.0 * 1001.0,
        &[beaten("numba-int8", 2.5), beaten("numba-int16", 2.5)],
    ),
    metropolis(
        "metropolis/n=10001,beta=0.5",
        "Metropolis in equilibrium, N = 10001, α = 0.5, β = 0.5",
        "metropolis 10001 0.5 1",
        10_001.0,
        &[beaten("numba-int8", 8.0), beaten("numba-int16", 8.0)],
    ),
    Question {
        name: "bp-sweep/n=1001,alpha=0.7",
        words: "ten sweeps of belief propagation, N = 1001, α = 0.7 (ours with the Bethe entropy)",
        asked: "bp_sweep 1001 0.7",
        unit: "M edges/s",
        scale: MEGA,
        work: 10.0 * 1001.0 * 701.0,
        agreement: Agreement::Relative(1e-8),
        rivals: &[rival("numpy")],
    },
    mlp(
        "mlp-step/784-256-128-10,b=32",
        "step of a network 784-256-128-10, batch 32",
        "mlp_step 784-256-128-10 32",
        32.0,
        &[beaten("torch", 1.7)],
    ),
    mlp(
        "mlp-step/784-256-128-10,b=128",
        "the same, batch 128",
        "mlp_step 784-256-128-10 128",
        128.0,
        &[beaten("torch", 1.2)],
    ),
    mlp(
        "mlp-step/784-256-128-10,b=1024",
        "the same, batch 1024",
        "mlp_step 784-256-128-10 1024",
        1024.0,
        &[beaten("torch", 1.0)],
    ),
    mlp(
        "mlp-step/20-32-1,b=32",
        "step of a network 20-32-1, batch 32: overhead of the loop",
        "mlp_step 20-32-1 32",
        32.0,
        &[beaten("torch", 45.0), rival("scikit-learn")],
    ),
    Question {
        name: "ridge/p=1000,n=2000",
        words: "ridge regression, 1000 features, 2000 examples",
        asked: "ridge 1000 2000",
        unit: "fits/s",
        scale: 1.0,
        work: 1.0,
        agreement: Agreement::Relative(1e-10),
        rivals: &[rival("scipy")],
    },
    Question {
        name: "ln-tail/slice",
        words: "ln H of 10000 arguments from −10 to 30",
        asked: "log_tails 10000",
        unit: "M values/s",
        scale: MEGA,
        work: 1e4,
        agreement: Agreement::Relative(1e-13),
        rivals: &[rival("scipy")],
    },
    Question {
        name: "averages/ln-tail",
        words: "⟨ln H(√(q/(1−q)) z)⟩ for q = 0.5, 0.9, 0.99, 0.999",
        asked: "gaussian_averages",
        unit: "k averages/s",
        scale: KILO,
        work: 4.0,
        agreement: Agreement::Relative(1e-9),
        rivals: &[rival("scipy")],
    },
    theory(
        "state-evolution/alpha=1",
        "50 steps of state evolution, α = 1",
        "state_evolution 1 50",
        &[QUAD, HERMITE],
        1e-7,
    ),
    theory(
        "saddle/storage-50",
        "solutions of random labels at 50 densities",
        "storage 50",
        &[QUAD_BEATEN, HERMITE],
        1e-5,
    ),
    theory(
        "saddle/teacher-student-50",
        "students of a teacher at 50 densities",
        "teacher_student 50",
        &[QUAD_BEATEN, HERMITE],
        1e-7,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_question_has_a_script_and_rivals_and_a_name_of_its_own() {
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../benches/peers");
        for (number, question) in QUESTIONS.iter().enumerate() {
            let script = question.asked.split(' ').next().unwrap();
            assert!(scripts.join(format!("{script}.py")).is_file(), "{script}.py");
            assert!(!question.rivals.is_empty(), "{}", question.name);
            assert!(QUESTIONS[..number].iter().all(|other| other.name != question.name), "{}", question.name);
        }
    }
}
