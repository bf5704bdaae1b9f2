//! Rust source without its comments and literals, so that a rule about code does not stumble over prose.

/// The source with comments, strings and character literals blanked; lines and columns stay where they are.
pub(super) fn code_only(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut scanner = Scanner { chars: &chars, at: 0, code: String::with_capacity(source.len()) };
    while scanner.at < chars.len() {
        scanner.step();
    }
    scanner.code
}

struct Scanner<'a> {
    chars: &'a [char],
    at: usize,
    code: String,
}

impl Scanner<'_> {
    /// Takes one character of code, or a whole comment or literal.
    fn step(&mut self) {
        if self.looking_at("//") {
            self.blank(self.end_of_line());
        } else if self.looking_at("/*") {
            self.blank(self.end_of_block_comment());
        } else if let Some(end) = self.end_of_raw_string() {
            self.blank(end);
        } else if self.looking_at("\"") {
            self.blank(self.end_of_quoted('"'));
        } else if self.looking_at("'\\") || (self.looking_at("'") && self.peek(2) == Some('\'')) {
            self.blank(self.end_of_quoted('\''));
        } else {
            self.code.push(self.chars[self.at]);
            self.at += 1;
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn looking_at(&self, text: &str) -> bool {
        self.matches(self.at, text)
    }

    fn matches(&self, at: usize, text: &str) -> bool {
        text.chars().enumerate().all(|(k, c)| self.chars.get(at + k) == Some(&c))
    }

    /// Replaces everything before `end` by spaces, but for line ends.
    fn blank(&mut self, end: usize) {
        let end = end.min(self.chars.len());
        self.code.extend(self.chars[self.at..end].iter().map(|&c| if c == '\n' { c } else { ' ' }));
        self.at = end;
    }

    fn end_of_line(&self) -> usize {
        (self.at..self.chars.len()).find(|&k| self.chars[k] == '\n').unwrap_or(self.chars.len())
    }

    /// Block comments nest.
    fn end_of_block_comment(&self) -> usize {
        let (mut at, mut depth) = (self.at + 2, 1);
        while depth > 0 && at < self.chars.len() {
            if self.matches(at, "/*") {
                (at, depth) = (at + 2, depth + 1);
            } else if self.matches(at, "*/") {
                (at, depth) = (at + 2, depth - 1);
            } else {
                at += 1;
            }
        }
        at
    }

    /// End of a string or character literal that begins here; a backslash hides the character after it.
    fn end_of_quoted(&self, quote: char) -> usize {
        let mut at = self.at + 1;
        while at < self.chars.len() && self.chars[at] != quote {
            at += if self.chars[at] == '\\' { 2 } else { 1 };
        }
        at + 1
    }

    /// End of `r"…"`, `r#"…"#` and so on, if one begins here; in `br"…"` the `b` before it stays as code.
    fn end_of_raw_string(&self) -> Option<usize> {
        let before = self.at.checked_sub(1).map(|k| self.chars[k]);
        let inside_name = before.is_some_and(|c| c != 'b' && c != 'c' && (c.is_alphanumeric() || c == '_'));
        if inside_name || self.peek(0) != Some('r') {
            return None;
        }
        let hashes = self.chars[self.at + 1..].iter().take_while(|&&c| c == '#').count();
        if self.peek(1 + hashes) != Some('"') {
            return None;
        }
        let close = format!("\"{}", "#".repeat(hashes));
        let inside = self.at + hashes + 2;
        let end = (inside..self.chars.len()).find(|&k| self.matches(k, &close)).map(|k| k + hashes + 1);
        Some(end.unwrap_or(self.chars.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::code_only;

    /// The words of the code that is left.
    fn words(source: &str) -> Vec<String> {
        code_only(source).split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn comments_are_blanked() {
        assert_eq!(words("a // b\nc /* d /* e */ f */ g /// h\n//! i"), ["a", "c", "g"]);
    }

    #[test]
    fn strings_are_blanked() {
        assert_eq!(words(r#"a "b \" c" d b"e" f "g\\" h"#), ["a", "d", "b", "f", "h"]);
        assert_eq!(words(r###"a r"b\" c r#"d " e"# f br##"g"# h"## i"###), ["a", "c", "f", "b", "i"]);
        assert_eq!(words("for \"a\nb\" c"), ["for", "c"]);
    }

    #[test]
    fn character_literals_are_blanked_and_lifetimes_kept() {
        assert_eq!(words(r"a '\'' b '\u{41}' c '/' '/' d '\\' e"), ["a", "b", "c", "d", "e"]);
        assert_eq!(words("fn f<'a>(x: &'a str) '\"' g"), ["fn", "f<'a>(x:", "&'a", "str)", "g"]);
    }

    #[test]
    fn lines_stay_where_they_are() {
        let source = "a\n/* b\n*/ c \"d\n\" e\n";
        assert_eq!(code_only(source).matches('\n').count(), source.matches('\n').count());
        assert_eq!(code_only(source).lines().nth(2).unwrap().trim(), "c");
    }

    #[test]
    fn what_never_ends_is_blanked_to_the_end() {
        assert_eq!(words("a \"b"), ["a"]);
        assert_eq!(words("a /* b"), ["a"]);
        assert_eq!(words("a r#\"b\""), ["a"]);
        assert_eq!(words("a '\\"), ["a"]);
    }
}
