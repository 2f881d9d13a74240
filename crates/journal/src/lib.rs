//! What the two people share, and the rules it obeys. Pure: no clock, no randomness, no disk, no network.
//!
//! The truth is a set of small Automerge documents (a [`Document`] per person and month, and one table) and, beside them,
//! the bodies: everything a person wrote. A document holds only commitments to bodies, so that words can be withheld until
//! they may be read and destroyed when they are taken back. What a screen shows is a [`MonthView`], derived from both.
//!
//! The instant, random bytes and fresh ids are arguments of every function here that needs them.

mod actor;
mod agreement;
mod author_tag;
mod beside;
mod body;
mod certificate;
mod commitment;
mod contents;
mod day;
mod digest;
mod doc_id;
mod document;
mod draft;
mod error;
mod first_body;
mod form;
mod hearts;
mod history;
mod id;
mod jar;
mod key;
mod limits;
mod lines_open;
mod marks;
mod millis;
mod month;
mod operation;
mod order;
mod record;
mod rehearsal;
mod round;
mod round_id;
mod rules;
mod setting;
mod stand;
mod table;
mod text;
mod unopened;
mod view;
mod vocabulary;
mod week;
mod written_at;

pub use actor::Actor;
pub use agreement::{MAX_AGREEMENT_LETTERS, check_agreement};
pub use author_tag::{AuthorTag, TagSecret};
pub use body::{Body, BodyForm, Kind, Place, SealedBody};
pub use certificate::certified;
pub use commitment::{Commitment, Salt};
pub use day::{DayRule, decode_day, encode_day};
pub use digest::{DocDigest, RootDigest, WantedDigest};
pub use doc_id::DocId;
pub use document::Document;
pub use draft::{Audience, Draft, Fresh, Words, Written};
pub use error::{BodyError, DocumentError, IdError};
pub use form::Form;
pub use hearts::{TrackerDay, tracker_days};
pub use history::{BuiltChange, History, Misplaced, StoredChange};
pub use id::{EntryId, PersonId};
pub use jar::{Draw, slip_of_the_day};
pub use key::Key;
pub use limits::{Limits, MAX_BODY_BYTES, MAX_ROUND_BYTES, MAX_SEALS, MAX_TAG_BYTES, MAX_TAGS, MAX_TEXT_BYTES};
pub use lines_open::LinesOpen;
pub use marks::Marks;
pub use month::Month;
pub use operation::{ChangeHash, OpRef, Operation, Proposal, Put, Value};
pub use order::order_after;
pub use record::{Record, RecordState, Visibility};
pub use round::{RoundMark, RoundSide, Seal, SealDigest};
pub use round_id::{RoundId, Topic};
pub use rules::{Refusal, check_operation};
pub use setting::{Setting, SettingName};
pub use stand::Stand;
pub use table::{Choice, Focus, Schedule, TableView};
pub use unopened::Standing;
pub use view::{Husk, Line, MonthView, Shelf, line_of};
pub use vocabulary::Vocabulary;
pub use week::Week;
pub use written_at::WrittenAt;
