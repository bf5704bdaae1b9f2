//! One look at the page: by an address, in a window, in light or dark.

use super::browser::Browser;
use super::probe;
use anyhow::Context;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use std::path::Path;

/// A window and a taste.
#[derive(Clone, Copy)]
pub(super) struct Look {
    /// Name of the screenshot.
    pub(super) name: &'static str,
    width: u32,
    height: u32,
    scheme: &'static str,
}

/// A desk and a telephone, by day and by night.
pub(super) const LOOKS: [Look; 4] = [
    Look { name: "wide-light", width: 1280, height: 900, scheme: "light" },
    Look { name: "wide-dark", width: 1280, height: 900, scheme: "dark" },
    Look { name: "narrow-light", width: 390, height: 844, scheme: "light" },
    Look { name: "narrow-dark", width: 390, height: 844, scheme: "dark" },
];

/// Pixels of height that a screenshot has at most.
const TALLEST: u64 = 16_000;

/// What a look at the page showed.
pub(super) struct Seen {
    /// Everything wrong.
    pub(super) findings: Vec<String>,
    /// Number of images on the page.
    pub(super) images: usize,
    /// Number of files it links to.
    pub(super) files: usize,
    height: u64,
}

/// Opens the page at an address; `place` begins every address it may ask for, `folder` holds its files.
pub(super) fn look(browser: &mut Browser, look: Look, (place, folder): (&str, &Path)) -> anyhow::Result<Seen> {
    let Look { width, height, scheme, .. } = look;
    let window = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    browser.call("Emulation.setDeviceMetricsOverride", &window)?;
    let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
    browser.call("Emulation.setEmulatedMedia", &features)?;
    let events = browser.open(&format!("{place}index.html"))?;
    let probe = browser.evaluate(probe::SCRIPT)?;
    let mut findings = probe::troubles(&events, place);
    findings.extend(probe::findings(&probe, folder));
    findings.extend(wrong_scheme(&probe, scheme));
    findings.extend(keyboard(browser)?);
    let count = |key: &str| probe[key].as_array().map_or(0, Vec::len);
    Ok(Seen { findings, images: count("images"), files: count("files"), height: probe["height"].as_u64().unwrap_or(0) })
}

/// A dark page for those who want one, a light one for the others.
fn wrong_scheme(probe: &Value, scheme: &str) -> Option<String> {
    let background = probe["background"].as_str().unwrap_or_default();
    let red = background.split(|c: char| !c.is_ascii_digit()).find_map(|number| number.parse::<u32>().ok());
    let dark = red.is_some_and(|red| red < 128);
    (dark != (scheme == "dark")).then(|| format!("the background is {background} where {scheme} is asked for"))
}

/// The first key press shows the way past the contents, the second goes it, and the next stop is a figure.
fn keyboard(browser: &mut Browser) -> anyhow::Result<Option<String>> {
    const FOCUS: &str = "(() => { const e = document.activeElement, r = e.getBoundingClientRect(); \
         return `${e.className || e.id || e.closest('section')?.id} ${r.left >= 0 && r.top >= 0 && r.width > 0}`; })()";
    let mut stops = Vec::new();
    for (key, code) in [("Tab", 9), ("Enter", 13), ("Tab", 9)] {
        browser.press(key, code)?;
        stops.push(browser.evaluate(FOCUS)?.as_str().unwrap_or_default().to_owned());
    }
    let first = browser.evaluate("document.querySelector('section').id")?;
    let expected = ["skip true".to_owned(), "figures".to_owned(), first.as_str().unwrap_or_default().to_owned()];
    let fine = stops.iter().zip(&expected).all(|(stop, expected)| stop.starts_with(expected));
    Ok((!fine).then(|| format!("by keyboard the focus goes {stops:?}, expected {expected:?}")))
}

/// Writes a picture of the page as it was last looked at, whole if it is not too tall.
pub(super) fn screenshot(browser: &mut Browser, look: Look, seen: &Seen, path: &Path) -> anyhow::Result<()> {
    browser.evaluate("document.activeElement.blur(), scrollTo(0, 0)")?;
    let clip = json!({ "x": 0, "y": 0, "width": look.width, "height": seen.height.min(TALLEST), "scale": 1 });
    let parameters = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
    let shot = browser.call("Page.captureScreenshot", &parameters)?;
    let bytes = BASE64_STANDARD.decode(shot["data"].as_str().unwrap_or_default()).context("a damaged screenshot")?;
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}
