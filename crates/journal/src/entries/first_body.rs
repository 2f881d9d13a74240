//! Bodies of the first version, which held the time and the zone in which they were written. Read, and never written again.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::entries::body::{Body, HEADER, SealedBody};
use crate::entries::kind::Kind;
use crate::entries::written_at::WrittenAt;
use crate::vocabulary::Vocabulary;

/// The first byte.
pub(crate) const VERSION: u8 = 1;

/// The fields, in their order.
#[derive(Serialize, Deserialize)]
struct Fields {
    kind: u16,
    day: Date,
    #[serde(with = "crate::time::millis")]
    written_at: Timestamp,
    offset_minutes: i16,
    zone: String,
    text: String,
    tags: Vec<String>,
}

fn fields(bytes: &[u8]) -> Option<Fields> {
    let (header, rest) = bytes.split_first_chunk::<HEADER>()?;
    let length = u32::from_be_bytes([header[1], header[2], header[3], header[4]]) as usize;
    if header[0] != VERSION { None } else { postcard::from_bytes(rest.get(..length)?).ok() }
}

/// The body; its order is that of the moments in which such bodies were written.
pub(crate) fn read(bytes: &[u8]) -> Option<Body> {
    let Fields { kind, day, written_at, text, tags, .. } = fields(bytes)?;
    let kind = Kind::from_number(kind, Vocabulary::FIRST)?;
    let order = u32::try_from(written_at.as_second()).unwrap_or_default();
    Some(Body { kind, day, order, text, tags, rest: Vec::new() }).filter(|body| body.check().is_ok())
}

impl SealedBody {
    /// When it was written, where the body itself says so: one of the first version.
    pub fn first_written_at(&self) -> Option<WrittenAt> {
        let Fields { written_at, offset_minutes, .. } = fields(&self.bytes)?;
        Some(WrittenAt { at: written_at, offset_minutes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entries::body::BodyForm;
    use jiff::civil::date;

    /// The vector that `docs/formats.md` had for it: a moment of 3 June 2026, 19:00 in Berlin.
    const HEX: &str = "0100000040020a323032362d30362d303380eaebe6d167f0010d4575726f70652f4265726c696e14576520736174206f6e\
                       207468652073746570732e01076576656e696e67";

    fn bytes() -> Vec<u8> {
        let mut bytes = data_encoding::HEXLOWER.decode(HEX.as_bytes()).expect("hex");
        bytes.resize(256, 0);
        bytes
    }

    #[test]
    fn a_body_of_the_first_version_is_read_for_ever() {
        let BodyForm::Known(body) = Body::read(&bytes(), Vocabulary::CURRENT) else { panic!("it is known") };
        assert_eq!((body.kind, body.day, body.order), (Kind::Moment, date(2026, 6, 3), 1_780_506_000));
        assert_eq!((body.text.as_str(), body.tags), ("We sat on the steps.", vec!["evening".to_owned()]));
        let sealed = SealedBody { salt: [0; 32], bytes: bytes() };
        let written = sealed.first_written_at().expect("it says so");
        assert_eq!(written.rfc3339(), "2026-06-03T19:00:00+02:00");
    }

    #[test]
    fn a_broken_one_is_none() {
        for length in [0, 4, 5, 40] {
            assert!(
                matches!(Body::read(&bytes()[..length], Vocabulary::CURRENT), BodyForm::Unplaced),
                "{length} bytes"
            );
        }
        let mut unknown = bytes();
        unknown[5] = 99;
        assert!(matches!(Body::read(&unknown, Vocabulary::CURRENT), BodyForm::Unplaced), "a kind it never had");
        let second = SealedBody { salt: [0; 32], bytes: [&[2][..], &bytes()[1..]].concat() };
        assert_eq!(second.first_written_at(), None);
    }
}
