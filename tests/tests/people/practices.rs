//! The screens of the practices, as people see them: 80 and 50 columns, with and without colour, with hearts and with ASCII.
//!
//! All of it is one Wednesday, 3 June 2026, half past eight in the evening.

use kintsugi_tests::memory::reopen;
use kintsugi_tests::{Clock, Person, Run, Two};

const WIDE: [(&str, &str); 1] = [("COLUMNS", "80")];
const NARROW: [(&str, &str); 1] = [("COLUMNS", "50")];
const COLOUR: [(&str, &str); 1] = [("CLICOLOR_FORCE", "1")];
const ASCII: [(&str, &str); 1] = [("LANG", "C")];

/// Ana and Ben on that evening, paired.
fn evening() -> Option<Two> {
    Two::paired_at("2026-06-03 20:30:00")
}

/// What a command shows, with ids made equal; what it says besides stands below a line of dashes.
fn screen(person: &Person, arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let mut command = person.command(arguments);
    command.envs(environment.iter().copied());
    let run: Run = command.output().expect("it starts").into();
    let said = run.stderr.trim_end();
    let all = if said.is_empty() { run.stdout.clone() } else { format!("{}\n---\n{said}", run.stdout.trim_end()) };
    let ids = reopen(&person.home).all_lines(|_| true).expect("a sound store");
    let equal = |all: String, id: String| all.replace(&id, "ididid");
    ids.iter().map(|listed| listed.line.entry.short()).fold(all, equal).replace('\x1b', "^")
}

fn both_widths(person: &Person, arguments: &[&str]) -> String {
    format!("{}\n=====\n{}", screen(person, arguments, &WIDE).trim_end(), screen(person, arguments, &NARROW))
}

#[test]
fn letters() {
    let Some(two) = evening() else { return };
    insta::assert_snapshot!(both_widths(&two.ana, &["letter"]), @"
    No letter of yours is sealed. kintsugi letter write begins one.
    Nobody reads it before both of you are ready.
    =====
    No letter of yours is sealed. kintsugi letter write begins one.
    Nobody reads it before both of you are ready.
    ");
    let text = "# What hurt between us, and my part in it\nI came home late, three times this week, and I did not call once. You sat at a laid table.\n\n# What I will do\n+ Call when it gets later than seven.";
    insta::assert_snapshot!(screen(&two.ana, &["letter", "write", text], &[]), @"
    Your letter is sealed, and only on this laptop.
    When it may be read: kintsugi letter ready
    ---
    It may feel awkward at first. That is usual, and it passes.
    ");
    insta::assert_snapshot!(screen(&two.ana, &["letter", "ready"], &[]), @"Your letter is ready. It opens at a meeting, once both of you have said ready.");
    insta::assert_snapshot!(screen(&two.ana, &["letter"], &[]), @"Your letter is sealed and ready. It opens at a meeting, once both of you have said ready.");
    insta::assert_snapshot!(screen(&two.ana, &["letter", "read"], &[]), @r###"

    ---
    No letter is open yet.
    It opens at a meeting, once both of you have said ready. Your own:
    kintsugi letter read --mine
    "###);
    two.sync();
    insta::assert_snapshot!(screen(&two.ben, &["letter"], &[]), @"
    No letter of yours is sealed. kintsugi letter write begins one.
    Nobody reads it before both of you are ready.
    ");
    two.ben.ok(&["letter", "write", "I was loud, and I am sorry."]);
    two.ben.ok(&["letter", "ready"]);
    two.sync();
    insta::assert_snapshot!(both_widths(&two.ben, &["letter", "read"]), @"
    Ben

      I was loud, and I am sorry.

    Ana

      What hurt between us, and my part in it
      I came home late, three times this week, and I did not call once. You sat at a
      laid table.

      What I will do
      + Call when it gets later than seven.
    =====
    Ben

      I was loud, and I am sorry.

    Ana

      What hurt between us, and my part in it
      I came home late, three times this week, and I
      did not call once. You sat at a laid table.

      What I will do
      + Call when it gets later than seven.
    ");
    insta::assert_snapshot!(screen(&two.ben, &["letter", "read"], &COLOUR), @"
    ^[1mBen^[0m

      I was loud, and I am sorry.

    ^[1mAna^[0m

      ^[2mWhat hurt between us, and my part in it^[0m
      I came home late, three times this week, and I did not call once. You sat at a
      laid table.

      ^[2mWhat I will do^[0m
      + Call when it gets later than seven.
    ");
    insta::assert_snapshot!(both_widths(&two.ana, &["letter", "promises"]), @"
       1  Call when it gets later than seven.

    kintsugi letter kept NUMBER notes one as an act of repair.
    =====
       1  Call when it gets later than seven.

    kintsugi letter kept NUMBER notes one as an act of repair.
    ");
    insta::assert_snapshot!(screen(&two.ana, &["letter", "kept", "1"], &[]), @"An act of repair, for Wed 3 June.");
    insta::assert_snapshot!(screen(&two.ana, &["letter", "ready"], &[]), @"

    ---
    Nothing of yours is sealed and waiting.
    Nothing was changed. kintsugi letter write begins one.
    ");
    insta::assert_snapshot!(screen(&two.ana, &["letter", "withdraw", "--no-input"], &[]), @"

    ---
    Nothing of yours is sealed and waiting.
    Nothing was changed.
    ");
}

#[test]
fn questions() {
    let Some(two) = evening() else { return };
    insta::assert_snapshot!(both_widths(&two.ana, &["ask"]), @r###"
       1  When I feel unsafe with you, what do I need first, and what makes it
          worse?
       2  What do people do, in small things, that shows me I can trust them?
       3  When did I feel truly seen by you, and what were you doing?
       4  Which limit of mine, or of yours, should we both take better care of?
       5  On an ordinary day, what tells me that things between us are mending?

    kintsugi ask answer NUMBER   kintsugi ask read NUMBER
    =====
       1  When I feel unsafe with you, what do I need
          first, and what makes it worse?
       2  What do people do, in small things, that
          shows me I can trust them?
       3  When did I feel truly seen by you, and what
          were you doing?
       4  Which limit of mine, or of yours, should we
          both take better care of?
       5  On an ordinary day, what tells me that
          things between us are mending?

    kintsugi ask answer NUMBER   kintsugi ask read NUMBER
    "###);
    insta::assert_snapshot!(screen(&two.ana, &["ask", "answer", "3", "On the steps, in the rain."], &[]), @"
    Your answer is sealed. It opens at a meeting, once both of you have written.
    ---
    It may feel awkward at first. That is usual, and it passes.
    When did I feel truly seen by you, and what were you doing?
    ");
    insta::assert_snapshot!(screen(&two.ana, &["ask", "read", "3"], &[]), @r###"

    ---
    No answer is open yet.
    It opens at a meeting, once both of you have written. Your own:
    kintsugi ask read 3 --mine
    "###);
    two.ben.ok(&["ask", "answer", "3", "When you waited at the station, although the train was late by an hour."]);
    two.sync();
    insta::assert_snapshot!(both_widths(&two.ana, &["ask", "read", "3"]), @"
    When did I feel truly seen by you, and what were you doing?

      Ana · Wednesday 3 June 2026
        On the steps, in the rain.

      Ben · Wednesday 3 June 2026
        When you waited at the station, although the train was late by an hour.
    =====
    When did I feel truly seen by you, and what were
    you doing?

      Ana · Wednesday 3 June 2026
        On the steps, in the rain.

      Ben · Wednesday 3 June 2026
        When you waited at the station, although the
        train was late by an hour.
    ");
    insta::assert_snapshot!(screen(&two.ana, &["ask"], &COLOUR), @r###"
      ^[1m 1^[0m  When I feel unsafe with you, what do I need first, and what makes it
          worse?
      ^[1m 2^[0m  What do people do, in small things, that shows me I can trust them?
      ^[1m 3^[0m  When did I feel truly seen by you, and what were you doing?
          ^[2mopen^[0m
      ^[1m 4^[0m  Which limit of mine, or of yours, should we both take better care of?
      ^[1m 5^[0m  On an ordinary day, what tells me that things between us are mending?

    ^[2mkintsugi ask answer NUMBER   kintsugi ask read NUMBER^[0m
    "###);
    insta::assert_snapshot!(screen(&two.ana, &["ask", "answer", "12"], &[]), @"

    ---
    There is no question 12.
    kintsugi ask lists them with their numbers.
    ");
}

#[test]
fn what_is_missed() {
    let Some(two) = evening() else { return };
    insta::assert_snapshot!(screen(&two.ana, &["miss"], &[]), @r#"Nothing of yours is sealed. One small thing that you miss: kintsugi miss write"#);
    insta::assert_snapshot!(screen(&two.ana, &["miss", "write", "Dancing in the kitchen while the rice burns."], &[]), @"
    Sealed. It opens at a meeting, once both of you have written.
    ---
    It may feel awkward at first. That is usual, and it passes.
    ");
    insta::assert_snapshot!(screen(&two.ana, &["miss"], &[]), @"
        Dancing in the kitchen while the rice burns.
    Yours is sealed. It opens at a meeting, once both of you have written.
    ");
    two.ben.ok(&["miss", "write", "Notes on the fridge."]);
    two.sync();
    let id = two.ana.ok(&["miss"])["missed"][0]["id"].as_str().expect("an id").to_owned();
    insta::assert_snapshot!(screen(&two.ana, &["miss", "plan", &id, "friday"], &[]), @"Planned for Fri 5 June.");
    insta::assert_snapshot!(both_widths(&two.ana, &["miss"]), @r#"
      Ana
        Dancing in the kitchen while the rice burns.
        planned for Fri 5 June
      Ben
        Notes on the fridge.
    kintsugi miss write begins a new pair.
    =====
      Ana
        Dancing in the kitchen while the rice burns.
        planned for Fri 5 June
      Ben
        Notes on the fridge.
    kintsugi miss write begins a new pair.
    "#);
    insta::assert_snapshot!(screen(&two.ana, &["miss", "plan", &id, "yesterday"], &[]), @"

    ---
    “yesterday” is not a day that I can read.
    Write today, tomorrow, friday or 2026-06-05.
    ");
}

#[test]
fn the_jar() {
    let Some(two) = evening() else { return };
    insta::assert_snapshot!(screen(&two.ana, &["jar"], &[]), @"
    The jar is empty. kintsugi jar add
    kintsugi jar draw   kintsugi jar add
    ");
    insta::assert_snapshot!(screen(&two.ana, &["jar", "add", "Bring the other a tea, and sit down for as long as it is hot."], &[]), @"
    It is in the jar.
    ---
    It may feel awkward at first. That is usual, and it passes.
    ");
    insta::assert_snapshot!(both_widths(&two.ana, &["jar"]), @"
    One slip is in the jar.
    kintsugi jar draw   kintsugi jar add
    =====
    One slip is in the jar.
    kintsugi jar draw   kintsugi jar add
    ");
    insta::assert_snapshot!(both_widths(&two.ana, &["jar", "draw"]), @"
    The slip of today:

      Bring the other a tea, and sit down for as long as it is hot.

    kintsugi jar done   kintsugi jar skip
    =====
    The slip of today:

      Bring the other a tea, and sit down for as long
      as it is hot.

    kintsugi jar done   kintsugi jar skip
    ");
    insta::assert_snapshot!(both_widths(&two.ana, &["jar", "list"]), @"
      Bring the other a tea, and sit down for as long as it is hot.
    =====
      Bring the other a tea, and sit down for as long
      as it is hot.
    ");
    insta::assert_snapshot!(screen(&two.ana, &["jar", "draw"], &COLOUR), @"
    The slip of today:

    ^[1m  Bring the other a tea, and sit down for as long as it is hot.^[0m

    ^[2mkintsugi jar done   kintsugi jar skip^[0m
    ");
    insta::assert_snapshot!(screen(&two.ana, &["jar", "done"], &[]), @"Done: an act of repair of yours today. On a day on which you both have one there is a heart.");
    insta::assert_snapshot!(screen(&two.ana, &["jar", "back"], &[]), @"

    ---
    The slip of today is done.
    Tomorrow has another one.
    ");
    insta::assert_snapshot!(screen(&two.ana, &["jar", "draw"], &[]), @"
    The slip of today:

      Bring the other a tea, and sit down for as long as it is hot.

    You have done it.
    ");
}

#[test]
fn the_check_in() {
    let Some(two) = evening() else { return };
    insta::assert_snapshot!(both_widths(&two.ana, &["checkin"]), @r#"
    No time is agreed yet.
    kintsugi checkin schedule "sunday 19:00" --place "kitchen table"
    =====
    No time is agreed yet.
    kintsugi checkin schedule "sunday 19:00" --place
    "kitchen table"
    "#);
    insta::assert_snapshot!(screen(&two.ana, &["checkin", "schedule", "sunday 19:00", "--place", "kitchen table"], &[]), @"Each Sunday at 19:00, kitchen table. The next one is on Sunday 7 June 2026.");
    insta::assert_snapshot!(screen(&two.ana, &["checkin", "skip"], &[]), @"Skipped. The next one is on Sunday 14 June 2026.");
    insta::assert_snapshot!(screen(&two.ana, &["checkin", "start"], &[]), @"

    ---
    A timer needs a terminal and somebody at it.
    kintsugi practice show NAME prints the steps.
    ");
    insta::assert_snapshot!(screen(&two.ana, &["checkin", "schedule", "someday"], &[]), @"

    ---
    “someday” is not a day and a time that I can read.
    Nothing was changed. Write a day of the week and a time, such as: sunday 19:00
    ");
}

#[test]
fn practices_and_focus() {
    let Some(two) = evening() else { return };
    insta::assert_snapshot!(both_widths(&two.ana, &["practice"]), @"
      eye-contact · Eye contact · 3 minutes
        Two to three minutes of looking at each other, without words. It quiets
        a room.
      touch · Touch, in turns · 8 minutes
        A few minutes of calm touch that is not sexual: a hand, a shoulder, the
        back. Whoever is touched leads. Either of you can end it at any moment, and
        nothing has to follow.
      evening · Ten minutes in the evening · 10 minutes
        A quiet time at the end of the day. No plans, no phones, no household
        matters.
      walk · A Sunday walk · 40 minutes
        Side by side is easier than face to face. The way there is for the week that
        was, the way back for the one that comes.
      safe-space · Is it safe to talk? · 10 minutes
        Before something hard is said: a look at whether both have room for it now.
        It may end with: not tonight, but tomorrow at seven.
      listening · Five minutes of only listening · 10 minutes
        One speaks, the other does not answer. Being heard comes before being
        understood.
      thanks · Three thanks · 4 minutes
        Three things of this week that the other did and that were seen. Small ones
        count most.

    kintsugi practice start NAME
    =====
      eye-contact · Eye contact · 3 minutes
        Two to three minutes of looking at each other,
        without words. It quiets a room.
      touch · Touch, in turns · 8 minutes
        A few minutes of calm touch that is not
        sexual: a hand, a shoulder, the back. Whoever
        is touched leads. Either of you can end it at
        any moment, and nothing has to follow.
      evening · Ten minutes in the evening · 10 minutes
        A quiet time at the end of the day. No plans,
        no phones, no household matters.
      walk · A Sunday walk · 40 minutes
        Side by side is easier than face to face. The
        way there is for the week that was, the way
        back for the one that comes.
      safe-space · Is it safe to talk? · 10 minutes
        Before something hard is said: a look at
        whether both have room for it now. It may end
        with: not tonight, but tomorrow at seven.
      listening · Five minutes of only listening · 10 minutes
        One speaks, the other does not answer. Being
        heard comes before being understood.
      thanks · Three thanks · 4 minutes
        Three things of this week that the other did
        and that were seen. Small ones count most.

    kintsugi practice start NAME
    ");
    insta::assert_snapshot!(both_widths(&two.ana, &["practice", "show", "touch"]), @"
    Touch, in turns
      A few minutes of calm touch that is not sexual: a hand, a shoulder, the back.
      Whoever is touched leads. Either of you can end it at any moment, and nothing
      has to follow.

      1. Ask, wait, then touch · one of you · 3:00
         Ask each time: may I put my hand here? Wait for the answer. Yes, no and
         somewhere else are all good answers. No needs no reason.

      2. Change roles · the other · 3:00
         The same, with roles changed. Slow is good. Both may stop here.

      3. Talk about it · both of you · 2:00
         What would you like again another time? What would you leave out? Say thank
         you. Nothing has to be explained.

      Say “enough” at any time, and it is over.
    =====
    Touch, in turns
      A few minutes of calm touch that is not sexual:
      a hand, a shoulder, the back. Whoever is touched
      leads. Either of you can end it at any moment,
      and nothing has to follow.

      1. Ask, wait, then touch · one of you · 3:00
         Ask each time: may I put my hand here? Wait
         for the answer. Yes, no and somewhere else
         are all good answers. No needs no reason.

      2. Change roles · the other · 3:00
         The same, with roles changed. Slow is good.
         Both may stop here.

      3. Talk about it · both of you · 2:00
         What would you like again another time? What
         would you leave out? Say thank you. Nothing
         has to be explained.

      Say “enough” at any time, and it is over.
    ");
    insta::assert_snapshot!(screen(&two.ana, &["practice", "show", "unknown"], &[]), @"

    ---
    There is nothing called “unknown” here.
    Nothing was changed. kintsugi practice lists them.
    ");
    insta::assert_snapshot!(screen(&two.ana, &["focus"], &[]), @"No practice is in focus. kintsugi focus pick NAME");
    insta::assert_snapshot!(screen(&two.ana, &["focus", "pick", "evening"], &[]), @r###"
    Ten minutes in the evening, day 1 of 7, since Wed 3 June.
      kintsugi practice start evening
    ---
    It may feel awkward at first. That is usual, and it passes.
    "###);
    insta::assert_snapshot!(screen(&two.ana, &["focus", "adapt", "Five minutes are enough, on the balcony."], &[]), @r###"
    Ten minutes in the evening, day 1 of 7, since Wed 3 June.
      kintsugi practice start evening
      Five minutes are enough, on the balcony.
    "###);
    insta::assert_snapshot!(screen(&two.ana, &["focus", "pick", "walk"], &[]), @"

    ---
    One practice at a time.
    kintsugi focus skip ends this one; kintsugi focus next begins the one after it.
    ");
    insta::assert_snapshot!(screen(&two.ana, &["focus", "skip"], &[]), @r###"
    No practice is in focus. kintsugi focus next   kintsugi focus repeat
    What did it give the two of you? To keep it: kintsugi focus repeat. To change
    it: kintsugi focus adapt. Something else: kintsugi focus next.
    "###);
    insta::assert_snapshot!(screen(&two.ana, &["focus", "next"], &[]), @r###"
    A Sunday walk, day 1 of 7, since Wed 3 June.
      kintsugi practice start walk
    "###);
}

#[test]
fn routines_words_and_agreement() {
    let Some(two) = evening() else { return };
    insta::assert_snapshot!(screen(&two.ana, &["routine"], &[]), @"No routine yet. kintsugi routine add");
    insta::assert_snapshot!(screen(&two.ana, &["routine", "add", "Ten minutes on the balcony"], &[]), @"
    A routine for both of you: Ten minutes on the balcony.
    ---
    It may feel awkward at first. That is usual, and it passes.
    ");
    two.sync();
    two.ben.ok(&["routine", "done", "ten minutes on the balcony"]);
    two.sync();
    insta::assert_snapshot!(screen(&two.ana, &["routine", "done", "ten minutes on the balcony"], &[]), @"Ten minutes on the balcony, Wed 3 June. Both of you: an act of both.");
    insta::assert_snapshot!(screen(&two.ana, &["routine"], &[]), @"  Ten minutes on the balcony · both of you today");
    insta::assert_snapshot!(both_widths(&two.ana, &["words", "stuck"]), @r###"
    When the talk is stuck
       1  I want to get this right, and I do not know how. Can we start again,
          slower?
       2  I think we both said the same thing in two ways. Tell me what you heard.
       3  I notice I am defending myself. Give me a minute, I want to listen.
       4  What is the one thing you most need me to understand?
       5  What would help you feel a little safer today?

    kintsugi words send NUMBER sends one as a small note.
    =====
    When the talk is stuck
       1  I want to get this right, and I do not know
          how. Can we start again, slower?
       2  I think we both said the same thing in two
          ways. Tell me what you heard.
       3  I notice I am defending myself. Give me a
          minute, I want to listen.
       4  What is the one thing you most need me to
          understand?
       5  What would help you feel a little safer
          today?

    kintsugi words send NUMBER sends one as a small note.
    "###);
    insta::assert_snapshot!(screen(&two.ana, &["words", "send", "13"], &[]), @"Written as a small note for Wed 3 June.");
    insta::assert_snapshot!(screen(&two.ana, &["words", "lost"], &[]), @"

    ---
    There are no lines for “lost”.
    There are: stuck, angry, afraid, often.
    ");
    insta::assert_snapshot!(both_widths(&two.ana, &["agreement"]), @"
    Nothing is agreed in writing yet. kintsugi agreement edit

    Both of you can change every word of it. What is taken out leaves the text, but
    its history stays on both laptops and cannot be erased. Write nothing here that
    may have to vanish.
    =====
    Nothing is agreed in writing yet. kintsugi agreement edit

    Both of you can change every word of it. What
    is taken out leaves the text, but its history
    stays on both laptops and cannot be erased. Write
    nothing here that may have to vanish.
    ");
    insta::assert_snapshot!(screen(&two.ana, &["agreement", "edit", "We knock before we come in."], &[]), @"
      We knock before we come in.

    kintsugi agreement agree says yes to it. It counts once both of you have.
    ---
    Both of you can change every word of it. What is taken out leaves the text, but
    its history stays on both laptops and cannot be erased. Write nothing here that
    may have to vanish.

    It may feel awkward at first. That is usual, and it passes.
    ");
}

#[test]
fn a_day_with_all_that_stands_around_it() {
    let Some(mut two) = evening() else { return };
    two.ana.ok(&["checkin", "schedule", "sunday 19:00", "--place", "kitchen table"]);
    two.ana.ok(&["focus", "pick", "evening"]);
    two.ana.ok(&["jar", "add", "Bring the other a tea."]);
    two.ana.ok(&["jar", "draw"]);
    two.ana.ok(&["miss", "write", "Dancing in the kitchen."]);
    two.ben.ok(&["miss", "write", "Notes on the fridge."]);
    two.ana.ok(&["act", "made the call"]);
    two.ben.ok(&["act"]);
    two.ana.write("You laughed in the hallway.", &["--kind", "appreciated"]);
    two.sync();
    let id = two.ana.ok(&["miss"])["missed"][0]["id"].as_str().expect("an id").to_owned();
    two.ana.ok(&["miss", "plan", &id, "today"]);
    two.ana.ok(&["letter", "write", "A letter."]);
    two.ana.ok(&["letter", "ready"]);
    insta::assert_snapshot!(both_widths(&two.ana, &[]), @"
    Wednesday 3 June 2026
      Ana · act
        made the call
      Ana · appreciated
        You laughed in the hallway.
      Ben · act
        an act of repair

      Check-in: Sun 7 June at 19:00, kitchen table.
      Focus, day 1 of 7: Ten minutes in the evening.
      Planned for today: Dancing in the kitchen.
      The slip of today: Bring the other a tea.
      Something of yours is sealed and ready. It opens at a meeting, once both of
        you are ready.

    ♥  One heart this month.
    =====
    Wednesday 3 June 2026
      Ana · act
        made the call
      Ana · appreciated
        You laughed in the hallway.
      Ben · act
        an act of repair

      Check-in: Sun 7 June at 19:00, kitchen table.
      Focus, day 1 of 7: Ten minutes in the evening.
      Planned for today: Dancing in the kitchen.
      The slip of today: Bring the other a tea.
      Something of yours is sealed and ready. It opens
        at a meeting, once both of you are ready.

    ♥  One heart this month.
    ");
    insta::assert_snapshot!(screen(&two.ana, &["today"], &COLOUR), @"
    ^[1mWednesday 3 June 2026^[0m
      Ana · act
        made the call
      Ana · appreciated
        You laughed in the hallway.
      Ben · act
    ^[2m    an act of repair^[0m

      Check-in: Sun 7 June at 19:00, kitchen table.
      Focus, day 1 of 7: Ten minutes in the evening.
      Planned for today: Dancing in the kitchen.
      The slip of today: Bring the other a tea.
      Something of yours is sealed and ready. It opens at a meeting, once both of
        you are ready.

    ^[31m♥^[0m  One heart this month.
    ");
    insta::assert_snapshot!(screen(&two.ana, &["today"], &ASCII), @"
    Wednesday 3 June 2026
      Ana · act
        made the call
      Ana · appreciated
        You laughed in the hallway.
      Ben · act
        an act of repair

      Check-in: Sun 7 June at 19:00, kitchen table.
      Focus, day 1 of 7: Ten minutes in the evening.
      Planned for today: Dancing in the kitchen.
      The slip of today: Bring the other a tea.
      Something of yours is sealed and ready. It opens at a meeting, once both of
        you are ready.

    <3  One heart this month.
    ");
    two.ana.ok(&["progress", "better", "We laugh at breakfast again."]);
    insta::assert_snapshot!(both_widths(&two.ana, &["progress", "--weeks", "2"]), @r###"
    Mon 25 May to Sun 31 May
      a quiet week

    Mon 1 June to Sun 7 June
      ♥
      one thing that was appreciated

    What has felt better
      We laugh at breakfast again.

    What has felt better lately, even a little? What feels different between the two
    of you?
    kintsugi progress better
    =====
    Mon 25 May to Sun 31 May
      a quiet week

    Mon 1 June to Sun 7 June
      ♥
      one thing that was appreciated

    What has felt better
      We laugh at breakfast again.

    What has felt better lately, even a little? What
    feels different between the two of you?
    kintsugi progress better
    "###);
    insta::assert_snapshot!(screen(&two.ana, &["progress", "--weeks", "1"], &ASCII), @r###"
    Mon 1 June to Sun 7 June
      <3
      one thing that was appreciated

    What has felt better
      We laugh at breakfast again.

    What has felt better lately, even a little? What feels different between the two
    of you?
    kintsugi progress better
    "###);
    two.ana.ok(&["config", "lines-open", "weekly"]);
    two.ana.clock = Clock::at("2026-06-03 21:00:00");
    insta::assert_snapshot!(screen(&two.ana, &["write", "Sealed until Sunday."], &[]), @"Saved for Wed 3 June, sealed until the reading.");
    insta::assert_snapshot!(both_widths(&two.ana, &["read"]), @"
    Wednesday 3 June 2026
      Ana · act
        made the call
      Ana · appreciated
        You laughed in the hallway.
      Ana · sealed until the reading
        Sealed until Sunday.
      Ben · act
        an act of repair
    =====
    Wednesday 3 June 2026
      Ana · act
        made the call
      Ana · appreciated
        You laughed in the hallway.
      Ana · sealed until the reading
        Sealed until Sunday.
      Ben · act
        an act of repair
    ");
    insta::assert_snapshot!(screen(&two.ana, &["read", "--together"], &[]), @"
    Wednesday 3 June 2026
      Ana · act
        made the call
      Ana · appreciated
        You laughed in the hallway.
      Ben · act
        an act of repair
    ");
    insta::assert_snapshot!(screen(&two.ana, &["read", "--together", "--ready"], &[]), @"
    You are ready for the reading. It opens at a meeting, once both of you have said ready.
    kintsugi sync on both laptops, then kintsugi read --together.
    ");
}

#[test]
fn the_picture_says_in_words_what_it_shows() {
    let Some(two) = evening() else { return };
    two.ana.ok(&["act"]);
    two.ben.ok(&["act"]);
    two.ana.ok(&["act", "--day", "2026-06-02"]);
    two.ana.ok(&["rest", "--day", "2026-06-01"]);
    two.sync();
    let file = |name: &str| two.root.path().join(name).to_str().expect("plain").to_owned();
    let (svg, png) = (file("month.svg"), file("month.png"));
    insta::assert_snapshot!(screen(&two.ana, &["tracker", "--svg", &svg, "--png", &png], &ASCII).replace(&svg, "FILE").replace(&png, "FILE"), @"
    June 2026

      Mon Tue Wed Thu Fri Sat Sun
       1~  2o[ 3#] 4   5   6   7
       8   9  10  11  12  13  14
      15  16  17  18  19  20  21
      22  23  24  25  26  27  28
      29  30

    # both of you   o an act of yours   ~ rest
    One heart.
    ---
    Drawn into FILE.

    Drawn into FILE.
    ");
    let drawn = std::fs::read_to_string(&svg).expect("a picture");
    assert!(drawn.contains("A calendar with one heart, on 3 June.") && drawn.contains("role=\"img\""), "{drawn}");
    assert_eq!(drawn.matches("<rect").count(), 31, "the paper and thirty days: a blank day is a cell like any other");
    assert!(!drawn.contains("made the call"), "no words are in it");
    assert!(!drawn.contains("<circle") && !drawn.contains("an act of mine"), "both may pass the wall it hangs on");
    two.ana.ok(&["tracker", "--svg", &svg, "--mine"]);
    let mine = std::fs::read_to_string(&svg).expect("a picture");
    assert!(
        mine.matches("<circle").count() == 2 && mine.contains("an act of mine") && mine.contains(">rest<"),
        "{mine}"
    );
    assert_eq!(&std::fs::read(&png).expect("a picture")[..8], b"\x89PNG\r\n\x1a\n");
    let year = file("year.svg");
    two.ana.ok(&["tracker", "--year", "2026", "--svg", &year]);
    assert_eq!(std::fs::read_to_string(&year).expect("a picture").matches("<rect").count(), 366);
    let nowhere = two.ana.fails(&["tracker", "--png", "/nowhere/month.png"], 1);
    assert_eq!(nowhere["code"], "file");
}
