//! The manual: a page for each command, with what its help says, examples, exit codes, environment and files.

use std::io;
use std::path::Path;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, roman};

use crate::help::examples;

const EXITS: [(&str, &str); 8] = [
    ("0", "done"),
    ("1", "failed; nothing that was saved is lost"),
    ("2", "usage"),
    ("3", "locked, or a wrong passphrase"),
    ("4", "the partner was not reached"),
    ("5", "refused: a code, a laptop, a file, a version"),
    ("6", "the journal is damaged; kintsugi repair says what it can bring back"),
    ("130", "somebody stopped at a question; what was typed as words is a draft"),
];
const ENVIRONMENT: [(&str, &str); 7] = [
    ("KINTSUGI_HOME", "the folder of the journal"),
    ("KINTSUGI_BIND", "the one local address to use"),
    ("VISUAL, EDITOR", "the editor; none is opened unasked"),
    ("PAGER", "shows what is longer than the screen, else less; empty, or NO_PAGER, for none"),
    ("NO_COLOR", "no colours and no marks"),
    ("COLUMNS", "how wide the screen is"),
    ("TERM", "with dumb nothing is told to the terminal but words"),
];
const FILES: [(&str, &str); 2] = [
    ("~/.local/share/kintsugi", "the journal, encrypted, and copies of it; only you can open the folder"),
    ("~/.config/systemd/user/kintsugi.service", "written by kintsugi service install"),
];

/// The page of a command, in roff; `None` where there is no such command.
///
/// # Errors
/// None: it is written into memory.
pub(crate) fn page(grammar: &Command, path: &[String]) -> Option<io::Result<Vec<u8>>> {
    let mut built = grammar.clone();
    built.build();
    let found = path.iter().try_fold(&built, |at, word| at.find_subcommand(word))?;
    Some(rendered(&built, found, path))
}

/// Writes every page into a folder that is there, each under its own name: how many.
///
/// # Errors
/// As the folder's.
pub(crate) fn write_all(grammar: &Command, folder: &Path) -> io::Result<usize> {
    let mut built = grammar.clone();
    built.build();
    let mut paths = Vec::new();
    below(&built, &[], &mut paths);
    for path in &paths {
        let found = path.iter().try_fold(&built, |at, word| at.find_subcommand(word)).unwrap_or(&built);
        std::fs::write(folder.join(format!("{}.1", name(path))), rendered(&built, found, path)?)?;
    }
    Ok(paths.len())
}

fn below(command: &Command, path: &[String], paths: &mut Vec<Vec<String>>) {
    paths.push(path.to_vec());
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set() && sub.get_name() != "help") {
        below(sub, &[path, &[sub.get_name().to_owned()]].concat(), paths);
    }
}

/// `kintsugi-letter-write`.
fn name(path: &[String]) -> String {
    std::iter::once("kintsugi").chain(path.iter().map(String::as_str)).collect::<Vec<_>>().join("-")
}

fn rendered(grammar: &Command, command: &Command, path: &[String]) -> io::Result<Vec<u8>> {
    let own = command.clone().after_help("").help_template("{about}").disable_help_subcommand(true);
    let man = Man::new(own).title(name(path).to_uppercase()).section("1").manual("Kintsugi");
    let man = man.source(format!("kintsugi {}", env!("CARGO_PKG_VERSION")));
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    let mut roff = Roff::default();
    commands(&mut roff, command, path);
    listed(&mut roff, "EXAMPLES", examples(&path.join(" ")).iter().map(|line| (line.as_str(), "")));
    listed(&mut roff, "EXIT STATUS", EXITS);
    listed(&mut roff, "ENVIRONMENT", ENVIRONMENT);
    listed(&mut roff, "FILES", FILES);
    see_also(&mut roff, grammar, path);
    roff.to_writer(&mut page)?;
    Ok(page)
}

/// The commands below this one, each with its page.
fn commands(roff: &mut Roff, command: &Command, path: &[String]) {
    let below: Vec<(String, String)> = command
        .get_subcommands()
        .filter(|sub| !sub.is_hide_set() && sub.get_name() != "help")
        .map(|sub| {
            let page = name(&[path, &[sub.get_name().to_owned()]].concat());
            (format!("{page}(1)"), sub.get_about().map(ToString::to_string).unwrap_or_default())
        })
        .collect();
    if !below.is_empty() {
        listed(roff, "COMMANDS", below.iter().map(|(name, about)| (name.as_str(), about.as_str())));
    }
}

fn listed<'t>(roff: &mut Roff, title: &str, rows: impl IntoIterator<Item = (&'t str, &'t str)>) {
    roff.control("SH", [title]);
    for (name, text) in rows {
        roff.control("TP", []);
        roff.text([bold(name)]);
        roff.text([roman(text)]);
    }
}

fn see_also(roff: &mut Roff, grammar: &Command, path: &[String]) {
    roff.control("SH", ["SEE ALSO"]);
    let around: Vec<Inline> = match path {
        [] => vec![roman("kintsugi guide, kintsugi safety")],
        [_] => vec![bold("kintsugi"), roman("(1)")],
        [above @ .., _] => vec![bold(name(above)), roman("(1), "), bold(grammar.get_name()), roman("(1)")],
    };
    roff.text(around);
}
