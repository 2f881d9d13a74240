//! The clock, read once for each command.

use std::path::Path;
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kintsugi_home::Moment;

use crate::error::{CommandError, Exit};

/// The instant of a command, and the zone of the person who runs it.
///
/// # Errors
/// Where the clock of this laptop names a year that no calendar here has, such as 10000.
pub(crate) fn now() -> Result<Moment, CommandError> {
    let now = Timestamp::try_from(SystemTime::now()).map_err(|_| {
        CommandError::new(Exit::Failed, "clock", "the clock of this laptop is thousands of years away")
            .hint("Nothing was changed. Set the date of this laptop, then try again.")
    })?;
    Ok(Moment::new(now, zone()))
}

/// Where a system says which zone it is in: a link to the file of that zone.
const LOCAL: &str = "/etc/localtime";

/// The zone of whoever runs it. The file that the system names is read at once: to look a zone up by its name, the library would
/// first walk through all folders of zones.
fn zone() -> TimeZone {
    let chosen = std::env::var_os("TZ").is_some();
    let linked = if chosen { None } else { linked_zone(Path::new(LOCAL)) };
    linked.unwrap_or_else(TimeZone::system)
}

/// The zone to which this is a link, with its name; `None` where it is none, or where its name is not one of a zone.
fn linked_zone(link: &Path) -> Option<TimeZone> {
    let target = std::fs::read_link(link).ok()?;
    let (_, name) = target.to_str()?.rsplit_once("zoneinfo/")?;
    if name.starts_with("posix/") || name.starts_with("right/") {
        return None;
    }
    TimeZone::tzif(name, &std::fs::read(link).ok()?).ok()
}

/// The time of day at another instant, such as `21:40`.
pub(crate) fn time_of(moment: &Moment, at: Timestamp) -> String {
    moment.zone().to_datetime(at).strftime("%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of zones as a system has one, with a link to one of them.
    fn linked(name: &str, data: &[u8]) -> Option<TimeZone> {
        let root = tempfile::tempdir().expect("a folder");
        let (zone, link) = (root.path().join("zoneinfo").join(name), root.path().join("localtime"));
        std::fs::create_dir_all(zone.parent().expect("a folder")).expect("made");
        std::fs::write(&zone, data).expect("written");
        std::os::unix::fs::symlink(&zone, &link).expect("linked");
        linked_zone(&link)
    }

    /// A zone that is UTC, in the form of RFC 9636.
    fn utc() -> Vec<u8> {
        let block = |version: u8| {
            let head = [b"TZif".as_slice(), &[version], &[0; 15]].concat();
            let counts: Vec<u8> = [0, 0, 0, 0, 1, 4_u32].into_iter().flat_map(u32::to_be_bytes).collect();
            [head, counts, vec![0; 6], b"UTC\0".to_vec()].concat()
        };
        [block(b'2'), block(b'2'), b"\nUTC0\n".to_vec()].concat()
    }

    #[test]
    fn the_zone_of_the_system_is_the_one_its_link_names() {
        let zone = linked("Atlantic/Reykjavik", &utc()).expect("a zone");
        assert_eq!(zone.iana_name(), Some("Atlantic/Reykjavik"));
        assert_eq!(zone.to_datetime(Timestamp::UNIX_EPOCH), jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0));
    }

    #[test]
    fn what_is_no_zone_by_its_name_or_its_bytes_is_left_to_the_library() {
        assert!(linked("posix/Atlantic/Reykjavik", &utc()).is_none());
        assert!(linked("right/UTC", &utc()).is_none());
        assert!(linked("UTC", b"no zone").is_none());
        assert!(linked_zone(Path::new("/nowhere/localtime")).is_none());
    }
}
