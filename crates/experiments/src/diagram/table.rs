//! The table: the network as a whole, its units, its connections.

use crate::experiment::Verdict;
use piccole_nn::Mlp;
use serde::{Deserialize, Serialize};

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The network, with the numbers of units and parameters that it says it has.
    Network,
    /// A unit, of inputs and outputs too.
    Unit,
    /// A weight.
    Weight,
    /// A residual connection.
    Residual,
}

/// One row; what does not apply is absent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What it is.
    pub part: Part,
    /// The layer of a unit, or that a connection leads to; 0 for inputs.
    pub layer: Option<usize>,
    /// The unit, or that a connection leads to, from 0.
    pub unit: Option<usize>,
    /// The unit that a connection comes from.
    pub from: Option<usize>,
    /// A weight, a unit's bias (none for inputs), or the branch factor of a residual connection.
    pub value: Option<f64>,
    /// Units of the network, inputs among them.
    pub units: Option<usize>,
    /// Weights and biases of the network.
    pub parameters: Option<usize>,
}

/// The whole table.
pub(super) fn rows(mlp: &Mlp, parameters: &[f64]) -> Vec<Row> {
    let row = |part, layer| Row {
        part,
        layer: Some(layer),
        unit: None,
        from: None,
        value: None,
        units: None,
        parameters: None,
    };
    let units = mlp.inputs() + mlp.layers().iter().map(|layer| layer.outputs).sum::<usize>();
    let network =
        Row { layer: None, units: Some(units), parameters: Some(mlp.parameter_count()), ..row(Part::Network, 0) };
    let inputs = (0..mlp.inputs()).map(|unit| Row { unit: Some(unit), ..row(Part::Unit, 0) });
    let mut rows: Vec<Row> = std::iter::once(network).chain(inputs).collect();
    for (l, layer) in mlp.layers().iter().enumerate() {
        let row = |part, unit| Row { unit: Some(unit), ..row(part, l + 1) };
        let biases = mlp.biases(parameters, l).iter().enumerate();
        rows.extend(biases.map(|(unit, &bias)| Row { value: Some(bias), ..row(Part::Unit, unit) }));
        let weights = mlp.weights(parameters, l);
        for unit in 0..layer.outputs {
            let incoming = (0..layer.inputs).map(|from| (from, weights[(unit, from)]));
            rows.extend(incoming.map(|(from, weight)| Row {
                from: Some(from),
                value: Some(weight),
                ..row(Part::Weight, unit)
            }));
        }
        if let Some(factor) = layer.branch_factor {
            let straight = (0..layer.outputs).map(|unit| Row {
                from: Some(unit),
                value: Some(factor),
                ..row(Part::Residual, unit)
            });
            rows.extend(straight);
        }
    }
    rows
}

/// Units and parameters drawn are those of the network.
pub(super) fn verdicts(rows: &[Row]) -> Vec<Verdict> {
    let Some(network) = rows.iter().find(|row| row.part == Part::Network) else { return Vec::new() };
    let count = |part: Part| rows.iter().filter(|row| row.part == part).count();
    let biases = rows.iter().filter(|row| row.part == Part::Unit && row.value.is_some()).count();
    let verdict = |what: &str, drawn: usize, expected: Option<usize>| Verdict {
        claim: format!("{what} in the table are those of the network"),
        value: drawn.to_string(),
        accepted: expected.map_or_else(String::new, |expected| expected.to_string()),
        pass: Some(drawn) == expected,
    };
    vec![
        verdict("units", count(Part::Unit), network.units),
        verdict("weights and biases", count(Part::Weight) + biases, network.parameters),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use piccole_nn::{Activation, Layer};

    fn example() -> Vec<Row> {
        let layers = vec![
            Layer::dense(2, 3, Activation::Relu),
            Layer::residual(3, Activation::Relu, 0.5),
            Layer::dense(3, 1, Activation::Identity),
        ];
        let mlp = Mlp::new(layers).unwrap();
        let parameters: Vec<f64> = (0..mlp.parameter_count()).map(|k| k as f64).collect();
        rows(&mlp, &parameters)
    }

    #[test]
    fn every_parameter_is_in_the_table_once_and_at_its_place() {
        let rows = example();
        let mut values: Vec<f64> = rows
            .iter()
            .filter(|row| matches!(row.part, Part::Unit | Part::Weight))
            .filter_map(|row| row.value)
            .collect();
        values.sort_unstable_by(f64::total_cmp);
        assert_eq!(values, (0..25).map(f64::from).collect::<Vec<_>>());
        // Columns of outputs: the weight from input 1 to unit 2 is the sixth.
        let weight =
            |row: &&Row| row.part == Part::Weight && (row.layer, row.unit, row.from) == (Some(1), Some(2), Some(1));
        assert_eq!(rows.iter().find(weight).unwrap().value, Some(5.0));
        assert_eq!(rows.iter().filter(|row| row.part == Part::Residual && row.layer == Some(2)).count(), 3);
    }

    #[test]
    fn a_table_that_lacks_a_unit_or_a_weight_is_found_out() {
        let rows = example();
        let passes = |rows: &[Row]| verdicts(rows).iter().map(|verdict| verdict.pass).collect::<Vec<_>>();
        assert_eq!(passes(&rows), [true, true]);
        let without = |part: Part| {
            let place = rows.iter().position(|row| row.part == part).unwrap();
            let mut rows = rows.clone();
            rows.remove(place);
            passes(&rows)
        };
        assert_eq!(without(Part::Unit), [false, true]); // an input, which has no bias
        assert_eq!(without(Part::Weight), [true, false]);
    }
}
