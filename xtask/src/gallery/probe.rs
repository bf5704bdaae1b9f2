//! What the page says of itself, and what is wrong with that.

use serde_json::Value;
use std::path::Path;

/// The script that runs in the page.
pub(super) const SCRIPT: &str = include_str!("probe.js");

/// Everything wrong with what the probe found; files are looked for in the folder of the page too.
pub(super) fn findings(probe: &Value, folder: &Path) -> Vec<String> {
    let mut findings = Vec::new();
    let images = list(&probe["images"]);
    if images.is_empty() {
        findings.push("no image".to_owned());
    }
    for image in images {
        if image["width"].as_u64().unwrap_or(0) == 0 {
            findings.push(format!("image {} does not decode", image["name"]));
        }
        if image["alt"].as_str().is_none_or(str::is_empty) {
            findings.push(format!("image {} has no text for those who do not see it", image["name"]));
        }
    }
    for link in texts(&probe["files"]) {
        let there = folder.join(link).metadata().is_ok_and(|file| file.is_file() && file.len() > 0);
        if link.contains(':') || !there {
            findings.push(format!("link to {link}, which is not there"));
        }
    }
    let each = [
        ("missing", "the server does not give"),
        ("dangling", "link to nowhere:"),
        ("faint", "contrast below 4.5:"),
        ("landmarks", "not exactly one"),
    ];
    for (key, what) in each {
        findings.extend(texts(&probe[key]).map(|found| format!("{what} {found}")));
    }
    if probe["overflow"].as_i64() != Some(0) {
        findings.push(format!("the page is {} pixels wider than the window", probe["overflow"]));
    }
    if probe["language"].as_str().is_none_or(str::is_empty) || probe["headings"].as_u64() != Some(1) {
        findings.push("the page needs a language and one main heading".to_owned());
    }
    findings
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn texts(value: &Value) -> impl Iterator<Item = &str> {
    list(value).iter().filter_map(Value::as_str)
}

/// Requests for anything but the page's own place, and whatever went wrong while it loaded.
pub(super) fn troubles(events: &[Value], place: &str) -> Vec<String> {
    let trouble = |event: &Value| {
        let parameters = &event["params"];
        match event["method"].as_str()? {
            "Network.requestWillBeSent" => {
                let address = parameters["request"]["url"].as_str()?;
                let own = address.starts_with(place) || address.starts_with("data:");
                (!own).then(|| format!("asks for {address}"))
            }
            "Network.loadingFailed" => Some(format!("loading fails: {}", parameters["errorText"])),
            "Runtime.exceptionThrown" => Some(format!("exception: {}", parameters["exceptionDetails"])),
            "Runtime.consoleAPICalled" if parameters["type"] == "error" => {
                Some(format!("console: {}", parameters["args"]))
            }
            "Log.entryAdded" if parameters["entry"]["level"] == "error" => {
                Some(format!("console: {}", parameters["entry"]["text"]))
            }
            _ => None,
        }
    };
    events.iter().filter_map(trouble).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn sound() -> Value {
        json!({
            "images": [{ "name": "a.svg", "width": 3, "alt": "a" }], "files": [], "missing": [], "dangling": [],
            "faint": [], "landmarks": [], "overflow": 0, "language": "en", "headings": 1
        })
    }

    #[test]
    fn a_sound_page_has_no_findings_and_every_fault_is_one() {
        let folder = Path::new("/nonexistent");
        assert_eq!(findings(&sound(), folder), Vec::<String>::new());
        let faults = [
            ("images", json!([])),
            ("images", json!([{ "name": "a.svg", "width": 0, "alt": "a" }])),
            ("images", json!([{ "name": "a.svg", "width": 3, "alt": "" }])),
            ("files", json!(["a.csv"])),
            ("missing", json!(["a.csv"])),
            ("dangling", json!(["#a"])),
            ("faint", json!(["P \"a\": 1.2"])),
            ("landmarks", json!(["main"])),
            ("overflow", json!(12)),
            ("language", json!("")),
            ("headings", json!(2)),
        ];
        for (key, value) in faults {
            let mut probe = sound();
            probe[key] = value.clone();
            assert_eq!(findings(&probe, folder).len(), 1, "{key}: {value}");
        }
    }

    #[test]
    fn other_hosts_failures_and_errors_are_troubles() {
        let event = |method: &str, parameters: Value| json!({ "method": method, "params": parameters });
        let request = |url: &str| event("Network.requestWillBeSent", json!({ "request": { "url": url } }));
        let place = "file:///f/";
        let quiet = [request("file:///f/a.svg"), request("data:,"), event("Page.loadEventFired", json!({}))];
        assert!(troubles(&quiet, place).is_empty());
        for loud in [
            request("https://example.org/font.woff"),
            event("Network.loadingFailed", json!({ "errorText": "net::ERR_FILE_NOT_FOUND" })),
            event("Runtime.exceptionThrown", json!({ "exceptionDetails": {} })),
            event("Runtime.consoleAPICalled", json!({ "type": "error", "args": [] })),
            event("Log.entryAdded", json!({ "entry": { "level": "error", "text": "404" } })),
        ] {
            assert_eq!(troubles(std::slice::from_ref(&loud), place).len(), 1, "{loud}");
        }
    }
}
