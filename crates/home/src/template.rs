//! What an editor opens on: headings, and guidance in brackets that goes away by itself.

use serde::Deserialize;

/// A template that comes along.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// What one types.
    pub name: String,
    /// What it is for, in a few words.
    pub title: String,
    /// Its headings and what guides below them.
    pub text: String,
}

#[derive(Deserialize)]
struct File {
    template: Vec<Template>,
}

/// The templates that come along.
pub fn shipped() -> Vec<Template> {
    let file: File = toml::from_str(include_str!("../data/templates.toml")).expect("a test reads this file");
    file.template
}

/// One heading of a template, and what stands below it to guide whoever writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The whole line, such as `# Today`; nothing where words stand before the first heading.
    pub line: String,
    /// What stands below it, without brackets.
    pub guidance: String,
}

/// The headings of a template: lines that begin with `#`.
pub fn headings(template: &str) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    for line in template.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match found.last_mut() {
            _ if line.starts_with('#') => found.push(Heading { line: line.to_owned(), guidance: String::new() }),
            Some(heading) => {
                let more = line.trim_matches(['(', ')']);
                let between = if heading.guidance.is_empty() { "" } else { "\n" };
                heading.guidance.push_str(&format!("{between}{more}"));
            }
            None => found.push(Heading { line: String::new(), guidance: line.trim_matches(['(', ')']).to_owned() }),
        }
    }
    found
}

/// Words that were begun with a template, without its guidance; nothing where only what the template says is left.
pub fn without_guidance(template: &str, text: &str) -> String {
    let of_template: Vec<&str> = template.lines().map(str::trim).collect();
    let is_guidance = |line: &str| line.starts_with('(') && of_template.contains(&line);
    let lines: Vec<&str> = text.lines().filter(|line| !is_guidance(line.trim())).collect();
    let words = lines.iter().any(|line| !line.trim().is_empty() && !of_template.contains(&line.trim()));
    if words { lines.join("\n").trim().to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "# Good\n(One thing is enough.)\n\n## Hard\n";

    #[test]
    fn each_that_comes_along_has_a_name_of_its_own_and_headings_alone() {
        let all = shipped();
        let mut names: Vec<&str> = all.iter().map(|template| template.name.as_str()).collect();
        assert!(names.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '-')), "{names:?}");
        names.dedup();
        assert_eq!(names, ["day", "thanks", "hard-day", "week"]);
        for template in &all {
            assert!(headings(&template.text).iter().all(|heading| heading.line.starts_with("# ")), "{template:?}");
            assert_eq!(without_guidance(&template.text, &template.text), "", "{}", template.name);
            assert!(!template.title.is_empty());
        }
    }

    #[test]
    fn a_template_is_its_headings_and_leaves_no_guidance_behind() {
        let heading = |line: &str, guidance: &str| Heading { line: line.into(), guidance: guidance.into() };
        assert_eq!(headings(TEMPLATE), [heading("# Good", "One thing is enough."), heading("## Hard", "")]);
        assert_eq!(without_guidance(TEMPLATE, TEMPLATE), "");
        let written = "# Good\n(One thing is enough.)\nTea.\n(And rain.)\n## Hard\n";
        assert_eq!(without_guidance(TEMPLATE, written), "# Good\nTea.\n(And rain.)\n## Hard");
    }
}
