//! People who help, by country, and what this rests on, on one page. Nothing about it is recorded.

mod guide;
mod lines;

pub use guide::{GUIDE, Leads, Part};
pub use lines::{CHECKED, HelpLine, in_region, regions};

/// Where somebody is in danger.
pub const DANGER: &str = "\
In danger now: the emergency number. 112 in Europe and many other countries, 911 in North America, 999 in the UK, \
000 in Australia.";

/// Where the list comes from.
pub const SOURCES: &str = "\
Beside each line stands its own page, and what that page says counts. Nobody called them for this list, and it may be out of date. \
A search for “domestic violence helpline” and your country finds others.";
