//! The parts of the page.

use super::related;
use super::run_time::RunTime;
use crate::figures::Page;
use std::fmt::Write;

/// How many checks pass, fail and cannot be decided.
#[derive(Clone, Copy, Default)]
struct Tally {
    pass: usize,
    fail: usize,
    undecided: usize,
}

impl Tally {
    fn of(page: &Page) -> Self {
        let pass = page.verdicts.iter().filter(|verdict| verdict.pass).count();
        Self { pass, fail: page.verdicts.len() - pass, undecided: page.undecided.len() }
    }

    fn add(self, other: Self) -> Self {
        Self { pass: self.pass + other.pass, fail: self.fail + other.fail, undecided: self.undecided + other.undecided }
    }

    /// In words.
    fn words(self) -> String {
        let mut words = format!("{} of {} pass", self.pass, self.pass + self.fail);
        if self.fail > 0 {
            _ = write!(words, ", {} fail", self.fail);
        }
        if self.undecided > 0 {
            _ = write!(words, ", {} undecided", self.undecided);
        }
        words
    }

    /// The worst of it, as a mark with the class of its colour.
    fn mark(self) -> String {
        mark(if self.fail > 0 { Mark::Fail } else { Mark::Pass }, false)
    }
}

#[derive(Clone, Copy)]
enum Mark {
    Pass,
    Fail,
    Undecided,
}

/// A sign, and where there is room a word, for what the colour says too.
fn mark(mark: Mark, with_word: bool) -> String {
    let (class, sign, word) = match mark {
        Mark::Pass => ("pass", "\u{2713}", "pass"),
        Mark::Fail => ("fail", "\u{2717}", "fail"),
        Mark::Undecided => ("open", "?", "undecided"),
    };
    let text = if with_word { format!(" {word}") } else { String::new() };
    format!("<span class=\"{class}\"><span aria-hidden=\"true\">{sign}</span>{text}</span>")
}

/// All checks of all figures.
pub(super) fn summary(pages: &[Page]) -> String {
    let all = pages.iter().map(Tally::of).fold(Tally::default(), Tally::add);
    let figures = if pages.len() == 1 { "1 figure".to_owned() } else { format!("{} figures", pages.len()) };
    format!("{figures}; of their checks {}.", all.words())
}

/// An entry of the table of contents.
pub(super) fn entry(page: &Page) -> String {
    let (name, title, tally) = (page.name, escape(page.title), Tally::of(page));
    format!(
        "<li>{} <a href=\"#{name}\">{title}</a> <span class=\"quiet\">{}</span></li>\n",
        tally.mark(),
        tally.words()
    )
}

/// One figure with everything that belongs to it; the plan is markup already.
pub(super) fn figure(page: &Page, plan: Option<&str>, time: Option<RunTime>, pages: &[Page]) -> String {
    let (name, title) = (page.name, escape(page.title));
    let columns = page.picture.columns();
    let (alt, caption) = (escape(&page.picture.alt), escape(page.caption));
    format!(
        "<section id=\"{name}\" aria-labelledby=\"{name}-title\">\n\
         <h2 id=\"{name}-title\">{title}</h2>\n\
         <figure style=\"--columns: {columns}\">\n\
         <a href=\"{name}.svg\"><img src=\"{name}.svg\" alt=\"{alt}\"></a>\n\
         <figcaption>{caption}</figcaption>\n\
         </figure>\n\
         <h3>Checks: {}</h3>\n\
         {}\
         <h3>Files and commands</h3>\n\
         <p class=\"links\">{}</p>\n\
         {}{}{}\
         <p class=\"up\"><a href=\"#top\">All figures</a></p>\n\
         </section>\n",
        Tally::of(page).words(),
        verdicts(page),
        downloads(name, plan.is_some()),
        commands(name, plan.is_some(), time),
        plan.map(|text| format!("<details><summary>The plan</summary>\n<pre tabindex=\"0\">{text}</pre></details>\n"))
            .unwrap_or_default(),
        related_figures(name, pages),
    )
}

/// The files beside the page.
fn downloads(name: &str, has_plan: bool) -> String {
    let plan = [("toml", "plan (TOML)")];
    let always = [("csv", "table (CSV)"), ("svg", "SVG"), ("png", "PNG"), ("pdf", "PDF")];
    let files = always.iter().take(1).chain(plan.iter().filter(|_| has_plan)).chain(&always[1..]);
    let links: Vec<String> =
        files.map(|(extension, text)| format!("<a href=\"{name}.{extension}\" download>{text}</a>")).collect();
    links.join(" ")
}

/// How the figure and its parts are made again, and how long it took.
fn commands(name: &str, has_plan: bool, time: Option<RunTime>) -> String {
    let mut rows = vec![("Draw again from the table", code("piccole figures ."))];
    if has_plan {
        rows.push(("Compute again", code(&format!("piccole run {name}.toml --out again"))));
    }
    rows.push(("In the repository", code(&format!("cargo xtask reproduce-figures --only {name}"))));
    rows.extend(time.map(|time| ("Took", time.to_string())));
    if let Some(surroundings) = related::of(name) {
        let parts = [("Theory alone", surroundings.theory), ("Measurement alone", surroundings.algorithms)];
        let codes = |commands: &[&str]| commands.iter().map(|command| code(command)).collect::<Vec<_>>().join("<br>");
        rows.extend(parts.iter().filter(|(_, commands)| !commands.is_empty()).map(|(term, list)| (*term, codes(list))));
    }
    definitions(&rows)
}

/// Related figures of those on the page.
fn related_figures(name: &str, pages: &[Page]) -> String {
    let link = |(other, why): &(&str, &str)| {
        let page = pages.iter().find(|page| page.name == *other)?;
        Some(format!("<li><a href=\"#{other}\">{}</a>: {}</li>\n", escape(page.title), escape(why)))
    };
    let links: String = related::of(name).iter().flat_map(|it| it.related).filter_map(link).collect();
    if links.is_empty() { links } else { format!("<h3>Related figures</h3>\n<ul>\n{links}</ul>\n") }
}

/// Terms and what they stand for; the latter is markup.
fn definitions(rows: &[(&str, String)]) -> String {
    let rows: String = rows.iter().map(|(term, text)| format!("<dt>{term}</dt><dd>{text}</dd>\n")).collect();
    format!("<dl>\n{rows}</dl>\n")
}

fn code(text: &str) -> String {
    format!("<code>{}</code>", escape(text))
}

/// The verdicts as a table; signs and words say what the colours say.
fn verdicts(page: &Page) -> String {
    let row = |claim: &str, value: &str, accepted: &str, verdict: Mark| {
        format!(
            "<tr><th scope=\"row\">{}</th><td data-label=\"Value\">{}</td><td data-label=\"Accepted\">{}</td>\
             <td data-label=\"Verdict\">{}</td></tr>\n",
            escape(claim),
            escape(value),
            escape(accepted),
            mark(verdict, true)
        )
    };
    let decided = page.verdicts.iter().map(|verdict| {
        let word = if verdict.pass { Mark::Pass } else { Mark::Fail };
        row(&verdict.claim, &verdict.value, &verdict.accepted, word)
    });
    let undecided = page.undecided.iter().map(|open| row(&open.claim, &open.reason, "\u{2013}", Mark::Undecided));
    let rows: String = decided.chain(undecided).collect();
    format!(
        "<table>\n<thead><tr><th scope=\"col\">What</th><th scope=\"col\">Value</th>\
         <th scope=\"col\">Accepted</th><th scope=\"col\">Verdict</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
    )
}

/// Text for HTML content and attributes.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_text_is_escaped() {
        assert_eq!(escape("a < b & \"c\" > d"), "a &lt; b &amp; &quot;c&quot; &gt; d");
    }

    #[test]
    fn a_tally_is_told_in_words() {
        assert_eq!(Tally { pass: 2, fail: 0, undecided: 0 }.words(), "2 of 2 pass");
        assert_eq!(Tally { pass: 2, fail: 1, undecided: 3 }.words(), "2 of 3 pass, 1 fail, 3 undecided");
    }
}
