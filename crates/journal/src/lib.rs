//! What the two people share, and the rules it obeys. Pure: no clock, no randomness, no disk, no network.
//!
//! The truth is a set of small Automerge documents (a [`Document`] per person and month, and one table) and, beside them,
//! the bodies: everything a person wrote. A document holds only commitments to bodies, so that words can be withheld until
//! they may be read and destroyed when they are taken back. What a screen shows is a [`MonthView`], derived from both.
//!
//! The instant, random bytes and fresh ids are arguments of every function here that needs them.

mod both;
mod documents;
mod entries;
mod error;
mod form;
mod limits;
mod names;
mod rounds;
mod text;
mod time;
mod vocabulary;

pub use both::agreement::{LineChange, MAX_AGREEMENT_LETTERS, changed_lines, check_agreement};
pub use both::assent::{Agreed, Assent};
pub use both::hearts::{TrackerDay, heart_days, tracker_days};
pub use both::jar::{decode_slip, encode_slip, slip_of_the_day, turn_of_the_day};
pub use both::marks::Marks;
pub use both::table::{Choice, Focus, Schedule, TableView};
pub use documents::author_tag::{AuthorTag, TagSecret};
pub use documents::digest::{DocDigest, RootDigest, WantedDigest};
pub use documents::document::{Document, Rehearsed};
pub use documents::draft::{Audience, Draft, Fresh, Words, Written};
pub use documents::history::{BuiltChange, History, Misplaced, StoredChange};
pub use documents::invitation::{Invitation, Occasion};
pub use documents::key::Key;
pub use documents::lines_open::LinesOpen;
pub use documents::operation::{ChangeHash, OpRef, Operation, Proposal, Put, Value};
pub use documents::rules::{Refusal, check_kept_operation, check_operation};
pub use documents::salvage::Pieces;
pub use documents::setting::{Setting, SettingName};
pub use documents::unopened::Standing;
pub use documents::unsent::Remainder;
pub use entries::body::{Body, BodyForm, Place, SealedBody};
pub use entries::kept::KeptFrom;
pub use entries::kind::Kind;
pub use entries::order::order_after;
pub use entries::record::{Record, RecordState, Visibility};
pub use entries::stood::Stood;
pub use entries::view::{Husk, Line, MonthView, Shelf, Told, line_of};
pub use entries::written_at::WrittenAt;
pub use error::{BodyError, DocumentError, IdError};
pub use form::Form;
pub use limits::{Limits, MAX_BODY_BYTES, MAX_ROUND_BYTES, MAX_SEALS, MAX_TAG_BYTES, MAX_TAGS, MAX_TEXT_BYTES};
pub use names::actor::Actor;
pub use names::certificate::certified;
pub use names::commitment::{Commitment, Salt};
pub use names::doc_id::DocId;
pub use names::id::{EntryId, PersonId};
pub use names::round_id::{RoundId, Topic};
pub use rounds::mark::{RoundMark, SealDigest};
pub use rounds::side::{RoundSide, Seal};
pub use rounds::stand::Stand;
pub use text::character;
pub use text::sought::Sought;
pub use text::tags::{tags_after, tags_in, tags_with};
pub use text::unfit::{Unfit, check_seen};
pub use text::unkind::{UNKIND, is_unkind};
pub use time::day::{DayRule, decode_day, encode_day};
pub use time::month::Month;
pub use time::week::Week;
pub use vocabulary::Vocabulary;
