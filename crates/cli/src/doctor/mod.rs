//! The doctor: checks in order, then one cause and one thing to do.
//!
//! Nothing that a check says names a person, a laptop or an address, so the answer can go into a report.

mod here;
mod verdict;
mod way;

use serde::Serialize;

pub(crate) use verdict::{Verdict, verdict};

use crate::context::Context;
use crate::error::CommandError;

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum State {
    Fine,
    /// Worth knowing, and no hindrance.
    Note,
    Problem,
    /// It could not be looked at.
    Skipped,
}

/// What one check has found.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Finding {
    pub(crate) check: &'static str,
    pub(crate) state: State,
    pub(crate) found: String,
    /// What would help, where it is a problem.
    #[serde(skip)]
    pub(crate) verdict: Option<Verdict>,
}

impl Finding {
    fn fine(check: &'static str, found: impl Into<String>) -> Self {
        Self { check, state: State::Fine, found: found.into(), verdict: None }
    }

    fn note(check: &'static str, found: impl Into<String>) -> Self {
        Self { check, state: State::Note, found: found.into(), verdict: None }
    }

    fn skipped(check: &'static str, found: impl Into<String>) -> Self {
        Self { check, state: State::Skipped, found: found.into(), verdict: None }
    }

    fn problem(check: &'static str, found: impl Into<String>, cause: &str, action: impl Into<String>) -> Self {
        let verdict = Verdict { cause: cause.to_owned(), action: action.into() };
        Self { check, state: State::Problem, found: found.into(), verdict: Some(verdict) }
    }
}

/// All checks, in order.
pub(crate) async fn examine(context: &Context, seconds: u64) -> Result<Vec<Finding>, CommandError> {
    let home = context.home()?;
    let mut findings = vec![here::clock(context, &home)?];
    let (lock, watch) = here::lock(&home).await?;
    let held = lock.state == State::Problem;
    findings.push(lock);
    findings.push(here::networks(context, &home)?);
    findings.push(here::default_route(context, &home));
    findings.push(here::port(context, &home, watch.is_some() || held)?);
    findings.extend(way::way(context, &home, watch, held, seconds).await?);
    findings.push(here::version());
    Ok(findings)
}
