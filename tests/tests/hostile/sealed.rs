//! A patched partner who wants sealed words before it is time: nothing of them leaves, and nothing false is told.

use kintsugi_home::Home;
use kintsugi_journal::{
    Actor, AuthorTag, Commitment, DocId, Document, Key, Kind, PersonId, Proposal, Record, RoundId, RoundMark,
    SealedBody, Stand, Topic, Value, Visibility,
};
use kintsugi_sync::gate::Refused;
use kintsugi_sync::{Breach, End, Frame};
use kintsugi_tests::memory::{Side, assert_sound, body, evening_of, home, meet, pair};

const LETTER: RoundId = RoundId { topic: Topic::Letter, number: 1 };
/// One that nothing comes to.
const STAND: Stand = Stand::from_bytes([7; 32]);

struct Couple {
    _root: tempfile::TempDir,
    ana: Home,
    ben: Home,
}

/// Ana has a letter that is ready, and Ben's laptop knows its commitment.
fn couple() -> Couple {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = (home(root.path(), "Ana"), home(root.path(), "Ben"));
    pair(&ana, &ben);
    seal(&ana, "the letter of Ana");
    ana.make_ready(&[LETTER]).expect("ready");
    meet(&ana, &ben);
    Couple { _root: root, ana, ben }
}

fn seal(home: &Home, text: &str) {
    let letter = body(Kind::Letter, text);
    let day = letter.day;
    home.seal(Topic::Letter, letter, &evening_of(day)).expect("sealed");
}

fn commitment(of: &Home) -> Commitment {
    of.rounds().expect("sound")[0].mine.seals[0].commitment
}

/// A meeting in which Ben's laptop says something else than it should. Gives back all that Ana's laptop said.
fn meet_patched(
    couple: &Couple,
    mut patch: impl FnMut(Frame) -> Vec<Frame>,
) -> (Vec<Frame>, Vec<Refused>, Result<(), Breach>) {
    let (mut ana, mut ben) = (Side::new(&couple.ana), Side::new(&couple.ben));
    let (mut said, mut outcome) = (Vec::new(), Ok(()));
    let read = |bytes: &[u8]| Frame::decode(&bytes[4..]).expect("our own frames");
    'meeting: for _ in 0..20 {
        let (from_ana, from_ben) = (ana.speak(), ben.speak());
        if from_ana.is_empty() && from_ben.is_empty() {
            break;
        }
        for bytes in from_ana {
            said.push(read(&bytes));
            // What Ben's laptop makes of it is not what is tried here.
            let _ = ben.hear(&bytes);
        }
        for frame in from_ben.iter().flat_map(|bytes| patch(read(bytes))) {
            if let Err(breach) = ana.hear(&frame.encode().expect("small")) {
                outcome = Err(breach);
                break 'meeting;
            }
        }
    }
    assert_sound(&couple.ana);
    (said, ana.refused, outcome)
}

fn bodies(said: &[Frame]) -> usize {
    said.iter().filter(|frame| matches!(frame, Frame::Body { .. } | Frame::Opening { .. })).count()
}

fn is_open(home: &Home) -> bool {
    home.rounds().expect("sound")[0].mine.is_opened()
}

/// The changes of Ben's own making that put these values on one of his documents.
fn forged(couple: &Couple, doc: DocId, puts: &[(Key, Value)]) -> Vec<Proposal> {
    let ben = couple.ben.identity().person();
    let mut document = Document::new(doc, Actor::new([0x66; 16], ben));
    document.put(puts).expect("a write");
    document.changes_since(&[]).expect("our own changes")
}

/// Adds these frames in the second turn of Ben's laptop.
fn adding(frames: Vec<Frame>) -> impl FnMut(Frame) -> Vec<Frame> {
    let mut ends = 0;
    let mut frames = Some(frames);
    move |frame| {
        let end = matches!(frame, Frame::End(_));
        ends += u32::from(end);
        if end && ends == 2 {
            let mut added = frames.take().unwrap_or_default();
            added.push(frame);
            return added;
        }
        vec![frame]
    }
}

/// A change on Ben's page, so that the meeting has a second turn.
fn news(couple: &Couple) {
    kintsugi_tests::memory::write(&couple.ben, "an ordinary line");
}

#[test]
fn asking_for_a_sealed_body_by_its_commitment_brings_nothing() {
    let couple = couple();
    news(&couple);
    let wanted = commitment(&couple.ana);
    let (said, _, outcome) = meet_patched(&couple, adding(vec![Frame::Wanted(vec![wanted])]));
    assert_eq!((bodies(&said), outcome), (0, Ok(())));
}

#[test]
fn saying_to_be_ready_without_a_mark_on_the_page_opens_nothing() {
    let couple = couple();
    let (said, _, _) = meet_patched(&couple, |frame| match frame {
        Frame::End(end) => vec![Frame::End(End { ready: vec![(LETTER.into(), STAND)], ..end })],
        other => vec![other],
    });
    assert_eq!(bodies(&said), 0);
    assert!(!is_open(&couple.ana));
}

#[test]
fn a_mark_that_says_opened_without_words_opens_nothing() {
    let couple = couple();
    news(&couple);
    let ben = couple.ben.identity().person();
    let mark = forged(&couple, DocId::drawer(ben), &[(Key::Round(LETTER), RoundMark::Opened.to_value())]);
    let changes = mark.into_iter().map(|proposal| Frame::Change((proposal, AuthorTag([0; 16])).into())).collect();
    let (said, refused, _) = meet_patched(&couple, adding(changes));
    assert_eq!((bodies(&said), refused.len()), (0, 0));
    assert!(!is_open(&couple.ana), "no words of Ben are here");
}

#[test]
fn words_that_are_said_to_be_open_and_never_come_open_nothing() {
    let couple = couple();
    news(&couple);
    let ben: PersonId = couple.ben.identity().person();
    let record = Record {
        visibility: Visibility::Open,
        revision: 1,
        round: Some(LETTER),
        commitment: Commitment::from_bytes([0x77; 32]),
        later: false,
    };
    let entry = kintsugi_journal::EntryId::from_bytes([0x77; 16]);
    let page = DocId::Page { person: ben, month: kintsugi_journal::Month::of("2027-01-01".parse().expect("a day")) };
    let mut changes = forged(&couple, page, &[(Key::Entry(entry), Value::Bytes(record.encode()))]);
    changes.extend(forged(&couple, DocId::drawer(ben), &[(Key::Round(LETTER), RoundMark::Opened.to_value())]));
    let frames = changes.into_iter().map(|proposal| Frame::Change((proposal, AuthorTag([0; 16])).into())).collect();
    let (said, _, _) = meet_patched(&couple, adding(frames));
    assert_eq!(bodies(&said), 0);
    assert!(!is_open(&couple.ana));
}

/// Both are ready; Ben's words go first.
fn ben_leads() -> Couple {
    for _ in 0..64 {
        let couple = couple();
        seal(&couple.ben, "the letter of Ben");
        couple.ben.make_ready(&[LETTER]).expect("ready");
        if commitment(&couple.ben) < commitment(&couple.ana) {
            return couple;
        }
    }
    panic!("64 coins fell on one side");
}

#[test]
fn other_words_than_those_that_were_sealed_open_nothing_and_are_named() {
    let couple = ben_leads();
    let (said, refused, _) = meet_patched(&couple, |frame| match frame {
        Frame::Chunk(mut bytes) => {
            bytes[40] ^= 1;
            vec![Frame::Chunk(bytes)]
        }
        other => vec![other],
    });
    assert_eq!((bodies(&said), refused), (0, vec![Refused::Body]));
    assert!(!is_open(&couple.ana));
}

#[test]
fn fewer_words_than_were_sealed_open_nothing() {
    let couple = ben_leads();
    let (said, refused, _) = meet_patched(&couple, |frame| match frame {
        Frame::Opening { round, stand, .. } => vec![Frame::Opening { round, stand, bodies: 0 }],
        Frame::Body { .. } | Frame::Chunk(_) => Vec::new(),
        other => vec![other],
    });
    assert_eq!((bodies(&said), refused), (0, vec![Refused::Body]));
    assert!(!is_open(&couple.ana));
}

/// Another process of the same person withdraws in the middle of the meeting.
#[test]
fn who_withdraws_while_the_words_are_on_their_way_gets_none_of_them() {
    let couple = ben_leads();
    let theirs = commitment(&couple.ben);
    let (said, refused, _) = meet_patched(&couple, |frame| {
        if matches!(frame, Frame::Opening { .. }) {
            couple.ana.withdraw(LETTER).expect("it is not open yet");
        }
        vec![frame]
    });
    assert_eq!((bodies(&said), refused.len()), (0, 0));
    assert!(couple.ana.vault().read().expect("sound").body(&theirs).expect("sound").is_none(), "Ben's words were kept");
    meet(&couple.ana, &couple.ben);
    assert!(!couple.ben.rounds().expect("sound")[0].is_opened());
}

/// Wherever in the meeting it happens: from then on none of the words leave.
#[test]
fn who_withdraws_at_any_moment_of_a_meeting_sends_no_word_from_then_on() {
    let mut before_it_opened = 0;
    for moment in 0..8 {
        let couple = couple();
        seal(&couple.ben, "the letter of Ben");
        couple.ben.make_ready(&[LETTER]).expect("ready");
        let (mut ana, mut ben) = (Side::new(&couple.ana), Side::new(&couple.ben));
        let mut withdrawn = false;
        for turn in 0..12 {
            if turn == moment && !is_open(&couple.ana) {
                couple.ana.withdraw(LETTER).expect("it is not open yet");
                withdrawn = true;
            }
            let (from_ana, from_ben) = (ana.speak(), ben.speak());
            let said: Vec<Frame> = from_ana.iter().map(|bytes| Frame::decode(&bytes[4..]).expect("ours")).collect();
            assert!(!withdrawn || bodies(&said) == 0, "withdrawn before turn {moment}, sent in turn {turn}");
            from_ana.iter().for_each(|bytes| ben.hear(bytes).expect("an honest laptop"));
            from_ben.iter().for_each(|bytes| ana.hear(bytes).expect("an honest laptop"));
        }
        before_it_opened += u32::from(withdrawn);
        meet(&couple.ana, &couple.ben);
        assert_sound(&couple.ana);
        assert_sound(&couple.ben);
    }
    assert!(before_it_opened >= 2, "there are moments before it opens");
}

#[test]
fn an_opening_that_nobody_expects_is_dropped_and_one_too_large_ends_the_meeting() {
    let couple = couple();
    news(&couple);
    let sealed = SealedBody { salt: [1; 32], bytes: vec![1; 256] };
    let body = Frame::Body { commitment: Commitment::from_bytes([5; 32]), salt: sealed.salt, length: 256 };
    let frames =
        vec![Frame::Opening { round: LETTER.into(), stand: STAND, bodies: 1 }, body, Frame::Chunk(sealed.bytes)];
    let (said, refused, outcome) = meet_patched(&couple, adding(frames));
    assert_eq!((bodies(&said), refused.len(), outcome), (0, 0, Ok(())));
    news(&couple);
    let (_, _, outcome) =
        meet_patched(&couple, adding(vec![Frame::Opening { round: LETTER.into(), stand: STAND, bodies: 10_000 }]));
    assert_eq!(outcome, Err(Breach::Flood));
    news(&couple);
    let twice = vec![
        Frame::Opening { round: LETTER.into(), stand: STAND, bodies: 1 },
        Frame::Opening { round: LETTER.into(), stand: STAND, bodies: 1 },
    ];
    assert_eq!(meet_patched(&couple, adding(twice)).2, Err(Breach::OutOfTurn));
    assert!(!is_open(&couple.ana));
}

#[test]
fn after_all_of_it_the_letters_open_as_they_should() {
    let couple = ben_leads();
    let _ = meet_patched(&couple, |frame| {
        if matches!(frame, Frame::Body { .. } | Frame::Chunk(_)) { Vec::new() } else { vec![frame] }
    });
    assert!(!is_open(&couple.ana));
    meet(&couple.ana, &couple.ben);
    assert!(is_open(&couple.ana) && is_open(&couple.ben));
    assert_sound(&couple.ana);
    assert_sound(&couple.ben);
}
