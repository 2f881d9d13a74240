//! The page: Kintsugi in a browser, on this laptop alone.
//!
//! [`Page::answer`] makes an answer of a request, without a socket and without a clock: what it needs of either is an argument.
//! Around it stand [`Door`], which listens on loopback and lets nobody in whom the gate does not know, and the desk, a thread
//! that owns the open journal. It knows no terminal: how a journal is unlocked is handed in as [`Keys`], and what there is to
//! show beside a browser is told as values.

mod answer;
mod beginning;
mod company;
mod desk;
mod door;
mod form;
mod keys;
mod layout;
mod live;
mod now;
mod page;
mod pages;
mod patience;
mod rest;
mod route;
mod routes;
mod sat;
mod serve;
mod taking_up;
mod trays;
mod visit;
mod way;
mod work;

/// The picture of the program, as SVG.
pub const MARK: &[u8] = include_bytes!("../assets/mark.svg");

pub use answer::Request;
pub use company::Surroundings;
pub use door::headers::HEADERS;
pub use door::{Address, Refusal};
pub use keys::Keys;
pub use live::{News, Stream};
pub use now::{Clock, Now};
pub use page::Page;
pub use route::{Method, Needs, Route};
pub use routes::ROUTES;
pub use serve::{Asked, Door, DoorError, Link, ask};
pub use work::{Done, Sending, Work};
