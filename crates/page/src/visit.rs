//! One visit to a page of the open journal: what a handler is given.

use std::cell::Cell;
use std::hash::RandomState;

use jiff::civil::Date;
use kintsugi_home::{Home, HomeError, Moment, Unsaved, Waits};
use kintsugi_journal::{Kind, Words, WrittenAt};
use kintsugi_vault::PageLook;

use crate::answer::Notice;
use crate::company::Company;
use crate::form::Form;
use crate::sat::Sat;
use crate::trays::Trays;

/// What the two are called here.
pub(crate) struct Names {
    pub(crate) mine: String,
    /// Nothing where the journal is one person's.
    pub(crate) partner: Option<String>,
}

impl Names {
    fn of(home: &Home) -> Result<Self, HomeError> {
        let mine = Some(home.identity().name()).filter(|name| !name.is_empty()).unwrap_or("You").to_owned();
        let partner = home.partner()?.map(|partner| partner.name.clone()).filter(|name| !name.is_empty());
        Ok(Self { mine, partner })
    }

    /// Of me, or of the partner.
    pub(crate) fn of_author(&self, mine: bool) -> &str {
        if mine { &self.mine } else { self.partner() }
    }

    pub(crate) fn partner(&self) -> &str {
        self.partner.as_deref().unwrap_or("your partner")
    }
}

/// What the page knows as long as it lives, and writes nowhere.
pub(crate) struct Memory<'p> {
    /// Who sits down now.
    pub(crate) sat: &'p Sat,
    /// By which drafts are named.
    pub(crate) hasher: &'p RandomState,
    /// The other laptop.
    pub(crate) company: &'p mut Company,
    /// Files that somebody brought.
    pub(crate) trays: &'p mut Trays,
    /// Somebody goes by another name from now on, or went back to a copy: the journal is opened once more.
    pub(crate) renamed: &'p Cell<bool>,
    /// How the page looks.
    pub(crate) look: &'p Cell<PageLook>,
    /// How often open pages were told something until now.
    pub(crate) told: u64,
}

/// What a handler is given.
pub(crate) struct Visit<'p> {
    pub(crate) home: &'p Home,
    pub(crate) moment: &'p Moment,
    pub(crate) names: Names,
    /// Today, by the hour at which days begin here.
    pub(crate) today: Date,
    /// What stands in the place of `{}` in the path.
    pub(crate) part: String,
    /// What stands behind the question mark.
    pub(crate) query: Form,
    /// What was posted.
    pub(crate) form: Form,
    /// What the page says first.
    pub(crate) notice: Option<Notice>,
    /// Whether there is a passphrase that locks it.
    pub(crate) locks: bool,
    /// The draft that the form is of.
    pub(crate) draft: Option<Unsaved>,
    /// Who sits down now.
    pub(crate) sat: &'p Sat,
    /// By which drafts are named.
    pub(crate) hasher: &'p RandomState,
    /// The other laptop.
    pub(crate) company: &'p mut Company,
    /// Files that somebody brought.
    pub(crate) trays: &'p mut Trays,
    /// Somebody goes by another name from now on, or went back to a copy.
    pub(crate) renamed: &'p Cell<bool>,
    /// What of mine waits.
    pub(crate) waits: Option<Waits>,
    /// How the page looks from now on.
    pub(crate) look: &'p Cell<PageLook>,
    /// What is shown goes on by itself, and is looked at again.
    pub(crate) goes_on: Cell<bool>,
    /// How often open pages were told something before this.
    pub(crate) told: u64,
}

impl<'p> Visit<'p> {
    pub(crate) fn new(home: &'p Home, moment: &'p Moment, memory: Memory<'p>) -> Result<Self, HomeError> {
        let (names, today) = (Names::of(home)?, home.today(moment)?);
        let (query, form) = (Form::default(), Form::default());
        let (part, notice, draft) = (String::new(), None, None);
        Ok(Self {
            home,
            moment,
            names,
            today,
            part,
            query,
            form,
            notice,
            locks: true,
            draft,
            sat: memory.sat,
            hasher: memory.hasher,
            company: memory.company,
            trays: memory.trays,
            renamed: memory.renamed,
            waits: home.waits(moment)?,
            look: memory.look,
            goes_on: Cell::new(false),
            told: memory.told,
        })
    }

    /// The time of day in so many seconds, as `19:05`.
    pub(crate) fn until(&self, seconds: u32) -> String {
        let until = self.moment.timestamp().saturating_add(jiff::SignedDuration::from_secs(i64::from(seconds))).ok();
        let clock = |at| self.moment.zone().to_datetime(at).strftime("%H:%M").to_string();
        until.map(clock).unwrap_or_default()
    }

    /// Words of this kind, as they are written now.
    pub(crate) fn words(&self, kind: Kind, day: Date, text: &str) -> Words {
        let written_at = WrittenAt { at: self.moment.timestamp(), offset_minutes: self.moment.offset_minutes() };
        Words { kind, day, text: text.to_owned(), tags: Vec::new(), written_at: Some(written_at) }
    }
}
