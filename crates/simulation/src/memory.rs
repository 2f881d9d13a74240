//! Two open homes that meet over a network in memory: the session, the gate and the store are real, only the wire is not.

use std::collections::VecDeque;
use std::path::Path;

use crate::Grease;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kintsugi_home::{Home, HomeError, HomeSide, Moment, Pace, Share, create};
use kintsugi_journal::{Audience, Body, Draft, EntryId, Kind, Line, Marks, Vocabulary, Words, WrittenAt};
use kintsugi_sync::gate::Refused;
use kintsugi_sync::{Breach, Frame, FrameError, Limits, Outcome, Session, SessionError};
use kintsugi_vault::{Folder, PairSecret, Partner, PartnerState, Protection, Seed, VaultError};

/// Why a meeting in memory ended early.
#[derive(Debug)]
pub enum Cut {
    /// A side broke a rule, as the other saw it.
    Breach(Breach),
    /// The wire was cut.
    Wire,
}

/// What the wire does to a frame, given its number in this meeting.
pub enum Fate {
    /// It arrives.
    Arrive,
    /// It does not.
    Drop,
    /// It arrives twice.
    Twice,
    /// It arrives after the next one.
    Late,
    /// It arrives in part, and nothing after it.
    CutShort,
}

/// Makes a home for a person, without a passphrase.
///
/// # Panics
/// When it cannot be made.
pub fn home(root: &Path, name: &str) -> Home {
    create(&root.join(name), name, &Protection::Nothing, Seed::generate()).expect("a new home").home
}

/// Opens a home again, as the next process would.
///
/// # Panics
/// When it cannot be opened.
pub fn reopen(path: &Path) -> Home {
    let folder = Folder::open(path).expect("a home");
    let found = folder.read_keyfile().expect("a keyfile");
    let key = found.keyfile.unlock_unprotected().expect("a key").expect("no passphrase");
    let home = Home::open(folder, &key, &|_| ()).expect("a sound home");
    home.folder().mend_keyfile(&found).expect("written");
    home
}

/// What a home keeps of another as its partner.
pub fn partner(of: &Home, state: PartnerState) -> Partner {
    Partner {
        state,
        person: of.identity().person(),
        name: of.identity().name().to_owned(),
        key: of.identity().person_key(),
        device: of.identity().device().id(),
        journal: [7; 16],
        secret: PairSecret([9; 32]),
        addresses: Vec::new(),
        last_meeting: None,
    }
}

/// Makes two homes partners of each other, as pairing does once both said yes.
///
/// # Panics
/// When the stores cannot be written.
pub fn pair(ana: &Home, ben: &Home) {
    ana.begin_partnership(&partner(ben, PartnerState::Paired), Share::All).expect("a partner");
    ben.begin_partnership(&partner(ana, PartnerState::Paired), Share::All).expect("a partner");
}

/// Half past eight in the evening of this day.
///
/// # Panics
/// When the day is out of range.
pub fn evening_of(day: Date) -> Moment {
    let evening = TimeZone::UTC.to_timestamp(day.at(20, 30, 0, 0)).expect("in range");
    Moment::new(evening, TimeZone::UTC)
}

/// Ana and Ben, in this folder: paired, with a line each, and up to date.
///
/// # Panics
/// When they cannot be made or do not come together.
pub fn couple(root: &Path) -> (Home, Home) {
    let (ana, ben) = (home(root, "Ana"), home(root, "Ben"));
    pair(&ana, &ben);
    write(&ana, "a line of Ana");
    write(&ben, "a line of Ben");
    assert!(meet(&ana, &ben).0.up_to_date);
    (ana, ben)
}

/// A draft of this day.
///
/// # Panics
/// When the day is none.
pub fn draft(text: &str, day: &str, second: i64, private: bool) -> Draft {
    let words = Words {
        kind: Kind::Note,
        day: day.parse().expect("a day"),
        text: text.into(),
        tags: Vec::new(),
        written_at: Some(WrittenAt { at: Timestamp::from_second(second).expect("in range"), offset_minutes: 0 }),
    };
    Draft { words, audience: if private { Audience::Me } else { Audience::Both } }
}

/// Words of this kind, of one fixed evening.
///
/// # Panics
/// Never: the day is one.
pub fn body(kind: Kind, text: &str) -> Words {
    Words { kind, ..draft(text, "2026-06-03", 1_780_000_000, false).words }
}

/// All texts that are on a laptop, whatever the screens show: its store is opened with its key and searched.
///
/// # Panics
/// When the store cannot be read.
pub fn texts_on_disk(home: &Home) -> Vec<String> {
    let mut texts = Vec::new();
    let reader = home.vault().read().expect("a sound store");
    let bodies = reader.each_body(|shelf| {
        texts.extend(Body::read(&shelf.sealed.bytes, Vocabulary::CURRENT).into_known().map(|body| body.text));
        Ok(())
    });
    bodies.expect("a sound store");
    let views = reader.each_view(|_, _, view| {
        texts.extend(view.lines().iter().filter_map(|line| line.text.clone()));
        Ok(())
    });
    views.expect("a sound store");
    texts
}

/// Writes one open line and gives back its id.
///
/// # Panics
/// When it fails.
pub fn write(home: &Home, text: &str) -> EntryId {
    let draft = draft(text, "2026-06-03", 1_780_000_000, false);
    let day = draft.words.day;
    home.write(vec![draft], &evening_of(day), Pace::AtOnce).expect("a write")[0].entry
}

/// All lines of a home, mine and theirs, as both laptops can compare them: one person's lines of a day after the other's, and
/// without the writer's own time.
///
/// # Panics
/// When it cannot be read.
pub fn lines(home: &Home) -> Vec<Line> {
    let lines = home.all_lines(|_| true).expect("a sound store").into_iter();
    let mut lines: Vec<Line> = lines.map(|listed| Line { written_at: None, ..listed.line }).collect();
    lines.sort_by_key(|line| (line.day, line.doc.person(), line.order, line.entry));
    lines
}

/// All day marks of the years in which tests live.
///
/// # Panics
/// When they cannot be read.
pub fn marks(home: &Home) -> Marks {
    home.marks(jiff::civil::date(2020, 1, 1), jiff::civil::date(2040, 1, 1)).expect("a sound store")
}

/// One side of a meeting in memory.
pub struct Side<'a> {
    /// The home.
    pub home: &'a Home,
    /// Its session.
    pub session: Session,
    /// What was refused here.
    pub refused: Vec<Refused>,
    /// The moment at which lines that still wait are held back; none in a meeting that somebody asked for.
    pub holding: Option<Timestamp>,
    /// What is mixed into what this side says.
    pub grease: Option<Grease>,
}

impl<'a> Side<'a> {
    /// A side of a new meeting.
    ///
    /// # Panics
    /// When the home is not paired.
    pub fn new(home: &'a Home) -> Self {
        let session = Session::new(home.pair().expect("a partner"), Limits::default());
        Self { home, session, refused: Vec::new(), holding: None, grease: None }
    }

    /// This home as the session sees it.
    fn side(&self) -> HomeSide<'a> {
        let partner = self.home.pair().expect("a partner").partner;
        self.holding.map_or_else(|| self.home.side_for(partner), |now| self.home.side_waiting(partner, now))
    }

    /// All that this side says before it must listen.
    ///
    /// # Panics
    /// When the store fails.
    pub fn speak(&mut self) -> Vec<Vec<u8>> {
        let side = self.side();
        let mut said = Vec::new();
        while let Some(frame) = self.session.next_frame(&side).expect("a sound store") {
            said.push(frame.encode().expect("our own frames fit"));
        }
        match &mut self.grease {
            Some(grease) => grease.mix(said),
            None => said,
        }
    }

    /// Hears the bytes of one frame, its length first.
    ///
    /// # Errors
    /// [`Breach`] as this side names it.
    ///
    /// # Panics
    /// When the store fails.
    pub fn hear(&mut self, bytes: &[u8]) -> Result<(), Breach> {
        let prefix = bytes.first_chunk::<4>().ok_or(FrameError::Malformed)?;
        let length = Frame::length(*prefix)?;
        // A transport would wait for the rest for ever; here the frame has ended.
        let frame = Frame::decode(bytes.get(4..4 + length).ok_or(FrameError::Malformed)?)?;
        let side = self.side();
        let intake = match self.session.receive(frame, length, &side) {
            Ok(intake) => intake,
            Err(SessionError::Breach(breach)) => return Err(breach),
            Err(SessionError::Store(error)) => panic!("the store failed: {error}"),
        };
        let Some(intake) = intake else { return Ok(()) };
        let receipt = self.home.take_in(self.home.pair().expect("a partner").partner, intake).expect("a sound store");
        self.refused.extend(&receipt.refused);
        match self.session.taken_in(receipt, &side) {
            Ok(()) => Ok(()),
            Err(SessionError::Breach(breach)) => Err(breach),
            Err(SessionError::Store(error)) => panic!("the store failed: {error}"),
        }
    }

    /// Keeps what the meeting has shown.
    ///
    /// # Errors
    /// When the store fails.
    ///
    /// # Panics
    /// When the day is none.
    pub fn finish(&self, outcome: &Outcome) -> Result<(), HomeError> {
        self.home.finish_meeting(&self.side(), outcome, &evening_of(jiff::civil::date(2026, 6, 3)), None)
    }
}

/// Lets two homes meet over a sound wire.
///
/// # Panics
/// When the meeting is cut.
pub fn meet(ana: &Home, ben: &Home) -> (Outcome, Outcome) {
    meet_over(ana, ben, |_| Fate::Arrive).expect("a sound wire")
}

/// Lets two homes meet over a wire that does to each frame what `fate` says.
///
/// # Errors
/// [`Cut`] when the meeting did not come to its end.
///
/// # Panics
/// When a store fails.
pub fn meet_over(ana: &Home, ben: &Home, fate: impl FnMut(u64) -> Fate) -> Result<(Outcome, Outcome), Cut> {
    meet_at(ana, ben, None, fate)
}

/// The same as a meeting that comes about by itself at this moment: what still waits is held back.
///
/// # Errors
/// As [`meet_over`].
///
/// # Panics
/// As [`meet_over`].
pub fn meet_at(
    ana: &Home,
    ben: &Home,
    holding: Option<Timestamp>,
    fate: impl FnMut(u64) -> Fate,
) -> Result<(Outcome, Outcome), Cut> {
    let (a, b) = (Side { holding, ..Side::new(ana) }, Side { holding, ..Side::new(ben) });
    meet_sides(a, b, fate)
}

/// The same, in which Ana's side says more than this version knows: by this seed, at random.
///
/// # Errors
/// As [`meet_over`].
///
/// # Panics
/// As [`meet_over`].
pub fn meet_greased(
    ana: &Home,
    ben: &Home,
    seed: u64,
    fate: impl FnMut(u64) -> Fate,
) -> Result<(Outcome, Outcome), Cut> {
    let grease = Some(Grease::new(seed, ana.identity().person()));
    meet_sides(Side { grease, ..Side::new(ana) }, Side::new(ben), fate)
}

fn meet_sides(mut a: Side<'_>, mut b: Side<'_>, mut fate: impl FnMut(u64) -> Fate) -> Result<(Outcome, Outcome), Cut> {
    let mut number = 0;
    loop {
        let (from_a, from_b) = (a.speak(), b.speak());
        if from_a.is_empty() && from_b.is_empty() {
            break;
        }
        deliver(from_a, &mut b, &mut fate, &mut number)?;
        deliver(from_b, &mut a, &mut fate, &mut number)?;
    }
    match (a.session.outcome(), b.session.outcome()) {
        (Some(one), Some(other)) => {
            a.finish(&one).expect("a sound store");
            b.finish(&other).expect("a sound store");
            Ok((one, other))
        }
        _ => Err(Cut::Wire),
    }
}

fn deliver(
    frames: Vec<Vec<u8>>,
    to: &mut Side<'_>,
    fate: &mut impl FnMut(u64) -> Fate,
    number: &mut u64,
) -> Result<(), Cut> {
    let mut late: VecDeque<Vec<u8>> = VecDeque::new();
    for frame in frames {
        *number += 1;
        match fate(*number) {
            Fate::Arrive => to.hear(&frame).map_err(Cut::Breach)?,
            Fate::Drop => {}
            Fate::Twice => {
                to.hear(&frame).map_err(Cut::Breach)?;
                to.hear(&frame).map_err(Cut::Breach)?;
            }
            Fate::Late => {
                late.push_back(frame);
                continue;
            }
            Fate::CutShort => {
                let _ = to.hear(&frame[..frame.len() / 2]);
                return Err(Cut::Wire);
            }
        }
        while let Some(frame) = late.pop_front() {
            to.hear(&frame).map_err(Cut::Breach)?;
        }
    }
    late.into_iter().try_for_each(|frame| to.hear(&frame).map_err(Cut::Breach))
}

/// Whether `verify` finds nothing wrong.
///
/// # Panics
/// When it does, with what it found.
pub fn assert_sound(home: &Home) {
    let report = home.verify().expect("a store that can be read");
    assert!(report.problems.is_empty(), "{}: {:?}", home.identity().name(), report.problems);
}

/// All stored rows but those of `held`.
///
/// # Errors
/// When the store cannot be read.
pub fn fingerprint(home: &Home) -> Result<Vec<Vec<u8>>, VaultError> {
    home.vault().read()?.fingerprint(&["held"])
}
