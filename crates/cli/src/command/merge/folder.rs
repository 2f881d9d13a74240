//! `bundle sync`: a folder that both laptops see from time to time, such as a stick, as the place where they meet.
//!
//! What is new there is taken in, and what the other laptop lacks is left, each time in one file of one's own. A file goes once
//! it is of no more use: one of the partner's once all of it is here, one of one's own once a newer one has taken its place,
//! which holds everything that they are not known to have.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use kintsugi_home::Home;
use kintsugi_sync::bundle::{BundleError, Packed, Unread};
use kintsugi_vault::random;
use serde_json::json;

use super::bundle::{cannot_write, unwritten};
use crate::context::Context;
use crate::error::CommandError;
use crate::screen;
use crate::unfinished::{hand_over, temporary};

/// How the files of such a folder are called: `kintsugi-0007-k3f9.meet`, with the number that their writer counts.
const BEGINS: &str = "kintsugi-";
const ENDS: &str = ".meet";

/// What was in the folder.
#[derive(Default)]
struct Found {
    /// Lines that came.
    received: u32,
    /// Whether anything of the partner's was taken in that had not been before.
    is_new: bool,
    /// Whether something before it has not come here.
    incomplete: bool,
    /// What was held back.
    refused: u32,
    /// Files of the partner's that are of no more use.
    done: Vec<PathBuf>,
    /// One's own.
    own: Vec<PathBuf>,
    /// Files that are for nobody here, or broken.
    other: usize,
    waits_here: bool,
    left: bool,
}

/// Takes in what is new in a folder, and leaves what the other laptop lacks.
pub(super) fn sync(context: &Context, folder: &Path) -> Result<(), CommandError> {
    let home = context.home()?;
    let partner = home.companion()?;
    let found = take_in(&home, folder)?;
    // Before it is written: what somebody writes meanwhile waits for the next time.
    let shared = home.shared_now()?;
    let left = leave(&home, folder, home.today(&context.now)?, &found)?;
    home.was_left(&whole(folder), shared)?;
    // A newer one holds all that they are not known to have; and where they have everything, none is of use.
    let own: &[PathBuf] = if left.is_some() || home.is_up_to_date()? { &found.own } else { &[] };
    let gone = found.done.iter().chain(own);
    let removed = gone.filter(|file| fs::remove_file(file).is_ok()).count();
    context.output.json(&json!({
        "partner": partner.name, "received": found.received, "complete": !found.incomplete, "refused": found.refused,
        "left": left.as_ref().is_some_and(holds_words), "removed": removed, "other": found.other,
    }));
    context.output.done(&said(&partner.name, &found, left.as_ref(), folder));
    let waits_there = left.is_some_and(|left| left.waits);
    screen::waits(&partner.name, waits_there, found.waits_here).iter().for_each(|line| context.output.screen(line));
    if found.left {
        context.output.screen(&screen::left(&partner.name));
    }
    Ok(())
}

/// The folder from wherever somebody asks for it.
fn whole(folder: &Path) -> String {
    std::path::absolute(folder).as_deref().unwrap_or(folder).display().to_string()
}

/// Reads each file, the oldest number first.
fn take_in(home: &Home, folder: &Path) -> Result<Found, CommandError> {
    let mut found = Found::default();
    for file in files(folder)? {
        match home.take_in_bundle(|| File::open(&file).map(BufReader::new), |_| ()) {
            Ok(taken) => {
                found.received += taken.received;
                found.refused += taken.refused;
                found.is_new |= taken.moved;
                found.incomplete |= !taken.incomplete.is_empty();
                found.waits_here = taken.waits_here;
                found.left |= taken.left;
                if taken.incomplete.is_empty() && taken.refused == 0 && !taken.waits_here {
                    found.done.push(file);
                }
            }
            Err(Unread::Bundle(BundleError::OwnDirection)) => found.own.push(file),
            // What is not for here, or not whole, stays where it lies.
            Err(Unread::Bundle(_)) => found.other += 1,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(found)
}

/// The files of such a folder, by name.
fn files(folder: &Path) -> Result<Vec<PathBuf>, CommandError> {
    let unread = |error: std::io::Error| {
        CommandError::usage(format!("the folder {} cannot be read: {error}", folder.display()))
            .hint("Nothing was taken in, and nothing was left there.")
    };
    let names = fs::read_dir(folder).map_err(unread)?.flatten().filter(|file| {
        let name = file.file_name();
        name.to_str().is_some_and(|name| name.starts_with(BEGINS) && name.ends_with(ENDS))
    });
    let mut files: Vec<PathBuf> = names.map(|file| file.path()).collect();
    files.sort_unstable();
    Ok(files)
}

/// Leaves a file, where there is something that they lack or something came that they are to know of.
fn leave(home: &Home, folder: &Path, today: Date, found: &Found) -> Result<Option<Packed>, CommandError> {
    let mut out = BufWriter::new(temporary(folder).map_err(|error| cannot_write(folder, &error))?);
    let (number, packed) = home.write_bundle(false, &mut out).map_err(|error| unwritten(folder, error))?;
    if !(holds_words(&packed) || found.is_new || found.incomplete) {
        return Ok(None);
    }
    let path = folder.join(format!("{BEGINS}{number:04}-{:04x}{ENDS}", u16::from_be_bytes(random())));
    let kept = out.into_inner().map_err(std::io::IntoInnerError::into_error);
    let kept = kept.and_then(|file| hand_over(file, &path, today));
    kept.map_err(|error| cannot_write(&path, &error))?;
    Ok(Some(packed))
}

const fn holds_words(packed: &Packed) -> bool {
    packed.changes > 0 || packed.bodies > 0
}

fn said(partner: &str, found: &Found, left: Option<&Packed>, folder: &Path) -> String {
    let came = match found.received {
        0 => format!("Nothing new from {partner} is there."),
        lines => format!("{} came from {partner}.", screen::count(lines)),
    };
    let goes = match left {
        Some(packed) if holds_words(packed) => format!(
            "What {partner}'s laptop lacks lies in {} now. There, the same command takes it in.",
            folder.display()
        ),
        Some(_) => "A word lies there that it has come.".to_owned(),
        None => format!("Nothing waits for {partner}'s laptop."),
    };
    let more = found.incomplete.then(|| {
        "Something before it has not come here yet. The same command there, and here once more, brings it.".to_owned()
    });
    let other = match found.other {
        0 => None,
        1 => Some("One file there is not whole, or not for this journal. It was left alone.".to_owned()),
        many => Some(format!("{many} files there are not whole, or not for this journal. They were left alone.")),
    };
    [Some(came), Some(goes), more, other].into_iter().flatten().collect::<Vec<_>>().join("\n")
}
