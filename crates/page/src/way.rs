//! The two guided ways: an evening, and a week. Which steps there are and what each offers is known below; here stands where each is,
//! and where what was done in one leads back to.

use kintsugi_home::{EVENING, EVENING_ENDS, Step, WEEK, WEEK_ENDS};

use crate::form::Form;

/// One of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// An evening.
    Evening,
    /// A week.
    Week,
}

impl Way {
    /// Where it begins.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Evening => "/evening",
            Self::Week => "/week",
        }
    }

    /// What it is called.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Evening => "The evening",
            Self::Week => "The week",
        }
    }

    /// What it ends with.
    pub(crate) const fn ends(self) -> &'static str {
        match self {
            Self::Evening => EVENING_ENDS,
            Self::Week => WEEK_ENDS,
        }
    }

    /// Its steps, in order.
    pub(crate) const fn steps(self) -> &'static [Step] {
        match self {
            Self::Evening => &EVENING,
            Self::Week => &WEEK,
        }
    }

    /// Where a step is; behind the last one, where it ends.
    pub(crate) fn at(self, at: usize) -> String {
        let name = self.steps().get(at).map_or("end", |step| step.name());
        format!("{}/{name}", self.path())
    }

    /// The step of this name.
    pub(crate) fn find(self, name: &str) -> Option<usize> {
        self.steps().iter().position(|step| step.name() == name)
    }
}

/// Where a form leads that says it is one of a step; nothing where it does not, or says anything else.
pub(crate) fn back(form: &Form) -> Option<String> {
    read(form.get("way")).map(|(way, at)| way.at(at))
}

/// The step that a form with words says it is of, to which it comes back when they cannot be saved.
pub(crate) fn of(form: &Form) -> Option<(Way, Step, usize)> {
    let (way, at) = read(form.get("step"))?;
    way.steps().get(at).map(|step| (way, *step, at))
}

fn read(field: &str) -> Option<(Way, usize)> {
    let (way, step) = field.split_once('.')?;
    let way = [Way::Evening, Way::Week].into_iter().find(|one| one.path() == format!("/{way}"))?;
    let at = if step == "end" { way.steps().len() } else { way.find(step)? };
    Some((way, at))
}

/// What stands in a form so that it leads to this step.
pub(crate) fn field(way: Way, at: usize) -> String {
    way.at(at).trim_start_matches('/').replacen('/', ".", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_leads_to_a_step_and_nowhere_else() {
        let back = |way: &str| back(&Form::read(format!("way={way}").as_bytes()));
        for (way, at) in [(Way::Evening, 0), (Way::Week, 3), (Way::Evening, 99)] {
            assert_eq!(back(&field(way, at)), Some(way.at(at)));
        }
        for other in [
            "",
            "evening",
            "evening.",
            "evening.focus",
            "week.slip",
            "/evening.line",
            "http://evil.example",
            "week./etc",
        ] {
            assert_eq!(back(other), None, "{other}");
        }
    }
}
