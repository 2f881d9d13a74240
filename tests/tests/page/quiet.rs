//! A time of quiet on the page: begun, looked past, ended.

use kintsugi_tests::memory::write;

use crate::visitor::{meet, two};

#[test]
fn what_comes_while_it_is_quiet_is_kept_and_not_shown_by_itself() {
    let (root, mut ana, ben) = two();
    ana.get("/more").shows("A time of quiet");
    ana.get("/quiet").shows("For how long?").shows("Nobody is told.");
    ana.done("/quiet", &[("days", "3")]).shows("It is quiet from now on.").shows("Quiet until Saturday, 6 June 2026.");
    write(&ben, "what Ben wrote then");
    meet(&root, &ben);
    for page in ["/", "/read"] {
        ana.get(page).hides("what Ben wrote then");
    }
    ana.get("/read?all").shows("what Ben wrote then");
    ana.done("/quiet/end", &[]).shows("The time of quiet is over. While it was quiet, some things came.");
    ana.get("/read").shows("what Ben wrote then");
    ana.done("/quiet/end", &[]).shows("The time of quiet is over.").hides("some things came");
}

#[test]
fn another_length_than_those_that_are_offered_begins_nothing() {
    let (_root, mut ana, _ben) = two();
    for days in ["", "0", "-3", "4", "99999999999"] {
        ana.post("/quiet", &[("days", days)]);
        ana.get("/quiet").shows("For how long?");
    }
}
