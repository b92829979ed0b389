//! A message as SNS counts it.

/// What is published: a body and the attributes that subscribers filter by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Stable: what is sent twice has one id.
    pub id: String,
    /// JSON, as `MessageStructure` String: SNS sends attributes with no other structure.
    pub body: String,
    /// At most ten: SNS drops a message with more on its way to a raw SQS subscriber.
    pub attributes: Vec<(&'static str, String)>,
}

/// SNS takes at most so many messages in one batch,
const ENTRIES: usize = 10;
/// and 256 KiB for all of them with their attributes; a little is left for SNS's own counting.
const BATCH: usize = 250 * 1024;

impl Message {
    /// The bytes that SNS counts: the body, and each attribute's name, type and value.
    #[must_use]
    pub fn size(&self) -> usize {
        let attributes = self.attributes.iter();
        let sizes = attributes.map(|(name, value)| name.len() + "String".len() + value.len());
        self.body.len() + sizes.sum::<usize>()
    }
}

/// Packs messages into batches that SNS takes, in their order.
#[must_use]
pub fn pack(messages: Vec<Message>) -> Vec<Vec<Message>> {
    let mut batches: Vec<Vec<Message>> = Vec::new();
    let mut room = 0;
    for message in messages {
        let size = message.size();
        match batches.last_mut() {
            Some(batch) if batch.len() < ENTRIES && size <= room => {
                room -= size;
                batch.push(message);
            }
            _ => {
                room = BATCH.saturating_sub(size);
                batches.push(vec![message]);
            }
        }
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::{BATCH, ENTRIES, Message, pack};

    fn message(bytes: usize) -> Message {
        Message {
            id: String::new(),
            body: "x".repeat(bytes),
            attributes: vec![],
        }
    }
    fn sizes(bytes: &[usize]) -> Vec<usize> {
        let batches = pack(bytes.iter().map(|bytes| message(*bytes)).collect());
        for batch in &batches {
            let size: usize = batch.iter().map(Message::size).sum();
            assert!(batch.len() <= ENTRIES && (size <= BATCH || batch.len() == 1));
        }
        batches.iter().map(Vec::len).collect()
    }

    #[test]
    fn by_number_and_by_size() {
        assert_eq!(sizes(&[1; 25]), [10, 10, 5]);
        assert_eq!(sizes(&[100 * 1024; 5]), [2, 2, 1]);
        assert_eq!(sizes(&[1, 200 * 1024, 60 * 1024, 1]), [2, 2]);
        assert!(sizes(&[]).is_empty());
    }
}
