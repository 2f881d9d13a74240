//! What the checks have found, as values. Nothing in them names a person.

use kintsugi_lan::{Bind, BindError};

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// As it should be.
    Fine,
    /// Worth knowing, and no hindrance.
    Note,
    /// It keeps the two apart.
    Problem,
    /// It could not be looked at.
    Skipped,
}

/// What one check has found.
#[derive(Clone, Debug)]
pub enum Finding {
    /// The clock of this laptop.
    Clock(ClockFinding),
    /// Who has the network key.
    Lock(LockFinding),
    /// The networks that are home.
    Networks(NetworksFinding),
    /// Where everything else goes.
    Route(RouteFinding),
    /// The UDP port.
    Port(PortFinding),
    /// The partner, as far as nothing had to be looked for.
    Partner(PartnerFinding),
    /// Whether the other laptop is heard.
    Multicast(MulticastFinding),
    /// Whether the other laptop is reached.
    Unicast(UnicastFinding),
}

/// The clock of this laptop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockFinding {
    /// Nothing speaks against it.
    Plausible,
    /// It is behind what was written here, or behind this program.
    Behind,
}

/// Who has the network key of this home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockFinding {
    /// A watch, which answers.
    Watch,
    /// Nobody.
    Free,
    /// Another process, which does not answer.
    Held,
}

/// The networks that are home.
#[derive(Clone, Debug)]
pub enum NetworksFinding {
    /// These addresses.
    Home(Vec<Bind>),
    /// None, and why.
    None(BindError),
}

/// Where everything else goes: with a VPN not through the home network, which is no hindrance here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RouteFinding {
    /// There is no network.
    NoNetwork,
    /// Nowhere; the home network alone is enough.
    None,
    /// Through a home network, by its interface.
    Home(String),
    /// Through another interface, perhaps a VPN.
    Elsewhere(String),
}

/// The UDP port of this home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortFinding {
    /// There is no network.
    NoNetwork,
    /// None was chosen yet.
    NotChosen,
    /// A kintsugi of this home has it.
    InUse,
    /// Another program has it; another one is used meanwhile.
    Taken(u16),
    /// It is free.
    Free(u16),
}

/// The partner, where nothing was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartnerFinding {
    /// There is none.
    NotPaired,
    /// The watch of this home looks after it.
    Watched,
    /// There was no way to look.
    NotLookedFor,
}

/// Whether the other laptop is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MulticastFinding {
    /// It announces itself and is heard.
    Heard,
    /// It was reached and is not heard: this network drops multicast.
    Dropped,
    /// Nothing can be said of it, because the other laptop did not answer.
    Unknown,
}

/// Whether the other laptop is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnicastFinding {
    /// It was.
    Reached,
    /// It answers and refuses this one.
    Refused,
    /// It did not answer. Whether it is off, elsewhere, or there and kintsugi is not running on it is not told.
    Silent {
        /// The UDP port of this laptop.
        port: u16,
    },
}

impl Finding {
    /// How the check came out.
    pub const fn state(&self) -> State {
        match self {
            Self::Clock(ClockFinding::Plausible)
            | Self::Lock(LockFinding::Watch | LockFinding::Free)
            | Self::Networks(NetworksFinding::Home(_))
            | Self::Route(RouteFinding::Home(_))
            | Self::Port(PortFinding::NotChosen | PortFinding::InUse | PortFinding::Free(_))
            | Self::Partner(PartnerFinding::Watched)
            | Self::Multicast(MulticastFinding::Heard)
            | Self::Unicast(UnicastFinding::Reached) => State::Fine,
            Self::Route(RouteFinding::None | RouteFinding::Elsewhere(_))
            | Self::Port(PortFinding::Taken(_))
            | Self::Partner(PartnerFinding::NotPaired)
            | Self::Multicast(_) => State::Note,
            Self::Route(RouteFinding::NoNetwork)
            | Self::Port(PortFinding::NoNetwork)
            | Self::Partner(PartnerFinding::NotLookedFor) => State::Skipped,
            Self::Clock(ClockFinding::Behind)
            | Self::Lock(LockFinding::Held)
            | Self::Networks(NetworksFinding::None(_))
            | Self::Unicast(_) => State::Problem,
        }
    }
}
