//! One process a shard.

use crate::Error;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::Path;

/// An exclusive lock on a shard, held until dropped (or until the process ends, however it ends).
///
/// The lock file holds the number of the process for the error message of the second one. A file system without locks
/// (some of those on clusters) lets the run go on unlocked: its lines are still whole, and two processes at worst
/// compute the same points twice.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock at once or refuses.
    pub(crate) fn take(store: &Path, name: &str) -> Result<Self, Error> {
        let path = store.join(name);
        let mut file = OpenOptions::new()
            .create(true)
            .read(true)
            .write(true)
            .truncate(false)
            .open(&path)
            .map_err(Error::file("open the lock", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {}
            Err(TryLockError::Error(source)) => return Err(Error::file("lock", &path)(source)),
            Err(TryLockError::WouldBlock) => {
                let holder = std::fs::read_to_string(&path).unwrap_or_default();
                let holder = if holder.is_empty() { "another process".to_owned() } else { holder.trim().to_owned() };
                return Err(Error::InUse { store: store.to_owned(), holder });
            }
        }
        file.set_len(0)
            .and_then(|()| writeln!(file, "process {}", std::process::id()))
            .map_err(Error::file("write", &path))?;
        Ok(Self { _file: file })
    }
}
