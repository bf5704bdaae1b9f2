//! Our own `.npz`: NumPy arrays that keep all there is to a training set.

use super::npy::{self, Array, write_signs};
use super::{FormatError, zip};
use crate::patterns::{Inputs, Patterns, PatternsError, RealMatrix};
use crate::{BitMatrix, BitVector, Committee};

/// The arrays, in the order in which they are written.
const ARRAYS: [&str; 4] = ["inputs", "labels", "teacher", "settings"];

/// Writes a `.npz` with a text on where the data come from: program and version, scenario, seed, or whatever the caller
/// finds worth keeping. [`read_settings`] gives it back.
///
/// The bytes depend on the arguments alone; nothing is compressed and nothing carries the date.
pub fn write_npz(patterns: &Patterns, settings: &str) -> Vec<u8> {
    write(patterns, Some(settings))
}

/// The text that [`write_npz`] put in, if there is one.
///
/// # Errors
/// A [`FormatError`] if the bytes are no `.npz`, or `settings` is not an array of uint8 that is UTF-8 text.
pub fn read_settings(bytes: &[u8]) -> Result<Option<String>, FormatError> {
    let members = members(bytes)?;
    let Some(array) = members.array("settings")? else {
        return Ok(None);
    };
    array.length("(any,)")?;
    String::from_utf8(array.bytes()?.to_vec()).map(Some).map_err(|_| FormatError::Settings)
}

/// Writes inputs that are not gauged, labels, the teacher and the settings.
pub(super) fn write(patterns: &Patterns, settings: Option<&str>) -> Vec<u8> {
    let (n, p, labels) = (patterns.n(), patterns.p(), patterns.labels());
    let inputs = match patterns.gauged() {
        Inputs::Signs(gauged) => {
            let ungauged = |mu| gauged.row(mu).signs().map(|sign| labels.sign(mu) * sign).collect::<Vec<_>>();
            write_signs(&[p, n], (0..p).flat_map(ungauged))
        }
        Inputs::Real(gauged) => {
            let ungauged = |mu| gauged.row(mu).iter().map(move |x| f64::from(labels.sign(mu)) * x);
            npy::write("<f8", &[p, n], (0..p).flat_map(ungauged).flat_map(f64::to_le_bytes))
        }
    };
    let mut members = vec![("inputs.npy", inputs), ("labels.npy", write_signs(&[p], labels.signs()))];
    if let Some(teacher) = patterns.teacher() {
        let shape = [teacher.hidden(), n];
        // A perceptron's weights are a vector.
        let shape = if teacher.hidden() == 1 { &shape[1..] } else { &shape[..] };
        members.push(("teacher.npy", write_signs(shape, teacher.units().iter().flat_map(BitVector::signs))));
    }
    if let Some(settings) = settings {
        members.push(("settings.npy", npy::write("|u1", &[settings.len()], settings.bytes())));
    }
    zip::write(&members)
}

/// Reads what [`write`] writes, and what NumPy writes under the same names.
pub(super) fn read(bytes: &[u8]) -> Result<Patterns, FormatError> {
    let members = members(bytes)?;
    let inputs = members.required("inputs")?;
    let [p, n] = inputs.dimensions("(P, N)")?;
    if p == 0 || n == 0 {
        return Err(inputs.wrong_shape("(P, N) with at least one pattern of one entry"));
    }
    let labels = vector(&members.required("labels")?, p)?;
    let teacher = members.array("teacher")?.map(|teacher| committee(&teacher, n)).transpose()?;
    let inputs = match rows(&inputs, n)? {
        Rows::Signs(x) => Inputs::Signs(BitMatrix::from_fn(p, n, |mu, i| x[mu * n + i] == (labels.sign(mu) == 1))),
        Rows::Real(mut x) => {
            for (mu, row) in x.chunks_exact_mut(n).enumerate() {
                row.iter_mut().for_each(|x| *x *= f64::from(labels.sign(mu)));
            }
            Inputs::Real(RealMatrix::from_entries(n, x))
        }
    };
    Ok(Patterns::from_gauged(inputs, labels, teacher)?)
}

/// Inputs as they are read, not gauged.
enum Rows {
    /// Whether each is +1.
    Signs(Vec<bool>),
    Real(Vec<f64>),
}

/// Integers must be ±1; floats are packed if they happen to be.
fn rows(inputs: &Array<'_>, n: usize) -> Result<Rows, FormatError> {
    if inputs.is_integer()? {
        return inputs.signs(n).map(Rows::Signs);
    }
    if let Some((index, value)) = inputs.numbers()?.enumerate().find(|(_, x)| !x.is_finite()) {
        return Err(inputs.entry_error(index, n, value, "a finite number"));
    }
    if inputs.numbers()?.all(|x| x.abs() == 1.0) {
        inputs.signs(n).map(Rows::Signs)
    } else {
        Ok(Rows::Real(inputs.numbers()?.collect()))
    }
}

/// A vector of `len` entries ±1.
fn vector(array: &Array<'_>, len: usize) -> Result<BitVector, FormatError> {
    let expected = format!("({len},), as the inputs demand");
    if array.length(&expected)? != len {
        return Err(array.wrong_shape(&expected));
    }
    Ok(array.vectors(len)?.remove(0))
}

/// A teacher of `n` weights a unit: a vector, or a matrix with a row a unit.
fn committee(array: &Array<'_>, n: usize) -> Result<Committee, FormatError> {
    if array.axes() == 1 {
        return Ok(vector(array, n)?.into());
    }
    let expected = format!("({n},) or (K, {n}), as the inputs demand");
    if array.dimensions(&expected)?[1] != n {
        return Err(array.wrong_shape(&expected));
    }
    Ok(Committee::new(array.vectors(n)?).map_err(PatternsError::from)?)
}

/// The members of an archive that are arrays known to us.
struct Members(Vec<zip::Member>);

/// Reads the archive and refuses arrays without meaning: one of them may be a teacher whose name is misspelt.
fn members(bytes: &[u8]) -> Result<Members, FormatError> {
    if bytes.is_empty() {
        return Err(FormatError::Empty);
    }
    let members = Members(zip::read(bytes)?);
    let names = members.names();
    if let Some(unknown) = names.iter().find(|name| !ARRAYS.contains(name)) {
        return Err(FormatError::UnknownArray { array: (*unknown).to_owned() });
    }
    if ARRAYS.iter().any(|array| names.iter().filter(|name| *name == array).count() > 1) {
        return Err(FormatError::Zip { reason: "two arrays have the same name".to_owned() });
    }
    Ok(members)
}

impl Members {
    /// Names of the arrays.
    fn names(&self) -> Vec<&str> {
        self.0.iter().map(|(name, _)| name.strip_suffix(".npy").unwrap_or(name)).collect()
    }

    /// An array, if it is there.
    fn array(&self, name: &'static str) -> Result<Option<Array<'_>>, FormatError> {
        let index = self.names().iter().position(|&present| present == name);
        index.map(|index| Array::parse(name, &self.0[index].1)).transpose()
    }

    /// An array that has to be there.
    fn required(&self, name: &'static str) -> Result<Array<'_>, FormatError> {
        let present = || self.names().into_iter().map(str::to_owned).collect();
        self.array(name)?.ok_or_else(|| FormatError::MissingArray { array: name, present: present() })
    }
}
