//! One question, asked of both sides by turns.

use super::questions::{Question, Rival};
use super::side::Side;
use super::spread::Spread;
use anyhow::Context;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How long a comparison may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    /// CPU seconds of a turn, unless one call takes longer.
    pub(super) turn: f64,
    /// Rounds where turns are short.
    pub(super) rounds: usize,
    /// Seconds after which there are no more rounds than [`FEWEST`].
    pub(super) budget: f64,
}

/// Rounds that a spread needs.
const FEWEST: usize = 3;

/// Where the programs are.
#[derive(Clone, Debug)]
pub(super) struct Programs {
    /// Our side.
    pub(super) ours: PathBuf,
    /// The interpreter with the rivals.
    pub(super) python: PathBuf,
    /// The scripts.
    pub(super) scripts: PathBuf,
    /// Where inputs are handed over.
    pub(super) folder: PathBuf,
}

/// What came out against one rival.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) question: &'static Question,
    pub(super) rival: Rival,
    pub(super) rounds: usize,
    /// Rates in the unit of the question.
    pub(super) ours: Spread,
    pub(super) theirs: Spread,
    /// Our rate over theirs, round by round.
    pub(super) ratio: Spread,
    /// How far the answers are apart, in the measure of the question.
    pub(super) difference: f64,
}

/// A program with the calls of its turn and the seconds of one call, round by round.
struct Contender {
    side: Side,
    calls: u32,
    seconds: Vec<f64>,
}

impl Contender {
    fn start(name: &str, command: Command, turn: f64) -> anyhow::Result<Self> {
        let mut side = Side::start(name, command)?;
        // The first call may still find caches cold.
        let first = side.seconds(1)?;
        let calls = |seconds: f64| (turn / seconds).clamp(1.0, 1e6).round() as u32;
        let seconds = if first < turn { side.seconds(calls(4.0 * first))? } else { first };
        Ok(Self { side, calls: calls(seconds), seconds: vec![seconds] })
    }

    /// Seconds of a turn.
    fn turn(&self) -> f64 {
        f64::from(self.calls) * self.seconds[0]
    }

    fn rates(&self, question: &Question) -> impl Iterator<Item = f64> {
        let work = question.work / question.scale;
        self.seconds.iter().map(move |seconds| work / seconds)
    }
}

/// Asks both sides, in rounds of a turn each, the order rotating from round to round.
///
/// Rivals that fail are returned with the reason; the others are compared all the same.
pub(super) fn compare(
    question: &'static Question,
    programs: &Programs,
    effort: Effort,
) -> anyhow::Result<(Vec<Row>, Vec<anyhow::Error>)> {
    let mut contenders = vec![Contender::start("our side", our_side(question, programs), effort.turn)?];
    let (mut rivals, mut failures) = (Vec::new(), Vec::new());
    for rival in question.rivals {
        match Contender::start(rival.name, their_side(question, rival, programs), effort.turn) {
            Ok(contender) => {
                contenders.push(contender);
                rivals.push(rival);
            }
            Err(error) => failures.push(error.context(format!("{}: {}", question.name, rival.name))),
        }
    }
    let round: f64 = contenders.iter().map(Contender::turn).sum();
    let rounds = ((effort.budget / round) as usize).clamp(FEWEST, effort.rounds);
    contenders.iter_mut().for_each(|contender| contender.seconds.clear());
    for round in 0..rounds {
        for turn in 0..contenders.len() {
            let place = (round + turn) % contenders.len();
            let contender = &mut contenders[place];
            contender.seconds.push(contender.side.seconds(contender.calls)?);
        }
    }
    let answer = contenders[0].side.answer()?;
    let mut rows = Vec::new();
    for (place, rival) in rivals.into_iter().enumerate() {
        let theirs = contenders[place + 1].side.answer();
        let compared = theirs.and_then(|theirs| question.agreement.difference(&answer, &theirs));
        match compared.with_context(|| format!("{}: {}", question.name, rival.name)) {
            Ok(difference) => rows.push(Row {
                question,
                rival: *rival,
                rounds,
                ours: Spread::of(contenders[0].rates(question)),
                theirs: Spread::of(contenders[place + 1].rates(question)),
                ratio: ratio(&contenders[0].seconds, &contenders[place + 1].seconds),
                difference,
            }),
            Err(error) => failures.push(error),
        }
    }
    Ok((rows, failures))
}

fn ratio(ours: &[f64], theirs: &[f64]) -> Spread {
    Spread::of(ours.iter().zip(theirs).map(|(ours, theirs)| theirs / ours))
}

fn our_side(question: &Question, programs: &Programs) -> Command {
    let (name, arguments) = words(question);
    let mut command = Command::new(&programs.ours);
    command.arg(name).arg(&programs.folder).args(arguments);
    command
}

fn their_side(question: &Question, rival: &Rival, programs: &Programs) -> Command {
    let (name, arguments) = words(question);
    let mut command = Command::new(&programs.python);
    command.arg(script(&programs.scripts, name)).arg(rival.name).arg(&programs.folder).args(arguments);
    command
}

fn script(folder: &Path, question: &str) -> PathBuf {
    folder.join(format!("{question}.py"))
}

/// The question's name to the programs, and its arguments.
fn words(question: &Question) -> (&'static str, Vec<&'static str>) {
    let mut words = question.asked.split(' ');
    (words.next().unwrap_or_default(), words.collect())
}
