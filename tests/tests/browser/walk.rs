//! Every page that can be reached from today by following links, against the table of all that can be asked for.

use std::collections::BTreeMap;

use kintsugi_page::{Method, Needs, ROUTES};
use kintsugi_tests::OpenPage;
use kintsugi_tests::browser::Tab;

/// So many pages of one route are opened at most.
const OF_ONE: usize = 40;

/// Where the links of a page lead, and its forms.
const WAYS: &str = "[...document.querySelectorAll('a[href], form[action], button[formaction]')]\
    .map((e) => e.getAttribute('href') ?? e.getAttribute('formaction') ?? e.getAttribute('action'))";
const LINKS: &str = "[...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'))";

/// The routes that show a page of the journal.
fn shown() -> impl Iterator<Item = &'static str> + Clone {
    ROUTES.iter().filter(|route| route.method == Method::Get && route.needs() == Needs::Journal).map(|route| route.path)
}

/// What is read before the journal is open, or while no page of it is shown.
pub(crate) fn apart() -> Vec<&'static str> {
    let read = ROUTES.iter().filter(|route| route.method == Method::Get && route.needs() == Needs::Session);
    read.map(|route| route.path).collect()
}

/// Which of these routes a path is of. What has no open place comes before what has one.
fn route(path: &str, routes: impl Iterator<Item = &'static str> + Clone) -> Option<&'static str> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let fits = |route: &&str| match route.split_once("{}") {
        None => *route == path,
        Some((before, after)) => {
            let part = path.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
            part.is_some_and(|part| !part.is_empty() && !part.contains('/'))
        }
    };
    routes.clone().filter(|route| !route.contains("{}")).find(fits).or_else(|| routes.clone().find(fits))
}

fn texts(tab: &Tab, expression: &str) -> Vec<String> {
    let found = tab.value(expression);
    found.as_array().expect("a list").iter().filter_map(|text| text.as_str().map(str::to_owned)).collect()
}

/// All pages, as paths with what is asked of them; of those of one route from which the same can be done, the first.
pub(crate) fn pages(tab: &Tab, page: &OpenPage) -> Vec<String> {
    let all = || ROUTES.iter().map(|route| route.path);
    let mut seen: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut unlike: BTreeMap<(&str, Vec<&str>), String> = BTreeMap::new();
    // What no link leads to is known by its path.
    let mut next: Vec<String> = shown().filter(|route| !route.contains("{}")).map(str::to_owned).collect();
    while let Some(path) = next.pop() {
        let of = route(&path, shown()).unwrap_or("nothing that is there");
        let known = seen.entry(of).or_default();
        if known.len() >= OF_ONE || known.contains(&path) {
            continue;
        }
        known.push(path.clone());
        tab.open(&page.at(&path));
        let mut ways: Vec<&str> = texts(tab, WAYS).iter().filter_map(|way| route(way, all())).collect();
        ways.sort_unstable();
        ways.dedup();
        unlike.entry((of, ways)).or_insert(path);
        let links = texts(tab, LINKS).into_iter().filter(|link| link.starts_with('/'));
        next.extend(links.map(|link| link.split('#').next().unwrap_or_default().to_owned()));
    }
    unlike.into_values().collect()
}

/// Pages to which a button leads, and no link: where it stands, and what is pressed.
pub(crate) const BUTTONS: [(&str, &str); 5] = [
    ("/keep/sheet", "form[action='/keep/sheet'] button"),
    ("/practices/new", "form[action='/practices/new'] button[name='more']"),
    ("/reading", "form[action='/reading/begin'] button"),
    ("/practice/touch", "form[action='/practice/touch/one'] button"),
    ("/practice/thanks", "form[action='/practice/thanks/begin'] button"),
];

/// The routes of which none of these pages is.
pub(crate) fn forgotten(pages: &[String]) -> Vec<&'static str> {
    let seen: Vec<_> = pages.iter().filter_map(|page| route(page, shown())).collect();
    shown().filter(|route| !seen.contains(route)).collect()
}
