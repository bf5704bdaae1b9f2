//! The figure of algorithms: where and how annealings are compared.

use crate::common::{ALGORITHMS, plan};
use piccole_experiments::algorithms::{Algorithms, Row};
use piccole_experiments::{Experiment, Plan};

/// The plan with both annealings, `sweeps` of the plain one, and their comparison at a density.
fn compared(sweeps: usize, alpha: f64) -> String {
    format!(
        "{ALGORITHMS}
[[curve]]
algorithm = \"annealing\"
n = 51
alpha = [0.3, 0.6]
samples = 3
parameters = {{ max-sweeps = {sweeps} }}
[[curve]]
algorithm = \"replicated-annealing\"
n = 51
alpha = [0.3, 0.6]
samples = 3
parameters = {{ max-sweeps = 100, replicas = 7 }}
[comparison]
n = 51
alpha = {alpha}
"
    )
}

#[test]
fn annealings_are_compared_where_both_were_run_with_as_many_proposals() {
    let text = plan(&compared(700, 0.6)).to_toml().unwrap();
    assert!(text.contains("[comparison]") && plan(&text).to_toml().unwrap() == text);
    let refused = |text: &str| Plan::parse(text, "plan.toml".as_ref()).unwrap_err().to_string();
    let message = refused(&compared(600, 0.6));
    assert!(
        message.contains("as many sweeps of annealing as of all replicas of replicated-annealing: 600 and 700"),
        "{message}"
    );
    let message = refused(&compared(700, 0.5));
    assert!(message.contains("needs a curve of annealing with n = 51 and alpha = 0.5"), "{message}");
}

/// What the comparison says of so many instances of ten.
fn verdict(replicated: usize, plain: usize) -> bool {
    let header = "algorithm,n,alpha,p,samples,solved,success,success_low,success_high,median_sweeps";
    let curve = |name, solved| format!("{name},51,0.6,31,10,{solved},{},0,1,", solved as f64 / 10.0);
    let lines =
        [curve("replicated-annealing", replicated), curve("annealing", plain), "comparison,51,0.6,31,,,,,,".into()];
    let table = format!("{header}\n{}\n", lines.join("\n"));
    let rows: Vec<Row> = csv::Reader::from_reader(table.as_bytes()).deserialize().collect::<Result<_, _>>().unwrap();
    let verdicts = Algorithms::verdicts(&rows);
    let compared: Vec<_> = verdicts.iter().filter(|verdict| verdict.claim.contains("as many proposals")).collect();
    assert_eq!(compared.len(), 1);
    compared[0].pass
}

#[test]
fn replicas_have_to_solve_nearly_all_and_a_single_chain_nearly_none() {
    assert!(verdict(10, 0) && verdict(9, 1));
    assert!(!verdict(10, 2) && !verdict(8, 0) && !verdict(0, 10));
}
