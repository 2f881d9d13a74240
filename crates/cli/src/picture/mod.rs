//! The tracker as a picture: drawn as SVG, and rasterised from that. Readable on paper, in colour and in grey: what a day is
//! shows by its shape, not by its colour.

mod draw;
mod raster;

pub(crate) use draw::{month, year};
pub(crate) use raster::png;
