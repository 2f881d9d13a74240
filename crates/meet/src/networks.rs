//! Which of this laptop's networks is home: all of them, or those that somebody chose.

use kintsugi_home::{Home, HomeError};
use kintsugi_lan::{Bind, BindError};
use kintsugi_vault::LocalSettings;

use crate::{Error, Outside};

/// The word for all networks, as a choice.
pub const ALL: &str = "all";

/// Which networks are to be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// These addresses.
    Use(Vec<Bind>),
    /// There is more than one network, and nobody has said yet which of them is home. A front end may ask, and keep the
    /// answer with [`choose`]; where nobody can be asked, all of them are.
    Ask(Vec<Bind>),
}

impl Chosen {
    /// The addresses, where nobody is asked.
    pub fn unasked(self) -> Vec<Bind> {
        match self {
            Self::Use(binds) | Self::Ask(binds) => binds,
        }
    }
}

/// The networks of this laptop, as far as somebody has chosen.
///
/// # Errors
/// [`Error::Networks`] where there is none, or not the one that was chosen; [`Error::Home`].
pub fn networks(home: &Home, outside: &Outside<'_>) -> Result<Chosen, Error> {
    let chosen = home.local_settings()?.networks;
    if let Some(ip) = outside.only {
        return Ok(Chosen::Use(vec![Bind::exactly(ip)?]));
    }
    let binds = Bind::all_home()?;
    if chosen.is_empty() && names(&binds).len() > 1 {
        return Ok(Chosen::Ask(binds));
    }
    Ok(Chosen::Use(of(binds, &chosen)?))
}

/// Keeps what somebody has chosen, for this laptop alone: the names of networks, or [`ALL`].
///
/// # Errors
/// As every writing function of the home.
pub fn choose(home: &Home, names: Vec<String>) -> Result<(), HomeError> {
    let settings = home.local_settings()?;
    home.put_local_settings(&LocalSettings { networks: names, ..settings })
}

/// The names of the networks of these addresses, each once.
pub fn names(binds: &[Bind]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for bind in binds {
        if !names.contains(&bind.name) {
            names.push(bind.name.clone());
        }
    }
    names
}

/// Those of the networks that were chosen.
fn of(binds: Vec<Bind>, chosen: &[String]) -> Result<Vec<Bind>, BindError> {
    if chosen.is_empty() || chosen.iter().any(|name| name == ALL) {
        return Ok(binds);
    }
    let mine: Vec<Bind> = binds.into_iter().filter(|bind| chosen.contains(&bind.name)).collect();
    if mine.is_empty() { Err(BindError::NotChosen(chosen.join(", "))) } else { Ok(mine) }
}
