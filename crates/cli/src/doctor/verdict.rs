//! The one cause and the one thing to do.

use serde::Serialize;

use super::Finding;

/// What is most likely the matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Verdict {
    pub(crate) cause: String,
    pub(crate) action: String,
}

/// The first problem decides: what comes later may only follow from it.
pub(crate) fn verdict(findings: &[Finding]) -> Option<Verdict> {
    findings.iter().find_map(|finding| finding.verdict.clone())
}
