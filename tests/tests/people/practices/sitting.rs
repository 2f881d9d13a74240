//! What two people sit down for.

use super::{COLOUR, both_widths, evening, screen};

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
