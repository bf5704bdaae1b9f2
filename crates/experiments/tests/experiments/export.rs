//! Points of a run store as tables for other programs.

use crate::common::{ALGORITHMS, ENTROPY, plan, points_file, run, run_with};
use piccole_experiments::{Error, ExportFormat, Shard, export};
use std::fs;
use std::io::Read;
use std::path::Path;

fn csv(dir: &Path) -> String {
    let out = dir.join("points.csv");
    export(dir, None, ExportFormat::Csv, &out).unwrap();
    fs::read_to_string(out).unwrap()
}

/// Fields of a column, by its name.
fn column(csv: &str, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let place = reader.headers().unwrap().iter().position(|header| header == name).unwrap_or_else(|| panic!("{name}"));
    reader.records().map(|record| record.unwrap()[place].to_owned()).collect()
}

#[test]
fn rows_are_those_of_the_store_in_the_order_of_the_plan() {
    let dir = tempfile::tempdir().unwrap();
    run(ALGORITHMS, dir.path());
    let exported = csv(dir.path());
    assert_eq!(column(&exported, "number"), (0..13).map(|number| number.to_string()).collect::<Vec<_>>());
    assert_eq!(column(&exported, "point")[0], "transitions");
    let algorithms = column(&exported, "point.instance.algorithm");
    assert_eq!(
        (algorithms[0].as_str(), algorithms[1].as_str(), algorithms[12].as_str()),
        ("", "reinforced-bp", "sbpi")
    );
    assert_eq!(column(&exported, "point.instance.alpha")[1..7], ["0.3", "0.3", "0.3", "0.9", "0.9", "0.9"]);
    // Every value of the store is there as it is there.
    let lines = fs::read_to_string(points_file(dir.path(), "algorithms")).unwrap();
    for line in lines.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let Some(outcome) = line["outcome"]["instance"].as_object() else { continue };
        let instance = &line["point"]["instance"];
        let row = (1..13).find(|&row| {
            let is = |name: &str, value: &serde_json::Value| {
                column(&exported, &format!("point.instance.{name}"))[row] == value.to_string().trim_matches('"')
            };
            ["algorithm", "alpha", "sample"].iter().all(|name| is(name, &instance[*name]))
        });
        for (name, value) in outcome.iter().filter(|(_, value)| !value.is_null()) {
            let fields = column(&exported, &format!("outcome.instance.{name}"));
            assert_eq!(fields[row.unwrap()], value.to_string(), "{name}");
        }
    }
}

#[test]
fn the_table_does_not_depend_on_the_order_in_which_points_were_computed() {
    let (whole, shards) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    run(ENTROPY, whole.path());
    let expected = csv(whole.path());
    let points = points_file(whole.path(), "entropy");
    let text = fs::read_to_string(&points).unwrap();
    let backwards: String = text.lines().rev().flat_map(|line| [line, "\n"]).collect();
    assert_ne!(backwards, text);
    fs::write(&points, backwards).unwrap();
    assert_eq!(csv(whole.path()), expected, "the order of the lines");
    for index in [2, 0, 1] {
        run_with(ENTROPY, shards.path(), 1, Shard::new(index, 3).unwrap()).unwrap();
    }
    assert_eq!(csv(shards.path()), expected, "three files");
    // Points that are not there have no row.
    fs::remove_file(shards.path().join("entropy.store/points-1-of-3.jsonl")).unwrap();
    let numbers = column(&csv(shards.path()), "number");
    assert!(
        numbers.iter().all(|number| number.parse::<usize>().unwrap() % 3 != 1) && numbers.len() == 11,
        "{numbers:?}"
    );
}

#[test]
fn failed_points_have_their_error() {
    let text = ALGORITHMS.replacen("\"0.3,0.9\"", "\"0.001,0.9\"", 1);
    let dir = tempfile::tempdir().unwrap();
    run(&text, dir.path());
    let errors = column(&csv(dir.path()), "error");
    let failed: Vec<usize> = (0..13).filter(|&row| !errors[row].is_empty()).collect();
    assert_eq!(failed, [1, 2, 3]);
    assert!(errors[1].contains("0.001"), "{errors:?}");
}

#[test]
fn numpy_arrays_hold_the_same_values() {
    let dir = tempfile::tempdir().unwrap();
    run(ALGORITHMS, dir.path());
    let exported = csv(dir.path());
    let out = dir.path().join("points.npz");
    assert_eq!(export(dir.path(), Some("algorithms"), ExportFormat::Npz, &out).unwrap(), 13);
    let mut archive = zip::ZipArchive::new(fs::File::open(&out).unwrap()).unwrap();
    let mut member = |name: &str| {
        let mut bytes = Vec::new();
        archive.by_name(&format!("{name}.npy")).unwrap().read_to_end(&mut bytes).unwrap();
        let header = usize::from(u16::from_le_bytes([bytes[8], bytes[9]])) + 10;
        (String::from_utf8(bytes[10..header].to_vec()).unwrap(), bytes[header..].to_vec())
    };
    let (header, numbers) = member("number");
    assert!(header.contains("'<i8'") && header.contains("(13,)"), "{header}");
    let numbers: Vec<i64> = numbers.chunks(8).map(|entry| i64::from_le_bytes(entry.try_into().unwrap())).collect();
    assert_eq!(numbers, (0..13).collect::<Vec<_>>());

    let (header, alphas) = member("point.instance.alpha");
    assert!(header.contains("'<f8'"), "{header}");
    let alphas: Vec<f64> = alphas.chunks(8).map(|entry| f64::from_le_bytes(entry.try_into().unwrap())).collect();
    assert!(alphas[0].is_nan(), "the theory's point has none");
    let fields = column(&exported, "point.instance.alpha");
    assert_eq!(alphas[1..], fields[1..].iter().map(|field| field.parse().unwrap()).collect::<Vec<f64>>());

    let (header, names) = member("point.instance.algorithm");
    let width = "reinforced-bp".len();
    assert!(header.contains(&format!("'|S{width}'")), "{header}");
    let names: Vec<&[u8]> = names.chunks(width).collect();
    assert_eq!((names[0], names[1]), (&[0; 13][..], &b"reinforced-bp"[..]));
    assert!(names[12].starts_with(b"sbpi\0"));
}

#[test]
fn a_folder_with_several_stores_wants_a_name_and_one_without_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("points.csv");
    let refused = |figure| export(dir.path(), figure, ExportFormat::Csv, &out).unwrap_err().to_string();
    assert!(refused(None).contains("holds no run store"));
    run(ALGORITHMS, dir.path());
    run(ENTROPY, dir.path());
    assert!(refused(None).contains("several run stores (algorithms, entropy); name one"), "{}", refused(None));
    assert!(refused(Some("dynamics")).contains("holds no run store of this figure"));
    assert!(!out.exists());
    let other = tempfile::tempdir().unwrap();
    let error = plan(ALGORITHMS).export(other.path(), ExportFormat::Csv, &out).unwrap_err();
    assert!(matches!(error, Error::File { .. }), "{error}");
    assert_eq!(fs::read_dir(other.path()).unwrap().count(), 0, "reading makes no store");
}

#[cfg(feature = "sqlite")]
#[test]
fn a_database_answers_queries() {
    let dir = tempfile::tempdir().unwrap();
    run(ALGORITHMS, dir.path());
    let out = dir.path().join("points.sqlite");
    // A file that is there already is replaced.
    for _ in 0..2 {
        export(dir.path(), None, ExportFormat::Sqlite, &out).unwrap();
    }
    let database = rusqlite::Connection::open(&out).unwrap();
    let query = "SELECT count(*), total(\"point.instance.alpha\"), max(\"point.instance.algorithm\") FROM points
                 WHERE \"point.instance.n\" = 51";
    let (rows, sum, name) = database
        .query_row(query, [], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, f64>(1)?, row.get::<_, String>(2)?)))
        .unwrap();
    assert_eq!((rows, name.as_str()), (12, "sbpi"));
    assert!((sum - 6.0 * (0.3 + 0.9)).abs() < 1e-12, "{sum}");
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_holds_the_same_values() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;
    let dir = tempfile::tempdir().unwrap();
    run(ALGORITHMS, dir.path());
    let exported = csv(dir.path());
    let out = dir.path().join("points.parquet");
    export(dir.path(), None, ExportFormat::Parquet, &out).unwrap();
    let reader = SerializedFileReader::new(fs::File::open(&out).unwrap()).unwrap();
    let mut rows = 0;
    for (number, row) in reader.get_row_iter(None).unwrap().enumerate() {
        for (name, field) in row.unwrap().get_column_iter() {
            let expected = &column(&exported, name)[number];
            match field {
                Field::Null => assert_eq!(expected, "", "{name}"),
                Field::Str(text) => assert_eq!(text, expected, "{name}"),
                Field::Long(value) => assert_eq!(&value.to_string(), expected, "{name}"),
                Field::Double(value) => assert_eq!(*value, expected.parse::<f64>().unwrap(), "{name}"),
                Field::Bool(value) => assert_eq!(&value.to_string(), expected, "{name}"),
                other => panic!("{name}: {other:?}"),
            }
        }
        rows += 1;
    }
    assert_eq!(rows, 13);
}
