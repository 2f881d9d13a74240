//! The watch's end of the bell: other processes of this home ring it when they have committed.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use kintsugi_vault::Folder;
use tokio::net::UnixDatagram;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::Error;

/// Heard by whoever looks at the store, and by whoever looks at the networks, which somebody may have chosen anew. Each hears
/// a ring that came while it was busy.
pub(super) struct Bell {
    store: Arc<Notify>,
    networks: Arc<Notify>,
    path: PathBuf,
    listening: JoinHandle<()>,
}

impl Drop for Bell {
    fn drop(&mut self) {
        self.listening.abort();
        // The next watch replaces one that stays behind.
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Bell {
    /// Listens. Only for who holds the endpoint's lock: whatever stands at its place is of a process that has ended.
    pub(super) fn hang(folder: &Folder) -> Result<Self, Error> {
        let path = folder.bell();
        let failed = |error| Error::Socket { path: path.clone(), error };
        let _ = std::fs::remove_file(&path);
        let socket = UnixDatagram::bind(&path).map_err(failed)?;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).map_err(failed)?;
        let (store, networks) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let listening = tokio::spawn(listen(socket, [Arc::clone(&store), Arc::clone(&networks)]));
        Ok(Self { store, networks, path, listening })
    }

    /// Waits until somebody has committed, for whoever looks at the store.
    pub(super) async fn committed(&self) {
        self.store.notified().await;
    }

    /// Waits until somebody has committed, for whoever looks at the networks.
    pub(super) async fn chosen(&self) {
        self.networks.notified().await;
    }
}

async fn listen(socket: UnixDatagram, hearers: [Arc<Notify>; 2]) {
    /// A socket that fails is asked again after this.
    const PAUSE: Duration = Duration::from_secs(1);
    let mut ring = [0; 1];
    loop {
        if socket.recv(&mut ring).await.is_err() {
            sleep(PAUSE).await;
        }
        hearers.iter().for_each(|hearer| hearer.notify_one());
    }
}
