//! Behind the door: connections that are answered, other commands of this journal, and the end.

mod ask;
mod connection;
mod error;
mod loading;
mod seats;
mod told;

use std::fs::{File, OpenOptions};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use kintsugi_vault::Folder;
use rustix::fs::{FlockOperation, flock};
use tokio::time::timeout;

pub use ask::{Asked, Link, ask};
pub use error::DoorError;

use crate::desk::Desk;
use crate::door::Address;
use crate::door::listen::Listening;
use crate::now::{Clock, Now};
use crate::page::Page;

/// How long the journal may take to be closed when the program is asked to end.
const PARTING: Duration = Duration::from_millis(500);

/// The door of one journal, open: nobody is answered before [`serve`](Self::serve).
pub struct Door {
    listening: Listening,
    address: Address,
    asked: UnixListener,
    socket: PathBuf,
    folder: Folder,
    /// Kept for as long as it is open: one page for one journal.
    _lock: File,
}

impl Drop for Door {
    fn drop(&mut self) {
        // The next page replaces one that stays behind.
        let _ = std::fs::remove_file(&self.socket);
        self.folder.leave();
    }
}

impl Door {
    /// Listens on loopback under a new name, or with `plain` under `127.0.0.1`, and to other commands of this journal.
    ///
    /// # Errors
    /// [`DoorError::Open`] when there is a page of this journal already, [`DoorError::Socket`] and [`DoorError::System`] with
    /// what the system says.
    pub fn open(folder: &Folder, plain: bool) -> Result<Self, DoorError> {
        let lock = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(folder.page_lock())?;
        flock(&lock, FlockOperation::NonBlockingLockExclusive).map_err(|_| DoorError::Open)?;
        let socket = folder.page_socket();
        let failed = |error| DoorError::Socket { path: socket.clone(), error };
        // Whoever has the lock is the only one: what stands there is of a page that was killed.
        let _ = std::fs::remove_file(&socket);
        let asked = UnixListener::bind(&socket).map_err(failed)?;
        std::fs::set_permissions(&socket, std::fs::Permissions::from_mode(0o600)).map_err(failed)?;
        asked.set_nonblocking(true).map_err(failed)?;
        let listening = Listening::begin()?;
        let port = listening.port;
        let address = if plain { Address::plain(port) } else { Address::fresh(port) };
        Ok(Self { listening, address, asked, socket, folder: folder.clone(), _lock: lock })
    }

    /// Where it is.
    pub const fn address(&self) -> &Address {
        &self.address
    }

    /// Answers whoever may come, until the page ends or `until` is over. What is being answered then is answered first.
    ///
    /// # Errors
    /// [`DoorError::System`] when the system gives no thread or takes the sockets away.
    pub async fn serve(
        self,
        page: Page,
        now: Now,
        clock: Clock,
        until: impl Future<Output = ()>,
    ) -> Result<(), DoorError> {
        let (desk, ended) = Desk::begin(page, now, clock)?;
        let other = tokio::net::UnixListener::from_std(self.asked.try_clone()?)?;
        let asked = tokio::spawn(ask::answer(other, desk.clone()));
        let host = self.address.clone();
        let ending = desk.clone();
        let served = connection::serve(&self.listening, host, desk, async move {
            tokio::select! {
                _ = ended => {}
                // Whoever has a page open is told before nobody answers any more.
                () = until => drop(timeout(PARTING, ending.ask(|page, now| page.end(now))).await),
            }
        });
        let outcome = served.await;
        asked.abort();
        Ok(outcome?)
    }

    /// What time it is, by this moment of the clock on the wall.
    pub fn now(moment: kintsugi_home::Moment) -> Now {
        Now { instant: Instant::now(), moment }
    }
}
