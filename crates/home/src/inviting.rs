//! Inviting the other to a letter, a question, or what is missed: at most once a week and kind, shown once, and it can be let be.

use jiff::ToSpan;
use jiff::civil::Date;
use kintsugi_journal::{DocId, EntryId, Invitation, Key, Occasion};
use kintsugi_vault::Reader;

use crate::moment::Moment;
use crate::{Home, HomeError};

/// For so many days nobody invites to the same again, and nothing of the kind is shown again.
const WEEK: i64 = 7;

impl Home {
    /// Invites the partner; for a question, to answer this one.
    ///
    /// # Errors
    /// [`HomeError::NotPaired`], [`HomeError::InvitedAlready`], and as every writing function here.
    pub fn invite(&self, occasion: Occasion, question: Option<EntryId>, moment: &Moment) -> Result<(), HomeError> {
        self.change(|writer, _| {
            writer.partner()?.ok_or(HomeError::NotPaired)?;
            let (me, today) = (self.identity().person(), moment.today_in(writer)?);
            let (_, table) = self.document(writer, DocId::Table)?;
            if table.invitation(me, occasion).is_some_and(|last| is_recent(last.day, today)) {
                return Err(HomeError::InvitedAlready);
            }
            self.put_marks(writer, &[(Key::Invited(me, occasion), Invitation { day: today, question }.to_value())])
        })
    }

    /// The last invitation of the partner to each occasion.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn invitations(&self) -> Result<Vec<(Occasion, Invitation)>, HomeError> {
        self.invitations_in(&self.vault().read()?)
    }

    /// Those that are to be shown now: each is shown once, and of a kind at most one a week, by the clock of this laptop, however
    /// many come.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn new_invitations(&self, moment: &Moment) -> Result<Vec<(Occasion, Invitation)>, HomeError> {
        let is_new = |said: &[String], today: Date, one: &(Occasion, Invitation)| {
            let last = said.iter().find_map(|said| Shown::read(said, one.0));
            last.is_none_or(|last| last.invitation != said_of(&one.1) && !is_recent(last.day, today))
        };
        let news = {
            let reader = self.vault().read()?;
            let (said, today) = (reader.said_once()?, moment.today_in(&reader)?);
            self.invitations_in(&reader)?.into_iter().any(|one| is_new(&said, today, &one))
        };
        if !news {
            return Ok(Vec::new());
        }
        self.change(|writer, _| {
            let (mut said, today) = (writer.said_once()?, moment.today_in(writer)?);
            let mut all = self.invitations_in(writer)?;
            all.retain(|one| is_new(&said, today, one));
            for (occasion, invitation) in &all {
                said.retain(|said| Shown::read(said, *occasion).is_none());
                said.push(format!("invited {occasion} {today} {}", said_of(invitation)));
            }
            writer.put_said_once(&said)?;
            Ok(all)
        })
    }

    fn invitations_in(&self, reader: &Reader<'_>) -> Result<Vec<(Occasion, Invitation)>, HomeError> {
        let Some(partner) = reader.partner()? else { return Ok(Vec::new()) };
        let (_, table) = self.document(reader, DocId::Table)?;
        let of = |occasion| Some((occasion, table.invitation(partner.person, occasion)?));
        Ok(Occasion::ALL.into_iter().filter_map(of).collect())
    }
}

/// Within the week before or after: neither a clock that is wrong nor one that was set back makes more of them.
fn is_recent(day: Date, today: Date) -> bool {
    let week = WEEK.days();
    day > today.saturating_sub(week) && day < today.saturating_add(week)
}

/// What was shown last of an occasion: on which day here, and what.
struct Shown<'s> {
    day: Date,
    invitation: &'s str,
}

impl<'s> Shown<'s> {
    fn read(said: &'s str, occasion: Occasion) -> Option<Self> {
        let rest = said.strip_prefix("invited ")?.strip_prefix(occasion.as_str())?.strip_prefix(' ')?;
        let (day, invitation) = rest.split_once(' ')?;
        Some(Self { day: day.parse().ok()?, invitation })
    }
}

fn said_of(invitation: &Invitation) -> String {
    let question = invitation.question.map_or_else(String::new, |question| format!(" {question}"));
    format!("{}{question}", invitation.day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, alone, evening, evening_of, paired};

    #[test]
    fn of_a_kind_there_is_one_invitation_a_week() {
        let (_root, home) = paired();
        let invite = |occasion, days: i64| {
            home.invite(occasion, None, &evening_of(TODAY.saturating_add(days.days()))).map_err(|error| error.code())
        };
        assert_eq!(invite(Occasion::Letter, 0), Ok(()));
        assert_eq!(invite(Occasion::Letter, 6), Err("invited-already"));
        assert_eq!(invite(Occasion::Letter, -6), Err("invited-already"), "also by a clock that was set back");
        assert_eq!(invite(Occasion::Miss, 1), Ok(()), "each kind has its own");
        assert_eq!(invite(Occasion::Letter, 7), Ok(()));
        assert!(home.invitations().expect("sound").is_empty(), "one's own is not shown to oneself");
    }

    #[test]
    fn alone_there_is_nobody_to_invite() {
        let (_root, home) = alone();
        let refused = home.invite(Occasion::Letter, None, &evening());
        assert!(matches!(refused, Err(HomeError::NotPaired)));
    }
}
