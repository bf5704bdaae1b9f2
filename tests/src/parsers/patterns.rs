//! Patterns in their formats, and the settings of a `.npz`.

use super::{ALLOWANCE, Parser, size};
use piccole_core::formats::{
    PatternsFormat, read_patterns, read_patterns_as, read_settings, write_npz, write_patterns,
};
use piccole_core::patterns::Patterns;

pub(super) const PARSER: Parser =
    Parser { name: "patterns", more_seeds: &[], read, check_round_trip, size: size::unfolded, allowance: ALLOWANCE };

fn read(bytes: &[u8]) -> bool {
    let settings = read_settings(bytes).is_ok();
    let recognised = read_patterns(bytes).is_ok();
    PatternsFormat::ALL.map(|format| read_patterns_as(bytes, format).is_ok()).contains(&true) || recognised || settings
}

fn check_round_trip(bytes: &[u8]) {
    let settings = read_settings(bytes).ok().flatten();
    for format in PatternsFormat::ALL {
        let Ok(patterns) = read_patterns_as(bytes, format) else { continue };
        for written_as in PatternsFormat::ALL {
            check_kept(&patterns, written_as);
        }
        if let Some(settings) = settings.as_deref() {
            let written = write_npz(&patterns, settings);
            assert_eq!(read_settings(&written).expect("just written").as_deref(), Some(settings));
        }
    }
}

/// What a format keeps comes back.
fn check_kept(patterns: &Patterns, format: PatternsFormat) {
    let Ok(written) = write_patterns(patterns, format) else { return };
    let again = read_patterns_as(&written, format).expect("just written");
    assert_eq!(again.gauged(), patterns.gauged(), "{format}");
    if !matches!(format, PatternsFormat::Fbp | PatternsFormat::FbpGzip) {
        assert_eq!(again.labels(), patterns.labels(), "{format}");
    }
    if format == PatternsFormat::Npz {
        assert_eq!(again.teacher(), patterns.teacher(), "{format}");
    }
}
