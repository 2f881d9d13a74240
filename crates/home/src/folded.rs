//! A day as it is shown first: nobody buries it under lines of theirs.

use crate::Listed;

/// So many lines of the other's stand on a day, each with so many letters, in so many rows.
const NEWEST: usize = 3;
const LETTERS: usize = 400;
const ROWS: usize = 8;

/// The lines of a day, some of them shortened.
pub struct Folded {
    /// Mine whole, then the newest of the other's.
    pub lines: Vec<Listed>,
    /// Whether there is more of the other's than stands here.
    pub more: bool,
}

impl Folded {
    /// Of these lines of one day: mine whole; of the other's the newest three, each to 400 letters in eight rows.
    pub fn of(lines: &[Listed]) -> Self {
        let (mine, mut theirs): (Vec<&Listed>, Vec<&Listed>) = lines.iter().partition(|listed| listed.mine);
        theirs.sort_by_key(|listed| listed.line.order());
        let older = theirs.len().saturating_sub(NEWEST);
        let newest = theirs.split_off(older);
        let brief: Vec<Listed> = newest.iter().map(|listed| shortened(listed)).collect();
        let cut = newest.iter().zip(&brief).any(|(listed, brief)| listed.line.text != brief.line.text);
        Self { lines: mine.into_iter().cloned().chain(brief).collect(), more: older > 0 || cut }
    }
}

fn shortened(listed: &Listed) -> Listed {
    let mut brief = listed.clone();
    for text in brief.line.text.iter_mut().chain(&mut brief.line.also) {
        if let Some((end, _)) = text.char_indices().nth(LETTERS) {
            text.truncate(end);
            text.push_str(" …");
        }
        *text = text.lines().take(ROWS).collect::<Vec<_>>().join("\n");
    }
    brief
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{alone, body, evening};
    use crate::{Query, Wait};
    use kintsugi_journal::Kind;

    #[test]
    fn mine_stand_whole_and_of_the_other_s_the_newest_three_shortened() {
        let (_root, home) = alone();
        for text in ["one", "two", "three", "four", &"a long one ".repeat(60), &"row\n".repeat(20)] {
            home.save_line(body(Kind::Note, text), Wait::Not, &evening()).expect("saved");
        }
        let mine = home.query(&Query::default()).expect("lines");
        let all = Folded::of(&mine);
        assert!(all.lines.len() == 6 && !all.more, "mine whole");
        let theirs: Vec<Listed> = mine.iter().map(|listed| Listed { mine: false, ..listed.clone() }).collect();
        let folded = Folded::of(&theirs);
        let texts: Vec<&str> = folded.lines.iter().filter_map(|listed| listed.line.text.as_deref()).collect();
        assert_eq!((texts.len(), texts[0], folded.more), (3, "four", true));
        assert!(texts[1].ends_with(" …") && texts[1].chars().count() == 402, "{}", texts[1]);
        assert_eq!(texts[2].lines().count(), 8);
        assert!(!Folded::of(&theirs[..2]).more, "two short ones are all there is");
    }
}
