//! Two laptops on one table: pairing by code, as both see it, whole screens.

use kintsugi_tests::company::Company;
use kintsugi_tests::screen::{Screen, Size};

/// The code that a screen shows, as it is typed.
fn code_on(screen: &str) -> String {
    let boxed = screen.lines().find(|row| row.starts_with("  │   ") && row.chars().any(char::is_alphanumeric));
    let groups = boxed.expect("the code in its box").trim().trim_matches('│').trim().split("   ");
    groups.map(|group| group.replace(' ', "")).collect::<Vec<_>>().join("-")
}

/// The row of the four words.
fn words_on(screen: &str) -> &str {
    let four = |row: &&str| row.starts_with("  ") && row.split_whitespace().count() == 4 && !row.contains('│');
    screen.lines().find(four).expect("four words").trim()
}

/// A screen without what is another one each time.
fn masked(screen: &str, code: &str, words: &str) -> String {
    let dots = |text: &str| text.replace(|letter: char| letter.is_alphanumeric(), ".");
    let spaced = code.chars().map(String::from).collect::<Vec<_>>().join(" ").replace(" - ", "   ");
    let hidden = [code.to_owned(), code.to_lowercase(), spaced]
        .iter()
        .fold(screen.to_owned(), |screen, one| screen.replace(one, &dots(one)));
    hidden.replace(words, "…  …  …  …").trim_end().to_owned()
}

/// Both at terminals of this size, from the command to the end of the first meeting. Every screen of Ana's, then of Ben's.
fn at_one_table(size: Size, environment: &[(&str, &str)]) -> String {
    let company = Company::new(&["a", "b"]);
    let mut ana = Screen::of(&company.two.ana, "pair", size, environment);
    let mut seen = vec![ana.until("at-once or weekly?")];
    ana.keys("\r");
    seen.push(ana.until("┘"));
    let code = code_on(&seen[1]);

    let mut ben = Screen::of(&company.two.ben, "join", size, environment);
    let mut his = vec![ben.until("The code:")];
    ben.keys(&format!("{}\r", code.to_lowercase()));
    his.push(ben.until("Does Ana's screen show the same words?"));
    seen.push(ana.until("Does Ben's screen show the same words?"));
    let words = words_on(&his[1]).to_owned();
    assert_eq!(words_on(&seen[2]), words, "the same on both");
    ana.keys("y\r");
    seen.push(ana.until("Waiting for Ben to say yes"));
    ben.keys("y\r");
    let (ben, ana) = (ben.end(), ana.end());
    assert_eq!((ana.code, ben.code), (0, 0), "{}\n{}", ana.screen, ben.screen);
    seen.extend([ana.screen]);
    his.extend([ben.screen]);
    assert_eq!(company.two.ben.ok(&["status"])["partner"], "Ana");
    let screens = seen.iter().chain(&his).map(|screen| masked(screen, &code, &words));
    screens.collect::<Vec<_>>().join("\n────\n")
}

#[test]
fn pairing_by_code_as_both_see_it() {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("pairing by code 80x24", at_one_table(Size::of(80, 24), &[]));
        insta::assert_snapshot!("pairing by code 80x24", at_one_table(Size::of(80, 24), &[("NO_COLOR", "1")]));
        insta::assert_snapshot!("pairing by code 50x20", at_one_table(Size::of(50, 20), &[]));
    });
}
