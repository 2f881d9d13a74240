//! Sentences that every front end says in the same words: about what is kept, what waits, and how the two sit down together. None of
//! them says who is missing.

/// For whom all this is, before anything else is said.
pub const FOR_TWO: &str =
    "This is for two people who can both say no. If you are afraid of your partner, do not use it with them.";

/// Before a practice is tried for the first time.
pub const AWKWARD: &str = "It may feel awkward at first. That is usual, and it passes.";

/// Once, to somebody who has done a good deal alone.
pub const TAKES_TWO: &str = "\
What you do here counts, and it repairs what you can repair. Repair as a whole takes two: you cannot carry it for both.
This is said once, and only to you.";

/// After a time of quiet in which something came.
pub const CAME: &str = "While it was quiet, some things came.";

/// Both questions of how it goes.
pub const WHAT_FELT_BETTER: &str =
    "What has felt better lately, even a little? What feels different between the two of you?";

/// What holds for every round that is ready.
pub const OPENS: &str = "It opens at a meeting, once both of you have said ready.";

/// The same where writing says it.
pub const OPENS_WRITTEN: &str = "It opens at a meeting, once both of you have written.";

/// In place of words of mine that can never be opened: they were sealed after the copy that was restored, or on another laptop.
pub const LOST: &str = "What you sealed before is not on this laptop any more, and it was nowhere else.";

/// Of such words, where others are sealed and here.
pub const LOST_BESIDE: &str = "An earlier one that you sealed is not on this laptop any more. It gives way to this one as soon as you call it ready.";

/// In place of words of the other that have opened and are not here yet.
pub const ON_ITS_WAY: &str = "This one is still on its way; it comes at the next meeting.";

/// Below lines that were brought along.
pub const ALL_TAKEN_BACK: &str = "All of it can be taken back at once; what you wrote here stays.";

/// After lines that were brought along were taken back: so many.
pub fn brought_taken_back(lines: usize) -> String {
    match lines {
        0 => "Nothing of it was left here.".to_owned(),
        1 => "One line is taken back. The files that it came from are as they were.".to_owned(),
        many => format!("{many} lines are taken back. The files that they came from are as they were."),
    }
}

/// How two listen to a letter.
pub const BEFORE_READING: &str =
    "Sit close. Whoever wrote a letter reads it aloud. The other listens to its end, and then says only: I heard you.";

/// Before a step back is read aloud.
pub const CARE: &str = "A step back. Listen to it; nothing has to be answered or solved now.";

/// Before the first word of an agreement.
pub const HISTORY: &str = "\
Both of you can change every word of it. What is taken out leaves the text, but its history stays on both laptops and \
cannot be erased. Write nothing here that may have to vanish.";

/// After an invitation.
pub const INVITED: &str = "It is shown once, after the next meeting of the laptops. It can be let be.";

/// Below an agreement of somebody who has no partner here yet.
pub const BEGUN_ALONE: &str = "\
So far it is yours alone. When you are paired it stands before both of you, as it is then. How you came to it stays here. \
If you share nothing of what you wrote before, it becomes a private note.";
