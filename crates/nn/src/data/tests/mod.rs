mod files;
mod generators;
mod transformations;
