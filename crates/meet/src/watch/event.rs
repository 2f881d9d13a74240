//! What whoever stays in touch tells.

use kintsugi_home::HomeError;
use kintsugi_journal::Topic;
use kintsugi_lan::MeetError;

use crate::met::Met;

/// What happens while the two stay in touch. A front end words it, or says nothing.
///
/// Exhaustive on purpose: a front end that has no words for a new case must not compile.
#[derive(Debug)]
pub enum Event {
    /// It has begun, with the partner of this name.
    Begun {
        /// The partner's name.
        partner: String,
    },
    /// The partner's laptop is looked for.
    Looking,
    /// It is there.
    InTouch,
    /// A meeting has moved something.
    Met(Met),
    /// Rounds have opened, of these topics.
    Opened(Vec<Topic>),
    /// This laptop is on more than one network, and nobody has said which of them is home: these are used, and those besides
    /// are not.
    ManyNetworks {
        /// The names of the networks in use.
        used: Vec<String>,
        /// The names of the others.
        besides: Vec<String>,
    },
    /// This laptop is on no network that is home; it goes on as soon as it is.
    NoNetwork,
    /// The other laptop runs another version.
    OtherVersion,
    /// The other laptop answered and would not.
    Refused,
    /// A meeting was broken off.
    BrokenOff(MeetError<HomeError>),
    /// A meeting could not be kept.
    NotKept(HomeError),
    /// Another command of this home has ended it.
    EndedHere,
}
