//! How bytes and ids stand in a line: base 64 with padding (RFC 4648), ids as everywhere.

use data_encoding::BASE64;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serializer};

fn bytes_of<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    decode(&text).ok_or_else(|| D::Error::custom("no base 64"))
}

fn decode(text: &str) -> Option<Vec<u8>> {
    BASE64.decode(text.as_bytes()).ok()
}

/// Bytes of a fixed or of any length.
pub(crate) mod base64 {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(bytes: &impl AsRef<[u8]>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64.encode(bytes.as_ref()))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>, T: TryFrom<Vec<u8>>>(deserializer: D) -> Result<T, D::Error> {
        bytes_of(deserializer)?.try_into().map_err(|_| D::Error::custom("another length"))
    }
}

/// A list of them.
pub(crate) mod list {
    use super::*;

    pub(crate) fn serialize<S: Serializer, T: AsRef<[u8]>>(list: &[T], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(list.iter().map(|bytes| BASE64.encode(bytes.as_ref())))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>, T: TryFrom<Vec<u8>>>(
        deserializer: D,
    ) -> Result<Vec<T>, D::Error> {
        let texts = Vec::<String>::deserialize(deserializer)?;
        let one = |text: String| decode(&text)?.try_into().ok();
        texts.into_iter().map(one).collect::<Option<_>>().ok_or_else(|| D::Error::custom("no base 64"))
    }
}

/// What is written and read as text.
pub(crate) mod text {
    use std::fmt::Display;
    use std::str::FromStr;

    use super::*;

    pub(crate) fn serialize<S: Serializer>(value: &impl Display, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>, T: FromStr>(deserializer: D) -> Result<T, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(|_| D::Error::custom("no id"))
    }
}

/// What has an encoding of its own (postcard), in base 64.
pub(crate) mod packed {
    use serde::Serialize;
    use serde::de::DeserializeOwned;
    use serde::ser::Error as _;

    use super::*;

    pub(crate) fn serialize<S: Serializer>(value: &impl Serialize, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = postcard::to_stdvec(value).map_err(|_| S::Error::custom("plain fields"))?;
        serializer.serialize_str(&BASE64.encode(&bytes))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<T, D::Error> {
        let bytes = bytes_of(deserializer)?;
        match postcard::take_from_bytes(&bytes) {
            Ok((value, [])) => Ok(value),
            _ => Err(D::Error::custom("another layout")),
        }
    }
}

/// The id of a document, as its 19 bytes.
pub(crate) mod document {
    use kintsugi_journal::{DocId, Form};

    use super::*;

    pub(crate) fn serialize<S: Serializer>(id: &DocId, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64.encode(&id.to_bytes()))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DocId, D::Error> {
        match DocId::read(&bytes_of(deserializer)?) {
            Form::Known(id) => Ok(id),
            _ => Err(D::Error::custom("no document of ours")),
        }
    }
}
