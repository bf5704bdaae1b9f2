//! Where the line of each point is, to read the points of a large store one at a time and in order.

use super::Store;
use super::lines::{Content, ShardFile};
use crate::Error;
use crate::experiment::Experiment;
use serde::de::IgnoredAny;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::PathBuf;

/// The places of the lines that count: success before failure, and the earlier of two successes.
pub(crate) struct Index {
    files: Vec<(PathBuf, File)>,
    /// For each point, in order.
    places: Vec<Option<Place>>,
}

/// The place of a line.
#[derive(Clone)]
struct Place {
    file: usize,
    bytes: Range<u64>,
    done: bool,
}

impl Index {
    /// Looks through the files of all shards; outcomes are passed over.
    pub(crate) fn of<E: Experiment>(store: &Store, experiment: &E) -> Result<Self, Error> {
        let points = experiment.points();
        let mut paths: Vec<PathBuf> = Vec::new();
        let mut places: Vec<Option<Place>> = vec![None; points.len()];
        store.read_lines::<_, IgnoredAny>(&points, |file: &ShardFile, number, line| {
            if paths.last().is_none_or(|last| last != file.path()) {
                paths.push(file.path().to_owned());
            }
            let done = matches!(line.content, Content::Outcome(_));
            if places[number].as_ref().is_none_or(|place| !place.done) {
                places[number] = Some(Place { file: paths.len() - 1, bytes: line.bytes, done });
            }
        })?;
        let open = |path: PathBuf| File::open(&path).map_err(Error::file("open", &path)).map(|file| (path, file));
        Ok(Self { files: paths.into_iter().map(open).collect::<Result<_, _>>()?, places })
    }

    /// Hands out number and line of every point that has one, in the order of the points.
    pub(crate) fn for_each<E: From<Error>>(
        &mut self,
        mut take: impl FnMut(usize, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut line = Vec::new();
        for (number, place) in self.places.iter().enumerate() {
            let Some(Place { file, bytes, .. }) = place else { continue };
            let (path, file) = &mut self.files[*file];
            line.resize((bytes.end - bytes.start) as usize, 0);
            file.seek(SeekFrom::Start(bytes.start))
                .and_then(|_| file.read_exact(&mut line))
                .map_err(Error::file("read", path))?;
            take(number, &line)?;
        }
        Ok(())
    }
}
