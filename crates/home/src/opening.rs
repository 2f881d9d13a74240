//! Opening a round: what a session asks of this home, and what becomes of what comes.
//!
//! I open mine in two cases only: when the partner's words of it came while I am ready, or when the partner has opened theirs
//! and all of them are here. See [`kintsugi_sync::Session`].

use std::collections::BTreeMap;

use kintsugi_journal::{
    Commitment, DocId, Key, PersonId, Record, RecordState, RoundId, RoundMark, RoundSide, Seal, SealedBody, Shelf,
    Stand, Topic, Value, Visibility,
};
use kintsugi_sync::gate::{Refused, check_body};
use kintsugi_sync::{Opening, Ready};
use kintsugi_vault::Reader;

use crate::intake::Taking;
use crate::rounds::{Round, rounds_in};
use crate::{Home, HomeError};

impl Home {
    /// The rounds that both are ready to open, and for which all my words are here.
    pub(crate) fn ready_with(&self, reader: &Reader<'_>, partner: PersonId) -> Result<Vec<Ready>, HomeError> {
        let mut ready = Vec::new();
        for Round { id, mine, theirs, .. } in rounds_in(reader, self.identity().person(), Some(partner))? {
            if mine.is_ready() && theirs.is_ready() && are_here(reader, &mine)? {
                ready.push(Ready { round: id, stand: Stand::of(&mine, &theirs), leads: mine.leads(&theirs) });
            }
        }
        Ok(ready)
    }

    /// My words of a round, while both are ready to open it and it stands so.
    pub(crate) fn words_of(
        &self,
        reader: &Reader<'_>,
        partner: PersonId,
        round: RoundId,
        stand: Stand,
    ) -> Result<Option<Vec<(Commitment, SealedBody)>>, HomeError> {
        let mine = reader.round_side(round, self.identity().person())?;
        let theirs = reader.round_side(round, partner)?;
        if !opens(&mine, &theirs, stand) {
            return Ok(None);
        }
        let mut words = Vec::new();
        for seal in mine.sealed() {
            let Some(shelf) = reader.body(&seal.commitment)? else { return Ok(None) };
            words.push((seal.commitment, shelf.sealed));
        }
        Ok(Some(words))
    }
}

impl Taking<'_, '_> {
    /// The partner's words of a round have come: where it stands here as it stood when they were sent, and these are all of
    /// them, they are kept and mine are opened, in one transaction. Else nothing of it is kept; where it stands otherwise,
    /// somebody withdrew or sealed anew meanwhile, and nothing is remembered of it.
    pub(crate) fn opening(&mut self, opening: Opening) -> Result<(), HomeError> {
        let Opening { round, stand, bodies } = opening;
        let mine = self.writer.round_side(round, self.home.identity().person())?;
        let theirs = self.writer.round_side(round, self.partner)?;
        if !opens(&mine, &theirs, stand) {
            return Ok(());
        }
        let mut bodies: BTreeMap<Commitment, SealedBody> = bodies.into_iter().collect();
        let mut shelves = Vec::new();
        for seal in theirs.sealed() {
            let verified =
                bodies.remove(&seal.commitment).map_or(Err(Refused::Body), |sealed| self.verify(seal, sealed));
            match verified {
                Ok(shelf) => shelves.push(shelf),
                Err(why) => return self.hold(*seal.commitment.as_bytes(), *seal.commitment.as_bytes(), why),
            }
        }
        for shelf in shelves {
            let partner = self.partner;
            let (row, document) = self.open(shelf.doc)?;
            let (doc, state) = (row.doc, document.record(shelf.entry));
            if self.settling().opened(&shelf, partner, &state)? {
                self.note_changed(doc, shelf.entry);
            }
        }
        self.open_mine(&mine)
    }

    /// Where the partner has opened a round for which I am ready, and all their words are here, mine are opened, too: it was
    /// cut after they had mine.
    pub(crate) fn complete_rounds(&mut self) -> Result<(), HomeError> {
        if !self.touched_round {
            return Ok(());
        }
        for round in rounds_in(self.writer, self.home.identity().person(), Some(self.partner))? {
            let something = round.id.topic == Topic::Reading || !round.theirs.seals.is_empty();
            let theirs_here = something && round.theirs.is_opened() && are_here(self.writer, &round.theirs)?;
            if !theirs_here {
                continue;
            }
            if round.mine.is_ready() {
                self.open_mine(&round.mine)?;
            } else if round.lost {
                self.open_lost(&round.mine)?;
            }
        }
        Ok(())
    }

    /// The same where a copy was restored since, and other words were sealed beside those that I called ready: they are on the
    /// partner's laptop, and come back from there. What was sealed since is not opened.
    fn open_lost(&mut self, mine: &RoundSide) -> Result<(), HomeError> {
        let mut lost = RoundSide::new(mine.round, mine.person);
        for seal in mine.sealed() {
            if self.writer.body(&seal.commitment)?.is_none() {
                lost.put(seal.entry, Some(*seal));
            }
        }
        let (_, drawer) = self.open(DocId::drawer(mine.person))?;
        let called_ready = drawer.round_marks(mine.round).contains(&RoundMark::Ready(lost.digest()));
        if called_ready { self.open_mine(&lost) } else { Ok(()) }
    }

    fn verify(&mut self, seal: &Seal, sealed: SealedBody) -> Result<Shelf, Refused> {
        let partner = self.partner;
        let (_, document) = self.open(seal.doc).map_err(|_| Refused::Body)?;
        let state = document.record(seal.entry);
        let record = state.current.iter().find(|record| record.commitment == seal.commitment).ok_or(Refused::Body)?;
        let sealed = check_body(sealed, partner, seal.entry, record)?.into_sealed();
        let (doc, entry) = (seal.doc, seal.entry);
        Ok(Shelf {
            doc,
            entry,
            record: *record,
            superseded: false,
            previous: Vec::new(),
            sealed,
            stood: None,
            written_at: None,
        })
    }

    pub(crate) fn open_mine(&mut self, mine: &RoundSide) -> Result<(), HomeError> {
        let me = self.home.identity().person();
        let mut pages: BTreeMap<DocId, Vec<Seal>> = BTreeMap::new();
        for seal in mine.sealed() {
            pages.entry(seal.doc).or_default().push(*seal);
        }
        for (doc, seals) in pages {
            let (_, page) = self.open(doc)?;
            let before: Vec<_> = seals.iter().map(|seal| (seal, page.record(seal.entry))).collect();
            let put = |record: Record, entry| (Key::Entry(entry), Value::Bytes(record.encode()));
            let opened = before.iter().filter_map(|(seal, state)| Some(put(opened(seal, state)?, seal.entry)));
            let puts: Vec<(Key, Value)> = opened.collect();
            let (row, page) = self.write(doc, &puts)?;
            for (seal, state) in before {
                self.settling().entry(&row, &page, seal.entry, &state)?;
            }
        }
        let mark = (Key::Round(mine.round), RoundMark::Opened.to_value_for(mine.round.topic));
        let (_, drawer) = self.write(DocId::drawer(me), &[mark])?;
        Ok(self.settling().mark(&drawer, me, mine.round)?)
    }
}

/// The record that opens these words, where it may take the place of what the document says now.
fn opened(seal: &Seal, state: &RecordState) -> Option<Record> {
    let sealed = state.current.iter().rev().find(|record| record.commitment == seal.commitment)?;
    let opened = Record { visibility: Visibility::Open, ..*sealed };
    opened.may_replace(&state.current).then_some(opened)
}

/// Whether both are ready, with the words that `stand` names.
fn opens(mine: &RoundSide, theirs: &RoundSide, stand: Stand) -> bool {
    mine.is_ready() && theirs.is_ready() && Stand::of(mine, theirs) == stand
}

/// Whether all words of this side are on this laptop.
pub(crate) fn are_here(reader: &Reader<'_>, side: &RoundSide) -> Result<bool, HomeError> {
    for seal in &side.seals {
        if reader.body(&seal.commitment)?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}
