//! How two copies become one: the wire format, the session, the gate, pairing, and the home network.
//!
//! ```text
//! receive  bytes -> Frame (capped) -> gate (who, what, hash) -> Verified -> the store -> acknowledgement
//! send     the store: heads and bodies here and there -> Session -> frames -> bytes
//! ```
//! The [`Session`] and the [`gate`] do no I/O: frames in, frames and [`Intake`]s out. Nothing here does I/O: frames in, frames and intakes out.
//! Bytes of the partner are capped before they are allocated, and never reach Automerge's decoder.

pub mod bundle;
pub mod gate;
pub mod pairing;

mod frame;
mod session;

pub use frame::{End, FIRST_LATER, Frame, FrameError, Hello, MAX_FRAME_BYTES, Name, Room, Sent, Versions};
pub use session::{
    Breach, Intake, Limits, Opening, Outcome, Pair, Progress, Ready, Receipt, Replica, Session, SessionError, Step,
    Store, Talk,
};
