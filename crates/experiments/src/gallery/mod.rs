//! The gallery: one page that shows every figure of a folder.

use crate::figures::Page;
use crate::{Error, files, output};
use std::path::{Path, PathBuf};

/// Writes `index.html`: for every table in the folder the figure, what to look for, the verdicts, and links to table and
/// plan. The page needs no network and nothing but the files beside it. Returns its path.
///
/// # Errors
/// [`Error::NothingThere`] if the folder holds no table of a known figure, [`Error::Table`] if one is damaged.
pub fn gallery(dir: &Path) -> Result<PathBuf, Error> {
    let pages = output::pages(dir)?;
    let contents: String = pages.iter().map(|page| entry(page.name, page.title)).collect();
    let figures: String = pages.iter().map(figure).collect();
    let html = include_str!("page.html")
        .replace("{{style}}", include_str!("style.css"))
        .replace("{{version}}", env!("CARGO_PKG_VERSION"))
        .replace("{{contents}}", &contents)
        .replace("{{figures}}", &figures);
    let path = dir.join("index.html");
    files::write_atomically(&path, html.as_bytes())?;
    Ok(path)
}

/// An entry of the table of contents.
fn entry(name: &str, title: &str) -> String {
    format!("<li><a href=\"#{name}\">{}</a></li>\n", escape(title))
}

/// One figure with everything that belongs to it.
fn figure(page: &Page) -> String {
    let (name, title) = (page.name, escape(page.title));
    let columns = page.picture.columns();
    let (alt, caption) = (escape(&page.picture.alt), escape(page.caption));
    let passed = page.verdicts.iter().filter(|verdict| verdict.pass).count();
    let (total, verdicts) = (page.verdicts.len(), verdicts(page));
    let undecided = match page.undecided.len() {
        0 => String::new(),
        number => format!(", {number} undecided"),
    };
    format!(
        "<section id=\"{name}\" aria-labelledby=\"{name}-title\">\n\
         <h2 id=\"{name}-title\">{title}</h2>\n\
         <figure style=\"--columns: {columns}\">\n\
         <a href=\"{name}.svg\"><img src=\"{name}.svg\" alt=\"{alt}\"></a>\n\
         <figcaption>{caption}</figcaption>\n\
         </figure>\n\
         <h3>Checks: {passed} of {total} pass{undecided}</h3>\n\
         {verdicts}\
         <p class=\"links\"><a href=\"{name}.csv\">table (CSV)</a> <a href=\"{name}.toml\">plan (TOML)</a> \
         <a href=\"{name}.svg\">SVG</a> <a href=\"{name}.png\">PNG</a></p>\n\
         <p>Draw it again from the table: <code>piccole figures .</code><br>\n\
         Compute it again: <code>piccole run {name}.toml --out again</code></p>\n\
         </section>\n"
    )
}

/// The verdicts as a table; the words say what the colours say.
fn verdicts(page: &Page) -> String {
    let mut rows = String::new();
    for verdict in &page.verdicts {
        let (class, word) = if verdict.pass { ("pass", "pass") } else { ("fail", "fail") };
        rows.push_str(&format!(
            "<tr><td>{}</td><td>{}</td><td>{}</td><td class=\"{class}\">{word}</td></tr>\n",
            escape(&verdict.claim),
            escape(&verdict.value),
            escape(&verdict.accepted)
        ));
    }
    for undecided in &page.undecided {
        rows.push_str(&format!(
            "<tr><td>{}</td><td>{}</td><td></td><td class=\"open\">undecided</td></tr>\n",
            escape(&undecided.claim),
            escape(&undecided.reason)
        ));
    }
    format!(
        "<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">What</th><th scope=\"col\">Value</th>\
         <th scope=\"col\">Accepted</th><th scope=\"col\">Verdict</th></tr></thead>\n<tbody>\n{rows}</tbody>\n\
         </table></div>\n"
    )
}

/// Text for HTML content and attributes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_text_is_escaped() {
        assert_eq!(escape("a < b & \"c\" > d"), "a &lt; b &amp; &quot;c&quot; &gt; d");
    }
}
