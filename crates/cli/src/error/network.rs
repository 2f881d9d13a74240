//! What pairing and meeting report.

use kintsugi_home::HomeError;
use kintsugi_lan::{BindError, EndpointError, LinkError, MeetError, PairError};
use kintsugi_sync::pairing::{CodeError, TicketError};

use super::{CommandError, Exit};

impl From<TicketError> for CommandError {
    fn from(error: TicketError) -> Self {
        let (code, hint) = match error {
            TicketError::Mistyped => {
                ("ticket-mistyped", "Nothing was sent. Compare it with the other screen and try again.")
            }
            TicketError::Version => {
                ("ticket-version", "Nothing was sent. Update the older kintsugi of the two, then try again.")
            }
            TicketError::Expired => ("ticket-expired", "A code works once, for ten minutes. Ask for a new one."),
            TicketError::Address => ("ticket-address", "Nothing was sent. Both laptops must be on the same network."),
            _ => (
                "ticket",
                "Nothing was sent. The other laptop shows a code after kintsugi pair; the long one begins with kin1.",
            ),
        };
        Self::new(Exit::Refused, code, error.to_string()).hint(hint)
    }
}

impl From<CodeError> for CommandError {
    fn from(error: CodeError) -> Self {
        let code = if error == CodeError::Mistyped { "code-mistyped" } else { "code" };
        Self::new(Exit::Refused, code, error.to_string())
            .hint("Nothing was sent. Compare it with the other screen, character by character, and try again.")
    }
}

impl From<kintsugi_meet::InvitationError> for CommandError {
    fn from(error: kintsugi_meet::InvitationError) -> Self {
        match error {
            kintsugi_meet::InvitationError::Ticket(error) => error.into(),
            kintsugi_meet::InvitationError::Code(error) => error.into(),
        }
    }
}

impl From<PairError> for CommandError {
    fn from(error: PairError) -> Self {
        let message = error.to_string();
        match error {
            PairError::NoAnswer | PairError::Lost => Self::new(Exit::NotReached, "no-answer", message).hint(
                "Nothing was stored. A code works once, for ten minutes, while kintsugi pair is open on the other laptop. If that one says that it waits, end it with Ctrl-C and let it show a new code.",
            ),
            PairError::NotNear => Self::new(Exit::NotReached, "not-near", message).hint(
                "A code works once, for ten minutes, while kintsugi pair is open on the other laptop. Both must be on the same network. Some networks keep laptops from finding each other: kintsugi pair --ticket shows a long code, which works there. Nothing was stored.",
            ),
            PairError::WindowOver => Self::new(Exit::NotReached, "window-over", message)
                .hint("Nothing was stored. Start kintsugi pair again when both are ready."),
            PairError::WindowBurned => Self::new(Exit::Refused, "window-burned", message)
                .hint("The code is void and nothing was stored. Somebody else may have heard it: start kintsugi pair again and let only your partner have the new one."),
            PairError::Refused => Self::new(Exit::Refused, "refused", message)
                .hint("Nothing was stored. A code works once, for ten minutes; ask for a new one."),
            PairError::Unproven => Self::new(Exit::Refused, "unproven", message)
                .hint("Nothing was stored. Start kintsugi pair again and use its new code."),
            PairError::Version => Self::new(Exit::Refused, "version", message)
                .hint("Nothing was stored, and no try was used up. Update the older kintsugi of the two, then pair."),
            PairError::Name(_) => Self::new(Exit::Refused, "name", message)
                .hint("Nothing was stored. A new journal there, with a plain name, can be paired."),
            PairError::Nameless => Self::new(Exit::Refused, "nameless", message).hint(
                "Nothing was stored. On the new laptop begin once more, with kintsugi init --new-laptop --name NAME in an empty folder.",
            ),
            PairError::SamePerson => Self::new(Exit::Refused, "same-person", message)
                .hint("Pairing is for two people. Nothing was stored."),
            _ => Self::new(Exit::Failed, "pairing-failed", message).hint("Nothing was stored."),
        }
    }
}

impl From<BindError> for CommandError {
    fn from(error: BindError) -> Self {
        let message = error.to_string();
        match error {
            BindError::NoNetwork => Self::new(Exit::NotReached, "no-network", message)
                .hint("Connect both laptops to the same network and try again. What you wrote is safe here."),
            BindError::NotChosen(_) => Self::new(Exit::NotReached, "no-network", message)
                .hint("Connect to it, or choose again with kintsugi config network. What you wrote is safe here."),
            BindError::System(_) => Self::new(Exit::Failed, "network", message),
            _ => Self::new(Exit::Usage, "bind", message).hint("KINTSUGI_BIND names one address of this laptop."),
        }
    }
}

impl From<EndpointError> for CommandError {
    fn from(error: EndpointError) -> Self {
        Self::new(Exit::Failed, "network", error.to_string())
            .hint("What you wrote is safe here. Try again in a moment.")
    }
}

impl From<MeetError<HomeError>> for CommandError {
    fn from(error: MeetError<HomeError>) -> Self {
        let message = error.to_string();
        match error {
            MeetError::Store(error) => error.into(),
            MeetError::Link(LinkError::Refused) => Self::new(Exit::Refused, "refused", message)
                .hint("What you wrote is safe here. A laptop may have been restored from an older copy, or the pairing was never finished. Then kintsugi pair on one and kintsugi join on the other renews it. Both keep what is there. A laptop that was replaced stays out."),
            MeetError::Link(LinkError::Version) => version(message),
            MeetError::Breach(kintsugi_sync::Breach::Version(_)) => version(message),
            MeetError::Breach(_) | MeetError::Link(LinkError::Frame(_)) => {
                Self::new(Exit::Refused, "protocol", message).hint(
                    "What you wrote is safe here, and nothing of this was kept. If one kintsugi is older, update it.",
                )
            }
            _ => not_reached(),
        }
    }
}

fn version(message: String) -> CommandError {
    CommandError::new(Exit::Refused, "version", message)
        .hint("What you wrote is safe here. The two meet again once the older kintsugi is updated.")
}

impl From<kintsugi_meet::Error> for CommandError {
    fn from(error: kintsugi_meet::Error) -> Self {
        use kintsugi_meet::Error;
        let message = error.to_string();
        match error {
            Error::Home(error) => error.into(),
            Error::Networks(error) => error.into(),
            Error::Endpoint(error) => error.into(),
            Error::Meeting(error) => error.into(),
            Error::Pairing(error) => error.into(),
            Error::NotReached => not_reached(),
            Error::InUse => Self::new(Exit::Failed, "in-use", message)
                .hint("Close it, or wait until it has ended, then try again. What you wrote is safe."),
            Error::Stopped => Self::new(Exit::Failed, "stopped", message)
                .hint("What came until now is kept, and what you wrote is safe. Run it again to go on."),
            Error::NewerStore => Self::new(Exit::Refused, "newer-store", message)
                .hint("Nothing more was written. What was saved is safe; begin again with the newer kintsugi."),
            Error::Lock(_) => Self::new(Exit::Failed, "lock", message),
            Error::Socket { .. } => Self::new(Exit::Failed, "socket", message).hint(
                "The name of its folder may have about 90 letters, with all the folders above it. KINTSUGI_HOME names another place. What you wrote is safe.",
            ),
            Error::System(_) => Self::new(Exit::Failed, "system", message),
        }
    }
}

/// The partner's laptop was not there.
fn not_reached() -> CommandError {
    CommandError::new(Exit::NotReached, "partner-unreachable", "the other laptop was not reached")
        .hint("What you wrote is safe here. Run kintsugi sync on both laptops, on the same network; kintsugi doctor says what stands between them.")
}
