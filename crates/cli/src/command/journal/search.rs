//! `search`

use std::collections::BTreeMap;

use clap::Args;
use kintsugi_journal::Sought;

use super::filter::{Filter, in_brackets};
use super::form::{Answer, Form};
use crate::confirm::ask_line;
use crate::context::Context;
use crate::error::CommandError;
use crate::output::{FAINT, filled, has_screen};
use crate::screen;
use kintsugi_home::{Home, Query};

/// Where nobody can be asked.
const SUCH_AS: &str = "A word or two that stand in it, such as: kintsugi search tea";

/// Find lines that hold all of these words, over all days
///
/// A word is found by its beginning, in upper or lower case, with or without accents: gard finds Garden. Words in quotes stand in
/// a row: kintsugi search "long day" tea
///
/// Without words it asks for them: they stand in no history of a shell then.
#[derive(Args)]
pub(crate) struct Search {
    /// What to look for; in quotes a phrase. Without it, it asks
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// Only without this word or phrase; may be given several times
    #[arg(long, value_name = "WORDS")]
    not: Vec<String>,
    /// The tags, and how many lines have each; at a terminal those of private lines only with --mine
    #[arg(long, conflicts_with = "format")]
    tags: bool,
    #[command(flatten)]
    form: Form,
    // The last, for its heading goes on to what follows.
    #[command(flatten)]
    filter: Filter,
}

impl Search {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let asked = if self.words.is_empty() && !self.tags { asked(context)? } else { Vec::new() };
        let (words, not) = (Sought::all(&[&self.words[..], &asked].concat()), Sought::all(&self.not));
        if words.is_empty() && !self.tags {
            return Err(CommandError::usage("there is nothing to look for").hint(SUCH_AS));
        }
        let query = Query { words: words.clone(), not, ..self.filter.query(context, &home)? };
        if self.tags {
            return self.list_tags(context, &home, query);
        }
        let lines = home.query(&query)?;
        let names = screen::Names::of(&home)?.with_ids(context.global.ids);
        let pretty = if lines.is_empty() { self.nothing() } else { screen::found(&lines, &names, &words) };
        let answer = Answer { seen: lines.clone(), lines, pretty, beside: Vec::new() };
        self.form.show(context, answer, &names);
        Ok(())
    }

    fn nothing(&self) -> String {
        let mut choices = self.filter.choices();
        choices.extend(self.not.iter().map(|words| format!("without {words}")));
        format!("No line has all of these words{}.", in_brackets(&choices))
    }

    /// Somebody may look over a shoulder: at a terminal the tags of private lines stay away unless one's own are asked for.
    fn list_tags(&self, context: &Context, home: &Home, query: Query) -> Result<(), CommandError> {
        let hides = has_screen() && !context.output.is_json() && !self.filter.mine;
        let counted = counted(home, &Query { private: !hides, ..query })?;
        let objects = counted.iter().map(|(tag, count)| serde_json::json!({ "tag": tag, "count": count }));
        context.output.json(&serde_json::json!({ "tags": objects.collect::<Vec<_>>() }));
        let mut shown = if counted.is_empty() { "No tags there.".to_owned() } else { screen::tags(&counted) };
        if hides {
            shown.push_str(&format!("\n\n{FAINT}{}{FAINT:#}", filled(PRIVATE_TAGS)));
        }
        context.output.long(&shown);
        Ok(())
    }
}

/// Whether there are any or not.
const PRIVATE_TAGS: &str = "With those of private lines: kintsugi search --tags --mine";

/// The tags of lines, the most frequent one first. A tag in capitals is the same tag, and is written as it was last.
fn counted(home: &Home, query: &Query) -> Result<Vec<(String, usize)>, CommandError> {
    let mut found: BTreeMap<String, (String, usize)> = BTreeMap::new();
    let own = |tag: &String| !kintsugi_journal::KeptFrom::is_tag(tag);
    for tag in home.query(query)?.into_iter().flat_map(|listed| listed.line.tags).filter(own) {
        let entry = found.entry(tag.to_lowercase()).or_default();
        *entry = (tag, entry.1 + 1);
    }
    let mut counted: Vec<(String, usize)> = found.into_values().collect();
    counted.sort_by(|(one, many), (other, more)| {
        more.cmp(many).then_with(|| one.to_lowercase().cmp(&other.to_lowercase()))
    });
    Ok(counted)
}

/// What somebody types at a terminal, as a shell would take it apart; where there is nobody, nothing.
fn asked(context: &Context) -> Result<Vec<String>, CommandError> {
    if !context.can_ask() {
        return Ok(Vec::new());
    }
    let line = ask_line(context, "What do you look for? ")?.unwrap_or_default();
    // A quote that does not end is a letter.
    Ok(shell_words::split(&line).unwrap_or_else(|_| line.split_whitespace().map(str::to_owned).collect()))
}
