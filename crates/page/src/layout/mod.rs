//! What every page stands in: the frame with its ways to go, the seam, the icons, and how somebody's words are shown.

mod choice;
mod frame;
mod icons;
mod line;
mod said;
mod sitting;
mod step;
mod voice;

pub(crate) use choice::choice;
pub(crate) use frame::{Here, alone, framed, last, title, whole};
pub(crate) use icons::{Icon, act, heart, icon, rest, seam};
pub(crate) use line::{kind_name, line, lines_of};
pub(crate) use said::said;
pub(crate) use sitting::{Ring, ring, sitting};
pub(crate) use step::{Step, step};
pub(crate) use voice::{Place, voice};
