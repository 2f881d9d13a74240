//! The safety note: for whom this is, its honest limits, and people who help. Nothing about it is recorded.

use kintsugi_home::sentences::FOR_TWO;

/// A few sentences, for `init`.
pub(crate) fn short() -> String {
    format!(
        "{FOR_TWO} kintsugi safety names people who help. kintsugi records nothing of that; your shell keeps a history of its lines."
    )
}

/// For whom this is, and what it cannot do.
pub(crate) const NOTE: &str = "\
This is for two people who can both say no.

If you are afraid of your partner, if you write because you must, or if they want
to see all that you write, this is not the tool you need. Talk to somebody outside
first.

What it cannot do:
  Whoever can use this laptop as you can read everything in it, also what is private.
  What your partner has read, they can remember, copy, photograph or keep (kintsugi
  keep). Taking it back does not change that, and none of it proves anything.
  Somebody who sees this laptop can see that the program is there.
  A passphrase that they know, or make you tell, protects nothing.

What is yours at any time:
  kintsugi write --private   a line that never leaves this laptop
  kintsugi leave             at once and silently: nothing crosses any more, and nobody is told
  a journal apart            KINTSUGI_HOME=FOLDER, for words that belong to nobody else";

/// How to look for help without leaving a trace of it.
pub(crate) const TRACES: &str = "\
To look for help without a trace:
  Best from a phone or computer that is not shared: a friend's, or a library's.
  On a shared one: a private window of the browser, and close it afterwards.
  A whole history that is empty stands out more than one page that is missing.
  A call stands in the list of the phone, and perhaps on the bill.
  Your shell keeps a history of its lines, and kintsugi safety stands in it.
  Nothing of this helps where somebody watches the laptop itself.";
