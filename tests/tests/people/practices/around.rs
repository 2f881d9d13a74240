//! What stands around the day.

use kintsugi_tests::Clock;

use super::{ASCII, COLOUR, both_widths, evening, screen};

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
