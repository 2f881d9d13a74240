//! `bundle`

use std::fs::File;
use std::io::{BufReader, BufWriter, ErrorKind};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use kintsugi_sync::bundle::{BundleError, Unread, Unwritten};
use serde_json::json;

use super::folder;
use crate::context::Context;
use crate::error::{CommandError, Exit};
use crate::progress::Progress;
use crate::screen;
use crate::unfinished::{hand_over, temporary};
use kintsugi_home::HomeError;

/// Meet over a file, on a stick, when the laptops never meet on a network
///
/// The short way is a folder that both see, such as a stick: bundle sync FOLDER, on one laptop after the other. Or write a bundle on
/// one laptop, carry it over, take it in on the other; then the same back.
#[derive(Args)]
pub(crate) struct Bundle {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Write a file with what the other laptop lacks
    Export {
        /// Everything, not only what the other laptop lacks
        #[arg(long)]
        all: bool,
        /// The file; it must not be there yet
        file: PathBuf,
    },
    /// Take in a file of the other laptop
    Import {
        /// The file
        file: PathBuf,
    },
    /// Take in what is new in a folder, such as a stick, and leave there what the other laptop lacks: the same on both
    Sync {
        /// The folder
        #[arg(value_hint = clap::ValueHint::DirPath)]
        folder: PathBuf,
    },
}

impl Bundle {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        match self.action {
            Action::Export { all, file } => export(context, &file, all),
            Action::Import { file } => import(context, &file),
            Action::Sync { folder } => folder::sync(context, &folder),
        }
    }
}

fn export(context: &Context, path: &Path, all: bool) -> Result<(), CommandError> {
    let home = context.home()?;
    let partner = home.companion()?;
    let today = home.today(&context.now)?;
    // Under its name it is there whole, or not at all.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = if path.exists() { Err(ErrorKind::AlreadyExists.into()) } else { temporary(folder) };
    let mut out = BufWriter::new(file.map_err(|error| cannot_write(path, &error))?);
    let written = home.write_bundle(all, &mut out).and_then(|written| {
        let file = out.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        hand_over(file, path, today)?;
        Ok(written)
    });
    let (number, packed) = written.map_err(|error| unwritten(path, error))?;
    context.output.json(&json!({
        "partner": partner.name, "number": number, "changes": packed.changes, "bodies": packed.bodies,
    }));
    context.output.done(&format!(
        "For {}, number {number}: {} is written. Only their laptop can open it. There, run:\n\n  kintsugi bundle import {}",
        partner.name,
        path.display(),
        path.file_name().unwrap_or_default().display()
    ));
    screen::waits(&partner.name, packed.waits, false).iter().for_each(|line| context.output.screen(line));
    context
        .output
        .talk("Words that are taken back later stay in this file. Delete it from the stick once it has been taken in.");
    Ok(())
}

fn import(context: &Context, path: &Path) -> Result<(), CommandError> {
    let home = context.home()?;
    let partner = home.companion()?;
    let unreadable = |error: &std::io::Error| {
        CommandError::usage(format!("the file {} cannot be read: {error}", path.display()))
            .hint("Nothing was taken in.")
    };
    let size = File::open(path).and_then(|file| file.metadata()).map_err(|error| unreadable(&error))?.len();
    let bar = Progress::of_bytes(context, size, "Taking in");
    let taken = home.take_in_bundle(|| File::open(path).map(BufReader::new), |done| bar.at(done));
    bar.end();
    let taken = taken?;
    let whole = taken.incomplete.is_empty();
    context.output.json(&json!({
        "partner": partner.name, "received": taken.received, "complete": whole, "refused": taken.refused,
    }));
    let brought = if taken.received == 0 {
        format!("There was nothing new in it from {}.", partner.name)
    } else {
        format!("{} came from {}.", screen::count(taken.received), partner.name)
    };
    let more = if whole {
        "\nTo send yours: kintsugi bundle export FILE, and carry that file back."
    } else {
        "\nSomething before it has not come here yet. Carry a file from here to the other laptop, and the next one back brings it; or write one there with --all."
    };
    context.output.done(&format!("{brought}{more}"));
    screen::waits(&partner.name, false, taken.waits_here).iter().for_each(|line| context.output.screen(line));
    if taken.left {
        context.output.screen(&screen::left(&partner.name));
    }
    Ok(())
}

pub(super) fn unwritten(path: &Path, error: Unwritten<HomeError>) -> CommandError {
    match error {
        Unwritten::File(error) => cannot_write(path, &error),
        Unwritten::Store(error) => error.into(),
        other => CommandError::new(Exit::Damaged, "damaged", other.to_string()),
    }
}

pub(super) fn cannot_write(path: &Path, error: &std::io::Error) -> CommandError {
    let shown = path.display();
    if error.kind() == ErrorKind::AlreadyExists {
        return CommandError::usage(format!("there is a file already at {shown}"))
            .hint("Nothing was changed. Choose another name.");
    }
    CommandError::new(Exit::Failed, "file", format!("the file could not be written to {shown}: {error}"))
        .hint("Nothing of it was kept there, and your journal is as it was.")
}

impl From<Unread<HomeError>> for CommandError {
    fn from(error: Unread<HomeError>) -> Self {
        let message = error.to_string();
        let refused = |code, hint: &str| Self::new(Exit::Refused, code, message.clone()).hint(hint);
        match error {
            Unread::Store(error) => error.into(),
            Unread::Bundle(error) => match error {
                BundleError::NotABundle => refused(
                    "not-a-bundle",
                    "Nothing was taken in. kintsugi bundle export writes one on the other laptop.",
                ),
                BundleError::Version => refused(
                    "bundle-version",
                    "Nothing was taken in. Update the older kintsugi of the two, then write a new one.",
                ),
                BundleError::Journal => refused(
                    "bundle-journal",
                    "Nothing was taken in. It was made for other people, or before a laptop was replaced. Ask for a new one.",
                ),
                BundleError::OwnDirection => {
                    refused("bundle-direction", "Nothing was taken in. Take it in on the other laptop.")
                }
                BundleError::Replaced => {
                    refused("bundle-replaced", "Nothing was taken in. Write one on the laptop that took its place.")
                }
                BundleError::Stranger => refused(
                    "bundle-stranger",
                    "Nothing was taken in. kintsugi device list shows the laptops of the two of you.",
                ),
                _ => refused("bundle-broken", "Nothing was taken in. Copy it once more, or write a new one."),
            },
            _ => refused("bundle-protocol", "What was sound in it is kept. If one kintsugi is older, update it."),
        }
    }
}
