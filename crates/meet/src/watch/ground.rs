//! Which networks the watch stands on. It asks nobody: it goes on with those it has used before, and tells what it leaves out.

use std::cell::RefCell;

use kintsugi_home::Home;
use kintsugi_lan::Bind;

use super::event::Event;
use crate::{Chosen, Error, Outside, names, networks};

/// More than one network, and nobody has chosen: those in use, and those that are left out.
type Unchosen = (Vec<String>, Vec<String>);

pub(super) struct Ground<'a> {
    home: &'a Home,
    outside: Outside<'a>,
    told: &'a dyn Fn(Event),
    /// The names of all networks that were in use since it began.
    used: RefCell<Vec<String>>,
    /// What was told last.
    last: RefCell<Option<Unchosen>>,
}

impl<'a> Ground<'a> {
    pub(super) const fn new(home: &'a Home, outside: Outside<'a>, told: &'a dyn Fn(Event)) -> Self {
        Self { home, outside, told, used: RefCell::new(Vec::new()), last: RefCell::new(None) }
    }

    /// The addresses to use now.
    ///
    /// # Errors
    /// As [`networks`].
    pub(super) fn look(&self) -> Result<Vec<Bind>, Error> {
        let (binds, unchosen) = match networks(self.home, &self.outside)? {
            Chosen::Use(binds) => (binds, None),
            Chosen::Ask(all) => {
                let (binds, besides) = go_on(all, &self.used.borrow());
                let unchosen = (names(&binds), names(&besides));
                (binds, Some(unchosen))
            }
        };
        let mut used = self.used.borrow_mut();
        let new: Vec<String> = names(&binds).into_iter().filter(|name| !used.contains(name)).collect();
        used.extend(new);
        self.tell(unchosen);
        Ok(binds)
    }

    /// Tells once what is used and what is not, as long as it stays so.
    fn tell(&self, unchosen: Option<Unchosen>) {
        if *self.last.borrow() == unchosen {
            return;
        }
        if let Some((used, besides)) = unchosen.clone() {
            (self.told)(Event::ManyNetworks { used, besides });
        }
        self.last.replace(unchosen);
    }
}

/// Those that were used before, and the others; where none of those is left, each of them.
fn go_on(all: Vec<Bind>, used: &[String]) -> (Vec<Bind>, Vec<Bind>) {
    let (before, besides): (Vec<Bind>, Vec<Bind>) = all.into_iter().partition(|bind| used.contains(&bind.name));
    if before.is_empty() { (besides, before) } else { (before, besides) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bind(name: &str) -> Bind {
        Bind { name: name.into(), ip: "192.168.1.2".parse().expect("an address"), prefix: 24 }
    }

    #[test]
    fn a_second_network_is_left_out_and_one_that_comes_back_is_not() {
        let all = || vec![bind("eth0"), bind("office"), bind("wlan0")];
        let after = |used: &[&str]| {
            let used: Vec<String> = used.iter().map(|name| (*name).to_owned()).collect();
            let (binds, besides) = go_on(all(), &used);
            (names(&binds), names(&besides))
        };
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(after(&[]), (list(&["eth0", "office", "wlan0"]), Vec::new()), "at the beginning each is used");
        assert_eq!(after(&["eth0"]), (list(&["eth0"]), list(&["office", "wlan0"])));
        assert_eq!(after(&["eth0", "wlan0"]), (list(&["eth0", "wlan0"]), list(&["office"])));
        assert_eq!(after(&["gone"]).0, list(&["eth0", "office", "wlan0"]), "nothing is left of those before");
    }
}
