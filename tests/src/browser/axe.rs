//! axe-core, which looks at a page as somebody would who cannot see it, or not well.

use serde_json::Value;

use super::Tab;

/// The file of the npm package, unchanged (`tests/axe/README.md`).
const AXE: &str = include_str!("../../axe/axe.min.js");

/// All its rules; of what they find, what is needed to mend it.
const LOOK: &str = "axe.run(document, { resultTypes: ['violations'] }).then((seen) => seen.violations.flatMap((rule) => \
    rule.nodes.map((node) => `${rule.id}: ${rule.help}: ${node.html}: ${node.failureSummary}`)))";

impl Tab {
    /// What axe finds on this page, one a line; nothing where all is well.
    ///
    /// # Panics
    /// When it cannot look.
    #[track_caller]
    pub fn findings(&self) -> Vec<String> {
        if self.value("typeof axe") != "object" {
            self.value(&format!("{AXE};true"));
        }
        let found = self.value(LOOK);
        let found = found.as_array().expect("a list").iter();
        found.filter_map(Value::as_str).map(|one| one.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }
}
