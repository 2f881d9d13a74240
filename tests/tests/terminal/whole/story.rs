//! What has happened before somebody sits down at the terminal.

use std::process::Child;

use kintsugi_tests::{Clock, Person, Two, Window, open_window};

use super::chance;

/// When all of it happens: a Wednesday evening.
const NOW: &str = "2026-06-03 20:00:00";

/// Two people, one of whom sits at the terminal.
pub(super) struct Story {
    pub(super) two: Two,
    is_ben: bool,
    /// What stands for `{}` in an answer.
    known: String,
    /// The 12 words, once they were shown.
    words: Vec<String>,
    watch: Option<Child>,
    _window: Option<Window>,
}

impl Drop for Story {
    fn drop(&mut self) {
        if let Some(watch) = &mut self.watch {
            // It may have ended already.
            let _ = watch.kill();
            let _ = watch.wait();
        }
    }
}

impl Story {
    fn of(two: Two) -> Self {
        Self { two, is_ben: false, known: String::new(), words: Vec::new(), watch: None, _window: None }
    }

    /// Who sits there.
    pub(super) fn who(&self) -> &Person {
        if self.is_ben { &self.two.ben } else { &self.two.ana }
    }

    pub(super) fn keys(&self, keys: &str) -> String {
        keys.replace("{}", &self.known)
    }

    /// Ben's laptop stays in touch.
    fn in_touch(mut self) -> Self {
        self.watch = Some(self.two.ben.begin(&["sync", "--watch"]));
        self
    }

    /// A screen with what falls by chance made equal. What later answers need is remembered.
    pub(super) fn masked(&mut self, screen: &str) -> String {
        if screen.contains("Your 12 words") && self.words.is_empty() {
            self.words = chance::on_paper(screen);
        }
        if let Some(number) = chance::asked_back(screen) {
            self.known.clone_from(&self.words[number - 1]);
        }
        let screen = screen.replace(self.who().home.to_str().expect("plain"), "HOME");
        chance::masked(&screen)
    }
}

pub(super) fn strangers() -> Option<Story> {
    let clock = Clock::at(NOW)?;
    let mut two = Two::strangers();
    two.ana.clock = Some(clock.clone());
    two.ben.clock = Some(clock);
    Some(Story::of(two))
}

/// Ana will choose a passphrase.
pub(super) fn begun() -> Option<Story> {
    let mut story = strangers()?;
    story.two.ana.always = vec!["--passphrase-file".into(), story.two.secret("tea", "tea\n")];
    Some(story)
}

pub(super) fn paired() -> Option<Story> {
    Two::paired_at(NOW).map(Story::of)
}

/// Ben has written, and put a slip and a habit there; Ana has written, too.
pub(super) fn evening() -> Option<Story> {
    let mut two = Two::paired_at(NOW)?;
    two.ana.clock = Clock::at("2026-06-01 21:00:00");
    two.ana.write("for nobody else", &["--private"]);
    two.ana.clock = Clock::at(NOW);
    two.ben.write("You made tea.", &[]);
    two.ben.ok(&["jar", "add", "a walk to the boat"]);
    two.ben.ok(&["routine", "add", "Ten minutes"]);
    two.ana.write("We laughed about the boat.", &["--kind", "moment", "--day", "2026-06-02"]);
    two.sync();
    two.ana.ok(&["config", "hold-minutes", "0"]);
    Some(Story::of(two).in_touch())
}

pub(super) fn week() -> Option<Story> {
    let two = Two::paired_at(NOW)?;
    two.ana.write("The garden was quiet.", &["--kind", "appreciated"]);
    two.ben.write("You made tea.", &[]);
    two.ana.ok(&["miss", "write", "the boat"]);
    two.ben.ok(&["miss", "write", "the boat"]);
    two.sync();
    Some(Story::of(two).in_touch())
}

pub(super) fn read() -> Option<Story> {
    let story = week()?;
    story.two.ana.write("A long day, and then a short walk by the water, and then we both fell asleep.", &[]);
    Some(story)
}

/// Ana has forgotten her passphrase.
pub(super) fn forgotten() -> Option<Story> {
    let mut story = strangers()?;
    let words = story.two.root.path().join("words");
    let file = words.to_str().expect("plain");
    let secret = story.two.secret("secret", "forgotten\n");
    story.two.ana.ok(&["init", "--name", "Ana", "--passphrase-file", &secret, "--recovery-file", file]);
    story.known = std::fs::read_to_string(&words).expect("12 words").split_whitespace().collect::<Vec<_>>().join(" ");
    Some(story)
}

/// Ana's code waits for Ben.
pub(super) fn invited() -> Option<Story> {
    let mut story = strangers()?;
    story.two.ana.init();
    story.two.ben.init();
    let (window, ticket) = open_window(&story.two.ana, &[]);
    (story.is_ben, story.known, story._window) = (true, ticket, Some(window));
    Some(story)
}
