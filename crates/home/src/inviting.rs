//! Inviting the other to a letter, a question, or what is missed: at most once a week and kind, shown once, and it can be let be.

use jiff::ToSpan;
use jiff::civil::Date;
use kintsugi_journal::{DocId, EntryId, Invitation, Key, Occasion, Topic};
use kintsugi_vault::Reader;

use crate::moment::Moment;
use crate::repertoire::questions;
use crate::{Home, HomeError, Piece, in_hand};

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

    /// The last invitation of the partner to each occasion, but for those that were taken up.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn invitations(&self) -> Result<Vec<(Occasion, Invitation)>, HomeError> {
        let mut open = Vec::new();
        let all = self.invitations_in(&self.vault().read()?)?;
        for one in all {
            if !self.is_taken_up(&one)? {
                open.push(one);
            }
        }
        Ok(open)
    }

    /// To what an invitation invites, in words that go on behind “invites you to”; `None` where its question is not known here.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn invited_to(&self, (occasion, invitation): &(Occasion, Invitation)) -> Result<Option<String>, HomeError> {
        Ok(match occasion {
            Occasion::Letter => Some("a letter each.".to_owned()),
            Occasion::Miss => Some("one small thing each that you miss.".to_owned()),
            Occasion::Question => {
                let asked = questions(self)?.into_iter().find(|one| Some(one.id) == invitation.question);
                asked.map(|one| format!("a question: {}{}", one.text, full_stop(&one.text)))
            }
        })
    }

    /// Whether I have written what I was invited to, on that day or later.
    fn is_taken_up(&self, (occasion, invitation): &(Occasion, Invitation)) -> Result<bool, HomeError> {
        let topic = match (occasion, invitation.question) {
            (Occasion::Letter, _) => Topic::Letter,
            (Occasion::Miss, _) => Topic::Miss,
            (Occasion::Question, Some(question)) => Topic::Question(question),
            (Occasion::Question, None) => return Ok(false),
        };
        let rounds = self.rounds_of(topic)?;
        let Some(round) = in_hand(&rounds) else { return Ok(false) };
        let since = |piece: &Piece| piece.mine && piece.body.as_ref().is_some_and(|body| body.day >= invitation.day);
        Ok(round.has_mine() || round.is_opened() && self.pieces(round)?.iter().any(since))
    }

    /// Those that are to be shown now: each is shown once, and of a kind at most one a week, by the clock of this laptop, however
    /// many come; in a time of quiet none. That they are asked for does not count as showing them.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn unshown_invitations(&self, moment: &Moment) -> Result<Vec<(Occasion, Invitation)>, HomeError> {
        if self.sight(moment)?.quiet_until().is_some() {
            return Ok(Vec::new());
        }
        let mut open = self.invitations()?;
        let reader = self.vault().read()?;
        let (said, today) = (reader.said_once()?, moment.today_in(&reader)?);
        open.retain(|one| is_new(&said, today, one));
        Ok(open)
    }

    /// The same, and they count as shown.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn new_invitations(&self, moment: &Moment) -> Result<Vec<(Occasion, Invitation)>, HomeError> {
        let open = self.unshown_invitations(moment)?;
        if open.is_empty() {
            return Ok(Vec::new());
        }
        self.change(|writer, _| {
            let (mut said, today) = (writer.said_once()?, moment.today_in(writer)?);
            let all: Vec<_> = open.into_iter().filter(|one| is_new(&said, today, one)).collect();
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

/// Whether it was not shown here, and nothing of its kind was lately.
fn is_new(said: &[String], today: Date, one: &(Occasion, Invitation)) -> bool {
    let last = said.iter().find_map(|said| Shown::read(said, one.0));
    last.is_none_or(|last| last.invitation != said_of(&one.1) && !is_recent(last.day, today))
}

/// What ends the sentence, where it has no end of its own.
fn full_stop(to: &str) -> &'static str {
    if to.ends_with(['.', '?', '!']) { "" } else { "." }
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
    use crate::testing::{TODAY, alone, body, evening, evening_of, open_mine, paired};
    use kintsugi_journal::Kind;

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
    fn an_invitation_goes_when_it_has_been_taken_up() {
        let (_root, home) = paired();
        let invitation = Invitation { day: TODAY, question: None };
        let taken = |occasion| home.is_taken_up(&(occasion, invitation)).expect("a sound store");
        assert!(!taken(Occasion::Letter) && !taken(Occasion::Miss));
        let (round, _) = home.seal(Topic::Letter, body(Kind::Letter, "I was late."), &evening()).expect("sealed");
        assert!(taken(Occasion::Letter) && !taken(Occasion::Miss), "each kind for itself");
        open_mine(&home, round);
        assert!(taken(Occasion::Letter), "also once it is open");
        let later = Invitation { day: TODAY.saturating_add(1.days()), question: None };
        assert!(!home.is_taken_up(&(Occasion::Letter, later)).expect("a sound store"), "a later one is another one");
    }

    #[test]
    fn alone_there_is_nobody_to_invite() {
        let (_root, home) = alone();
        let refused = home.invite(Occasion::Letter, None, &evening());
        assert!(matches!(refused, Err(HomeError::NotPaired)));
    }
}
