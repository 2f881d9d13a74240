//! What a character does on a screen, by the properties of the Unicode standard (chapter 4, and UAX #44), as ICU4X has them.

use icu_properties::props::{
    BidiClass, BidiControl, CanonicalCombiningClass, DefaultIgnorableCodePoint, EmojiModifier, ExtendedPictographic,
    GeneralCategory, GeneralCategoryGroup, JoiningType, LineBreak,
};
use icu_properties::{CodePointMapData, CodePointSetData};

/// Whether it is drawn onto the letter before it.
pub fn is_mark(c: char) -> bool {
    GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(c))
}

/// Whether it is a letter of a script that runs from right to left, or the mark of that direction.
pub fn is_right_to_left(c: char) -> bool {
    let class = CodePointMapData::<BidiClass>::new().get(c);
    class == BidiClass::RightToLeft || class == BidiClass::ArabicLetter
}

/// Whether it turns the direction of what stands beside it, and is nothing else (UAX #9).
pub fn turns_direction(c: char) -> bool {
    CodePointSetData::new::<BidiControl>().contains(c)
}

/// Whether nothing of it can be seen by itself: joiners, fillers, selectors, tags, soft hyphens.
pub fn is_unseen(c: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

/// Whether it is a picture, such as a heart.
pub(super) fn is_picture(c: char) -> bool {
    CodePointSetData::new::<ExtendedPictographic>().contains(c)
}

/// Whether it gives the picture before it a colour of skin.
pub(super) fn is_skin(c: char) -> bool {
    CodePointSetData::new::<EmojiModifier>().contains(c)
}

/// Whether the letters of its script change their form beside one another, so that joiners between them mean something: Arabic
/// and Persian, and after a virama the scripts of India (RFC 5892, appendix A).
pub(super) fn joins(c: char) -> bool {
    let joining = CodePointMapData::<JoiningType>::new().get(c);
    let virama = CodePointMapData::<CanonicalCombiningClass>::new().get(c) == CanonicalCombiningClass::Virama;
    virama || matches!(joining, JoiningType::DualJoining | JoiningType::RightJoining | JoiningType::LeftJoining)
}

/// Whether it is an accent or a point that people leave out when they look for a word: those of Latin, Greek and Cyrillic, of
/// Hebrew and of Arabic. The vowels of other scripts are marks, too, and are the word.
pub(super) fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// Whether words of its script stand beside one another without spaces (UAX #14): Chinese, Japanese, Thai and others.
pub(super) fn runs_on(c: char) -> bool {
    let class = CodePointMapData::<LineBreak>::new().get(c);
    matches!(class, LineBreak::Ideographic | LineBreak::ConditionalJapaneseStarter | LineBreak::ComplexContext)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_property_knows_its_characters_and_no_others() {
        let check = |has: fn(char) -> bool, with: &str, without: &str| {
            assert!(with.chars().all(has), "{with:?}");
            assert!(!without.chars().any(has), "{without:?}");
        };
        check(is_mark, "\u{301}\u{336}\u{489}\u{5b8}\u{fe0f}", "aש\u{200b}");
        check(is_right_to_left, "שب\u{200f}\u{61c}", "a1\u{660}\u{200e}");
        check(turns_direction, "\u{202a}\u{202c}\u{202e}\u{2066}\u{2069}\u{200f}\u{61c}", "a\u{200b}\u{200d}ש");
        check(is_unseen, "\u{200b}\u{200d}\u{ad}\u{3164}\u{feff}\u{e0041}\u{fe0f}", "a \u{301}❤");
    }
}
