//! Meeting the other laptop: once, or for as long as somebody wishes; pairing in steps; and what stands between the two.
//!
//! It joins the open home and the home network, and speaks to nobody: what it needs of the world around it comes as values
//! ([`Outside`]), what happens is told as values ([`Step`], [`Event`], [`Finding`]), and a front end words them. Where somebody
//! has to choose, it says so and asks nothing.

mod desk;
mod doctor;
mod error;
mod meeting;
mod met;
mod network;
mod networks;
mod outside;
mod pairing;
mod runtime;
pub mod said;
mod socket;
mod watch;

pub use doctor::{
    ClockFinding, Finding, LockFinding, MulticastFinding, NetworksFinding, PartnerFinding, PortFinding, RouteFinding,
    State, UnicastFinding, cause, examine,
};
pub use error::Error;
pub use meeting::{Asking, Step, meet};
pub use met::Met;
pub use network::Network;
pub use networks::{ALL, Chosen, choose, names, networks};
pub use outside::Outside;
pub use pairing::{Comparing, FirstMeeting, InvitationError, Inviting, Paired, invitation, join};
pub use runtime::run;
pub use socket::{end, is_running, is_together, stop};
pub use watch::{Event, stay};
