//! A policy document as a description of an account carries it.

use crate::document::Document;
use crate::json::{Json, Node};
use serde::{Deserialize, Deserializer};

/// A policy as found: one that cannot be read does not keep the others from being judged.
#[derive(Clone, Debug)]
pub enum Written {
    /// What it says.
    Read(Document),
    /// Why it cannot be read.
    Unreadable(String),
}

impl Written {
    /// The document, where it could be read.
    #[must_use]
    pub fn document(&self) -> Option<&Document> {
        match self {
            Written::Read(document) => Some(document),
            Written::Unreadable(_) => None,
        }
    }
}

impl From<Document> for Written {
    fn from(document: Document) -> Self {
        Written::Read(document)
    }
}

impl<'de> Deserialize<'de> for Written {
    /// Takes the document itself, or a string that holds it (plain or URL-encoded).
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::unplaced(Json::deserialize(deserializer)?);
        Ok(match Document::from_node(&node) {
            Ok(parsed) => Written::Read(parsed.document),
            Err(error) => Written::Unreadable(error.to_string()),
        })
    }
}
