//! What is said once on each laptop, and to its person alone.

use kintsugi_journal::{Kind, LinesOpen};

use crate::hearts::Hearts;
use crate::{Home, HomeError, Listed};

/// After so many acts of one's own without a single heart it is said that repair takes two.
const ALONE: usize = 7;

/// What stands before when lines open, among what is said once.
const LINES_OPEN: &str = "lines open: ";

impl Home {
    /// Whether a practice is tried for the first time on this laptop; it never is again.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn is_first_time(&self, practice: &str) -> Result<bool, HomeError> {
        self.say_once(&untried(practice))
    }

    /// Whether a practice was never tried on this laptop. That it is asked changes nothing.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn is_untried(&self, practice: &str) -> Result<bool, HomeError> {
        Ok(!self.was_said(&untried(practice))?)
    }

    /// Whether it is to be said now, once and for ever, that repair takes two: to somebody who has done a good deal alone.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn takes_two(&self) -> Result<bool, HomeError> {
        const TAKES_TWO: &str = "takes two";
        // What the other did and is not shown must not decide what is said.
        let is_act = |listed: &Listed, hearts: &Hearts| {
            listed.line.kind == Some(Kind::Act) && hearts.lists(listed.mine, &listed.line)
        };
        if self.was_said(TAKES_TWO)? {
            return Ok(false);
        }
        // From the newest on, so that a long journal of two who both do their part is not read for it each time.
        let newest = self.last_lines(ALONE, is_act)?;
        if newest.len() < ALONE || newest.iter().any(|act| !act.mine) {
            return Ok(false);
        }
        let theirs = self.last_lines(1, |listed, hearts| !listed.mine && is_act(listed, hearts))?;
        Ok(theirs.is_empty() && self.say_once(TAKES_TWO)?)
    }

    /// Whether this was said on this laptop.
    ///
    /// # Errors
    /// As every reading function here.
    pub(crate) fn was_said(&self, what: &str) -> Result<bool, HomeError> {
        Ok(self.vault().read()?.said_once()?.iter().any(|said| said == what))
    }

    /// When lines open from now on, where that has become another than was said last on this laptop.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn lines_open_otherwise(&self) -> Result<Option<LinesOpen>, HomeError> {
        let counts = self.journal_settings()?.lines_open;
        let said = self.vault().read()?.said_once()?;
        Ok((last_said(&said) != counts.as_str()).then_some(counts))
    }

    /// When lines open from now on, where that has become another than was said last on this laptop. It is said once each time.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn lines_open_anew(&self) -> Result<Option<LinesOpen>, HomeError> {
        let Some(counts) = self.lines_open_otherwise()? else { return Ok(None) };
        self.change(|writer, _| {
            let mut said = writer.said_once()?;
            if last_said(&said) == counts.as_str() {
                return Ok(None);
            }
            said.retain(|said| !said.starts_with(LINES_OPEN));
            said.push(format!("{LINES_OPEN}{}", counts.as_str()));
            writer.put_said_once(&said)?;
            Ok(Some(counts))
        })
    }

    /// Whether this is said for the first time on this laptop; it never is again.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn say_once(&self, what: &str) -> Result<bool, HomeError> {
        let is_said = |said: &[String]| said.iter().any(|said| said == what);
        // Mostly it is, and then nobody else who writes has to wait for this.
        if self.was_said(what)? {
            return Ok(false);
        }
        self.change(|writer, _| {
            let mut said = writer.said_once()?;
            if is_said(&said) {
                return Ok(false);
            }
            said.push(what.to_owned());
            writer.put_said_once(&said)?;
            Ok(true)
        })
    }
}

/// By what it is remembered that a practice was tried.
fn untried(practice: &str) -> String {
    format!("awkward: {practice}")
}

/// When lines open, as it was said last.
fn last_said(said: &[String]) -> &str {
    said.iter().find_map(|said| said.strip_prefix(LINES_OPEN)).unwrap_or(LinesOpen::default().as_str())
}

#[cfg(test)]
mod tests {
    use crate::Pace;
    use crate::testing::{alone, body, evening};
    use kintsugi_journal::{Audience, Draft, Kind, LinesOpen};

    #[test]
    fn when_lines_open_from_now_on_is_said_once_each_time_it_changes() {
        let (_root, home) = alone();
        assert_eq!(home.lines_open_anew().expect("sound"), None, "as it was from the beginning");
        for wish in [LinesOpen::Weekly, LinesOpen::AtOnce, LinesOpen::Weekly] {
            home.put_lines_open(wish).expect("chosen");
            assert_eq!(home.lines_open_anew().expect("said"), Some(wish));
            assert_eq!(home.lines_open_anew().expect("said before"), None);
        }
    }

    #[test]
    fn a_practice_is_tried_for_the_first_time_once() {
        let (_root, home) = alone();
        assert!(home.is_first_time("walk").expect("said"));
        assert!(!home.is_first_time("walk").expect("said"));
        assert!(home.is_first_time("letter").expect("each has its own"));
    }

    #[test]
    fn after_seven_acts_alone_it_is_said_once_that_repair_takes_two() {
        let (_root, home) = alone();
        let act = || vec![Draft { words: body(Kind::Act, "tea"), audience: Audience::Both }];
        for _ in 0..6 {
            home.write(act(), &evening(), Pace::AtOnce).expect("written");
            assert!(!home.takes_two().expect("not yet"));
        }
        home.write(act(), &evening(), Pace::AtOnce).expect("written");
        assert!(home.takes_two().expect("now"));
        home.write(act(), &evening(), Pace::AtOnce).expect("written");
        assert!(!home.takes_two().expect("never again"));
    }
}
