//! Pictures of how fast the code is, which the benches of the workspace leave beside the figures.

use super::html::escape;
use std::path::Path;

/// A picture with its table, measured on the machine that made the page; it has neither plan nor checks.
struct Measurement {
    name: &'static str,
    title: &'static str,
    caption: &'static str,
    alt: &'static str,
    columns: usize,
    command: &'static str,
}

const MEASUREMENTS: [Measurement; 2] = [
    Measurement {
        name: "roofline",
        title: "Limits of the machine",
        caption: "What one core can do at most, as lines, and what the kernels do, as markers. Left: packed matrices of \
                  \u{b1}1 cannot be worked through faster than their bits are read from the cache that holds them. Right: \
                  products of dense matrices cannot exceed the peak of fused multiplications and additions, nor, with few \
                  operations a byte, what memory delivers. The table has each kernel's share of its limit.",
        alt: "Rates of the kernels below the limits of one core: packed matrices against their size, dense ones against \
              the operations a byte that is read.",
        columns: 2,
        command: "cargo xtask bench-peers --limits",
    },
    Measurement {
        name: "growth",
        title: "Growth with size",
        caption: "CPU time of every algorithm against its size (markers), and lines of the expected exponents, which the \
                  legend names, through the last of them.",
        alt: "CPU time against size for every algorithm, on double logarithmic axes, with lines of the expected slopes.",
        columns: 4,
        command: "cargo xtask bench-growth",
    },
];

/// Links to what is there, for the table of contents, and the sections themselves; both empty where no bench has been.
pub(super) fn of(dir: &Path) -> (String, String) {
    let there: Vec<&Measurement> =
        MEASUREMENTS.iter().filter(|it| dir.join(format!("{}.svg", it.name)).exists()).collect();
    if there.is_empty() {
        return (String::new(), String::new());
    }
    let links: Vec<String> = there.iter().map(|it| format!("<a href=\"#{}\">{}</a>", it.name, it.title)).collect();
    let links = format!("<p>Measured on this machine: {}</p>\n", links.join(", "));
    (links, there.into_iter().map(section).collect())
}

fn section(measurement: &Measurement) -> String {
    let Measurement { name, title, caption, alt, columns, command } = measurement;
    let files: String = [("csv", "table (CSV)"), ("svg", "SVG"), ("png", "PNG"), ("pdf", "PDF")]
        .map(|(extension, text)| format!("<a href=\"{name}.{extension}\" download>{text}</a> "))
        .concat();
    format!(
        "<section id=\"{name}\" aria-labelledby=\"{name}-title\">\n\
         <h2 id=\"{name}-title\">{title}</h2>\n\
         <figure style=\"--columns: {columns}\">\n\
         <a href=\"{name}.svg\"><img src=\"{name}.svg\" alt=\"{alt}\"></a>\n\
         <figcaption>{}</figcaption>\n\
         </figure>\n\
         <p class=\"links\">{files}</p>\n\
         <dl>\n<dt>Measure again</dt><dd><code>{command}</code></dd>\n</dl>\n\
         <p class=\"up\"><a href=\"#top\">All figures</a></p>\n\
         </section>\n",
        escape(caption)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_that_are_there_are_shown_and_linked() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(of(folder.path()), (String::new(), String::new()));
        std::fs::write(folder.path().join("growth.svg"), "<svg/>").unwrap();
        let (links, sections) = of(folder.path());
        assert!(links.contains("href=\"#growth\"") && !links.contains("roofline"));
        assert!(sections.contains("<section id=\"growth\"") && sections.contains("<img src=\"growth.svg\""));
        assert_eq!(sections.matches("<section").count(), 1);
    }
}
