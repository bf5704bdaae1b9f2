//! The parameters of all algorithms as options of the command line.

use clap::builder::PossibleValue;
use clap::error::Error;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};
use piccole_experiments::catalogue::{Described, table};

/// Parameters as they were given, by name and text.
pub(super) struct Given(pub(super) Vec<(String, String)>);

/// Names of the algorithms, with what they are.
pub(super) fn algorithm_names() -> Vec<PossibleValue> {
    table().iter().map(|entry| PossibleValue::new(entry.name()).help(entry.about())).collect()
}

/// Examples, and every algorithm with its parameters and their defaults.
pub(super) fn long_help(examples: &str) -> String {
    /// Columns of a line.
    const WIDTH: usize = 79;
    const INDENT: &str = "\n     ";
    let mut text = format!("{examples}\n\nParameters with their defaults:");
    for entry in table() {
        text.push_str(&format!("\n  {}", entry.name()));
        let mut column = WIDTH;
        for Described { name, default, .. } in entry.parameters() {
            let option = format!(" --{name} {default}");
            if column + option.len() > WIDTH {
                text.push_str(INDENT);
                column = INDENT.len();
            }
            column += option.len();
            text.push_str(&option);
        }
    }
    text
}

/// One option, and the algorithms that take it with their defaults.
struct Flag {
    parameter: Described,
    takers: Vec<String>,
}

/// The parameters of all algorithms, each name once.
fn flags() -> Vec<Flag> {
    let mut flags: Vec<Flag> = Vec::new();
    for entry in table() {
        for parameter in entry.parameters() {
            let taker = format!("{} {}", entry.name(), parameter.default);
            match flags.iter_mut().find(|flag| flag.parameter.name == parameter.name) {
                Some(flag) => flag.takers.push(taker),
                None => flags.push(Flag { parameter, takers: vec![taker] }),
            }
        }
    }
    flags
}

impl Args for Given {
    fn augment_args(command: Command) -> Command {
        let argument = |Flag { parameter: Described { name, aliases, about, .. }, takers }| {
            Arg::new(name)
                .long(name)
                .visible_aliases(aliases.iter().copied())
                .value_name("VALUE")
                .help(format!("{about} [{}]", takers.join(", ")))
                .help_heading("Parameters of the algorithms [who takes them, with what default]")
                .allow_hyphen_values(true)
        };
        command.args(flags().into_iter().map(argument))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Given {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let given = |flag: Flag| {
            let name = flag.parameter.name;
            matches.get_one::<String>(name).map(|text| (name.to_owned(), text.clone()))
        };
        Ok(Self(flags().into_iter().filter_map(given).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use piccole_experiments::catalogue::Configured;

    #[test]
    fn algorithms_that_share_a_parameter_mean_the_same_by_it() {
        for entry in table() {
            for parameter in entry.parameters() {
                let flag = flags().into_iter().find(|flag| flag.parameter.name == parameter.name).unwrap().parameter;
                assert_eq!((flag.about, flag.aliases), (parameter.about, parameter.aliases), "{}", entry.name());
            }
        }
    }

    #[test]
    fn every_name_belongs_to_the_algorithm_that_it_says() {
        for entry in table() {
            let Configured { solver, settings } = entry.configure(0.0, &[]).unwrap();
            assert_eq!((solver.name(), settings.len()), (entry.name(), entry.parameters().len()));
        }
    }
}
