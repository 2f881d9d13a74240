//! Words that could not be saved: into the sealed store as a draft, and where that cannot be, into a file of their owner's.

use std::io::Write;
use std::path::{Path, PathBuf};

use kintsugi_home::{Home, Moment};

use crate::editor::Places;
use crate::output::Output;

/// Takes up what an editor left behind when this program was killed, and says so.
pub(crate) fn sweep(output: Output, home: &Home, now: &Moment) {
    let mut kept = false;
    places(home).sweep(|left| {
        left.texts.iter().all(|text| {
            let draft = keep_draft(home, now, &left.purpose, text);
            kept |= draft;
            draft || keep_file(home.folder().path(), text).is_some()
        })
    });
    if kept {
        output.talk("Words that were not saved are kept as a draft: kintsugi draft");
    }
}

/// Where this home puts words for an editor.
pub(crate) fn places(home: &Home) -> Places {
    Places::of(home.folder().path(), &home.identity().device().id())
}

/// Whether it is kept as a draft now.
pub(crate) fn keep_draft(home: &Home, now: &Moment, purpose: &str, text: &[u8]) -> bool {
    let text = std::str::from_utf8(text).map(clean);
    text.is_ok_and(|text| home.keep_unsaved(purpose, text, now).is_ok())
}

/// Keeps bytes where only their owner can read them, and says where: in the home, or else in the person's own folder.
pub(crate) fn keep_file(home: &Path, bytes: &[u8]) -> Option<String> {
    let home = home.is_dir().then(|| home.to_owned());
    let places: [Option<PathBuf>; 2] = [home, etcetera::home_dir().ok()];
    places.into_iter().flatten().find_map(|place| write_kept(&place, bytes))
}

fn write_kept(place: &Path, bytes: &[u8]) -> Option<String> {
    let mut file = tempfile::Builder::new().prefix("kept-words-").suffix(".txt").tempfile_in(place).ok()?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).ok()?;
    let (_, path) = file.keep().ok()?;
    Some(path.display().to_string())
}

/// Line ends as on this system, and none at the end.
pub(crate) fn clean(text: &str) -> String {
    text.replace("\r\n", "\n").trim_end().to_owned()
}
