//! `device`

use clap::{Args, Subcommand};
use data_encoding::HEXLOWER;
use kintsugi_lan::Guest;
use kintsugi_meet::Network;
use serde_json::json;

use crate::command::start::pair;
use crate::command::start::pairing::check_can_agree;
use crate::context::Context;
use crate::error::CommandError;
use crate::network::{interrupted, outside, settle};
use kintsugi_home::{Device, Home, Purpose, Share};

/// Show the laptops of the two of you, name them, or replace one that was lost
#[derive(Args)]
pub(crate) struct Devices {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Show the laptops that this journal knows
    List,
    /// Name a laptop; only this journal sees the name
    Rename {
        /// Its id, or the beginning of it
        id: String,
        /// The name
        name: String,
    },
    /// Let a new laptop of your partner take the place of the one before
    ///
    /// On the new laptop your partner begins with `kintsugi init --new-laptop` and the 12 words, then joins with the code
    /// that is shown here. The laptop before is refused from then on, whatever it proves.
    Replace {
        /// Say yes to the four words without asking, for scripts
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        besides: pair::Besides,
        /// Use this UDP port
        #[arg(long, value_name = "N")]
        port: Option<u16>,
    },
}

impl Devices {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        match self.action {
            Action::List => list(context, &home),
            Action::Rename { id, name } => rename(context, &home, &id, &name),
            Action::Replace { yes, port, besides } => replace(context, &home, (yes, port), besides),
        }
    }
}

fn list(context: &Context, home: &Home) -> Result<(), CommandError> {
    let partner = home.partner()?.map(|partner| partner.name);
    let devices = home.devices()?;
    let shown = devices.iter().map(|device| {
        let whose = match (device.mine, &partner) {
            (true, _) => "this laptop".to_owned(),
            (false, Some(name)) if !device.replaced => format!("{name}'s laptop"),
            _ => "replaced; it is refused".to_owned(),
        };
        let name = device.name.as_ref().map_or_else(String::new, |name| format!("  “{name}”"));
        format!("{}  {whose}{name}", short(device))
    });
    context.output.screen(&shown.collect::<Vec<_>>().join("\n"));
    let objects = devices.iter().map(|device| {
        json!({
            "id": HEXLOWER.encode(&device.id), "mine": device.mine, "replaced": device.replaced, "name": device.name,
        })
    });
    context.output.json(&json!({ "devices": objects.collect::<Vec<_>>() }));
    Ok(())
}

fn rename(context: &Context, home: &Home, id: &str, name: &str) -> Result<(), CommandError> {
    let name = name.trim();
    kintsugi_sync::pairing::check_name(name)
        .map_err(|error| CommandError::usage(error.to_string()).hint("Nothing was changed."))?;
    let devices = home.devices()?;
    let wanted = id.to_lowercase();
    let mut matching = devices.iter().filter(|device| HEXLOWER.encode(&device.id).starts_with(&wanted));
    let (Some(device), None) = (matching.next(), matching.next()) else {
        return Err(
            CommandError::usage(format!("no one laptop begins with {id}")).hint("kintsugi device list shows the ids.")
        );
    };
    home.name_device(device.id, name.to_owned())?;
    context.output.json(&json!({ "id": HEXLOWER.encode(&device.id), "name": name }));
    context.output.done(&format!("{} is called “{name}” here.", short(device)));
    Ok(())
}

fn replace(
    context: &Context,
    home: &Home,
    (yes, port): (bool, Option<u16>),
    besides: pair::Besides,
) -> Result<(), CommandError> {
    home.check_purpose(Purpose::Replace)?;
    check_can_agree(context, yes)?;
    settle(context, home)?;
    let outside = outside(context)?;
    kintsugi_meet::run(Network::while_open(home, &outside, (port, Guest::Invited), interrupted(), async |network| {
        pair::invite_guest(context, home, network, (Share::All, yes), (Purpose::Replace, besides)).await
    }))
}

fn short(device: &Device) -> String {
    HEXLOWER.encode(&device.id[..5])
}
