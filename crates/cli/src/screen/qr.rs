//! The ticket as a square, for a camera.

use qrcode::render::unicode::Dense1x2;
use qrcode::{EcLevel, QrCode};

use crate::output::{PAPER, has_unicode, width};

/// Half blocks; empty where the terminal cannot show it.
pub(crate) fn qr(text: &str) -> String {
    // Upper case fits the compact mode of the code; tickets are read in either case.
    let code = QrCode::with_error_correction_level(text.to_uppercase(), EcLevel::L);
    match code {
        Ok(code) if has_unicode() && code.width() + 8 <= width() => {
            let square = code.render::<Dense1x2>().dark_color(Dense1x2::Dark).light_color(Dense1x2::Light).build();
            square.lines().map(|line| format!("{PAPER}{line}{PAPER:#}\n")).collect()
        }
        _ => String::new(),
    }
}
