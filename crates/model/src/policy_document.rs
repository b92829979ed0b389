//! A policy as AWS tells it.
use policy::{Document, Policy};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// A policy document as AWS tells it: evidence as it stands, and ready to be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PolicyDocument(Json);

impl PolicyDocument {
    /// The document in a text, which must be JSON.
    pub fn new(text: &str) -> serde_json::Result<Self> {
        serde_json::from_str(text).map(Self)
    }

    /// What the document says; in words, why it cannot be read.
    pub fn read(&self) -> Result<Document, String> {
        let parsed = Document::parse(&self.0.to_string());
        let read = parsed.map(|parsed| parsed.document);
        read.map_err(|error| format!("the policy cannot be read: {error}"))
    }

    /// The same, ready to be asked.
    pub fn policy(&self) -> Result<Policy, String> {
        self.read().map(|document| Policy::new(&document))
    }
}
