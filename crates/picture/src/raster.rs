//! From SVG to PNG, with letters that come along: no font of the system is needed, and none is looked for.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

/// Twice as many pixels as the picture has units, for paper.
const SCALE: f32 = 2.0;

/// The picture could not be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the picture could not be drawn: {0}")]
pub struct Undrawn(String);

/// The picture as PNG.
///
/// # Errors
/// [`Undrawn`], with the reason in a few words.
pub fn png(svg: &str) -> Result<Vec<u8>, Undrawn> {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(dejavu::sans::regular().to_vec());
    let options = Options { fontdb: Arc::new(fonts), font_family: "DejaVu Sans".into(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| Undrawn(error.to_string()))?;
    let size = tree.size().to_int_size().scale_by(SCALE).ok_or_else(too_large)?;
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or_else(too_large)?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| Undrawn(error.to_string()))
}

fn too_large() -> Undrawn {
    Undrawn("it is too large".into())
}
