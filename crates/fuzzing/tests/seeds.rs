//! Makes sound inputs for the corpus, one of each kind, after a format has changed:
//! `cargo test --workspace --test seeds -- --ignored`. What the fuzzer found there stays.

use std::path::Path;

use kintsugi_backup::{Key as BackupKey, Lock, open};
use kintsugi_home::create;
use kintsugi_home::repertoire::shipped;
use kintsugi_journal::{
    Actor, AuthorTag, Commitment, DocDigest, DocId, Key, Operation, PersonId, Put, RootDigest, RoundId, Stand, Topic,
    Value, Vocabulary, WantedDigest,
};
use kintsugi_simulation::{Dice, memory};
use kintsugi_sync::pairing::{Message, PairingSecret, Ticket};
use kintsugi_sync::{End, Frame, Hello, Room, Sent, Session};
use kintsugi_vault::{Protection, Seed};

fn put(target: &str, name: &str, bytes: &[u8]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(format!("sound-{name}")), bytes).expect("a file");
}

fn frames() -> Vec<(&'static str, Frame)> {
    let doc = || DocId::Table.into();
    let commitment = Commitment::from_bytes([1; 32]);
    let person = PersonId::from_bytes([1; 16]);
    let stand = Stand::from_bytes([3; 32]);
    let letter = RoundId { topic: Topic::Letter, number: 1 };
    let step = Put { key: Key::Schedule.to_string(), value: Value::Bytes(vec![1, 2]), replaces: Vec::new() };
    let sent = Sent {
        doc: doc(),
        actor: Actor::new([2; 16], person),
        seq: 1,
        deps: Vec::new(),
        operations: vec![Operation::Put(step), Operation::Later(vec![9])],
        hash: [3; 32],
        tag: AuthorTag([4; 16]),
    };
    let (root, wanted) = (RootDigest::of(&[]), WantedDigest::of(&[]));
    let vocabulary = Vocabulary::CURRENT;
    let hello =
        Hello { versions: Session::VERSIONS, vocabulary, said_in: vocabulary, room: Room::FIRST, journal: [3; 16] };
    let end = End { root, wanted, received: 3, quiet: true, ready: vec![(letter.into(), stand)], waits: true };
    vec![
        ("hello", Frame::Hello(hello)),
        ("documents", Frame::Documents(vec![(doc(), DocDigest::of(DocId::Table, &[[1; 32]]))])),
        ("wanted", Frame::Wanted(vec![commitment; 3])),
        ("heads", Frame::Heads { doc: doc(), heads: vec![[1; 32], [2; 32]] }),
        ("ask", Frame::Ask { doc: DocId::Agreement.into(), heads: Vec::new() }),
        ("change", Frame::Change(sent)),
        ("body", Frame::Body { commitment, salt: [2; 32], length: 5 }),
        ("chunk", Frame::Chunk(b"words".to_vec())),
        ("end", Frame::End(end)),
        ("ping", Frame::Ping),
        ("opening", Frame::Opening { round: letter.into(), stand, bodies: 1 }),
    ]
}

/// A journal of two as a file that is open: a person's own, for whoever has the words of the fuzz target.
fn backups() {
    let root = tempfile::tempdir().expect("a folder");
    let seed = Seed::from_words(kintsugi_fuzzing::WORDS).expect("12 words");
    let ana = create(&root.path().join("ana"), "Ana", &Protection::Nothing, seed).expect("a home").home;
    let ben = memory::home(root.path(), "Ben");
    memory::pair(&ana, &ben);
    let line = memory::write(&ana, "tea");
    memory::write(&ben, "on the steps");
    memory::meet(&ana, &ben);
    ana.star(&ana.find(&line.to_string()).expect("found"), true).expect("starred");
    let (lock, key) =
        (Lock::Passphrase(ana.identity().seed().words()), BackupKey::Passphrase(ana.identity().seed().words()));
    let evening = memory::evening_of(jiff::civil::date(2026, 6, 3));
    let (file, _) = ana.back_up(&lock, &evening, Vec::new()).expect("into memory");
    let mut text = Vec::new();
    std::io::Read::read_to_end(&mut open(&file[..], &key).expect("it opens"), &mut text).expect("it opens");
    put("backup", "open", &text);
    put("backup", "first-line", text.split_inclusive(|byte| *byte == b'\n').next().expect("a line"));
    put("backup", "locked", &file);
}

#[test]
#[ignore = "it writes into fuzz/corpus"]
fn sound_inputs_are_made() {
    let mut meeting = Vec::new();
    for (name, frame) in frames() {
        let bytes = frame.encode().expect("small");
        put("frame", name, &bytes[4..]);
        if ["hello", "wanted", "heads", "change", "body", "chunk", "end"].contains(&name) {
            meeting.extend(bytes);
        }
    }
    backups();
    put("bundle", "frames", &meeting);
    put("bundle", "nothing", b"");
    put("bundle", "header", b"kintsugi\x01");
    for (name, message) in [
        ("proof", Message::Proof([5; 32])),
        ("name", Message::Name("Ana".into())),
        ("yes", Message::Yes),
        ("stored", Message::Stored),
    ] {
        put("message", name, &message.encode()[4..]);
    }
    for n in [0, 7, 255] {
        put("code", &n.to_string(), PairingSecret::new([n; 10]).to_code().as_bytes());
    }
    let addresses = || ["192.168.1.20:47113", "[fd00::1]:9"].map(|at| at.parse().expect("an address")).to_vec();
    let ticket = Ticket { endpoint: [3; 32], addresses: addresses(), secret: PairingSecret::new([7; 10]), expires: 9 };
    let text = ticket.encode();
    put("ticket", "text", text.as_bytes());
    let bytes = data_encoding::BASE32_NOPAD.decode(text[4..].to_uppercase().as_bytes()).expect("our own");
    put("ticket", "fields", &bytes[..bytes.len() - 4]);
    put("ticket", "later", b"kin2aaaa");
    for practice in shipped().iter().take(4) {
        put("practice", &practice.name, practice.to_toml().as_bytes());
    }
    let documentation = include_str!("../../../docs/formats.md");
    let (_, rest) = documentation.split_once("```json keyfile\n").expect("a keyfile");
    put("keyfile", "of-the-documentation", rest.split_once("```").expect("its end").0.as_bytes());
    put(
        "keyfile",
        "without-passphrase",
        br#"{"version":1,"home":"a","unprotected":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=","recovery":"b"}"#,
    );
    put("keyfile", "later", br#"{"version":2}"#);
    // What these three are made of is taken out of any bytes.
    for target in ["announcement", "gate", "session"] {
        for seed in 0..4 {
            let mut dice = Dice(seed);
            let bytes: Vec<u8> = (0..400).map(|_| u8::try_from(dice.below(256)).unwrap_or_default()).collect();
            put(target, &seed.to_string(), &bytes);
        }
    }
}
