//! The bell: whoever has committed tells a watch of the same home, so that it need not guess from what happens to files.

use std::os::unix::net::UnixDatagram;

use kintsugi_vault::Folder;

/// Tells a watch of this home, where one is running, that something may have been committed. It never waits: where nobody
/// listens there is nobody to tell, and where so much waits to be heard already, it will be looked at in any case.
pub(crate) fn ring(folder: &Folder) {
    let rung = UnixDatagram::unbound().and_then(|socket| {
        socket.set_nonblocking(true)?;
        socket.send_to(&[1], folder.bell())
    });
    // The watch also looks by itself, now and then.
    let _ = rung;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(root: &std::path::Path) -> Folder {
        Folder::create(&root.join("home")).expect("a folder")
    }

    #[test]
    fn a_watch_hears_it_and_nobody_else_has_to() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let folder = folder(root.path());
        ring(&folder);
        let watch = UnixDatagram::bind(folder.bell()).expect("a socket");
        ring(&folder);
        let mut heard = [0; 8];
        assert_eq!(watch.recv(&mut heard).expect("a ring"), 1);
    }

    #[test]
    fn a_watch_that_does_not_listen_holds_nobody_up() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let folder = folder(root.path());
        let watch = UnixDatagram::bind(folder.bell()).expect("a socket");
        for _ in 0..10_000 {
            ring(&folder);
        }
        watch.set_nonblocking(true).expect("a socket");
        assert!(watch.recv(&mut [0; 8]).is_ok(), "what it could not be told again, it will hear");
    }
}
