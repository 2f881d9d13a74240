//! What is said when the program itself is wrong: where, and never what it held.

use kintsugi_journal::Document;

use crate::output::Output;

/// Panic texts may quote what a value held, so they are not shown. Panics that the gate expects are not mentioned at all.
pub(crate) fn install_hook() {
    std::panic::set_hook(Box::new(|info| {
        if Document::is_rehearsing() {
            return;
        }
        let place = info.location().map_or_else(String::new, |at| format!(" ({}:{})", at.file(), at.line()));
        Output::new(false, false).insist(&format!(
            "kintsugi stopped because of a fault of its own{place}.\nWhat it said was saved is safe. Please run the command again."
        ));
    }));
}
