//! Which editor, and what keeps it from putting words anywhere but into their folder.
//!
//! Vim keeps a swap file, and where somebody has set them backups, an undo file, and the last registers; nano backups; Emacs
//! backups, and auto-saves elsewhere where somebody has set that. Emacs may go on saving into the folder itself: it writes there
//! what is rescued when it is ended from outside. Any other editor is begun as it is.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

const VIM: [&str; 5] = ["-n", "-i", "NONE", "-c", "set nobackup nowritebackup noundofile"];
const EMACS: [&str; 2] = [
    "--eval",
    "(setq make-backup-files nil create-lockfiles nil auto-save-list-file-prefix nil auto-save-file-name-transforms nil)",
];

/// The editor of this person, on a file in this folder.
pub(super) fn on(file: &Path, folder: &Path) -> io::Result<Command> {
    let (program, arguments) = chosen()?;
    let mut command = Command::new(&program);
    command.args(arguments).args(calm(&name_of(&program), folder)).arg(file);
    Ok(command)
}

/// Whether the editor of this person is one that can be told to keep no copies elsewhere.
pub(crate) fn is_known() -> bool {
    chosen().is_ok_and(|(program, _)| !calm(&name_of(&program), Path::new("")).is_empty())
}

/// Whether this person has chosen an editor.
pub(crate) fn is_named() -> bool {
    named().is_some()
}

fn named() -> Option<String> {
    ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.trim().is_empty()))
}

/// The program that this person has chosen, and its arguments.
fn chosen() -> io::Result<(String, Vec<String>)> {
    let mut words = shell_words::split(&named().unwrap_or_else(|| "vi".into())).map_err(io::Error::other)?;
    if words.is_empty() {
        return Err(io::Error::other("it has no name"));
    }
    Ok((words.remove(0), words))
}

/// What it is told beside what its person tells it.
fn calm(name: &str, folder: &Path) -> Vec<OsString> {
    match name {
        // Of another kind, or begun elsewhere already.
        "vimdiff" | "vimtutor" | "emacsclient" => Vec::new(),
        name if name.starts_with("vim") || matches!(name, "nvim" | "gvim" | "mvim") => VIM.map(OsString::from).into(),
        "nano" => vec!["--backupdir".into(), folder.into()],
        name if name.starts_with("emacs") => EMACS.map(OsString::from).into(),
        _ => Vec::new(),
    }
}

/// What a program really is: `vi` may be Vim under another name.
fn name_of(program: &str) -> String {
    let place = if program.contains('/') { Some(PathBuf::from(program)) } else { in_path(program) };
    let real = place.and_then(|place| place.canonicalize().ok()).unwrap_or_else(|| program.into());
    real.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn in_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|place| place.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_editors_are_told_to_keep_nothing_elsewhere_and_others_nothing_at_all() {
        let told = |name| calm(name, Path::new("/run/words"));
        assert_eq!(told("vim.basic")[0], "-n");
        assert_eq!(told("nvim"), told("vim"));
        assert_eq!(told("nano"), ["--backupdir", "/run/words"]);
        assert!(told("emacs-gtk")[1].to_string_lossy().contains("make-backup-files nil"));
        for other in ["vi", "busybox", "hx", "code", "emacsclient", "vimdiff", "sh"] {
            assert!(told(other).is_empty(), "{other}");
        }
    }

    #[test]
    fn a_link_is_what_it_leads_to() {
        let place = tempfile::tempdir().expect("a place");
        let (real, link) = (place.path().join("vim.tiny"), place.path().join("vi"));
        std::fs::write(&real, "").expect("a file");
        std::os::unix::fs::symlink(&real, &link).expect("a link");
        assert_eq!(name_of(link.to_str().expect("plain")), "vim.tiny");
        assert_eq!(name_of("no-such-editor-here"), "no-such-editor-here");
    }
}
