//! National help lines against violence at home, or the nearest to it. Known from public sources; nobody called them for
//! this list. To correct one: change it here, set [`CHECKED`], and name the line's own page in the commit.

/// When this list was last edited.
pub const CHECKED: &str = "2026-11-30";

/// People who help, for one region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HelpLine {
    /// The country: code of ISO 3166-1 and name.
    pub region: (&'static str, &'static str),
    /// Who answers.
    pub who: &'static str,
    /// The number to call from there.
    pub number: &'static str,
    /// Its own page, which is where this comes from.
    pub page: &'static str,
    /// How to write instead of calling; empty where nothing is known.
    pub written: &'static str,
}

const fn line(code: &'static str, country: &'static str) -> HelpLine {
    HelpLine { region: (code, country), who: "", number: "", page: "", written: "" }
}

impl HelpLine {
    const fn answered(self, who: &'static str, number: &'static str) -> Self {
        Self { who, number, ..self }
    }

    const fn at(self, page: &'static str, written: &'static str) -> Self {
        Self { page, written, ..self }
    }
}

const LINES: [HelpLine; 45] = [
    line("AR", "Argentina").answered("Línea 144", "144").at("argentina.gob.ar", ""),
    line("AT", "Austria").answered("Frauenhelpline", "0800 222 555").at("frauenhelpline.at", "chat: haltdergewalt.at"),
    line("AT", "Austria").answered("Männerinfo", "0800 400 777").at("maennerinfo.at", ""),
    line("AU", "Australia")
        .answered("1800RESPECT", "1800 737 732")
        .at("1800respect.org.au", "chat, or text to 0458 737 732"),
    line("BE", "Belgium")
        .answered("Écoute Violences Conjugales", "0800 30 030")
        .at("ecouteviolencesconjugales.be", "chat"),
    line("BE", "Belgium").answered("1712", "1712").at("1712.be", "chat"),
    line("BR", "Brazil").answered("Ligue 180", "180").at("gov.br/mulheres", ""),
    line("CA", "Canada")
        .answered("211, for shelters and help near you", "211")
        .at("211.ca", "chat; sheltersafe.ca lists shelters by place"),
    line("CA", "Canada")
        .answered("SOS violence conjugale, Québec", "1 800 363 9010")
        .at("sosviolenceconjugale.ca", "chat"),
    line("CA", "Canada").answered("Assaulted Women's Helpline, Ontario", "1 866 863 0511").at("awhl.org", ""),
    line("CH", "Switzerland")
        .answered("Opferhilfe / Aide aux victimes, announced for May 2026", "142")
        .at("sodk.ch", ""),
    line("CH", "Switzerland").answered("Die Dargebotene Hand / La Main Tendue", "143").at("143.ch", "chat"),
    line("CL", "Chile").answered("SernamEG", "1455").at("sernameg.gob.cl", ""),
    line("CZ", "Czechia").answered("Linka pomoci obětem, Bílý kruh bezpečí", "116 006").at("bkb.cz", ""),
    line("DE", "Germany").answered("Hilfetelefon Gewalt gegen Frauen", "116 016").at("hilfetelefon.de", "chat"),
    line("DE", "Germany")
        .answered("Hilfetelefon Gewalt an Männern", "0800 123 99 00")
        .at("maennerhilfetelefon.de", "chat"),
    line("DK", "Denmark").answered("Lev Uden Vold", "1888").at("levudenvold.dk", ""),
    line("EE", "Estonia").answered("Ohvriabi", "116 006").at("palunabi.ee", "chat"),
    line("ES", "Spain")
        .answered("Atención a víctimas de violencia de género", "016")
        .at("violenciagenero.igualdad.gob.es", "WhatsApp 600 000 016"),
    line("FI", "Finland").answered("Nollalinja", "080 005 005").at("nollalinja.fi", ""),
    line("FR", "France").answered("Violences Femmes Info", "3919").at("arretonslesviolences.gouv.fr", "chat"),
    line("GB", "United Kingdom")
        .answered("National Domestic Abuse Helpline", "0808 2000 247")
        .at("nationaldahelpline.org.uk", "chat"),
    line("GB", "United Kingdom").answered("Men's Advice Line", "0808 801 0327").at("mensadviceline.org.uk", ""),
    line("GR", "Greece").answered("SOS 15900", "15900").at("isotita.gr", ""),
    line("HU", "Hungary").answered("OKIT", "06 80 20 55 20").at("okit.hu", ""),
    line("IE", "Ireland").answered("Women's Aid", "1800 341 900").at("womensaid.ie", "chat"),
    line("IE", "Ireland").answered("Men's Aid", "01 554 3811").at("mensaid.ie", ""),
    line("IN", "India").answered("Women Helpline", "181").at("ncw.gov.in", ""),
    line("IS", "Iceland").answered("Kvennaathvarf", "561 1205").at("kvennaathvarf.is", ""),
    line("IT", "Italy").answered("Antiviolenza e stalking", "1522").at("1522.eu", "chat"),
    line("JP", "Japan").answered("DV Sodan Plus", "0120 279 889").at("soudanplus.jp", "chat"),
    line("KE", "Kenya").answered("National GBV Helpline", "1195").at("hak.or.ke", ""),
    line("KR", "South Korea").answered("Women's Emergency Hotline", "1366").at("women1366.kr", ""),
    line("NL", "Netherlands").answered("Veilig Thuis", "0800 2000").at("veiligthuis.nl", "chat"),
    line("NO", "Norway").answered("VO-linjen", "116 006").at("volinjen.no", "chat"),
    line("NZ", "New Zealand").answered("Women's Refuge", "0800 733 843").at("womensrefuge.org.nz", ""),
    line("NZ", "New Zealand").answered("Family violence information line", "0800 456 450").at("areyouok.org.nz", ""),
    line("PL", "Poland").answered("Niebieska Linia", "800 120 002").at("niebieskalinia.info", ""),
    line("PT", "Portugal")
        .answered("Apoio às vítimas de violência doméstica", "800 202 148")
        .at("cig.gov.pt", "text to 3060"),
    line("RO", "Romania").answered("Violență domestică, ANES", "0800 500 333").at("anes.gov.ro", ""),
    line("SE", "Sweden").answered("Kvinnofridslinjen", "020 50 50 50").at("kvinnofridslinjen.se", ""),
    line("SG", "Singapore").answered("National Anti-Violence Helpline", "1800 777 0000").at("msf.gov.sg", ""),
    line("UA", "Ukraine").answered("La Strada", "116 123").at("la-strada.org.ua", ""),
    line("US", "United States")
        .answered("National Domestic Violence Hotline", "1 800 799 7233")
        .at("thehotline.org", "chat, or text START to 88788"),
    line("ZA", "South Africa").answered("GBV Command Centre", "0800 428 428").at("gbv.org.za", ""),
];

/// The lines of one region, by code or by name; all of them where none is named.
pub fn in_region(wanted: Option<&str>) -> Vec<HelpLine> {
    let is = |line: &HelpLine| {
        wanted.is_none_or(|wanted| {
            line.region.0.eq_ignore_ascii_case(wanted) || line.region.1.to_lowercase() == wanted.to_lowercase()
        })
    };
    let mut lines: Vec<HelpLine> = LINES.into_iter().filter(is).collect();
    lines.sort_by_key(|line| line.region.1);
    lines
}

/// The countries of the list, as code and name, some more than once.
pub fn regions() -> impl Iterator<Item = (&'static str, &'static str)> {
    LINES.into_iter().map(|line| line.region)
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
        // The kind of line that is meant here, and not one for any despair.
        assert!(in_region(Some("ca")).iter().all(|line| line.number != "988"));
        assert!(CHECKED.parse::<jiff::civil::Date>().is_ok());
    }

    #[test]
    fn every_number_can_be_dialled() {
        for line in LINES {
            assert!(line.number.chars().all(|c| c.is_ascii_digit() || c == ' '), "{line:?}");
            assert!(line.region.0.len() == 2 && !line.who.is_empty() && line.page.contains('.'), "{line:?}");
        }
    }
}
