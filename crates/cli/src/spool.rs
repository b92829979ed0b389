//! Texts that are too many to be held: on disk, in a file without a name, until they are printed
//! in order.
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};

use anyhow::{Context, Result};

/// Texts with what puts them in order.
#[derive(Debug)]
pub struct Spool<K> {
    file: BufWriter<File>,
    length: u64,
    texts: Vec<(K, u64)>,
}

impl<K: Ord> Spool<K> {
    /// An empty one. Nobody else can open its file, and it is gone when the process ends.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            file: BufWriter::new(tempfile::tempfile()?),
            length: 0,
            texts: Vec::new(),
        })
    }

    pub fn add(&mut self, order: K, text: &str) -> io::Result<()> {
        self.file.write_all(text.as_bytes())?;
        self.texts.push((order, self.length));
        self.length += text.len() as u64;
        Ok(())
    }

    /// Hands out every text, in order.
    pub fn each(self, mut of: impl FnMut(&str) -> Result<()>) -> Result<()> {
        let read = "a temporary file of the results cannot be read";
        let mut file = self
            .file
            .into_inner()
            .map_err(io::IntoInnerError::into_error);
        let file = file
            .as_mut()
            .map_err(|error| anyhow::anyhow!("{error}"))
            .context(read)?;
        let ends = self
            .texts
            .iter()
            .skip(1)
            .map(|(_, start)| *start)
            .chain([self.length]);
        let ends: Vec<u64> = ends.collect();
        let mut texts: Vec<_> = self.texts.into_iter().zip(ends).collect();
        texts.sort_by(|((a, _), _), ((b, _), _)| a.cmp(b));
        let mut text = String::new();
        for ((_, start), end) in texts {
            text.clear();
            file.seek(SeekFrom::Start(start)).context(read)?;
            file.take(end - start)
                .read_to_string(&mut text)
                .context(read)?;
            of(&text)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Spool;

    #[test]
    fn texts_come_back_in_order_and_whole() {
        let mut spool = Spool::new().unwrap();
        for (order, text) in [(3, "ä\n"), (1, ""), (2, "b")] {
            spool.add(order, text).unwrap();
        }
        let mut all = Vec::new();
        spool
            .each(|text| {
                all.push(text.to_owned());
                Ok(())
            })
            .unwrap();
        assert_eq!(all, ["", "b", "ä\n"]);
        Spool::<u8>::new()
            .unwrap()
            .each(|_| panic!("there is none"))
            .unwrap();
    }
}
