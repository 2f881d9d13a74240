//! A partner whose program was changed: it writes whatever it wants, as its own person, and hands it over.

use std::sync::atomic::{AtomicU8, Ordering};

use kintsugi_home::Home;
use kintsugi_journal::{
    Actor, AuthorTag, Body, ChangeHash, Commitment, DocId, Document, EntryId, Key, Proposal, Record, RoundId,
    SealedBody, Value, Visibility,
};
use kintsugi_sync::{Intake, Receipt};

/// How many changes are handed over at once.
const AT_ONCE: usize = 50;

/// Each that writes is another process.
static PROCESSES: AtomicU8 = AtomicU8::new(0);

fn actor(home: &Home) -> Actor {
    Actor::new([0x80 | PROCESSES.fetch_add(1, Ordering::Relaxed); 16], home.identity().person())
}

/// One document of a laptop, in the hands of a changed program.
pub struct Patched<'a> {
    home: &'a Home,
    document: Document,
    before: Vec<ChangeHash>,
    bodies: Vec<(Commitment, SealedBody)>,
}

impl<'a> Patched<'a> {
    /// A document as it stands in the home of this person.
    ///
    /// # Panics
    /// When the store cannot be read.
    pub fn of(home: &'a Home, doc: DocId) -> Self {
        let reader = home.vault().read().expect("a sound store");
        let mut parts = (None, Vec::new());
        if let Some(row) = reader.document(doc).expect("a sound row") {
            parts = (reader.snapshot(&row).expect("sound"), reader.changes(&row).expect("sound"));
        }
        let document = Document::load(doc, actor(home), parts.0.as_deref(), &parts.1);
        let document = document.expect("a sound document");
        Self { home, before: document.heads(), document, bodies: Vec::new() }
    }

    /// The same document, written as if nothing stood there: what is put takes the place of nothing.
    pub fn beside(home: &'a Home, doc: DocId) -> Self {
        let document = Document::new(doc, actor(home));
        Self { home, before: Vec::new(), document, bodies: Vec::new() }
    }

    /// Puts values.
    ///
    /// # Panics
    /// When they are too many for one document.
    #[must_use]
    pub fn put(mut self, puts: &[(Key, Value)]) -> Self {
        self.document.put(puts).expect("room");
        self
    }

    /// Lets an entry say this, open and counted so.
    ///
    /// # Panics
    /// When the words cannot be kept.
    #[must_use]
    pub fn say(mut self, entry: EntryId, revision: u32, round: Option<RoundId>, body: &Body) -> Self {
        let sealed = SealedBody { salt: [0x66; 32], bytes: body.encode().expect("words") };
        let commitment = sealed.commitment(self.home.identity().person(), entry, round, revision);
        self.bodies.push((commitment, sealed));
        let record = Record { visibility: Visibility::Open, revision, round, commitment, later: false };
        self.put(&[(Key::Entry(entry), Value::Bytes(record.encode()))])
    }

    /// Hands all of it over, first the changes and then the words. Gives back what became of it.
    ///
    /// # Panics
    /// When the other store fails.
    pub fn hand_to(self, to: &Home) -> Vec<Receipt> {
        let me = self.home.identity();
        let tag = |proposal: &Proposal| me.tag_secret().tag(me.person(), proposal.doc, &proposal.hash);
        let proposals = self.document.changes_since(&self.before).expect("our own changes");
        let tagged: Vec<(Proposal, AuthorTag)> =
            proposals.into_iter().map(|proposal| (proposal.clone(), tag(&proposal))).collect();
        let changes = |part: &[_]| Intake { changes: part.to_vec(), ..Intake::default() };
        let intakes = tagged.chunks(AT_ONCE).map(changes);
        let words = Intake { bodies: self.bodies, ..Intake::default() };
        intakes.chain([words]).map(|intake| to.take_in(me.person(), intake).expect("a sound store")).collect()
    }
}
