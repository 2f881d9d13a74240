//! This home, as a session sees it.

use std::net::SocketAddr;

use jiff::Timestamp;
use kintsugi_journal::{
    AuthorTag, ChangeHash, Commitment, DocDigest, DocId, PersonId, Proposal, RootDigest, RoundId, SealedBody, Shelf,
    Stand, Vocabulary, WantedDigest,
};
use kintsugi_sync::{Intake, Outcome, Pair, Ready, Receipt, Replica, Store};
use kintsugi_vault::{DocRow, PartnerState, Reader, Understanding, VaultError, WantedRow};

use crate::moment::Moment;
use crate::pace::{shown_heads, shown_with, waiting_as_of};
use crate::{Home, HomeError};

/// This home, for a session with one partner.
pub struct HomeSide<'a> {
    home: &'a Home,
    partner: PersonId,
    /// The moment as of which lines wait; `None` in a meeting that somebody asked for.
    waiting_at: Option<Timestamp>,
}

impl Home {
    /// This home, for a session that somebody asked for: nothing waits.
    pub const fn side_for(&self, partner: PersonId) -> HomeSide<'_> {
        HomeSide { home: self, partner, waiting_at: None }
    }

    /// This home, for a session that comes about by itself.
    pub const fn side_waiting(&self, partner: PersonId, now: Timestamp) -> HomeSide<'_> {
        HomeSide { home: self, partner, waiting_at: Some(now) }
    }

    /// Between whom a session with the partner runs.
    ///
    /// # Errors
    /// [`HomeError::NotPaired`].
    pub fn pair(&self) -> Result<Pair, HomeError> {
        let partner = self.companion()?;
        let Understanding { theirs, waits_there, .. } = self.vault().read()?.understanding()?;
        let (me, vocabulary) = (self.identity().person(), self.vocabulary());
        let (journal, partner) = (partner.journal, partner.person);
        Ok(Pair { me, partner, journal, vocabulary, theirs, waits: waits_there, versions: self.versions })
    }

    /// Keeps what a meeting has shown: the day, where the partner was, and as a hint what both have now. What was sent is
    /// waiting no longer.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn finish_meeting(
        &self,
        side: &HomeSide<'_>,
        outcome: &Outcome,
        moment: &Moment,
        at: Option<SocketAddr>,
    ) -> Result<(), HomeError> {
        self.note_meeting(side, outcome, moment, at)?;
        // What came is worth as much as what was written here.
        self.keep_copy(moment);
        self.vault().empty_log();
        Ok(())
    }

    fn note_meeting(
        &self,
        side: &HomeSide<'_>,
        outcome: &Outcome,
        moment: &Moment,
        at: Option<SocketAddr>,
    ) -> Result<(), HomeError> {
        self.change(|writer, views| {
            let today = moment.today_in(writer)?;
            let mut partner = writer.partner()?.ok_or(HomeError::NotPaired)?;
            partner.state = PartnerState::Paired;
            partner.last_meeting = Some(today);
            if let Some(at) = at.map(|at| at.to_string()) {
                partner.addresses.retain(|known| *known != at);
                partner.addresses.insert(0, at);
                partner.addresses.truncate(4);
            }
            writer.put_partner(&partner)?;
            let Outcome { theirs, waits_there, waits_here, left, .. } = *outcome;
            writer.put_understanding(Understanding { theirs, waits_there, waits_here, left })?;
            if outcome.up_to_date {
                let shared = |row: &DocRow| row.doc.is_shared() && theirs.knows(row.doc.since());
                for row in writer.documents()?.into_iter().filter(|row| shared(row) && row.met != row.heads) {
                    let met = shown_heads(self, writer, &row, side.waiting_at)?;
                    if row.met != met {
                        writer.put_document(&DocRow { met, ..row })?;
                    }
                }
                self.forget_sent(writer, side.waiting_at)?;
                for row in self.asked_for(writer)?.into_iter().filter(|row| !row.nowhere) {
                    writer.put_wanted(&WantedRow { nowhere: true, ..row })?;
                }
                self.catch_up(writer, views, today)?;
            }
            Ok(())
        })
    }
}

impl HomeSide<'_> {
    /// What the next session shows of this home at its beginning.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn shown(&self) -> Result<(RootDigest, WantedDigest), HomeError> {
        let said_in = self.home.pair()?.said_in();
        let digests = self.digests_in(&self.home.vault().read()?, said_in)?;
        Ok((RootDigest::of(&digests), WantedDigest::of(&self.wanted()?)))
    }

    /// Reads what is said of these documents, once the heads that it tells of are stored as shown: in one transaction, so
    /// whoever takes a line back either finds that it was shown, or it is not said.
    fn say<T>(
        &self,
        rows: impl Fn(&Reader<'_>) -> Result<Vec<DocRow>, VaultError>,
        read: impl Fn(&Reader<'_>) -> Result<T, HomeError>,
    ) -> Result<T, HomeError> {
        {
            let reader = self.home.vault().read()?;
            if self.newly_shown(&reader, rows(&reader)?)?.is_empty() {
                return read(&reader);
            }
        }
        self.home.change(|writer, _| {
            let shown = self.newly_shown(writer, rows(writer)?)?;
            shown.iter().try_for_each(|row| writer.put_document(row))?;
            read(writer)
        })
    }

    /// Those of which something is shown for the first time, as they stand then.
    fn newly_shown(&self, reader: &Reader<'_>, rows: Vec<DocRow>) -> Result<Vec<DocRow>, HomeError> {
        let mut newly = Vec::new();
        for row in rows.into_iter().filter(|row| row.doc.is_shared() && row.shown != row.heads) {
            let shown = shown_with(self.home, reader, &row, self.waiting_at)?;
            if shown != row.shown {
                newly.push(DocRow { shown, ..row });
            }
        }
        Ok(newly)
    }

    fn digests_in(&self, reader: &Reader<'_>, vocabulary: Vocabulary) -> Result<Vec<(DocId, DocDigest)>, HomeError> {
        let rows = reader.documents()?;
        let shared = rows.iter().filter(|row| row.doc.is_shared() && vocabulary.knows(row.doc.since()));
        let digests = shared.map(|row| {
            let heads = shown_heads(self.home, reader, row, self.waiting_at)?;
            // A page of which everything waits does not show at all.
            Ok((!heads.is_empty()).then(|| (row.doc, DocDigest::of(row.doc, &heads))))
        });
        Ok(digests.collect::<Result<Vec<_>, HomeError>>()?.into_iter().flatten().collect())
    }

    fn changes_in(
        &self,
        reader: &Reader<'_>,
        doc: DocId,
        known: &[ChangeHash],
    ) -> Result<Vec<(Proposal, AuthorTag)>, HomeError> {
        let Some(row) = reader.document(doc)?.filter(|row| row.doc.is_shared()) else { return Ok(Vec::new()) };
        let document = self.home.open_document(reader, &row)?;
        let waiting = waiting_as_of(reader, doc, self.waiting_at)?;
        let proposals = if waiting.is_empty() {
            document.changes_since(known)?
        } else {
            document.changes_up_to(&document.heads_without(&waiting), known)?
        };
        let (me, secret) = (self.home.identity().person(), self.home.identity().tag_secret());
        let tagged = proposals.into_iter().map(|proposal| {
            let tag = if proposal.actor.is_of(me) {
                secret.tag(me, doc, &proposal.hash)
            } else {
                reader.tag(doc, &proposal.hash)?.unwrap_or(AuthorTag([0; 16]))
            };
            Ok((proposal, tag))
        });
        tagged.collect()
    }
}

impl Replica for HomeSide<'_> {
    type Error = HomeError;

    fn digests(&self, vocabulary: Vocabulary) -> Result<Vec<(DocId, DocDigest)>, HomeError> {
        let known = |row: &DocRow| vocabulary.knows(row.doc.since());
        let rows = |reader: &Reader<'_>| Ok(reader.documents()?.into_iter().filter(known).collect());
        self.say(rows, |reader| self.digests_in(reader, vocabulary))
    }

    fn heads(&self, doc: DocId) -> Result<Vec<ChangeHash>, HomeError> {
        let read = |reader: &Reader<'_>| match reader.document(doc)? {
            Some(row) => shown_heads(self.home, reader, &row, self.waiting_at),
            None => Ok(Vec::new()),
        };
        self.say(|reader| one(reader, doc), read)
    }

    fn met(&self, doc: DocId) -> Result<Vec<ChangeHash>, HomeError> {
        Ok(self.home.vault().read()?.document(doc)?.map_or_else(Vec::new, |row| row.met))
    }

    fn changes(&self, doc: DocId, known: &[ChangeHash]) -> Result<Vec<(Proposal, AuthorTag)>, HomeError> {
        self.say(|reader| one(reader, doc), |reader| self.changes_in(reader, doc, known))
    }

    fn wanted(&self) -> Result<Vec<Commitment>, HomeError> {
        let asked = self.home.asked_for(&self.home.vault().read()?)?;
        Ok(asked.iter().map(|row| row.record.commitment).collect())
    }

    fn bodies(&self, commitments: &[Commitment], most: usize) -> Result<Vec<Option<SealedBody>>, HomeError> {
        let reader = self.home.vault().read()?;
        let (mut bodies, mut bytes) = (Vec::new(), 0);
        for commitment in commitments {
            let body = reader.body(commitment)?.filter(Shelf::is_due).map(|shelf| shelf.sealed);
            bytes += body.as_ref().map_or(0, |sealed| sealed.bytes.len());
            bodies.push(body);
            if bytes >= most {
                break;
            }
        }
        Ok(bodies)
    }

    fn ready(&self, vocabulary: Vocabulary) -> Result<Vec<Ready>, HomeError> {
        let mut ready = self.home.ready_with(&self.home.vault().read()?, self.partner)?;
        ready.retain(|ready| vocabulary.knows(ready.round.topic.since()));
        Ok(ready)
    }

    fn words_of(&self, round: RoundId, stand: Stand) -> Result<Option<Vec<(Commitment, SealedBody)>>, HomeError> {
        self.home.words_of(&self.home.vault().read()?, self.partner, round, stand)
    }
}

/// This document, where it is here.
fn one(reader: &Reader<'_>, doc: DocId) -> Result<Vec<DocRow>, VaultError> {
    Ok(reader.document(doc)?.into_iter().collect())
}

impl Store for HomeSide<'_> {
    fn take_in(&self, intake: Intake) -> Result<Receipt, HomeError> {
        self.home.take_in(self.partner, intake)
    }
}
