//! The weekly reading opens with both readies, and with nothing that came after them.

use kintsugi_journal::{RoundId, Week};
use kintsugi_tests::memory::{assert_sound, meet, texts_on_disk};

use super::{Couple, line};

#[test]
fn a_week_in_which_only_one_or_nobody_wrote_opens_with_both_readies() {
    for (ana, ben) in [(2, 0), (0, 3), (0, 0), (1, 1)] {
        let couple = Couple::new();
        let week = Week::of("2026-06-03".parse().expect("a day"), jiff::civil::Weekday::Monday);
        let round = RoundId::reading(week);
        (0..ana).for_each(|n| line(&couple.homes[0], week, &format!("Ana {n}")));
        (0..ben).for_each(|n| line(&couple.homes[1], week, &format!("Ben {n}")));
        couple.homes[0].make_ready(&[round]).expect("ready");
        meet(&couple.homes[0], &couple.homes[1]);
        let crossed =
            |who: usize, name: &str| texts_on_disk(&couple.homes[who]).iter().any(|text| text.starts_with(name));
        assert!(!crossed(1, "Ana") && !crossed(0, "Ben"), "only one is ready");
        couple.homes[1].make_ready(&[round]).expect("ready");
        meet(&couple.homes[0], &couple.homes[1]);
        for home in &couple.homes {
            assert!(home.rounds().expect("sound").iter().any(|round| round.is_opened()), "{ana} and {ben} lines");
            assert_sound(home);
        }
        assert_eq!((crossed(1, "Ana"), crossed(0, "Ben")), (ana > 0, ben > 0));
        assert_eq!(couple.homes[0].all_lines(|_| true).expect("sound").len(), ana + ben);
        // What is written afterwards waits for the next week.
        line(&couple.homes[0], week, "too late for this week");
        meet(&couple.homes[0], &couple.homes[1]);
        assert!(!crossed(1, "too late"));
    }
}

#[test]
fn words_added_after_ready_are_not_opened() {
    let couple = Couple::new();
    let week = Week::of("2026-06-03".parse().expect("a day"), jiff::civil::Weekday::Monday);
    let round = RoundId::reading(week);
    line(&couple.homes[0], week, "Ana one");
    couple.homes[0].make_ready(&[round]).expect("ready");
    line(&couple.homes[0], week, "Ana two, after she was ready");
    couple.homes[1].make_ready(&[round]).expect("ready");
    meet(&couple.homes[0], &couple.homes[1]);
    assert!(texts_on_disk(&couple.homes[1]).is_empty());
    couple.homes[0].make_ready(&[round]).expect("ready");
    meet(&couple.homes[0], &couple.homes[1]);
    assert_eq!(couple.homes[1].all_lines(|_| true).expect("sound").len(), 2);
}
