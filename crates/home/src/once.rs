//! What is said once on each laptop, and to its person alone.

use kintsugi_journal::Kind;

use crate::{Home, HomeError};

/// After so many acts of one's own without a single one of the partner it is said that repair takes two.
const ALONE: usize = 7;

impl Home {
    /// Whether a practice is tried for the first time on this laptop; it never is again.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn is_first_time(&self, practice: &str) -> Result<bool, HomeError> {
        self.say_once(&format!("awkward: {practice}"))
    }

    /// Whether it is to be said now, once and for ever, that repair takes two: to somebody who has done a good deal alone.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn takes_two(&self) -> Result<bool, HomeError> {
        let acts = self.all_lines(|line| line.kind == Some(Kind::Act))?;
        let mine = acts.iter().filter(|listed| listed.mine).count();
        Ok(mine >= ALONE && mine == acts.len() && self.say_once("takes two")?)
    }

    /// Whether this was said on this laptop.
    ///
    /// # Errors
    /// As every reading function here.
    pub(crate) fn was_said(&self, what: &str) -> Result<bool, HomeError> {
        Ok(self.vault().read()?.said_once()?.iter().any(|said| said == what))
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

#[cfg(test)]
mod tests {
    use crate::Pace;
    use crate::testing::{alone, body, evening};
    use kintsugi_journal::{Audience, Draft, Kind};

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
