//! Settings: a few choices, each with what it means.

use kintsugi_home::HomeError;
use kintsugi_journal::{LinesOpen, SettingName};
use kintsugi_vault::{LocalSettings, PageLook, Theme, WindowName};
use maud::{Markup, html};

use super::trouble;
use crate::answer::Answer;
use crate::layout::{Here, choice, framed, said, title};
use crate::visit::Visit;

/// The most minutes that a time may have: a day.
const DAY: u32 = 24 * 60;
/// How many megabytes the partner's words may have.
const ROOM: std::ops::RangeInclusive<u32> = 1..=1_000_000;

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, None)?))
}

pub(crate) fn save(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let form = &visit.form;
    let number = |name: &str| form.trimmed(name).parse::<u32>().ok();
    let minutes = |name: &str| number(name).filter(|minutes| *minutes <= DAY);
    let day_start = number("day-start").map(i64::from).filter(|hour| SettingName::DayStart.allows(*hour));
    let (Some(hold), Some(unlock), Some(day_start)) = (minutes("hold"), minutes("unlock"), day_start) else {
        let why = "A time in minutes is a number from 0 to 1440, and a day begins at an hour from 0 to 12.";
        return Ok(Answer::again(page(visit, Some(why))?));
    };
    let room = number("room").filter(|megabytes| ROOM.contains(megabytes));
    if form.has("room") && room.is_none() {
        return Ok(Answer::again(page(
            visit,
            Some("The room for your partner's words is a number from 1 to 1000000."),
        )?));
    }
    let name = form.trimmed("name");
    let is_new = form.has("name") && name != visit.home.identity().name();
    if is_new && kintsugi_home::check_name(name).is_err() {
        return Ok(Answer::again(page(visit, Some("A name of one to a few words is needed, in plain letters."))?));
    }
    let home = visit.home;
    if is_new {
        home.go_by(name)?;
        visit.renamed.set(true);
    }
    let (local, journal) = (home.local_settings()?, home.journal_settings()?);
    let wish = if form.get("lines-open") == "weekly" { LinesOpen::Weekly } else { LinesOpen::AtOnce };
    let week_start = if form.get("week-start") == "7" { 7 } else { 1 };
    let mut local_now = LocalSettings { hold_minutes: hold, unlock_minutes: unlock, ..local.clone() };
    local_now.room_megabytes = room.unwrap_or(local.room_megabytes);
    if form.has("networks") {
        let names = form.get("networks").split(',').map(str::trim).filter(|name| !name.is_empty());
        local_now.networks = names.map(str::to_owned).collect();
    }
    if local_now != local {
        home.put_local_settings(&local_now)?;
    }
    // What is as it was is not put anew: both hold it.
    if wish != journal.lines_open_mine {
        home.put_lines_open(wish)?;
    }
    if week_start != i64::from(journal.week_start) {
        home.put_setting(SettingName::WeekStart, week_start)?;
    }
    if day_start != i64::from(journal.day_start) {
        home.put_setting(SettingName::DayStart, day_start)?;
    }
    if form.has("backup-reminder") != home.has_backup_reminder()? {
        home.put_backup_reminder(form.has("backup-reminder"))?;
    }
    let look = wanted_look(visit);
    if look != home.page_look()? {
        home.put_page_look(&look)?;
        visit.look.set(look);
    }
    Ok(Answer::told("/settings", "Saved."))
}

/// How the page is to look. What the form does not say stays.
fn wanted_look(visit: &Visit<'_>) -> PageLook {
    let (form, now) = (&visit.form, visit.look.get());
    PageLook {
        theme: match form.get("theme") {
            "system" => Theme::System,
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => now.theme,
        },
        window: match form.get("window") {
            "kintsugi" => WindowName::Kintsugi,
            "notes" => WindowName::Notes,
            _ => now.window,
        },
        spelling: if form.has("theme") { form.has("spelling") } else { now.spelling },
    }
}

/// How the page looks, and what its window is called.
fn look(visit: &Visit<'_>) -> Markup {
    let look = visit.look.get();
    html! {
        div {
            div class="pair" {
                fieldset {
                    legend { "This page is" }
                    div class="list" {
                        (choice("theme", "system", look.theme == Theme::System, "As the laptop is", ""))
                        (choice("theme", "light", look.theme == Theme::Light, "Light", ""))
                        (choice("theme", "dark", look.theme == Theme::Dark, "Dark", ""))
                    }
                }
                fieldset {
                    legend { "Its window is called" }
                    div class="list" {
                        (choice("window", "kintsugi", look.window == WindowName::Kintsugi, "Kintsugi", ""))
                        (choice("window", "notes", look.window == WindowName::Notes, "Notes", ""))
                    }
                }
            }
            p class="small soft" { "This holds once the journal was opened. Before that the page is as the laptop is, and called Kintsugi." }
        }
        div {
            label class="check" { input type="checkbox" name="spelling" value="1" checked[look.spelling]; " Mark what may be misspelt while I type" }
            p class="small soft" { "Some browsers send the text to their maker for that." }
        }
    }
}

fn page(visit: &Visit<'_>, why: Option<&str>) -> Result<Markup, HomeError> {
    let (local, journal) = (visit.home.local_settings()?, visit.home.journal_settings()?);
    let weekly = journal.lines_open_mine == LinesOpen::Weekly;
    let reminder = visit.home.has_backup_reminder()?;
    let body = html! {
        div class="narrow" {
            (trouble::above(why))
            (title("Settings", &html! {}))
            form class="stack roomy" method="post" action="/settings" autocomplete="off" {
                p class="field" {
                    label for="name" { "Your name" }
                    input type="text" id="name" name="name" value=(visit.home.identity().name()) autocomplete="off" spellcheck="false";
                    span class="small soft" { "On old lines, too. Your partner's laptop takes it over when you pair once more." }
                }
                fieldset {
                    legend { "When do you wish lines to open?" }
                    div class="list" {
                        (choice("lines-open", "at-once", !weekly, "At once", "At the next meeting of your two laptops."))
                        (choice("lines-open", "weekly", weekly, "Weekly", "Sealed until the reading for which both of you are ready."))
                    }
                    p class="small soft" { "Each of you has a wish of your own. The more careful one counts, for what is written from then on." }
                }
                div class="pair" {
                    (minutes("hold", local.hold_minutes, "Minutes in which a new line waits", "So that you can take it back while the laptops stay in touch. Up to half an hour more is drawn anew for each."))
                    (minutes("unlock", local.unlock_minutes, "Minutes until it locks", "Without a click or a key. 0 asks for the passphrase each time in a terminal; this page then locks after five."))
                }
                div class="pair" {
                    fieldset {
                        legend { "A week begins on" }
                        div class="list" {
                            (choice("week-start", "1", journal.week_start != 7, "Monday", ""))
                            (choice("week-start", "7", journal.week_start == 7, "Sunday", ""))
                        }
                    }
                    p class="field" {
                        label for="day-start" { "A day begins at this hour" }
                        input type="text" inputmode="numeric" id="day-start" name="day-start" value=(journal.day_start) autocomplete="off";
                        span class="small soft" { "So that a late evening still counts as the same day. For both of you." }
                    }
                }
                (look(visit))
                label class="check" { input type="checkbox" name="backup-reminder" value="1" checked[reminder]; " Remind me once a month when no backup was made" }
                div class="pair" {
                    (minutes("room", local.room_megabytes, "Megabytes for your partner's words", "On this laptop. One holds a thousand lines or more."))
                    p class="field" {
                        label for="networks" { "Networks that are yours" }
                        input type="text" id="networks" name="networks" value=(said(&local.networks.join(", "))) autocomplete="off" autocapitalize="none" spellcheck="false";
                        span class="small soft" { "By the names that the system gives them, with commas between, such as wlan0; all for each of them. Empty is asked for when it is needed." }
                    }
                }
                p class="row save" { button class="button large" { "Save" } }
            }
        }
    };
    Ok(framed(visit, Here::More, &body))
}

fn minutes(name: &str, value: u32, title: &str, sentence: &str) -> Markup {
    html! {
        p class="field" {
            label for=(name) { (title) }
            input type="text" inputmode="numeric" id=(name) name=(name) value=(value) autocomplete="off";
            span class="small soft" { (sentence) }
        }
    }
}
