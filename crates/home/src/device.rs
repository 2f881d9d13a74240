//! The laptops of the two: what they are called here, which was replaced, and leaving.

use kintsugi_journal::PersonId;
use kintsugi_vault::{BundleState, DocRow, Former, PairSecret, Partner, PartnerState, Writer};

use crate::{Home, HomeError, stick};

/// One laptop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub id: [u8; 32],
    /// Whether it is this person's.
    pub mine: bool,
    /// Whether it was replaced, and is refused.
    pub replaced: bool,
    /// What it is called here, where somebody named it.
    pub name: Option<String>,
}

/// What leaving comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// Nothing that they wrote had come: the pairing is undone, and this home may be paired with anybody.
    Undone,
    /// What both wrote stays, and so does the place of the partner.
    Left,
}

impl Leaving {
    /// What it will mean, before anybody says yes to it.
    pub fn means(self, partner: &str) -> String {
        match self {
            Self::Undone => format!(
                "Nothing that {partner} wrote has come here, so the pairing can be undone, and this journal be paired with anybody.\n\
                 {partner} is not told. What of yours is on that laptop already stays there."
            ),
            Self::Left => format!(
                "Nothing crosses any more between you and {partner}, and {partner} is not told.\nWhat you both wrote until now stays readable \
                 here. This journal can then be paired with nobody else."
            ),
        }
    }
}

/// What a pairing is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The first pairing; between two who are partners already, it renews what the two laptops know of each other.
    Pair,
    /// A new laptop of the partner takes the place of the one before.
    Replace,
}

impl Home {
    /// All laptops that this home knows: this one first, then the partner's, then those that were replaced.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn devices(&self) -> Result<Vec<Device>, HomeError> {
        let reader = self.vault().read()?;
        let names = reader.device_names()?;
        let name = |id: &[u8; 32]| names.iter().find(|(named, _)| named == id).map(|(_, name)| name.clone());
        let device = |id: [u8; 32], mine, replaced| Device { id, mine, replaced, name: name(&id) };
        let mut devices = vec![device(self.identity().device().id(), true, false)];
        devices.extend(reader.partner()?.map(|partner| device(partner.device, false, false)));
        devices.extend(reader.replaced_devices()?.into_iter().map(|id| device(id, false, true)));
        Ok(devices)
    }

    /// Names a laptop, for this home alone.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn name_device(&self, id: [u8; 32], name: String) -> Result<(), HomeError> {
        self.change(|writer, _| {
            let mut names = writer.device_names()?;
            names.retain(|(named, _)| *named != id);
            names.push((id, name));
            Ok(writer.put_device_names(&names)?)
        })
    }

    /// Checks that this home may be paired with somebody, before anyone is asked.
    ///
    /// # Errors
    /// [`HomeError::NotPaired`] and [`HomeError::Left`] where there is nobody whose laptop could be replaced. Who may come to a
    /// pairing is known only once they have come, see [`check_person`](Self::check_person).
    pub fn check_purpose(&self, purpose: Purpose) -> Result<(), HomeError> {
        match (purpose, self.partner()?.map(|partner| partner.state)) {
            (Purpose::Replace, None | Some(PartnerState::Pending)) => Err(HomeError::NotPaired),
            (Purpose::Replace, Some(PartnerState::Left)) => Err(HomeError::Left),
            _ => Ok(()),
        }
    }

    /// Checks who has come, before anything is shown to them.
    ///
    /// # Errors
    /// [`HomeError::AnotherPerson`] when it is not the partner of this home; [`HomeError::ReplacedDevice`] for a laptop
    /// that was replaced.
    pub fn check_person(&self, person: PersonId, key: &[u8; 32], device: &[u8; 32]) -> Result<(), HomeError> {
        let reader = self.vault().read()?;
        if reader.replaced_devices()?.contains(device) {
            return Err(HomeError::ReplacedDevice);
        }
        match reader.partner()?.filter(|partner| partner.state != PartnerState::Pending) {
            Some(partner) if partner.person != person || partner.key != *key => Err(HomeError::AnotherPerson),
            _ => Ok(()),
        }
    }

    /// Goes on with the same person: on another laptop, after having left, or because one of the two laptops was restored from a
    /// copy in which it did not know the other one yet. The words stay; the laptop before is refused from now on.
    pub(crate) fn renew_partnership(
        &self,
        writer: &Writer<'_>,
        earlier: &Former,
        partner: &Partner,
    ) -> Result<(), HomeError> {
        if earlier.person != partner.person || earlier.key != partner.key {
            return Err(HomeError::AnotherPerson);
        }
        let mut replaced = writer.replaced_devices()?;
        if replaced.contains(&partner.device) {
            return Err(HomeError::ReplacedDevice);
        }
        if earlier.device != partner.device {
            replaced.push(earlier.device);
            writer.put_replaced_devices(&replaced)?;
        }
        begin_anew(writer)?;
        // Both said yes, and what the two wrote is here: nothing may be dropped any more as after a first pairing.
        Ok(writer.put_partner(&Partner { state: PartnerState::Paired, ..copy_of(partner) })?)
    }

    /// What leaving would come to now.
    ///
    /// # Errors
    /// [`HomeError::NotPaired`] and [`HomeError::Left`].
    pub fn leaving(&self) -> Result<Leaving, HomeError> {
        let partner = self.companion()?;
        Ok(if self.vault().read()?.has_words_of(partner.person)? { Leaving::Left } else { Leaving::Undone })
    }

    /// Leaves: nothing crosses any more, and nobody is told. What is here stays. Where nothing that the partner wrote has come
    /// yet, the pairing is undone: a partner who was taken by mistake goes, and this home can be paired with anybody.
    ///
    /// # Errors
    /// [`HomeError::NotPaired`] and [`HomeError::Left`].
    pub fn leave(&self) -> Result<Leaving, HomeError> {
        self.change(|writer, _| {
            let partner = writer.partner()?.ok_or(HomeError::NotPaired)?;
            if partner.state == PartnerState::Left {
                return Err(HomeError::Left);
            }
            writer.put_waiting_lines(&[])?;
            if !writer.has_words_of(partner.person)? {
                writer.undo_partner(&partner)?;
                begin_anew(writer)?;
                return Ok(Leaving::Undone);
            }
            let left = Partner {
                state: PartnerState::Left,
                secret: PairSecret([0; 32]),
                addresses: Vec::new(),
                ..copy_of(&partner)
            };
            writer.put_partner(&left)?;
            writer.put_bundle_state(&BundleState::default())?;
            stick::forget(writer)?;
            Ok(Leaving::Left)
        })
    }
}

/// Whoever comes next has nothing yet, and no bundle of theirs was seen.
fn begin_anew(writer: &Writer<'_>) -> Result<(), HomeError> {
    for row in writer.documents()?.into_iter().filter(|row| !row.met.is_empty()) {
        writer.put_document(&DocRow { met: Vec::new(), ..row })?;
    }
    writer.put_bundle_state(&BundleState::default())?;
    stick::forget(writer)
}

fn copy_of(partner: &Partner) -> Partner {
    Partner {
        state: partner.state,
        person: partner.person,
        name: partner.name.clone(),
        key: partner.key,
        device: partner.device,
        journal: partner.journal,
        secret: PairSecret(partner.secret.0),
        addresses: partner.addresses.clone(),
        last_meeting: partner.last_meeting,
    }
}
