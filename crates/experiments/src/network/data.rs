//! Images, from the program itself or from a folder.

use crate::RunError;
use crate::parameters::Count;
use nalgebra::DMatrix;
use piccole_nn::data::{Dataset, Standardisation, read_images, read_labels};
use piccole_nn::{Examples, Scalar};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Classes of MNIST and its kin.
const CLASSES: usize = 10;

/// A data set in the four files of MNIST and its kin, pooled and standardised by the training images' mean and deviation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ImageData {
    /// Folder of the files, plain or in gzip; without it the subset of Fashion-MNIST that comes with the program, 4 000
    /// training and 1 000 test images.
    #[serde(skip_serializing_if = "Option::is_none")]
    directory: Option<PathBuf>,
    /// Pixels along the side of the squares whose mean is an input.
    pooling: Count,
    /// Training images used, the first ones; fewer if the files hold fewer.
    train: Count,
    /// Test images used.
    test: Count,
}

impl Default for ImageData {
    fn default() -> Self {
        let count = |number: usize| Count::try_from(number).expect("a small positive number");
        Self { directory: None, pooling: count(4), train: count(1000), test: count(1000) }
    }
}

/// Training and test images.
#[derive(Clone, Debug)]
pub struct Images<T: Scalar + nalgebra::Scalar> {
    /// For training.
    pub train: Sample<T>,
    /// For testing.
    pub test: Sample<T>,
}

/// Inputs, a column for each image, with the classes.
#[derive(Clone, Debug)]
pub struct Sample<T: nalgebra::Scalar> {
    /// A column for each image.
    pub inputs: DMatrix<T>,
    /// Class of each image, from 0 to 9.
    pub labels: Vec<usize>,
}

impl<T: Scalar + nalgebra::Scalar> Images<T> {
    /// Number of classes, what a network needs outputs for.
    pub fn classes(&self) -> usize {
        CLASSES
    }
}

impl Images<f64> {
    /// BLAKE3 of every number, by which other images are told.
    pub(super) fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for Sample { inputs, labels } in [&self.train, &self.test] {
            for x in inputs {
                hasher.update(&x.to_le_bytes());
            }
            for &label in labels {
                hasher.update(&(label as u64).to_le_bytes());
            }
        }
        hasher.finalize().to_hex().to_string()
    }
}

impl ImageData {
    /// The same data from another folder.
    #[must_use]
    pub fn in_directory(self, directory: PathBuf) -> Self {
        Self { directory: Some(directory), ..self }
    }

    /// Reads the images as numbers of type `T`.
    ///
    /// # Errors
    /// [`RunError::File`] naming the file that cannot be read, [`RunError::Data`] naming the file and what is wrong in it.
    pub fn load<T: Scalar + nalgebra::Scalar>(&self) -> Result<Images<T>, RunError> {
        let (train, test) = self.datasets()?;
        Ok(Images { train: Sample::of(&train)?, test: Sample::of(&test)? })
    }

    /// Reads the images as data sets, training images first.
    ///
    /// # Errors
    /// Those of [`load`](Self::load).
    pub fn datasets(&self) -> Result<(Dataset, Dataset), RunError> {
        let raw_train = self.part("train", self.train)?;
        let raw_test = self.part("t10k", self.test)?;
        let scaling = Standardisation::of(&raw_train).map_err(RunError::data("the training images"))?;
        let apply = |raw: &Dataset, what| scaling.apply(raw).map_err(RunError::data(what));
        Ok((apply(&raw_train, "the training images")?, apply(&raw_test, "the test images")?))
    }

    /// The first images of one pair of files.
    fn part(&self, stem: &str, count: Count) -> Result<Dataset, RunError> {
        let (images_name, images) = self.bytes(&format!("{stem}-images-idx3-ubyte"))?;
        let (labels_name, labels) = self.bytes(&format!("{stem}-labels-idx1-ubyte"))?;
        let images = read_images(&images).map_err(RunError::data(&images_name))?;
        let labels = read_labels(&labels).map_err(RunError::data(&labels_name))?;
        let data = Dataset::of_images(&images, &labels, CLASSES, self.pooling.get())
            .map_err(RunError::data(&format!("{images_name} with {labels_name}")))?;
        let kept: Vec<usize> = (0..data.examples().min(count.get())).collect();
        data.subset(&kept).map_err(RunError::data(&images_name))
    }

    /// A file's name for messages, and its bytes.
    fn bytes(&self, stem: &str) -> Result<(String, Cow<'static, [u8]>), RunError> {
        let Some(directory) = &self.directory else {
            return Ok((format!("{stem}.gz"), Cow::Borrowed(embedded(stem))));
        };
        let zipped = directory.join(format!("{stem}.gz"));
        let path = if zipped.exists() { zipped } else { directory.join(stem) };
        let bytes = std::fs::read(&path).map_err(|source| RunError::File { path: path.clone(), source })?;
        Ok((Path::display(&path).to_string(), Cow::Owned(bytes)))
    }
}

/// The files that are part of the program.
fn embedded(stem: &str) -> &'static [u8] {
    macro_rules! file {
        ($name:literal) => {
            include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/fashion-mnist/", $name, ".gz"))
        };
    }
    match stem {
        "train-images-idx3-ubyte" => file!("train-images-idx3-ubyte"),
        "train-labels-idx1-ubyte" => file!("train-labels-idx1-ubyte"),
        "t10k-images-idx3-ubyte" => file!("t10k-images-idx3-ubyte"),
        _ => file!("t10k-labels-idx1-ubyte"),
    }
}

impl<T: Scalar + nalgebra::Scalar> Sample<T> {
    fn of(data: &Dataset) -> Result<Self, RunError> {
        let labels = data.classes().map_err(RunError::data("the labels"))?.0.to_vec();
        Ok(Self { inputs: data.inputs_as(), labels })
    }

    /// The examples that objectives and trainings take.
    ///
    /// # Errors
    /// [`RunError::Examples`] never for images that were loaded, whose numbers are finite.
    pub fn examples(&self) -> Result<Examples<'_, T>, RunError> {
        Ok(Examples::labelled(&self.inputs, &self.labels)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_has_its_own_images() {
        let images = ImageData::default().load::<f32>().unwrap();
        assert_eq!((images.train.inputs.shape(), images.test.inputs.shape()), ((49, 1000), (49, 1000)));
        assert!((0..10).all(|class| images.test.labels.iter().filter(|&&label| label == class).count() == 100));
        let mean = images.train.inputs.iter().map(|&x| f64::from(x)).sum::<f64>() / 49_000.0;
        assert!(mean.abs() < 1e-6, "{mean}");
    }

    #[test]
    fn a_folder_takes_the_place_of_the_programs_images() {
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/fashion-mnist");
        let data = ImageData::default();
        assert_eq!(
            data.clone().in_directory(own).load::<f64>().unwrap().train.inputs,
            data.load::<f64>().unwrap().train.inputs
        );
    }

    #[test]
    fn a_missing_or_damaged_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let data = ImageData::default().in_directory(folder.path().to_owned());
        let message = data.load::<f64>().unwrap_err().to_string();
        assert!(message.contains("train-images-idx3-ubyte"), "{message}");
        let copy = |name: &str, length: usize| {
            let bytes = embedded(name);
            std::fs::write(folder.path().join(format!("{name}.gz")), &bytes[..bytes.len().min(length)]).unwrap();
        };
        copy("train-images-idx3-ubyte", 100_000);
        copy("train-labels-idx1-ubyte", usize::MAX);
        let message = data.load::<f64>().unwrap_err().to_string();
        assert!(message.contains("train-images-idx3-ubyte.gz"), "{message}");
        // Labels of the test images with the training images: the counts differ.
        copy("train-images-idx3-ubyte", usize::MAX);
        std::fs::write(folder.path().join("train-labels-idx1-ubyte.gz"), embedded("t10k-labels-idx1-ubyte")).unwrap();
        let message = data.load::<f64>().unwrap_err().to_string();
        assert!(message.contains("4000 inputs and 1000 targets"), "{message}");
    }
}
