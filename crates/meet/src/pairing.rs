//! Pairing, in steps that a front end drives: a window stands open or a code is taken, both people compare four words, and
//! after two yes the first meeting is held. Each step is a type, and the next is made only from it.
//!
//! ```text
//! Inviting::open ─ wait ─┐
//!                        ├─> Comparing { words, name } ─ yes ─> FirstMeeting ─ hold ─> Paired
//! join ──────────────────┘                             └ no
//! ```

use std::sync::Arc;

use kintsugi_home::{Home, Share};
use kintsugi_lan::{Agreed, Guest, Invitation, Offer, Proven, invite};
use kintsugi_sync::Progress;
use kintsugi_sync::pairing::{CodeError, PairingSecret, Ticket, TicketError, WINDOW_SECONDS};
use kintsugi_vault::{PairSecret, Partner, PartnerState, random};

use crate::desk::Desk;
use crate::meeting::hold;
use crate::met::Met;
use crate::{Error, Network, Outside};

/// Why what was typed is no invitation. Nothing was sent.
#[derive(Debug, thiserror::Error)]
pub enum InvitationError {
    /// It was meant to be a ticket.
    #[error(transparent)]
    Ticket(#[from] TicketError),
    /// It was meant to be a code.
    #[error(transparent)]
    Code(#[from] CodeError),
}

/// What was typed is a ticket when it begins like one, else a code.
///
/// # Errors
/// [`InvitationError`], by what it was meant to be.
pub fn invitation(text: &str, outside: &Outside<'_>) -> Result<Invitation, InvitationError> {
    /// Longer than any code is written.
    const LONG: usize = 40;
    match Ticket::decode(text, outside.now().as_second()) {
        Err(TicketError::NotATicket) => {}
        ticket => return Ok(ticket?.into()),
    }
    match PairingSecret::from_code(text) {
        Err(CodeError::NotACode) if text.trim().len() > LONG => Err(TicketError::NotATicket.into()),
        code => Ok(code?.into()),
    }
}

/// A window that stands open for ten minutes.
pub struct Inviting<'a> {
    home: &'a Home,
    network: &'a Network,
    secret: Arc<PairingSecret>,
    ticket: String,
}

impl<'a> Inviting<'a> {
    /// Draws a secret, for one success.
    pub fn open(home: &'a Home, network: &'a Network, outside: &Outside<'_>) -> Self {
        let secret = random();
        let ticket = Ticket {
            endpoint: network.endpoint.id(),
            addresses: network.endpoint.addresses(),
            secret: PairingSecret::new(secret),
            expires: outside.now().as_second() + WINDOW_SECONDS,
        };
        Self { home, network, secret: Arc::new(PairingSecret::new(secret)), ticket: ticket.encode() }
    }

    /// The code, for the other person to type.
    pub fn code(&self) -> String {
        self.secret.to_code()
    }

    /// The ticket, which does the same where the code finds nothing.
    pub fn ticket(&self) -> &str {
        &self.ticket
    }

    /// Waits for the other laptop.
    ///
    /// # Errors
    /// [`Error::Pairing`], and [`Error::Home`] for somebody with whom this home cannot be paired.
    pub async fn wait(self) -> Result<Comparing<'a>, Error> {
        let proven = invite(&self.network.endpoint, self.secret, &offer(self.home)?).await?;
        Comparing::of(self.home, self.network, proven)
    }
}

/// Takes what the other laptop shows.
///
/// # Errors
/// As [`Inviting::wait`].
pub async fn join<'a>(home: &'a Home, network: &'a Network, invitation: &Invitation) -> Result<Comparing<'a>, Error> {
    let proven = kintsugi_lan::join(&network.endpoint, invitation, &offer(home)?).await?;
    Comparing::of(home, network, proven)
}

/// What this side says of itself.
fn offer(home: &Home) -> Result<Offer, Error> {
    let partner = home.partner()?.map(|partner| (*partner.person.as_bytes(), partner.name.clone()));
    Ok(Offer { introduction: home.introduction(), name: home.identity().name().to_owned(), partner })
}

/// Both laptops have proven to hold the code; both people compare four words now. Whoever is dropped here says nothing, and
/// the other laptop notices that the connection is gone.
pub struct Comparing<'a> {
    home: &'a Home,
    network: &'a Network,
    proven: Proven,
}

impl<'a> Comparing<'a> {
    /// Checks who has come, before anything is shown.
    fn of(home: &'a Home, network: &'a Network, proven: Proven) -> Result<Self, Error> {
        let theirs = proven.hello();
        if let Err(error) = home.check_person(theirs.person, &theirs.key, proven.endpoint()) {
            proven.decline();
            return Err(error.into());
        }
        Ok(Self { home, network, proven })
    }

    /// The four words, which must be the same on both screens.
    pub const fn words(&self) -> [&'static str; 4] {
        self.proven.words()
    }

    /// The name by which the other person goes.
    pub fn name(&self) -> &str {
        self.proven.name()
    }

    /// The person here said no: the other laptop is told, and nothing is stored.
    pub fn no(self) {
        self.proven.decline();
    }

    /// The person here said yes. Waits for the other to say so, and keeps what was agreed, durably; of what was written
    /// before, the partner may read what `share` says.
    ///
    /// # Errors
    /// [`Error::Pairing`] and [`Error::Home`], with nothing stored.
    pub async fn yes(self, share: Share) -> Result<FirstMeeting<'a>, Error> {
        let agreed = self.proven.accept().await?;
        self.home.take_name(&agreed.mine)?;
        self.home.begin_partnership(&partner_of(&agreed), share)?;
        self.home.heard_of(agreed.partner.vocabulary)?;
        self.network.endpoint.admit(Guest::Partner(agreed.endpoint));
        Ok(FirstMeeting { home: self.home, agreed })
    }
}

/// Both said yes and it is kept here; the first meeting runs over the same connection. Where that is cut, the next `sync` on
/// both laptops holds it.
pub struct FirstMeeting<'a> {
    home: &'a Home,
    agreed: Agreed,
}

impl FirstMeeting<'_> {
    /// Waits until it is kept there, too, and holds the first meeting.
    ///
    /// # Errors
    /// [`Error::Pairing`], [`Error::Meeting`] and [`Error::Home`]. Both laptops know each other all the same.
    pub async fn hold(self, outside: &Outside<'_>, told: &dyn Fn(Progress)) -> Result<Paired, Error> {
        let partner = self.agreed.name.clone();
        let link = self.agreed.stored().await?;
        let met = hold(outside, (&Desk::of(self.home)?, link), None, told).await?;
        Ok(Paired { partner, met })
    }
}

/// The two are paired.
pub struct Paired {
    /// The partner's name.
    pub partner: String,
    /// What the first meeting has brought.
    pub met: Met,
}

fn partner_of(agreed: &Agreed) -> Partner {
    Partner {
        state: PartnerState::Pending,
        person: agreed.partner.person,
        name: agreed.name.clone(),
        key: agreed.partner.key,
        device: agreed.endpoint,
        journal: agreed.agreement.journal,
        secret: PairSecret(*agreed.agreement.secret),
        addresses: agreed.address.iter().map(ToString::to_string).collect(),
        last_meeting: None,
    }
}
