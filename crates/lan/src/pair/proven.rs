//! Both have proven to hold the code; then both people say yes, and what was agreed is stored on both sides.

use std::net::SocketAddr;
use std::time::Duration;

use kintsugi_sync::pairing::{Agreement, Hello, Message, Proved, WINDOW_SECONDS, check_name};

use super::{Offer, PairError, STEP};
use crate::code;
use crate::link::Link;
use crate::link_error::LinkError;

/// How long people may take over four words.
const ANSWER: Duration = Duration::from_secs(WINDOW_SECONDS.unsigned_abs());

/// Both have proven to hold the code; both people are to compare four words now.
pub struct Proven {
    link: Link,
    proved: Proved,
    endpoint: [u8; 32],
    name: String,
    mine: String,
}

/// Both people said yes.
pub struct Agreed {
    link: Link,
    /// The partner.
    pub partner: Hello,
    /// The partner's laptop.
    pub endpoint: [u8; 32],
    /// The partner's name.
    pub name: String,
    /// The name by which I go: on a new laptop that came without one, as the partner knows me.
    pub mine: String,
    /// Where the partner's laptop is.
    pub address: Option<SocketAddr>,
    /// What the two share.
    pub agreement: Agreement,
}

impl Proven {
    /// Exchanges the names.
    pub(super) async fn named(mut link: Link, proved: Proved, offer: &Offer) -> Result<Self, PairError> {
        // Authors are told apart by the first half of their ids.
        if proved.theirs.person.as_bytes()[..8] == offer.introduction.person.as_bytes()[..8] {
            link.refuse(code::REFUSED);
            return Err(PairError::SamePerson);
        }
        match names(&mut link, *proved.theirs.person.as_bytes(), offer).await {
            Ok([name, mine]) => {
                let endpoint = *link.connection.remote_id().as_bytes();
                Ok(Self { link, proved, endpoint, name, mine })
            }
            Err(error) => {
                link.refuse(code::REFUSED);
                Err(error)
            }
        }
    }

    /// The four words, for both screens.
    pub const fn words(&self) -> [&'static str; 4] {
        self.proved.words
    }

    /// Who the other person is.
    pub const fn hello(&self) -> &Hello {
        &self.proved.theirs
    }

    /// The other laptop's id.
    pub const fn endpoint(&self) -> &[u8; 32] {
        &self.endpoint
    }

    /// The name the other person goes by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The person here said no: the other laptop is told, and nothing is stored.
    pub fn decline(self) {
        self.link.refuse(code::REFUSED);
    }

    /// The person here said yes; waits for the other to say so.
    ///
    /// # Errors
    /// [`PairError::Refused`] when the other person said no, [`PairError::Lost`] when the connection ended.
    pub async fn accept(mut self) -> Result<Agreed, PairError> {
        self.link.send_message(&Message::Yes).await?;
        let Message::Yes = self.link.read_message(ANSWER).await? else { return Err(PairError::Unproven) };
        let address = self.link.remote_address();
        Ok(Agreed {
            link: self.link,
            partner: self.proved.theirs,
            endpoint: self.endpoint,
            name: self.name,
            mine: self.mine,
            address,
            agreement: self.proved.agreement,
        })
    }
}

/// Says my name and hears theirs. Whoever is on a new laptop may come without one and is told the one they are known by.
async fn names(link: &mut Link, person: [u8; 16], offer: &Offer) -> Result<[String; 2], PairError> {
    link.send_message(&offer.first()).await?;
    let name = match link.read_message(STEP).await? {
        Message::Name(name) => name,
        Message::Nameless => {
            let known = offer.known_as(person).ok_or(PairError::Nameless)?.to_owned();
            link.send_message(&Message::KnownAs(known.clone())).await?;
            known
        }
        _ => return Err(PairError::Unproven),
    };
    check_name(&name).map_err(PairError::Name)?;
    if !offer.name.is_empty() {
        return Ok([name, offer.name.clone()]);
    }
    let mine = match link.read_message(STEP).await {
        Ok(Message::KnownAs(mine)) => mine,
        Err(LinkError::Refused) => return Err(PairError::Nameless),
        Ok(_) => return Err(PairError::Unproven),
        Err(error) => return Err(error.into()),
    };
    check_name(&mine).map_err(PairError::Name)?;
    Ok([name, mine])
}

impl Agreed {
    /// What was agreed is durable here; waits until it is there, too. The link then carries the first meeting.
    ///
    /// # Errors
    /// [`PairError::Lost`]: the first meeting is then held by the next `sync`.
    pub async fn stored(mut self) -> Result<Link, PairError> {
        self.link.send_message(&Message::Stored).await?;
        let Message::Stored = self.link.read_message(ANSWER).await? else { return Err(PairError::Unproven) };
        Ok(self.link.widened())
    }
}
