//! One meeting over a link, and what is kept of it.

use std::net::SocketAddr;

use kintsugi_lan::{Link, MeetError, Rendezvous, hold};
use kintsugi_sync::{Limits, Outcome, Session};
use kintsugi_vault::{Partner, random};

use crate::context::Context;
use crate::progress::Progress;
use kintsugi_home::{Home, HomeError};

/// Whom to find, and where they may be: as last known, and at these addresses besides.
pub(crate) fn rendezvous(partner: &Partner, besides: &[SocketAddr]) -> Rendezvous {
    let known = partner.addresses.iter().filter_map(|at| at.parse().ok());
    Rendezvous {
        partner: partner.device,
        secret: partner.secret.0.into(),
        known: besides.iter().copied().chain(known).collect(),
        nonce: random(),
    }
}

/// One meeting over an open link.
pub(crate) async fn meet(context: &Context, home: &Home, link: Link) -> Result<Outcome, MeetError<HomeError>> {
    let at: Option<SocketAddr> = link.remote_address();
    let pair = home.pair().map_err(MeetError::Store)?;
    let bar = Progress::of_documents(context, "Meeting");
    let told = |progress: kintsugi_sync::Progress| bar.documents(progress);
    let copy = home.copy_for(pair.partner).telling(&told);
    let outcome = hold(link, Session::new(pair, Limits::default()), &copy).await;
    bar.end();
    let outcome = outcome?;
    let today = home.journal_settings().map(|settings| context.now.today(&settings)).map_err(MeetError::Store)?;
    home.finish_meeting(&copy, &outcome, today, at).map_err(MeetError::Store)?;
    Ok(outcome)
}
