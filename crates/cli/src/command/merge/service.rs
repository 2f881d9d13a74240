//! `service`

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::{Args, Subcommand};
use serde_json::json;

use super::icon::Icon;
use crate::confirm::ask_yes;
use crate::context::Context;
use crate::error::{CommandError, Exit};
use crate::unlock;

const UNIT: &str = "kintsugi.service";

/// Stay in touch from login to logout, as a service of this user (systemd)
#[derive(Args)]
pub(crate) struct Service {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Write the service and start it
    Install {
        /// Do not ask
        #[arg(long)]
        yes: bool,
        /// No service, but an icon among the programs of the desktop, which opens the page
        #[arg(long)]
        icon: bool,
    },
    /// Show whether it is there, and whether it runs
    Status,
    /// Stop the service and take it away, and the icon
    Remove,
}

impl Service {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let unit = unit_path()?;
        match self.action {
            Action::Install { yes, icon: true } => install_icon(context, &unit, yes),
            Action::Install { yes, icon: false } => install(context, &unit, yes),
            Action::Status => show(context, &unit),
            Action::Remove => remove(context, &unit),
        }
    }
}

fn install(context: &Context, unit: &Path, yes: bool) -> Result<(), CommandError> {
    let (folder, keyfile) = unlock::read_keyfile(context.path())?;
    let passphrase = context.global.passphrase_file.as_ref();
    if keyfile.is_protected() && passphrase.is_none() {
        return Err(CommandError::usage("this journal has a passphrase, and a service has nobody to ask").hint(
            "Nothing was changed. Run kintsugi sync --watch in a terminal instead, or give --passphrase-file FILE if a file on this laptop may hold it.",
        ));
    }
    if let Some(file) = passphrase.filter(|_| keyfile.is_protected()) {
        // One that cannot be used, or that others can read, would end the service each time.
        keyfile.unlock(&unlock::passphrase_of(file)?)?;
    }
    let text = unit_text(folder.path(), passphrase.map(PathBuf::as_path))?;
    if !yes {
        if !context.can_ask() {
            return Err(
                CommandError::usage("a service needs a yes").hint("Nothing was changed. Add --yes in a script.")
            );
        }
        context.output.insist(&format!("This would be written to {}:\n\n{text}", unit.display()));
        if !ask_yes(context, "Write it and start it? [y/N] ")? {
            context.output.talk("Nothing was changed.");
            return Ok(());
        }
    }
    let failed = |error: std::io::Error| {
        CommandError::new(Exit::Failed, "service", format!("{} could not be written: {error}", unit.display()))
            .hint("Nothing was started.")
    };
    fs::create_dir_all(unit.parent().unwrap_or(Path::new("/"))).map_err(failed)?;
    fs::write(unit, text).map_err(failed)?;
    let started = systemctl(&["daemon-reload"]) && systemctl(&["enable", "--now", UNIT]);
    if !started {
        context.output.insist(
            "It is written, and systemd did not start it. After the next login: systemctl --user enable --now kintsugi",
        );
    }
    show(context, unit)
}

/// Puts the icon among the programs of the desktop.
fn install_icon(context: &Context, unit: &Path, yes: bool) -> Result<(), CommandError> {
    let icon = Icon::of_user()?;
    let text = Icon::text(context.path())?;
    if !yes {
        if !context.can_ask() {
            return Err(CommandError::usage("an icon needs a yes").hint("Nothing was changed. Add --yes in a script."));
        }
        context.output.insist(&format!("This would be written to {}:\n\n{text}", icon.file().display()));
        if !ask_yes(context, "Write it? Whoever looks at your programs sees it. [y/N] ")? {
            context.output.talk("Nothing was changed.");
            return Ok(());
        }
    }
    icon.write(&text)?;
    show(context, unit)
}

fn remove(context: &Context, unit: &Path) -> Result<(), CommandError> {
    if unit.exists() {
        // Where systemd does not answer there is nothing that runs.
        systemctl(&["disable", "--now", UNIT]);
        fs::remove_file(unit).map_err(|error| {
            CommandError::new(Exit::Failed, "service", format!("{} could not be removed: {error}", unit.display()))
        })?;
        systemctl(&["daemon-reload"]);
    }
    Icon::of_user()?.remove()?;
    show(context, unit)
}

fn show(context: &Context, unit: &Path) -> Result<(), CommandError> {
    let icon = Icon::of_user()?;
    let (installed, running) = (unit.exists(), unit.exists() && systemctl(&["is-active", "--quiet", UNIT]));
    context.output.json(&json!({ "installed": installed, "running": running, "file": unit.display().to_string(),
        "icon": icon.is_there().then(|| icon.file().display().to_string()),
    }));
    context.output.screen(match (installed, running) {
        (false, _) => "There is no service.",
        (true, false) => "The service is installed and does not run. journalctl --user -u kintsugi says why.",
        (true, true) => "The service is installed and runs.",
    });
    if icon.is_there() {
        context.output.screen("Kintsugi stands among the programs of the desktop, and opens the page.");
    }
    Ok(())
}

fn unit_path() -> Result<PathBuf, CommandError> {
    let base = etcetera::choose_base_strategy()
        .map_err(|_| CommandError::new(Exit::Failed, "no-home-folder", "this user has no folder of their own"))?;
    Ok(etcetera::BaseStrategy::config_dir(&base).join("systemd/user").join(UNIT))
}

fn unit_text(home: &Path, passphrase: Option<&Path>) -> Result<String, CommandError> {
    let program = std::env::current_exe().map_err(|error| {
        CommandError::new(Exit::Failed, "system", format!("this program's place is unknown: {error}"))
    })?;
    let secret = passphrase.map(fs::canonicalize).transpose().map_err(|error| {
        CommandError::usage(format!("the passphrase file cannot be read: {error}")).hint("Nothing was changed.")
    })?;
    let mut line = format!("{} sync --watch --no-input --quiet", quoted(&program)?);
    if let Some(secret) = secret {
        line.push_str(&format!(" --passphrase-file {}", quoted(&secret)?));
    }
    let home = fs::canonicalize(home).unwrap_or_else(|_| home.to_owned());
    // A dollar sign is plain in a variable, and not in a command line (systemd.service(5)).
    let environment = quoted(Path::new(&format!("KINTSUGI_HOME={}", home.display())))?.replace("$$", "$");
    Ok(format!(
        "[Unit]\nDescription=kintsugi, a journal for two\n\n[Service]\nEnvironment={environment}\nExecStart={line}\n\
         Restart=on-failure\nRestartSec=60\nNoNewPrivileges=true\n\n[Install]\nWantedBy=default.target\n"
    ))
}

/// A word of a unit file: in quotes, with what systemd would replace (systemd.syntax(7), systemd.unit(5)) doubled.
fn quoted(path: &Path) -> Result<String, CommandError> {
    let text = path.to_str().filter(|text| !text.chars().any(char::is_control));
    let text = text.ok_or_else(|| CommandError::usage(format!("a service cannot name {}", path.display())))?;
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%").replace('$', "$$");
    Ok(format!("\"{escaped}\""))
}

/// Whether systemd did it.
fn systemctl(arguments: &[&str]) -> bool {
    Command::new("systemctl").arg("--user").args(arguments).output().is_ok_and(|output| output.status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_names_paths_as_they_are() {
        assert_eq!(quoted(Path::new("/home/ana/100 % \"mine\"")).expect("text"), r#""/home/ana/100 %% \"mine\"""#);
        assert!(quoted(Path::new("/home/ana\n[Service]")).is_err(), "no second line");
        let text = unit_text(Path::new("/tmp"), None).expect("a unit");
        assert!(text.contains("Environment=\"KINTSUGI_HOME=/tmp\"\n"), "{text}");
        assert!(text.contains("\" sync --watch --no-input --quiet\n"), "{text}");
    }
}
