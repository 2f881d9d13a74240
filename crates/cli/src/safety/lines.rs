//! National help lines against violence at home, or the nearest to it. Known from public sources; nobody called them for
//! this list. To correct one: change it here, set [`CHECKED`], and name the line's own page in the commit.

/// When this list was last edited.
pub(crate) const CHECKED: &str = "2026-11-24";

/// People who help, for one region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HelpLine {
    /// The country: code of ISO 3166-1 and name.
    pub(crate) region: (&'static str, &'static str),
    /// Who answers.
    pub(crate) who: &'static str,
    /// The number to call from there.
    pub(crate) number: &'static str,
}

const fn line(code: &'static str, country: &'static str, who: &'static str, number: &'static str) -> HelpLine {
    HelpLine { region: (code, country), who, number }
}

const LINES: [HelpLine; 24] = [
    line("AT", "Austria", "Frauenhelpline", "0800 222 555"),
    line("AT", "Austria", "Männerinfo", "0800 400 777"),
    line("AU", "Australia", "1800RESPECT", "1800 737 732"),
    line("BE", "Belgium", "Écoute Violences Conjugales", "0800 30 030"),
    line("BE", "Belgium", "1712", "1712"),
    line("CH", "Switzerland", "Die Dargebotene Hand / La Main Tendue", "143"),
    line("DE", "Germany", "Hilfetelefon Gewalt gegen Frauen", "116 016"),
    line("DE", "Germany", "Hilfetelefon Gewalt an Männern", "0800 123 99 00"),
    line("DK", "Denmark", "Lev Uden Vold", "1888"),
    line("ES", "Spain", "Atención a víctimas de violencia de género", "016"),
    line("FI", "Finland", "Nollalinja", "080 005 005"),
    line("FR", "France", "Violences Femmes Info", "3919"),
    line("GB", "United Kingdom", "National Domestic Abuse Helpline", "0808 2000 247"),
    line("IE", "Ireland", "Women's Aid", "1800 341 900"),
    line("IT", "Italy", "Antiviolenza e stalking", "1522"),
    line("NL", "Netherlands", "Veilig Thuis", "0800 2000"),
    line("NO", "Norway", "VO-linjen", "116 006"),
    line("NZ", "New Zealand", "Family violence information line", "0800 456 450"),
    line("PL", "Poland", "Niebieska Linia", "800 120 002"),
    line("PT", "Portugal", "Apoio às vítimas de violência doméstica", "800 202 148"),
    line("SE", "Sweden", "Kvinnofridslinjen", "020 50 50 50"),
    line("US", "United States", "National Domestic Violence Hotline", "1 800 799 7233"),
    line("ZA", "South Africa", "GBV Command Centre", "0800 428 428"),
    line("CA", "Canada", "Suicide Crisis Helpline, for any despair", "988"),
];

/// The lines of one region, by code or by name; all of them where none is named.
pub(crate) fn in_region(wanted: Option<&str>) -> Vec<HelpLine> {
    let is = |line: &HelpLine| {
        wanted.is_none_or(|wanted| {
            line.region.0.eq_ignore_ascii_case(wanted) || line.region.1.to_lowercase() == wanted.to_lowercase()
        })
    };
    let mut lines: Vec<HelpLine> = LINES.into_iter().filter(is).collect();
    lines.sort_by_key(|line| line.region.1);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_found_by_code_and_by_name() {
        assert_eq!(in_region(Some("de")), in_region(Some("Germany")));
        assert_eq!(in_region(Some("de")).len(), 2);
        assert_eq!(in_region(None).len(), LINES.len());
        assert!(in_region(Some("nowhere")).is_empty());
        assert!(CHECKED.parse::<jiff::civil::Date>().is_ok());
    }

    #[test]
    fn every_number_can_be_dialled() {
        for line in LINES {
            assert!(line.number.chars().all(|c| c.is_ascii_digit() || c == ' '), "{line:?}");
            assert!(line.region.0.len() == 2 && !line.who.is_empty(), "{line:?}");
        }
    }
}
