//! Who may wait at once: strangers and the one who is meant look alike until one of them proves the code.

use std::net::IpAddr;

/// How many may wait at once.
pub(super) const SEATS: usize = 16;

/// Whose seat a newcomer from `newcomer` takes, when all are taken: the oldest of the address that has the most, so that
/// nobody who fills the room keeps out anyone from another address, and from one address the newest are heard.
pub(super) fn gives_way(seats: &[IpAddr], newcomer: IpAddr) -> Option<usize> {
    if seats.len() < SEATS {
        return None;
    }
    let count = |of: &IpAddr| seats.iter().filter(|seat| *seat == of).count() + usize::from(*of == newcomer);
    // Of several that are equal the first is wanted, and `max_by_key` gives the last.
    (0..seats.len()).rev().max_by_key(|n| count(&seats[*n]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(n: u8) -> IpAddr {
        IpAddr::from([192, 168, 1, n])
    }

    #[test]
    fn while_there_is_room_nobody_gives_way() {
        assert_eq!(gives_way(&[], ip(1)), None);
        assert_eq!(gives_way(&[ip(1); SEATS - 1], ip(1)), None);
    }

    #[test]
    fn whoever_has_filled_the_room_makes_room() {
        let mut seats = vec![ip(66); SEATS];
        seats[0] = ip(2);
        assert_eq!(gives_way(&seats, ip(3)), Some(1), "the oldest of the many, not the one who came first");
        assert_eq!(gives_way(&seats, ip(66)), Some(1));
    }

    #[test]
    fn among_strangers_from_everywhere_the_oldest_goes() {
        let seats: Vec<IpAddr> = (0..16).map(ip).collect();
        assert_eq!(gives_way(&seats, ip(99)), Some(0));
        assert_eq!(gives_way(&seats, ip(5)), Some(5), "unless the newcomer has one already");
    }

    /// One stranger knocks without end; in between comes the one who is meant, and is still there a whole room later.
    #[test]
    fn a_stranger_alone_cannot_push_out_anybody_else() {
        let mut seats = Vec::new();
        let mut come = |from: IpAddr| {
            if let Some(n) = gives_way(&seats, from) {
                seats.remove(n);
            }
            seats.push(from);
            seats.clone()
        };
        (0..100).for_each(|_| drop(come(ip(66))));
        come(ip(2));
        for _ in 0..1000 {
            let seats = come(ip(66));
            assert!(seats.contains(&ip(2)) && seats.len() == SEATS);
        }
    }
}
