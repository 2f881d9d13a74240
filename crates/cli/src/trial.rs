//! In builds with the feature `later`: a program that speaks another version of the session, for tests.

use kintsugi_home::Home;
use kintsugi_sync::Versions;

/// With `KINTSUGI_TRIAL_SESSION`, a number, the home of a program that speaks this version of the session and no other.
pub(crate) fn with_another_session(home: Home) -> Home {
    let number = std::env::var("KINTSUGI_TRIAL_SESSION").ok().and_then(|number| number.parse().ok());
    match number {
        Some(number) => home.speaking(Versions { lowest: number, highest: number }),
        None => home,
    }
}
