//! A slow disk: what is written becomes durable long after its bytes were written, and is sent all the same.

use std::time::{Duration, Instant};

use kintsugi_tests::company::{Company, standing, until_in_touch, until_read};
use kintsugi_tests::{Dice, SlowDisk, note, repeats};

/// Found by holding `fsync` up: the watch looked for 752 ms after the last change of a file, so a line whose commit became
/// durable later was never sent. Whoever commits tells the watch now, and the look without any reason, once a minute, finds
/// nothing. `KINTSUGI_SLOW_LINES` says how many lines, 200 for the whole of it.
#[test]
fn no_line_is_missed_when_the_disk_is_slow() {
    let company = Company::paired(&["a", "b"]);
    let slow = SlowDisk::build(company.two.root.path());
    let _watches = company.watch();
    until_in_touch(&company.two.ana);
    let mut dice = Dice(20_261_125);
    let lines = repeats("KINTSUGI_SLOW_LINES", 8);
    for n in 0..lines {
        // The first ones are those with which it was found.
        let held = [4000, 1000, 300, 0].get(usize::try_from(n).unwrap_or(usize::MAX)).copied();
        let held = Duration::from_millis(held.unwrap_or_else(|| dice.below(4001)));
        let line = format!("line {n}, held up for {} ms", held.as_millis());
        let mut command = company.two.ana.command(&["write", "--now", &line]);
        slow.hold_up(&mut command, held);
        let since = Instant::now();
        let written = command.output().expect("it starts");
        assert!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
        assert!(since.elapsed() >= held, "the disk was not slow");
        until_read(&company.two.ben, &[line]);
    }
    let noticed = standing(&company.two.ana)["noticed"].clone();
    note(&format!("{lines} lines: {noticed}"));
    assert_eq!(noticed["alone"], 0, "found only by a look without any reason: {noticed}");
    // The number beside the store is written just before the bell, so either may be heard first.
    let told: u64 = ["bell", "files"].iter().filter_map(|how| noticed[how].as_u64()).sum();
    assert!(told > 0, "{noticed}");
}
