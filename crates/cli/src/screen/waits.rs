//! What waits because one of the two programs is older: one calm line, on both laptops.

/// The lines for what waits there, until the partner's program is a newer one, and here, until this one is.
pub(crate) fn waits(partner: &str, there: bool, here: bool) -> Vec<String> {
    let mut lines = Vec::new();
    if there {
        lines.push(format!(
            "Some of what you wrote can be shown on {partner}'s laptop once the kintsugi there is updated. Nothing is lost."
        ));
    }
    if here {
        lines.push(format!(
            "Some of what {partner} wrote can be shown here once this kintsugi is updated. Nothing is lost."
        ));
    }
    lines
}

/// The line for what could not be taken in yet, because there is no space for it or because of what else is here.
pub(crate) fn left(partner: &str) -> String {
    format!("Some things of {partner}'s laptop could not be taken in yet. Each meeting looks at them again.")
}

#[cfg(test)]
mod tests {
    use super::waits;

    #[test]
    fn each_laptop_says_its_side_of_it_and_two_alike_say_nothing() {
        assert!(waits("Ben", false, false).is_empty());
        assert!(waits("Ben", true, false)[0].contains("on Ben's laptop once the kintsugi there is updated"));
        assert!(waits("Ana", false, true)[0].contains("here once this kintsugi is updated"));
    }
}
