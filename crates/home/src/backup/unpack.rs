//! What a restore puts in: a home for a new laptop of the same person.

use std::collections::HashMap;
use std::io::{self, BufRead};
use std::path::Path;

use kintsugi_backup::{Digest, End, Head, Item, Key, Reader, Standing, Words, open};
use kintsugi_journal::{
    AuthorTag, BuiltChange, DocId, Document, EntryId, Husk, PersonId, Proposal, Rehearsed, Shelf, WrittenAt,
    check_kept_operation,
};
use kintsugi_sync::pairing::check_name;
use kintsugi_vault::{DocRow, Former, Identity, PairSecret, Partner, PartnerState, Protection, Seed, Unsaved, Writer};

use crate::backup_fault::BackupFault;
use crate::open::{Created, create_filled};
use crate::views::Views;
use crate::{Home, HomeError};

/// The most bytes of all drafts together, as where they are kept.
const MAX_DRAFT_BYTES: usize = 1024 * 1024;

/// What was read of a backup before anything of it was believed.
pub(super) struct Surveyed {
    pub(super) head: Head,
    pub(super) end: End,
    /// The sum of the lines that a person reads.
    pub(super) words: Digest,
}

/// What a restore came to.
pub struct Restored {
    /// The home, open, and its key.
    pub created: Created,
    /// Entries that can be read in it.
    pub entries: u64,
    /// Entries whose words were not in the backup.
    pub missing: usize,
    /// The partner with whom the two have to join again, where there is one.
    pub partner: Option<String>,
}

/// Makes a home of a backup, in a folder that is new or empty: a new laptop of the person whom `seed` makes. `file` begins to
/// read the file each time it is called, because it is read twice.
///
/// # Errors
/// [`HomeError::Backup`] with what is wrong with it; [`HomeError::Vault`] when the folder cannot be used or written. What was
/// begun is taken away again.
pub fn restore<R: BufRead>(
    path: &Path,
    protection: &Protection<'_>,
    seed: Seed,
    key: &Key,
    mut file: impl FnMut() -> io::Result<R>,
) -> Result<Restored, HomeError> {
    let identity = Identity::new(String::new(), seed, kintsugi_vault::DeviceKey::generate());
    let surveyed = survey(&mut file, key, &identity)?;
    let (name, seed) = (surveyed.head.name.clone(), identity.seed().again());
    drop(identity);
    let (created, (entries, missing)) = create_filled(path, &name, protection, seed, |home| {
        let missing = home.unpack(&surveyed, key, &mut file)?;
        Ok((home.vault().read()?.count_entries()?, missing))
    })?;
    let partner = created.home.partner()?.map(|partner| partner.name);
    Ok(Restored { created, entries, missing, partner })
}

/// Reads all of it and keeps nothing but the first line and the last.
pub(super) fn survey<R: BufRead>(
    file: &mut impl FnMut() -> io::Result<R>,
    key: &Key,
    me: &Identity,
) -> Result<Surveyed, HomeError> {
    let mut reader = begin(file, key)?;
    let mut words = Words::default();
    while let Some(item) = reader.next_item()? {
        words.add(&item);
    }
    let (head, end) = (reader.head().clone(), *reader.end().ok_or(kintsugi_backup::BackupError::Cut)?);
    if head.person != me.person() {
        return Err(BackupFault::OtherWords.into());
    }
    if !me.wrote_backup(&end.digest, &end.proof) {
        return Err(BackupFault::Unproven.into());
    }
    Ok(Surveyed { head, end, words: words.digest() })
}

fn begin<'f, R: BufRead + 'f>(
    file: &mut impl FnMut() -> io::Result<R>,
    key: &Key,
) -> Result<Reader<Box<dyn BufRead + 'f>>, HomeError> {
    let file = file().map_err(kintsugi_backup::BackupError::File)?;
    Ok(Reader::begin(open(file, key)?)?)
}

impl Home {
    /// Puts all of it into this home, which holds nothing yet, in one transaction. How many entries have no words in it.
    pub(super) fn unpack<R: BufRead>(
        &self,
        surveyed: &Surveyed,
        key: &Key,
        file: &mut impl FnMut() -> io::Result<R>,
    ) -> Result<usize, HomeError> {
        let mut reader = begin(file, key)?;
        let head = &surveyed.head;
        if head.vocabulary > self.vocabulary() {
            return Err(kintsugi_backup::BackupError::Later.into());
        }
        self.change_derived(|writer, views| {
            put_partner(writer, head)?;
            let mut unpacking = Unpacking::new(self, writer, head);
            while let Some(item) = reader.next_item()? {
                unpacking.item(item)?;
            }
            let missing = unpacking.finish(views)?;
            let same: Option<Digest> = reader.end().map(|end| end.digest);
            if same == Some(surveyed.end.digest) { Ok(missing) } else { Err(BackupFault::Changing.into()) }
        })
    }
}

/// Who shared it is known again, and no secret of the two is here.
fn put_partner(writer: &Writer<'_>, head: &Head) -> Result<(), HomeError> {
    let unsound = |_| BackupFault::Unsound("a name");
    // Who begins on a new laptop has no name before the first meeting.
    if !head.name.is_empty() {
        check_name(&head.name).map_err(unsound)?;
    }
    let Some(former) = &head.partner else { return Ok(()) };
    let state = match former.standing {
        Standing::Paired => PartnerState::Apart,
        Standing::Pending => PartnerState::Pending,
        Standing::Left => PartnerState::Left,
        Standing::Undone => {
            let undone = Former { person: former.person, key: former.key, device: former.device };
            return Ok(writer.put_undone(&undone)?);
        }
    };
    check_name(&former.name).map_err(unsound)?;
    Ok(writer.put_partner(&Partner {
        state,
        person: former.person,
        name: former.name.clone(),
        key: former.key,
        device: former.device,
        journal: [0; 16],
        secret: PairSecret([0; 32]),
        addresses: Vec::new(),
        last_meeting: None,
    })?)
}

/// A document whose changes are being read.
struct Coming {
    doc: DocId,
    left: u64,
    changes: Vec<(Proposal, AuthorTag)>,
}

struct Unpacking<'a, 'v> {
    home: &'a Home,
    writer: &'a Writer<'v>,
    people: [PersonId; 2],
    coming: Option<Coming>,
    /// When entries of mine were written.
    times: HashMap<EntryId, WrittenAt>,
    drafts: Vec<Unsaved>,
    replaced: Vec<[u8; 32]>,
}

impl<'a, 'v> Unpacking<'a, 'v> {
    fn new(home: &'a Home, writer: &'a Writer<'v>, head: &Head) -> Self {
        let partner = head.partner.as_ref().map_or(head.person, |former| former.person);
        let people = [head.person, partner];
        Self { home, writer, people, coming: None, times: HashMap::new(), drafts: Vec::new(), replaced: Vec::new() }
    }

    fn item(&mut self, item: Item) -> Result<(), HomeError> {
        match item {
            Item::Entry(_) | Item::Agreement { .. } => Ok(()),
            Item::Document { document, changes } => self.begin_document(document, changes),
            Item::Change(change) => {
                let coming = self.coming.as_mut().ok_or(BackupFault::Unsound("a change"))?;
                coming.left = coming.left.checked_sub(1).ok_or(BackupFault::Unsound("a change"))?;
                coming.changes.push(change.proposal(coming.doc));
                if coming.left == 0 { self.end_document() } else { Ok(()) }
            }
            Item::Body(body) => self.body(body.shelf().ok_or(BackupFault::Unsound("a body"))?),
            Item::Husk(place) => Ok(self.writer.put_husk(&Husk::from(place))?),
            Item::Time { entry, written } => {
                self.times.insert(entry, written);
                Ok(())
            }
            Item::Dropped { entry } => Ok(self.writer.put_dropped(entry)?),
            Item::Draft(draft) => self.draft(draft),
            Item::Replaced { device } => {
                self.replaced.push(device);
                Ok(())
            }
            _ => Err(BackupFault::Unsound("a line").into()),
        }
    }

    fn begin_document(&mut self, doc: DocId, left: u64) -> Result<(), HomeError> {
        if self.coming.is_some() || self.writer.document(doc)?.is_some() {
            return Err(BackupFault::Unsound("a document").into());
        }
        self.coming = Some(Coming { doc, left, changes: Vec::new() });
        if left == 0 { self.end_document() } else { Ok(()) }
    }

    /// All of its changes are here: they are built, each after those that it follows, and go in as one snapshot.
    fn end_document(&mut self) -> Result<(), HomeError> {
        let Some(Coming { doc, changes, .. }) = self.coming.take() else { return Ok(()) };
        let built = self.build(doc, &changes)?;
        let empty = self.home.document(self.writer, doc)?.1;
        let rehearsed = empty.rehearse(&built);
        let Rehearsed { document, snapshot } = rehearsed.ok_or(BackupFault::Unsound("a document"))?;
        for (change, tag) in changes.iter().filter(|(change, _)| !change.actor.is_of(self.people[0])) {
            self.writer.put_tag(doc, change.hash, *tag)?;
        }
        self.put_document(&document, &snapshot)
    }

    fn build(&self, doc: DocId, changes: &[(Proposal, AuthorTag)]) -> Result<Vec<BuiltChange>, HomeError> {
        let mut history = self.home.document(self.writer, doc)?.1.history();
        let mut built = Vec::new();
        for (proposal, tag) in changes {
            self.check(proposal, tag)?;
            let change = history.build(proposal).map_err(|_| BackupFault::Unsound("a change"))?;
            if change.hash() != proposal.hash {
                return Err(BackupFault::Unsound("the hash of a change").into());
            }
            history.add(&change);
            built.push(change);
        }
        Ok(built)
    }

    /// Whether its author may write it there, and whether what claims to be mine is.
    fn check(&self, proposal: &Proposal, tag: &AuthorTag) -> Result<(), HomeError> {
        let vocabulary = self.home.vocabulary();
        let allowed = |op| check_kept_operation(proposal.doc, proposal.actor, self.people, op, vocabulary).is_ok();
        let me = self.home.identity();
        let mine = proposal.actor.is_of(me.person());
        let proven = !mine || me.tag_secret().proves(me.person(), proposal.doc, &proposal.hash, tag);
        let sound = proven && proposal.operations.iter().all(allowed);
        if sound { Ok(()) } else { Err(BackupFault::Unsound("the author of a change").into()) }
    }

    fn put_document(&self, document: &Document, snapshot: &[u8]) -> Result<(), HomeError> {
        let mut row = DocRow { heads: document.heads(), top: Some(document.top()), ..DocRow::new(document.id()) };
        Ok(self.writer.fold(&mut row, snapshot)?)
    }

    fn body(&self, shelf: Shelf) -> Result<(), HomeError> {
        let record = &shelf.record;
        let fits = shelf.doc.person().filter(|person| self.people.contains(person)).is_some_and(|person| {
            shelf.sealed.commitment(person, shelf.entry, record.round, record.revision) == record.commitment
        });
        if !fits {
            return Err(BackupFault::Unsound("a body").into());
        }
        let mine = shelf.doc.person() == Some(self.people[0]);
        let written_at = self.times.get(&shelf.entry).copied().filter(|_| mine);
        Ok(self.writer.put_body(&Shelf { written_at, ..shelf })?)
    }

    fn draft(&mut self, draft: kintsugi_backup::Draft) -> Result<(), HomeError> {
        let kintsugi_backup::Draft { number, purpose, day, text } = draft;
        let bytes: usize = self.drafts.iter().map(|draft| draft.text.len()).sum();
        if bytes + text.len() > MAX_DRAFT_BYTES {
            return Err(BackupFault::Unsound("a draft").into());
        }
        self.drafts.push(Unsaved { number, purpose, day, text });
        Ok(())
    }

    /// What is kept as one row, and all that is derived.
    fn finish(self, views: &mut Views) -> Result<usize, HomeError> {
        if self.coming.is_some() {
            return Err(BackupFault::Unsound("a document").into());
        }
        if !self.drafts.is_empty() {
            self.writer.put_unsaved(&self.drafts)?;
        }
        self.writer.put_replaced_devices(&self.replaced)?;
        self.home.restored_in(self.writer, views)?;
        Ok(self.writer.wanted()?.len())
    }
}
