//! An icon among the programs of the desktop, which opens the page (Desktop Entry Specification 1.5, freedesktop.org).

use std::fs;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use crate::error::{CommandError, Exit};

/// The two files of it.
pub(super) struct Icon {
    entry: PathBuf,
    picture: PathBuf,
}

impl Icon {
    /// Where it stands for this user.
    pub(super) fn of_user() -> Result<Self, CommandError> {
        let base = etcetera::choose_base_strategy()
            .map_err(|_| CommandError::new(Exit::Failed, "no-home-folder", "this user has no folder of their own"))?;
        let data = base.data_dir();
        Ok(Self {
            entry: data.join("applications/kintsugi.desktop"),
            picture: data.join("icons/hicolor/scalable/apps/kintsugi.svg"),
        })
    }

    /// The file that names the program.
    pub(super) fn file(&self) -> &Path {
        &self.entry
    }

    pub(super) fn is_there(&self) -> bool {
        self.entry.exists()
    }

    /// What would stand in it, for the journal in this folder.
    pub(super) fn text(journal: &Path) -> Result<String, CommandError> {
        let program = std::env::current_exe().map_err(|error| {
            CommandError::new(Exit::Failed, "system", format!("this program's place is unknown: {error}"))
        })?;
        let journal = fs::canonicalize(journal).unwrap_or_else(|_| journal.to_owned());
        let set = word(Path::new(&format!("KINTSUGI_HOME={}", journal.display())))?;
        Ok(format!(
            "[Desktop Entry]\nType=Application\nName=Kintsugi\nComment=A journal for two\nExec=env {set} {} open\nIcon=kintsugi\nTerminal=false\nCategories=Utility;\n",
            word(&program)?
        ))
    }

    pub(super) fn write(&self, text: &str) -> Result<(), CommandError> {
        put(&self.picture, kintsugi_page::MARK)?;
        put(&self.entry, text.as_bytes())
    }

    pub(super) fn remove(&self) -> Result<(), CommandError> {
        for file in [&self.entry, &self.picture] {
            if file.exists() {
                fs::remove_file(file).map_err(|error| failed("removed", file, &error))?;
            }
        }
        Ok(())
    }
}

fn put(file: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    let written = fs::create_dir_all(file.parent().unwrap_or(Path::new("/"))).and_then(|()| fs::write(file, bytes));
    written.map_err(|error| failed("written", file, &error))
}

fn failed(what: &str, file: &Path, error: &std::io::Error) -> CommandError {
    CommandError::new(Exit::Failed, "icon", format!("{} could not be {what}: {error}", file.display()))
        .hint("Your journal is as it was.")
}

/// A word of `Exec`: in quotes, with what is special in them behind a backslash, and each backslash once more, as in every text
/// of such a file.
fn word(path: &Path) -> Result<String, CommandError> {
    let text = path.to_str().filter(|text| !text.chars().any(char::is_control));
    let text = text.ok_or_else(|| CommandError::usage(format!("an icon cannot name {}", path.display())))?;
    let special = |c| matches!(c, '"' | '`' | '$' | '\\');
    let escaped: String =
        text.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain(std::iter::once(c))).collect();
    Ok(format!("\"{}\"", escaped.replace('\\', "\\\\").replace('%', "%%")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_icon_names_paths_as_they_are() {
        assert_eq!(word(Path::new("/home/ana/a b")).expect("text"), r#""/home/ana/a b""#);
        assert_eq!(word(Path::new("/x/100 % \"$a\" \\")).expect("text"), r#""/x/100 %% \\"\\$a\\" \\\\""#);
        assert!(word(Path::new("/home/ana\nExec=x")).is_err(), "no second line");
        let text = Icon::text(Path::new("/tmp")).expect("an entry");
        assert!(text.contains("\nExec=env \"KINTSUGI_HOME=/tmp\" \""), "{text}");
        assert!(text.contains("\" open\n") && text.contains("\nTerminal=false\n"), "{text}");
    }
}
