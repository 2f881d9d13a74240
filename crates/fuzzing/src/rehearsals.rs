//! Panics that the program expects: the gate rehearses each change on a copy and catches what the merge library throws.

use std::panic::{set_hook, take_hook};
use std::sync::Once;

use kintsugi_journal::Document;

/// Lets a rehearsal panic without a word. The fuzzer's own hook would end the process before anybody can catch anything.
pub(crate) fn may_panic() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let hook = take_hook();
        set_hook(Box::new(move |panic| {
            if !Document::is_rehearsing() {
                hook(panic);
            }
        }));
    });
}
