//! Bundles of this home: written, taken in, and what they tell of the partner's copy.

use std::io::{Read, Write};

use kintsugi_journal::ChangeHash;
use kintsugi_sync::bundle::{self, BundleError, Header, Packed, Parties, Taken, Unread, Unwritten};
use kintsugi_vault::{BundleState, DocRow, Partner, PartnerState, Understanding, random};

use crate::{Home, HomeError};

impl Home {
    /// Writes a bundle for the partner. Gives back its number and what it holds.
    ///
    /// # Errors
    /// [`HomeError::NotPaired`] and [`HomeError::Left`] come as [`Unwritten::Store`].
    pub fn write_bundle(&self, all: bool, file: &mut impl Write) -> Result<(u64, Packed), Unwritten<HomeError>> {
        let partner = self.companion().map_err(Unwritten::Store)?;
        let state = self.count_bundle().map_err(Unwritten::Store)?;
        let parties = Parties {
            secret: &partner.secret.0,
            journal: partner.journal,
            sender: self.identity().person(),
            receiver: partner.person,
        };
        let header = Header::new(&partner.journal, &self.identity().device().id(), state.written, nonce());
        let side = self.side_for(partner.person);
        let pair = self.pair().map_err(Unwritten::Store)?;
        let packed = bundle::write(&side, &parties, &pair, header, &state.wanted, all, file)?;
        self.remember_what_waits(packed.waits).map_err(Unwritten::Store)?;
        Ok((state.written, packed))
    }

    /// Takes in a bundle of the partner. `open` opens the file from its beginning: it is read twice, first to check it.
    ///
    /// # Errors
    /// [`Unread`].
    pub fn take_in_bundle<R: Read>(
        &self,
        mut open: impl FnMut() -> std::io::Result<R>,
        progress: impl FnMut(u64),
    ) -> Result<Taken, Unread<HomeError>> {
        let partner = self.companion().map_err(Unread::Store)?;
        let parties = Parties {
            secret: &partner.secret.0,
            journal: partner.journal,
            sender: partner.person,
            receiver: self.identity().person(),
        };
        let replaced = self.replaced_devices().map_err(Unread::Store)?;
        let mut begin = || {
            let mut file = open().map_err(|_| BundleError::NotABundle)?;
            let own = self.identity().device().id();
            Header::read(&mut file, &partner.journal, &own, &partner.device, &replaced).map(|header| (header, file))
        };
        let (header, mut file) = begin()?;
        bundle::check(&parties, header, &mut file)?;
        let (header, mut file) = begin()?;
        let pair = self.pair().map_err(Unread::Store)?;
        let taken = bundle::take_in(&self.side_for(partner.person), &parties, &pair, header, &mut file, progress)?;
        self.learn(partner, header.sequence, &taken).map_err(Unread::Store)?;
        Ok(taken)
    }

    fn count_bundle(&self) -> Result<BundleState, HomeError> {
        self.change(|writer, _| {
            let mut state = writer.bundle_state()?;
            state.written += 1;
            writer.put_bundle_state(&state)?;
            // Whoever writes a bundle wants everything in it.
            writer.put_waiting_lines(&[])?;
            Ok(state)
        })
    }

    fn remember_what_waits(&self, waits_there: bool) -> Result<(), HomeError> {
        self.change(|writer, _| Ok(writer.put_understanding(Understanding { waits_there, ..writer.understanding()? })?))
    }

    /// Keeps what the bundle says of the partner's copy, when it is the newest so far.
    fn learn(&self, partner: Partner, sequence: u64, taken: &Taken) -> Result<(), HomeError> {
        self.change(|writer, _| {
            let state = writer.bundle_state()?;
            if sequence <= state.taken {
                return Ok(());
            }
            writer.put_bundle_state(&BundleState { taken: sequence, wanted: taken.wanted.clone(), ..state })?;
            let before = writer.understanding()?;
            let theirs = taken.theirs.unwrap_or(before.theirs);
            writer.put_understanding(Understanding {
                theirs,
                waits_here: taken.waits_here,
                left: taken.left,
                ..before
            })?;
            for row in writer.documents()?.into_iter().filter(|row| row.doc.is_shared()) {
                let there = taken.heads.get(&row.doc).cloned().unwrap_or_default();
                let met = self.known_of(writer, &row, there)?;
                if met != row.met {
                    writer.put_document(&DocRow { met, ..row })?;
                }
            }
            if partner.state == PartnerState::Pending {
                let partner = writer.partner()?.ok_or(HomeError::NotPaired)?;
                writer.put_partner(&Partner { state: PartnerState::Paired, ..partner })?;
            }
            Ok(())
        })
    }

    /// Those of the heads that are here, too: what both have.
    fn known_of(
        &self,
        reader: &kintsugi_vault::Reader<'_>,
        row: &DocRow,
        mut heads: Vec<ChangeHash>,
    ) -> Result<Vec<ChangeHash>, HomeError> {
        heads.sort_unstable();
        if heads == row.heads || heads == row.met || heads.is_empty() {
            return Ok(heads);
        }
        let document = self.open_document(reader, row)?;
        heads.retain(|head| document.knows(head));
        Ok(heads)
    }
}

fn nonce() -> [u8; 19] {
    random()
}
