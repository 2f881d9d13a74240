//! The long code as a square, for a camera.

use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode};

/// The square, dark on light in any scheme; nothing where the text is too long for one.
pub(super) fn of(text: &str) -> Markup {
    // Upper case fits the compact mode of the square; long codes are read in either case.
    let Ok(code) = QrCode::with_error_correction_level(text.to_uppercase(), EcLevel::L) else { return html! {} };
    let width = code.width();
    let dark = code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark);
    let path: String = dark.map(|(at, _)| format!("M{} {}h1v1h-1z", at % width, at / width)).collect();
    let side = (width + 4).to_string();
    html! {
        svg class="qr" viewBox={ "-2 -2 " (side) " " (side) } role="img" aria-label="The long code as a square" {
            rect x="-2" y="-2" width=(side) height=(side) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    }
}
