//! What pages say that take files in.

use maud::{Markup, html};

use crate::trays::Fault;

/// What is said where no file came, or one that is not taken. `most` is what is taken at most.
pub(crate) fn taken_in(fault: Option<Fault>, most: &str) -> String {
    match fault {
        None => "No file came. Please choose it, and try once more.".to_owned(),
        Some(Fault::TooLarge) => {
            format!("That is more than is taken in here: {most}. In a terminal there is no such limit.")
        }
        Some(Fault::Other) => {
            "This is another kind of file, or it is not encrypted. Nothing of it was kept.".to_owned()
        }
        Some(Fault::Disk) => {
            "It could not be put beside the journal: perhaps the disk is full. Nothing of it was kept.".to_owned()
        }
    }
}

/// What stands in the place of a form for files where no script sends them.
pub(crate) fn without_script(command: &str) -> Markup {
    html! { noscript { p { "This page takes files in with a script, and this browser runs none. In a terminal: " code { (command) } } } }
}
