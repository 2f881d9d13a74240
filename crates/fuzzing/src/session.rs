//! A meeting over a wire on which anything may happen, as with a partner whose program is another one. Afterwards an honest
//! meeting brings the two together all the same.

use std::path::Path;
use std::sync::OnceLock;

use arbitrary::{Arbitrary, Unstructured};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use kintsugi_home::{Home, Moment};
use kintsugi_journal::{Kind, Line, SettingName, Topic, Visibility};
use kintsugi_simulation::memory::{Side, assert_sound, body, home, lines, marks, meet, pair, reopen, write};
use tempfile::TempDir;

use crate::rehearsals;

const NAMES: [&str; 2] = ["Ana", "Ben"];

#[derive(Arbitrary, Debug)]
struct Case {
    /// What each did since the last meeting.
    acts: Vec<(bool, Act)>,
    faults: Vec<Fault>,
}

#[derive(Arbitrary, Debug)]
enum Act {
    Write,
    TakeBack,
    Letter,
    Ready,
    Withdraw,
    Setting(u8),
    Agreement(u8),
}

/// What happens to a frame.
#[derive(Arbitrary, Debug)]
struct Fault {
    /// Its number in this meeting.
    frame: u8,
    what: What,
}

#[derive(Arbitrary, Debug)]
enum What {
    Drop,
    Twice,
    /// It comes after all others that are on their way.
    Late,
    Cut(u16),
    Flip {
        at: u16,
        bits: u8,
    },
    Instead(Vec<u8>),
    Before(Vec<u8>),
}

/// Lets two laptops meet over the wire that the bytes describe, and then over a sound one.
///
/// # Panics
/// When the two are not one afterwards, or a store is not sound.
pub fn session(bytes: &[u8]) {
    rehearsals::may_panic();
    let Ok(case) = Case::arbitrary(&mut Unstructured::new(bytes)) else { return };
    let root = copy_of_couple();
    let homes = NAMES.map(|name| reopen(&root.path().join(name)));
    for (ben, act) in case.acts.iter().take(12) {
        do_it(&homes[usize::from(*ben)], act);
    }
    meet_badly(&homes, &case.faults);
    let [ana, ben] = &homes;
    meet(ana, ben);
    let (one, other) = meet(ana, ben);
    assert!(one.up_to_date && other.up_to_date);
    assert_eq!(seen_by_both(ana), seen_by_both(ben));
    assert_eq!(marks(ana), marks(ben));
    homes.iter().for_each(assert_sound);
}

/// What stands on both screens: of what is sealed the other laptop has nothing to show.
fn seen_by_both(home: &Home) -> Vec<Line> {
    let mut lines = lines(home);
    lines.retain(|line| line.visibility != Visibility::Sealed);
    lines
}

/// A folder in memory where the machine has such a place.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let builder = tempfile::Builder::new();
    let made = if memory.is_dir() { builder.tempdir_in(memory) } else { builder.tempdir() };
    made.expect("a folder")
}

/// Ana and Ben, paired and up to date, made once and copied for each meeting.
fn copy_of_couple() -> TempDir {
    static COUPLE: OnceLock<TempDir> = OnceLock::new();
    let couple = COUPLE.get_or_init(|| {
        let root = folder();
        let [ana, ben] = NAMES.map(|name| home(root.path(), name));
        pair(&ana, &ben);
        write(&ana, "a line of Ana");
        write(&ben, "a line of Ben");
        meet(&ana, &ben);
        root
    });
    let root = folder();
    NAMES.iter().for_each(|name| copy(&couple.path().join(name), &root.path().join(name)));
    root
}

fn copy(from: &Path, to: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::create_dir(to).expect("a folder");
    std::fs::set_permissions(to, std::fs::Permissions::from_mode(0o700)).expect("a folder of mine");
    for entry in std::fs::read_dir(from).expect("a home").flatten() {
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            std::fs::copy(entry.path(), to.join(entry.file_name())).expect("a file");
        }
    }
}

/// The evening of which everything here is.
fn evening() -> Moment {
    Moment::new(Timestamp::from_second(1_780_000_000).expect("in range"), TimeZone::UTC)
}

/// Does it where it can be done just now.
fn do_it(home: &Home, act: &Act) {
    let letter = || home.sealed_round(Topic::Letter).ok();
    let done = match act {
        Act::Write => {
            write(home, "one more line");
            Ok(())
        }
        Act::TakeBack => {
            let mine = |line: &Line| line.doc.person() == Some(home.identity().person());
            let all = home.all_lines(mine).expect("a sound store");
            let Some(line) = all.into_iter().find(|listed| !listed.line.is_deleted()) else { return };
            home.find(&line.line.entry.to_string()).and_then(|found| home.delete(&found))
        }
        Act::Letter => home.seal(Topic::Letter, body(Kind::Letter, "a letter"), &evening()).map(drop),
        Act::Ready => letter().map_or(Ok(()), |round| home.make_ready(&[round])),
        Act::Withdraw => letter().map_or(Ok(()), |round| home.withdraw(round)),
        Act::Setting(hour) => home.put_setting(SettingName::DayStart, i64::from(hour % 13)),
        Act::Agreement(n) => {
            home.agreement().and_then(|from| home.edit_agreement(&from, &format!("We agree on {n}.")).map(drop))
        }
    };
    // Some cannot be done twice, or not yet: that is said, and nothing else.
    let _ = done;
}

fn meet_badly([ana, ben]: &[Home; 2], faults: &[Fault]) {
    let mut sides = [Side::new(ana), Side::new(ben)];
    let mut number = 0;
    for _ in 0..200 {
        let said = sides.each_mut().map(Side::speak);
        if said.iter().all(Vec::is_empty) {
            break;
        }
        let [from_ana, from_ben] = said;
        let heard = [(1, from_ana), (0, from_ben)].into_iter().all(|(to, frames)| {
            let frames = on_the_wire(frames, faults, &mut number);
            frames.iter().all(|frame| sides[to].hear(frame).is_ok())
        });
        if !heard {
            break;
        }
    }
    for side in &sides {
        if let Some(outcome) = side.session.outcome() {
            side.finish(&outcome).expect("a sound store");
        }
    }
}

fn on_the_wire(frames: Vec<Vec<u8>>, faults: &[Fault], number: &mut u16) -> Vec<Vec<u8>> {
    let (mut there, mut late) = (Vec::new(), Vec::new());
    for frame in frames {
        let here = *number;
        *number = number.saturating_add(1);
        let mine = faults.iter().filter(|fault| u16::from(fault.frame) == here).map(|fault| &fault.what);
        let mut now = vec![frame];
        mine.for_each(|what| happen(what, &mut now, &mut late));
        there.append(&mut now);
    }
    there.append(&mut late);
    there
}

fn happen(what: &What, now: &mut Vec<Vec<u8>>, late: &mut Vec<Vec<u8>>) {
    let Some(frame) = now.last_mut() else { return };
    match what {
        What::Drop => now.clear(),
        What::Twice => now.extend_from_within(..),
        What::Late => late.append(now),
        What::Cut(at) => frame.truncate(usize::from(*at) % frame.len().max(1)),
        What::Flip { at, bits } => {
            let at = usize::from(*at) % frame.len().max(1);
            frame.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= bits);
        }
        What::Instead(bytes) => *frame = with_length(bytes),
        What::Before(bytes) => now.insert(0, with_length(bytes)),
    }
}

fn with_length(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    [&length.to_be_bytes()[..], bytes].concat()
}
