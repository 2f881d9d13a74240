//! What both write before either reads, as two people see it.

use super::{COLOUR, both_widths, evening, screen};

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
