//! `open`

use clap::Args;
use jiff::ZonedDateTime;
use kintsugi_home::Home;
use kintsugi_page::{Asked, Door, DoorError, Link, Page, Surroundings};
use kintsugi_vault::{Folder, VaultError};

use crate::browser::{self, Window};
use crate::context::Context;
use crate::error::{CommandError, Exit};
use crate::keys::Way;
use crate::output::filled;
use crate::{clock, network};

/// Open the journal as a page in your browser, on this laptop alone
///
/// Where there is no journal yet, the page begins one. It ends with Ctrl-C here, or when you close it there. Run once more while it is open, this gives another link to it.
#[derive(Args)]
pub(crate) struct Open {
    /// Begin no browser; show the link
    #[arg(long)]
    no_browser: bool,
    /// A usual window, which keeps a history, and no private one
    #[arg(long)]
    normal_window: bool,
    /// Under 127.0.0.1, for a browser that does not find the page otherwise
    #[arg(long)]
    plain_address: bool,
}

impl Open {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let folder = match Folder::open(context.path()) {
            // The page begins one.
            Err(VaultError::NoHome(_)) => Folder::prepare(context.path())?,
            other => other?,
        };
        if let Some(link) = kintsugi_page::ask(&folder, Asked::Link).flatten() {
            self.tell(context, &link, "The page was open already; this is another link to it.");
            return Ok(());
        }
        let journal = unlocked(context)?;
        let door = Door::open(&folder, self.plain_address)?;
        let now = Door::now(context.now.clone());
        let keys = Way { path: context.path().to_owned(), vocabulary: context.vocabulary };
        let around = Surroundings { only: context.bind_address()?, clock: ZonedDateTime::now };
        let mut page = Page::new(door.address().clone(), Box::new(keys), journal, &now).beside(around);
        let link = page.enter_until(&now);
        kintsugi_meet::run(async {
            self.tell(context, &link, "It stays open until you close it there, or press Ctrl-C here.");
            let clock = Box::new(|| clock::now().ok());
            door.serve(page, now, clock, network::interrupted()).await.map_err(CommandError::from)
        })
    }

    /// Opens it in the browser, or shows the link.
    fn tell(&self, context: &Context, link: &Link, further: &str) {
        let window = if self.no_browser { None } else { browser::open(&link.url, self.normal_window) };
        context.output.json(link);
        let said = match window {
            Some(Window::Private) => format!("Your journal opens in a private window of your browser. {further}"),
            Some(Window::Usual) => {
                format!("Your journal opens in your browser, in a window that keeps a history. {further}")
            }
            None => format!("Open this in a browser on this laptop, within a minute. It works once. {further}"),
        };
        context.output.screen(&filled(&said));
        if window.is_none() {
            context.output.screen(&format!("\n  {}", link.url));
        }
    }
}

/// The journal, where it can be opened from here; else the page asks for the passphrase, or begins one.
fn unlocked(context: &Context) -> Result<Option<Home>, CommandError> {
    match context.home() {
        Ok(home) => Ok(Some(home)),
        Err(error) if error.code == "locked" && !context.can_ask() => Ok(None),
        Err(error) if error.code == "no-home" => Ok(None),
        Err(error) => Err(error),
    }
}

impl From<DoorError> for CommandError {
    fn from(error: DoorError) -> Self {
        let message = error.to_string();
        match error {
            DoorError::Open => Self::new(Exit::Failed, "in-use", message).hint("Try again in a moment."),
            DoorError::Socket { .. } => Self::new(Exit::Failed, "socket", message).hint(
                "The name of its folder may have about 90 letters, with all the folders above it. KINTSUGI_HOME names another place. What you wrote is safe.",
            ),
            _ => Self::new(Exit::Failed, "network", message).hint("What you wrote is safe here. Try again in a moment."),
        }
    }
}
