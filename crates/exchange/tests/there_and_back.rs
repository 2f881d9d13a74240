//! Out, in and out again: equal but for ids, for each form that can come back.

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use kintsugi_exchange::read::{Flow, Form, Found, read};
use kintsugi_exchange::{Book, Piece, write};
use kintsugi_journal::WrittenAt;
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 24);

/// Words as people write them, with all that other programs take for something else.
fn words() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        "[a-zäöü .!?]{1,30}",
        Just("[2026-01-01 10:00] like a head".to_owned()),
        Just("# a heading".to_owned()),
        Just("<!-- kintsugi {} -->".to_owned()),
        Just("\\<!-- kintsugi {} -->".to_owned()),
        Just("---".to_owned()),
        Just("**Ana · note**".to_owned()),
        Just("a \\ and \\# and \\\\ *".to_owned()),
        Just("```".to_owned()),
        Just("日記 ❤️ @tag #tag".to_owned()),
        Just(String::new()),
    ];
    prop::collection::vec(line, 1..6).prop_map(|lines| {
        let text = lines.join("\n");
        // A journal keeps no white space around them.
        let text = text.trim();
        if text.is_empty() { "words".to_owned() } else { text.to_owned() }
    })
}

fn piece() -> impl Strategy<Value = Piece> {
    let written = prop::option::of((0_i64..86_400, -12_i16..14));
    let tags = prop::collection::btree_set("[a-z]{2,8}", 0..4);
    (words(), 0_i64..400, written, tags, any::<[bool; 3]>(), any::<[u8; 16]>()).prop_map(
        |(text, days, written, tags, [private, starred, hard], id)| {
            let day = TODAY.saturating_sub(days.days());
            let written_at = written.map(|(second, hours)| {
                let midnight = day.to_zoned_datetime(TimeZone::UTC).expect("a day").timestamp();
                let at =
                    Timestamp::from_second(midnight.as_second() + second - i64::from(hours) * 3600).expect("in range");
                WrittenAt { at, offset_minutes: hours * 60 }
            });
            let id = kintsugi_journal::EntryId::from_bytes(id).to_string();
            let (author, kind) = ("Ana".to_owned(), if hard { "hard" } else { "note" }.to_owned());
            let tags = tags.into_iter().collect();
            Piece { id, author, mine: true, day, written_at, kind, tags, private, starred, edited: false, text }
        },
    )
}

fn book(pieces: &[Piece]) -> Book<'_> {
    Book { owner: "Ana", partner: Some("Ben"), today: TODAY, pieces }
}

/// As a journal holds it afterwards.
fn back(form: Form, bytes: &[u8]) -> Vec<Piece> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("export");
    std::fs::write(&path, bytes).expect("written");
    let mut pieces = Vec::new();
    let mut give = |found: Found| {
        pieces.push(Piece {
            id: found.id.map(|id| id.to_string()).unwrap_or_default(),
            author: "Ana".to_owned(),
            mine: true,
            day: found.day,
            written_at: found.written_at,
            kind: found.kind.map_or("note", kintsugi_journal::Kind::name).to_owned(),
            tags: found.tags,
            private: found.private,
            starred: found.starred,
            edited: false,
            text: found.text,
        });
        Flow::Continue(())
    };
    read(form, &path, &TimeZone::UTC, &mut give).expect("an export of ours");
    pieces
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        // The same cases each time: nothing that is drawn decides whether this passes.
        rng_seed: proptest::test_runner::RngSeed::Fixed(33),
        ..ProptestConfig::with_cases(96)
    })]

    #[test]
    fn our_own_forms_bring_everything_back(mut pieces in prop::collection::vec(piece(), 1..8)) {
        pieces.sort_by_key(|piece| piece.day);
        prop_assert_eq!(&back(Form::Json, write::json::text(&book(&pieces)).as_bytes()), &pieces);
        prop_assert_eq!(&back(Form::Markdown, write::markdown::text(&book(&pieces)).as_bytes()), &pieces);
    }

    #[test]
    fn what_other_programs_know_comes_back_and_leaves_as_it_came(mut pieces in prop::collection::vec(piece(), 1..8)) {
        pieces.sort_by_key(|piece| piece.day);
        let text = write::jrnl::text(&book(&pieces));
        let again = back(Form::Jrnl, text.as_bytes());
        prop_assert_eq!(again.len(), pieces.len());
        prop_assert_eq!(write::jrnl::text(&book(&again)), text);
        let json = write::jrnl::json(&book(&pieces));
        let again = back(Form::Jrnl, json.as_bytes());
        prop_assert_eq!(write::jrnl::json(&book(&again)), json);
        let zip = write::dayone::zip(&book(&pieces)).expect("a zip");
        let again = back(Form::DayOne, &zip);
        prop_assert!(write::dayone::zip(&book(&again)).expect("a zip") == zip);
        for (one, other) in again.iter().zip(&pieces) {
            prop_assert_eq!((&one.text, &one.day, one.starred), (&other.text, &other.day, other.starred));
        }
    }
}

/// What `docs/export.schema.json` says of an entry is what an entry has.
#[test]
fn the_schema_names_each_field() {
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../../../docs/export.schema.json")).expect("a schema");
    let piece = Piece {
        id: "00000000000000000000000000".into(),
        author: "Ana".into(),
        mine: true,
        day: TODAY,
        written_at: None,
        kind: "note".into(),
        tags: Vec::new(),
        private: false,
        starred: false,
        edited: false,
        text: "tea".into(),
    };
    let export: serde_json::Value =
        serde_json::from_str(&write::json::text(&book(&[piece]))).expect("what was written is JSON");
    let fields = |value: &serde_json::Value| -> Vec<String> {
        let mut names: Vec<String> = value.as_object().expect("an object").keys().cloned().collect();
        names.sort();
        names
    };
    assert_eq!(fields(&export), fields(&schema["properties"]));
    assert_eq!(fields(&export["entries"][0]), fields(&schema["properties"]["entries"]["items"]["properties"]));
    assert_eq!(export["version"], schema["properties"]["version"]["const"]);
}
