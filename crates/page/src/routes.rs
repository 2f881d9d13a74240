//! The table of all that can be asked for, a line each.
//!
//! Whatever changes anything is posted and answered by the way to the next page; whatever is read changes nothing. No word that
//! somebody wrote stands in an address.

use crate::pages::{
    agreement, checkin, day, devices, drafts, entry, focus, habits, hearts, help, jar, keep, leave, letters, meet,
    miss, more, pair, practices, progress, promises, questions, read, reading, search, settings, steps, stick, today,
    together, told, words, write,
};
use crate::route::{Handle, Method, Route, door, file, get, post};
use crate::taking_up;

/// All of it. What does not stand here is not there.
pub const ROUTES: &[Route] = &[
    file("/kintsugi.css", "text/css; charset=utf-8", include_bytes!("../assets/kintsugi.css")),
    file("/page.js", "text/javascript; charset=utf-8", include_bytes!("../assets/page.js")),
    file("/mark.svg", "image/svg+xml", include_bytes!("../assets/mark.svg")),
    door(Method::Get, "/enter/{}", Handle::Enter),
    door(Method::Post, "/unlock", Handle::Unlock),
    door(Method::Get, "/begin", Handle::Begin("")),
    door(Method::Post, "/begin/note", Handle::Begin("note")),
    door(Method::Post, "/begin/name", Handle::Begin("name")),
    door(Method::Post, "/begin/words", Handle::Begin("words")),
    door(Method::Post, "/begin/word", Handle::Begin("word")),
    door(Method::Post, "/begin/back", Handle::Begin("back")),
    door(Method::Post, "/begin/new-laptop", Handle::Begin("new-laptop")),
    door(Method::Post, "/begin/backup", Handle::Begin("backup")),
    door(Method::Post, "/begin/known", Handle::Begin("known")),
    door(Method::Post, "/lock", Handle::Lock),
    door(Method::Post, "/here", Handle::Here),
    door(Method::Get, "/live", Handle::Live),
    door(Method::Post, "/hide", Handle::Hide),
    door(Method::Get, "/hidden", Handle::Hidden),
    door(Method::Post, "/show", Handle::Show),
    door(Method::Post, "/end", Handle::End),
    door(Method::Post, "/taken/{}", Handle::Take),
    get("/", today::show),
    post("/today/{}", told::seen),
    get("/evening", steps::evening),
    post("/evening/read", steps::read),
    get("/evening/{}", steps::of_evening),
    get("/week", steps::week),
    get("/week/{}", steps::of_week),
    get("/write", write::show),
    post("/write", write::save),
    post("/act", day::act),
    post("/rest", day::rest),
    get("/jar", jar::show),
    post("/jar", jar::add),
    post("/jar/{}/remove", jar::remove),
    post("/jar/draw", jar::draw),
    post("/jar/done", jar::done),
    post("/jar/pass", jar::pass),
    get("/entry/{}", entry::show::show),
    post("/entry/{}/star", entry::show::star),
    post("/entry/{}/keep", entry::show::keep),
    get("/entry/{}/edit", entry::edit::show),
    post("/entry/{}/edit", entry::edit::save),
    get("/entry/{}/back", entry::back::show),
    post("/entry/{}/back", entry::back::save),
    get("/entry/{}/share", entry::share::show),
    post("/entry/{}/share", entry::share::save),
    door(Method::Post, "/draft", Handle::Draft(drafts::typed)),
    get("/drafts", drafts::show),
    post("/drafts/{}/use", taking_up::take_up),
    post("/drafts/{}/drop", drafts::throw_away),
    get("/read", read::show),
    get("/reading", reading::show),
    post("/reading/ready", reading::ready),
    post("/reading/begin", reading::begin),
    get("/reading/end", reading::end),
    post("/reading/done", reading::done),
    get("/reading/{}", reading::read),
    get("/search", search::show),
    post("/search", search::found),
    get("/hearts", hearts::show),
    get("/together", together::show),
    get("/letters", letters::show),
    post("/letters", letters::seal),
    post("/letters/ready", letters::ready),
    post("/letters/invite", letters::invite),
    get("/letters/back", letters::ask_back),
    post("/letters/back", letters::back),
    get("/letters/{}", letters::read),
    get("/questions", questions::list),
    post("/questions", questions::add),
    get("/questions/{}", questions::show),
    post("/questions/{}", questions::answer),
    post("/questions/{}/invite", questions::invite),
    get("/questions/{}/back", questions::ask_back),
    post("/questions/{}/back", questions::back),
    get("/miss", miss::show),
    post("/miss", miss::seal),
    post("/miss/invite", miss::invite),
    get("/miss/back", miss::ask_back),
    post("/miss/back", miss::back),
    post("/miss/{}/plan", miss::plan),
    post("/miss/{}/unplan", miss::unplan),
    post("/miss/{}/done", miss::done),
    get("/checkin", checkin::show),
    post("/checkin", checkin::agree),
    post("/checkin/skip", checkin::skip),
    post("/checkin/cancel", checkin::cancel),
    post("/checkin/seen", checkin::seen),
    get("/sit/end", checkin::end),
    post("/sit/done", checkin::done),
    get("/sit/{}", checkin::sit),
    get("/practice", practices::list),
    get("/practice/{}", practices::show),
    post("/practice/{}/one", practices::one),
    get("/practice/{}/other", practices::other),
    post("/practice/{}/other", practices::answered),
    post("/practice/{}/begin", practices::begin),
    post("/practice/{}/done", practices::done),
    get("/focus", focus::show),
    post("/focus/pick", focus::pick),
    post("/focus/repeat", focus::repeat),
    post("/focus/skip", focus::skip),
    post("/focus/adapt", focus::adapt),
    get("/agreement", agreement::show),
    get("/agreement/edit", agreement::edit),
    post("/agreement/edit", agreement::save),
    post("/agreement/agree", agreement::agree),
    post("/agreement/seen", agreement::seen),
    get("/promises", promises::show),
    post("/promises/{}/kept", promises::kept),
    get("/habits", habits::show),
    post("/habits", habits::add),
    post("/habits/{}/done", habits::done),
    post("/habits/{}/remove", habits::remove),
    get("/words", words::show),
    post("/words/{}/send", words::send),
    get("/progress", progress::show),
    post("/progress", progress::better),
    get("/meet", meet::show),
    post("/meet/now", meet::now),
    post("/meet/look", meet::look),
    post("/meet/doctor", meet::doctor),
    post("/meet/stay", meet::stay),
    get("/devices", devices::show),
    post("/devices/replace", devices::replace),
    post("/devices/{}", devices::name),
    get("/stick", stick::show),
    post("/stick", stick::take_in),
    post("/stick/out", stick::write),
    get("/pair", pair::show),
    post("/pair", pair::begin),
    post("/pair/compared", pair::compared),
    post("/pair/stop", pair::stop),
    get("/join", pair::ask),
    post("/join", pair::join),
    get("/settings", settings::show),
    post("/settings", settings::save),
    get("/more", more::show),
    get("/safety", help::safety),
    get("/guide", help::guide),
    get("/leave", leave::show),
    post("/leave", leave::leave),
    get("/keep", keep::show),
    post("/keep/verify", keep::verify),
    get("/keep/backup", keep::backup::show),
    post("/keep/backup", keep::backup::make),
    get("/keep/check", keep::check::show),
    post("/keep/check", keep::check::try_it),
    get("/keep/export", keep::export::show),
    post("/keep/export", keep::export::take_out),
    get("/keep/copies", keep::copies::show),
    get("/keep/copies/{}", keep::copies::preview),
    post("/keep/copies/{}", keep::copies::back),
    get("/keep/import", keep::import::show),
    post("/keep/import", keep::import::look),
    get("/keep/import/found", keep::import::found),
    post("/keep/import/take", keep::import::take),
    post("/keep/import/{}/undo", keep::import::undo),
];

/// What is asked for, and what stands in the place of `{}`.
pub(crate) fn find(method: Method, path: &str) -> Option<(&'static Route, String)> {
    ROUTES.iter().filter(|route| route.method == method).find_map(|route| Some((route, route.fits(path)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_thing_or_nothing() {
        let part = |method, path| find(method, path).map(|(route, part)| (route.path, part));
        assert_eq!(part(Method::Get, "/entry/abc/edit"), Some(("/entry/{}/edit", "abc".into())));
        assert_eq!(part(Method::Get, "/entry/abc"), Some(("/entry/{}", "abc".into())));
        for path in
            ["", "//", "/entry/", "/entry//edit", "/entry/a/b/edit", "/Read", "/read/", "/../etc/passwd", "/%65nter/x"]
        {
            assert_eq!(part(Method::Get, path), None, "{path}");
        }
        assert_eq!(part(Method::Get, "/unlock"), None, "nothing that changes is read");
        for (at, route) in ROUTES.iter().enumerate() {
            let twice = ROUTES[..at].iter().any(|other| other.path == route.path && other.method == route.method);
            assert!(!twice, "{}", route.path);
        }
    }
}
