//! The page of the committed tables of all figures, and what holds for every picture.

use super::*;
use crate::figures::Picture;
use crate::plan::EXPERIMENTS;
use std::collections::HashSet;

fn references() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/reference/quick")
}

/// The page of all committed tables, without pictures.
fn page() -> String {
    let folder = tempfile::tempdir().unwrap();
    for entry in EXPERIMENTS {
        let table = format!("{}.csv", entry.name);
        std::fs::copy(references().join(&table), folder.path().join(&table)).expect(entry.name);
    }
    std::fs::write(folder.path().join("entropy.toml"), "figure = \"entropy\" # <plan>\n").unwrap();
    std::fs::read_to_string(gallery(folder.path()).unwrap()).unwrap()
}

#[test]
fn the_page_names_no_other_host_and_every_anchor_is_there() {
    let html = page();
    assert!(!html.contains("http://") && !html.contains("https://") && !html.contains("src=\"//"));
    let values = |attribute: &str| -> Vec<String> {
        html.split(attribute).skip(1).filter_map(|rest| Some(rest.split('"').next()?.to_owned())).collect()
    };
    let ids: HashSet<String> = values(" id=\"").into_iter().collect();
    assert_eq!(ids.len(), values(" id=\"").len(), "an id twice");
    for link in values("href=\"#") {
        assert!(ids.contains(&link), "no #{link}");
    }
    for entry in EXPERIMENTS {
        assert!(ids.contains(entry.name), "no figure {}", entry.name);
    }
}

#[test]
fn plans_and_verdicts_stand_in_the_page() {
    let html = page();
    assert!(html.contains("figure = &quot;entropy&quot; # &lt;plan&gt;"));
    assert!(!html.contains("fig6-generalization.toml\" download"), "a link to a plan that is not there");
    for sign in ["\u{2713}</span> pass", "?</span> undecided"] {
        assert!(html.contains(sign), "{sign}");
    }
    assert!(!html.contains("{{"), "a place left empty");
}

/// Name and picture of every figure, from the committed tables.
fn pictures() -> Vec<(&'static str, &'static str, Picture)> {
    let read = |name| references().join(format!("{name}.csv"));
    let page = |entry: &crate::plan::Entry| (entry.page)(&read(entry.name)).expect(entry.name);
    EXPERIMENTS.iter().map(page).map(|page| (page.name, page.caption, page.picture)).collect()
}

#[test]
fn series_of_a_panel_can_be_told_apart_without_colours() {
    let mut alike = Vec::new();
    for (name, _, picture) in pictures() {
        for chart in picture.panels.iter().filter(|chart| !chart.bare) {
            let mut looks = HashSet::new();
            for series in chart.series.iter().filter(|series| !series.label.is_empty()) {
                let look = format!("{:?} {:?}", series.line, series.marker);
                if !looks.insert(look.clone()) {
                    alike.push(format!("{name}: {look} again for {:?}", series.label));
                }
            }
        }
    }
    assert!(alike.is_empty(), "{alike:#?}");
}

#[test]
fn axes_have_labels_and_bars_an_explanation() {
    let mut lacking = Vec::new();
    for (name, caption, picture) in pictures() {
        for chart in picture.panels.iter().filter(|chart| !chart.bare) {
            if chart.x.label.is_empty() || chart.y.label.is_empty() {
                lacking.push(format!("{name}: an axis without a label"));
            }
        }
        let mut data = picture.panels.iter().flat_map(|chart| &chart.series).flat_map(|series| &series.data);
        let titles = picture.panels.iter().map(|chart| chart.title.as_str());
        let explained = titles
            .chain([caption])
            .any(|text| ["standard error", "standard deviation", "bars:"].iter().any(|words| text.contains(words)));
        if data.any(|datum| datum.bar.is_some()) && !explained {
            lacking.push(format!("{name}: bars that the caption does not explain"));
        }
    }
    assert!(lacking.is_empty(), "{lacking:#?}");
}

#[test]
fn drawing_again_gives_the_same_bytes_and_leaves_the_table_alone() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("entropy.csv");
    std::fs::copy(references().join("entropy.csv"), &table).unwrap();
    let bytes = || {
        let files = crate::draw(folder.path()).unwrap();
        let bytes: Vec<Vec<u8>> = files.iter().map(|file| std::fs::read(file).unwrap()).collect();
        (files, bytes)
    };
    let (files, first) = bytes();
    assert_eq!(files.len(), 3);
    assert!(first[0].starts_with(b"<svg") && first[1].starts_with(b"\x89PNG") && first[2].starts_with(b"%PDF"));
    assert!(bytes().1 == first, "other bytes the second time");
    assert_eq!(std::fs::read(&table).unwrap(), std::fs::read(references().join("entropy.csv")).unwrap());
}
