//! Files that are either whole or not there.

use crate::Error;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Creates a folder and its parents.
pub(crate) fn create_folder(path: &Path) -> Result<(), Error> {
    fs::create_dir_all(path).map_err(Error::file("create the folder", path))
}

/// Writes a file under a temporary name beside the final one and renames it, so that whoever reads the final name finds
/// the old content or the new one, never a part. The temporary file is removed if anything fails.
///
/// # Errors
/// [`Error::File`], with the path, if the file cannot be written.
pub fn write_atomically(path: &Path, content: &[u8]) -> Result<(), Error> {
    atomically(path, |temporary| {
        let mut file = OpenOptions::new().write(true).create_new(true).open(temporary)?;
        file.write_all(content)?;
        file.sync_all()?;
        Ok(())
    })
}

/// Has a file written under a temporary name beside the final one, which is not there yet, and renames it.
pub(crate) fn atomically<T>(path: &Path, write: impl FnOnce(&Path) -> Result<T, Unwritten>) -> Result<T, Error> {
    let temporary = Temporary(temporary_beside(path));
    let written = write(&temporary.0).and_then(|written| Ok(fs::rename(&temporary.0, path).map(|()| written)?));
    written.map_err(|unwritten| match unwritten {
        Unwritten::System(source) => Error::file("write", path)(source),
        Unwritten::Other(error) => error,
    })
}

/// Why a file was not written.
pub(crate) enum Unwritten {
    /// The system's answer.
    System(io::Error),
    /// Something else went wrong on the way.
    Other(Error),
}

impl From<io::Error> for Unwritten {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

impl From<Error> for Unwritten {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

/// Removed when dropped; after the rename there is nothing left to remove.
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        // Failing to tidy up must not hide the error that led here.
        let _ = fs::remove_file(&self.0);
    }
}

/// A name in the same folder that no other process and no other call uses.
fn temporary_beside(path: &Path) -> PathBuf {
    static CALLS: AtomicU64 = AtomicU64::new(0);
    let call = CALLS.fetch_add(1, Ordering::Relaxed);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}-{call}.tmp", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_written_file_replaces_the_old_one_and_leaves_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("table.csv");
        write_atomically(&path, b"old").unwrap();
        write_atomically(&path, b"new").unwrap();
        assert_eq!((fs::read(&path).unwrap(), names(dir.path())), (b"new".to_vec(), vec!["table.csv".to_owned()]));
    }

    #[test]
    fn a_failed_write_names_the_file_and_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        // The final name is a folder that is not empty: the rename fails after the temporary file was written.
        let path = dir.path().join("table.csv");
        fs::create_dir_all(path.join("inside")).unwrap();
        let message = write_atomically(&path, b"new").unwrap_err().to_string();
        assert!(message.starts_with("cannot write ") && message.contains("table.csv"), "{message}");
        assert_eq!(names(dir.path()), ["table.csv"]);
    }
}
