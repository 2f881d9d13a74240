//! `config`

use clap::{Args, Subcommand};
use kintsugi_journal::{LinesOpen, SettingName};
use kintsugi_vault::LocalSettings;

use super::init::check_name;
use crate::context::Context;
use crate::error::CommandError;
use crate::output::filled;
use crate::screen;
use kintsugi_home::Home;

/// Show or change settings
#[derive(Args)]
pub(crate) struct Config {
    #[command(subcommand)]
    change: Option<Change>,
}

#[derive(Subcommand)]
enum Change {
    /// The hour at which a day begins, 0 to 12; for both of you
    DayStart {
        /// The hour
        hour: i64,
    },
    /// The first day of a week, monday or sunday; for both of you
    WeekStart {
        /// The day
        #[arg(value_parser = ["monday", "sunday"])]
        day: String,
    },
    /// When you wish lines to open: at-once, or weekly, at the reading for which both are ready; the more careful wish of
    /// the two of you counts
    LinesOpen {
        /// When
        #[arg(value_parser = ["at-once", "weekly"])]
        when: String,
    },
    /// For how many minutes the passphrase is remembered on this laptop; 0 asks each time
    UnlockMinutes {
        /// The minutes
        #[arg(value_parser = clap::value_parser!(u32).range(0..=1440))]
        minutes: u32,
    },
    /// For how many minutes at least kintsugi sync --watch waits with a new line, so that you can take it back; up to half an
    /// hour more is drawn anew for each; 0 sends at once
    HoldMinutes {
        /// The minutes
        #[arg(value_parser = clap::value_parser!(u32).range(0..=1440))]
        minutes: u32,
    },
    /// How many megabytes your partner's words may take on this laptop; a million of bytes holds a thousand lines or more
    RoomMegabytes {
        /// The megabytes
        #[arg(value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
        megabytes: u32,
    },
    /// Whether you are reminded once a month that no backup was made; on this laptop
    BackupReminder {
        /// on or off
        #[arg(value_parser = ["on", "off"])]
        when: String,
    },
    /// Your own name, as screens show it; your partner's laptop takes it over when you pair once more
    Name {
        /// The name
        name: String,
    },
    /// Which network of this laptop is home, by the name that the system gives it, such as wlan0; all for each of them
    Network {
        /// The names
        #[arg(required = true)]
        names: Vec<String>,
    },
}

impl Config {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        match self.change {
            None => {}
            Some(Change::DayStart { hour }) => put(&home, SettingName::DayStart, hour)?,
            Some(Change::WeekStart { day }) => put(&home, SettingName::WeekStart, if day == "monday" { 1 } else { 7 })?,
            Some(Change::LinesOpen { when }) => {
                home.put_lines_open(if when == "weekly" { LinesOpen::Weekly } else { LinesOpen::AtOnce })?;
                // It stands on this screen.
                home.lines_open_anew()?;
            }
            Some(Change::UnlockMinutes { minutes }) => {
                let settings = home.local_settings()?;
                home.put_local_settings(&LocalSettings { unlock_minutes: minutes, ..settings })?;
            }
            Some(Change::HoldMinutes { minutes }) => {
                let settings = home.local_settings()?;
                home.put_local_settings(&LocalSettings { hold_minutes: minutes, ..settings })?;
            }
            Some(Change::RoomMegabytes { megabytes }) => {
                let settings = home.local_settings()?;
                home.put_local_settings(&LocalSettings { room_megabytes: megabytes, ..settings })?;
            }
            Some(Change::BackupReminder { when }) => home.put_backup_reminder(when == "on")?,
            Some(Change::Name { name }) => {
                let name = check_name(&name).map_err(|error| error.instead("Nothing was changed."))?;
                home.go_by(&name)?;
                context.output.talk(&filled(&format!(
                    "You go by {name} here now, on old lines, too. Your partner's laptop takes it over when you pair once more."
                )));
            }
            Some(Change::Network { names }) => {
                let settings = home.local_settings()?;
                home.put_local_settings(&LocalSettings { networks: names, ..settings })?;
            }
        }
        let shown = home.settings()?;
        let local = home.local_settings()?;
        let journal = home.journal_settings()?;
        let reminder = home.has_backup_reminder()?;
        context.output.screen(&screen::settings(&shown, &journal, &local, reminder));
        let mut object = serde_json::Map::new();
        for (name, setting) in &shown {
            object.insert(name.as_str().replace('-', "_"), in_words(*name, setting.value));
        }
        object.insert("lines_open".into(), journal.lines_open.as_str().into());
        object.insert("lines_open_mine".into(), journal.lines_open_mine.as_str().into());
        object.insert("unlock_minutes".into(), local.unlock_minutes.into());
        object.insert("hold_minutes".into(), local.hold_minutes.into());
        object.insert("room_megabytes".into(), local.room_megabytes.into());
        object.insert("backup_reminder".into(), reminder.into());
        object.insert("networks".into(), local.networks.into());
        context.output.json(&object);
        Ok(())
    }
}

/// An hour is a number, and a day of the week is a word.
fn in_words(name: SettingName, value: i64) -> serde_json::Value {
    match (name, value) {
        (SettingName::WeekStart, 7) => "sunday".into(),
        (SettingName::WeekStart, _) => "monday".into(),
        (_, value) => value.into(),
    }
}

fn put(home: &Home, name: SettingName, value: i64) -> Result<(), CommandError> {
    if !name.allows(value) {
        return Err(
            CommandError::usage(format!("{value} is no value of {}", name.as_str())).hint("Nothing was changed.")
        );
    }
    Ok(home.put_setting(name, value)?)
}
