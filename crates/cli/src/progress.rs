//! How far something long has come: a quiet bar on stderr, only where somebody sits and it takes a while.

use std::cell::Cell;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::context::Context;
use crate::output::is_plain;

/// What is over sooner needs no bar.
const PATIENCE: Duration = Duration::from_millis(700);

/// A bar, or nothing where nobody would see it.
pub(crate) struct Progress {
    bar: ProgressBar,
    since: Instant,
    shown: Cell<bool>,
}

impl Progress {
    /// Counts bytes.
    pub(crate) fn of_bytes(context: &Context, total: u64, what: &'static str) -> Self {
        Self::new(context, total, what, "{msg} {bar:24} {bytes} of {total_bytes}, {eta} left")
    }

    /// Counts pages, each a month of one person, and what has crossed of them.
    pub(crate) fn of_documents(context: &Context, what: &'static str) -> Self {
        Self::new(context, 0, what, "{msg} {bar:24} {pos} of {len} months, {prefix} changes, {eta} left")
    }

    /// Counts lines.
    pub(crate) fn of_lines(context: &Context, total: u64, what: &'static str) -> Self {
        Self::new(context, total, what, "{msg} {bar:24} {pos} of {len} lines, {eta} left")
    }

    fn new(context: &Context, total: u64, what: &'static str, template: &str) -> Self {
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::hidden());
        bar.set_style(ProgressStyle::with_template(template).expect("a template of ours").progress_chars("=> "));
        bar.set_message(what);
        // Shown once it has taken a while, and only to somebody.
        let shown = Cell::new(!context.output.is_talking() || is_plain());
        Self { bar, since: Instant::now(), shown }
    }

    /// So much is done.
    pub(crate) fn at(&self, done: u64) {
        if !self.shown.get() && self.since.elapsed() > PATIENCE {
            self.shown.set(true);
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_position(done);
    }

    /// A meeting has come so far.
    pub(crate) fn documents(&self, progress: kintsugi_sync::Progress) {
        self.bar.set_length(u64::from(progress.documents));
        self.bar.set_prefix(progress.changes.to_string());
        self.at(u64::from(progress.begun));
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
