//! Batches that SNS takes.
use model::Message;

/// SNS takes at most so many messages in one batch,
const ENTRIES: usize = 10;
/// and 256 KiB for all of them with their attributes; a little is left for SNS's own counting.
const BATCH: usize = 250 * 1024;

/// The bytes that SNS counts: the body, and each attribute's name, type and value.
#[must_use]
pub fn size(message: &Message) -> usize {
    let attributes = message.attributes.iter();
    let sizes = attributes.map(|(name, value)| name.len() + "String".len() + value.len());
    let subject = message.subject.as_ref().map_or(0, String::len);
    message.body.len() + subject + sizes.sum::<usize>()
}

/// Packs messages into batches that SNS takes, in their order.
#[must_use]
pub fn pack<'a>(messages: impl IntoIterator<Item = &'a Message>) -> Vec<Vec<&'a Message>> {
    let mut batches: Vec<Vec<&Message>> = Vec::new();
    let mut room = 0;
    for message in messages {
        let size = size(message);
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
    use super::{BATCH, ENTRIES, pack, size};
    use model::Message;

    fn message(bytes: usize) -> Message {
        Message {
            id: String::new(),
            to: String::new(),
            subject: None,
            body: "x".repeat(bytes),
            attributes: vec![],
        }
    }
    fn sizes(bytes: &[usize]) -> Vec<usize> {
        let messages: Vec<_> = bytes.iter().map(|bytes| message(*bytes)).collect();
        let batches = pack(&messages);
        for batch in &batches {
            let all: usize = batch.iter().map(|message| size(message)).sum();
            assert!(batch.len() <= ENTRIES && (all <= BATCH || batch.len() == 1));
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
