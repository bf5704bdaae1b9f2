//! Lines of a store: written whole, read with suspicion.

use super::Shard;
use super::lock::Lock;
use crate::Error;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read as _, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// What a line says about its point.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Content<O> {
    /// It was computed.
    Outcome(O),
    /// It failed.
    Error(String),
}

/// A value as one line of JSON.
pub(crate) fn json<T: Serialize>(what: &'static str, value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::Encoding { what, reason: error.to_string() })
}

/// Writes a line, checksum first: `{"check":"…","key":"…","seconds":…,"point":…,"outcome":…}` or with `"error"` in the last
/// place.
pub(crate) fn line<P: Serialize, O: Serialize>(
    key: &str,
    seconds: f64,
    point: &P,
    outcome: Result<&O, String>,
) -> Result<String, Error> {
    #[derive(Serialize)]
    struct Line<'a, P, O> {
        key: &'a str,
        seconds: f64,
        point: &'a P,
        #[serde(flatten)]
        content: Content<O>,
    }
    let content = outcome.map_or_else(Content::Error, Content::Outcome);
    let body = json("an outcome", &Line { key, seconds, point, content })?;
    Ok(format!("{CHECK_OPENS}{}{CHECK_CLOSES}{}\n", checksum(&body[1..]), &body[1..]))
}

const CHECK_OPENS: &str = "{\"check\":\"";
const CHECK_CLOSES: &str = "\",";
const CHECK_DIGITS: usize = 16;

/// The first 64 bits of a hash of the rest of a line, in hexadecimal.
fn checksum(rest: &str) -> String {
    blake3::hash(rest.as_bytes()).to_hex()[..CHECK_DIGITS].to_owned()
}

/// Checks the checksum of a line without its newline.
fn check(line: &[u8]) -> Result<&str, String> {
    let text = std::str::from_utf8(line).map_err(|_| "not text".to_owned())?;
    let parts = text.strip_prefix(CHECK_OPENS).and_then(|tail| {
        let (digits, tail) = tail.split_at_checked(CHECK_DIGITS)?;
        Some((digits, tail.strip_prefix(CHECK_CLOSES)?))
    });
    match parts {
        None => Err("not a line of a run store".to_owned()),
        Some((digits, rest)) if checksum(rest) != digits => Err("the checksum does not fit the line".to_owned()),
        Some(_) => Ok(text),
    }
}

/// The file of one shard.
pub(crate) struct ShardFile {
    path: PathBuf,
}

/// A line that was read.
pub(crate) struct Read<'a, O> {
    /// The key of its point.
    pub(crate) key: &'a str,
    /// What it says about the point.
    pub(crate) content: Content<O>,
    /// Seconds that the point took.
    pub(crate) seconds: f64,
    /// Where the line is in its file, without its newline.
    pub(crate) bytes: Range<u64>,
}

impl ShardFile {
    /// The files of all shards in a store, by name.
    pub(crate) fn all(store: &Path) -> Result<Vec<Self>, Error> {
        let entries = std::fs::read_dir(store).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let mut paths: Vec<PathBuf> =
            entries.map_err(Error::file("list", store))?.iter().map(std::fs::DirEntry::path).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
        paths.sort();
        Ok(paths.into_iter().map(|path| Self { path }).collect())
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Hands out every line; a torn last line is passed over.
    ///
    /// # Errors
    /// [`Error::CorruptLine`] for any other line that is not whole, or that `take` refuses.
    pub(crate) fn read<O: DeserializeOwned>(
        &self,
        mut take: impl FnMut(Read<'_, O>) -> Result<(), String>,
    ) -> Result<(), Error> {
        #[derive(Deserialize)]
        #[serde(bound(deserialize = "O: Deserialize<'de>"))]
        struct Line<'a, O> {
            key: &'a str,
            /// Absent from lines of versions that did not measure it.
            #[serde(default)]
            seconds: f64,
            #[serde(default = "absent", deserialize_with = "present")]
            outcome: Option<O>,
            error: Option<String>,
        }
        let mut parse = |line: &[u8], bytes: Range<u64>| {
            let text = check(line)?;
            let Line { key, seconds, outcome, error } =
                serde_json::from_str(text).map_err(|error| error.to_string())?;
            let content = match (outcome, error) {
                (Some(outcome), None) => Content::Outcome(outcome),
                (None, Some(error)) => Content::Error(error),
                _ => return Err("neither an outcome nor an error".to_owned()),
            };
            take(Read { key, content, seconds, bytes })
        };
        let file = File::open(&self.path).map_err(Error::file("open", &self.path))?;
        let mut reader = BufReader::new(file);
        let (mut buffer, mut start) = (Vec::new(), 0);
        for number in 1.. {
            buffer.clear();
            let length = reader.read_until(b'\n', &mut buffer).map_err(Error::file("read", &self.path))? as u64;
            let Some(line) = buffer.strip_suffix(b"\n") else { break };
            let bytes = start..start + line.len() as u64;
            start += length;
            if let Err(reason) = parse(line, bytes) {
                let last = reader.fill_buf().map_err(Error::file("read", &self.path))?.is_empty();
                if last && check(line).is_err() {
                    break;
                }
                return Err(Error::CorruptLine { path: self.path.clone(), line: number, reason });
            }
        }
        Ok(())
    }
}

/// A value that is there, though it be null.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

fn absent<T>() -> Option<T> {
    None
}

/// A shard's file, locked and open at its end.
#[derive(Debug)]
pub(crate) struct Appender {
    path: PathBuf,
    file: File,
    _lock: Lock,
}

impl Appender {
    /// Locks the shard and cuts off a torn last line.
    pub(crate) fn open(store: &Path, shard: Shard) -> Result<Self, Error> {
        let stem = format!("points-{}-of-{}", shard.index(), shard.of());
        let lock = Lock::take(store, &format!("{stem}.lock"))?;
        let path = store.join(format!("{stem}.jsonl"));
        let file = OpenOptions::new().create(true).read(true).append(true).open(&path);
        let mut file = file.map_err(Error::file("open", &path))?;
        whole_length(&mut file).and_then(|length| file.set_len(length)).map_err(Error::file("mend", &path))?;
        Ok(Self { path, file, _lock: lock })
    }

    /// Appends a line in one write. After an error the file may end in a torn line, as after a kill.
    pub(crate) fn append(&mut self, line: &str) -> Result<(), Error> {
        self.file
            .write_all(line.as_bytes())
            .and_then(|()| self.file.flush())
            .map_err(Error::file("append to", &self.path))
    }
}

/// Length of the file without a torn last line.
fn whole_length(file: &mut File) -> io::Result<u64> {
    let length = file.seek(SeekFrom::End(0))?;
    let ends = line_end_before(file, length)?;
    if ends < length {
        return Ok(ends);
    }
    let start = line_end_before(file, length.saturating_sub(1))?;
    let mut last = vec![0; (length - start) as usize];
    file.seek(SeekFrom::Start(start))?;
    file.read_exact(&mut last)?;
    let whole = last.is_empty() || check(&last[..last.len() - 1]).is_ok();
    Ok(if whole { length } else { start })
}

/// Position after the last newline before `end`, found from the back.
fn line_end_before(file: &mut File, end: u64) -> io::Result<u64> {
    const BLOCK: u64 = 1 << 16;
    let mut block_end = end;
    while block_end > 0 {
        let block_start = block_end.saturating_sub(BLOCK);
        let mut block = vec![0; (block_end - block_start) as usize];
        file.seek(SeekFrom::Start(block_start))?;
        file.read_exact(&mut block)?;
        if let Some(offset) = block.iter().rposition(|&byte| byte == b'\n') {
            return Ok(block_start + offset as u64 + 1);
        }
        block_end = block_start;
    }
    Ok(0)
}
