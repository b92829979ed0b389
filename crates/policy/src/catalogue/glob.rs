//! Text with `*` and `?` in it.

/// A pattern in lower case, matched against text in lower case. `*` is any run of bytes, `?` any
/// one byte; the names of the catalogue are ASCII.
#[derive(Clone, Debug)]
pub(super) struct Glob {
    pattern: Vec<u8>,
    /// How many bytes of text it takes at least.
    least: usize,
    /// How many bytes it spells out.
    literals: usize,
}

impl Glob {
    pub(super) fn new(pattern: &[u8]) -> Self {
        let mut pattern = pattern.to_vec();
        pattern.dedup_by(|next, last| *next == b'*' && *last == b'*');
        let least = pattern.iter().filter(|byte| **byte != b'*').count();
        let wild = pattern.iter().filter(|byte| b"*?".contains(byte)).count();
        Self { least, literals: pattern.len() - wild, pattern }
    }

    /// The pattern of what a template can be filled in with: something for each `${..}` and `<..>`.
    pub(super) fn of_template(template: &[u8]) -> Self {
        let mut pattern = Vec::with_capacity(template.len());
        let mut bytes = template.iter();
        while let Some(&byte) = bytes.next() {
            let close = match byte {
                b'$' => b'}',
                b'<' => b'>',
                _ => {
                    pattern.push(byte);
                    continue;
                }
            };
            pattern.extend_from_slice(b"?*");
            bytes.find(|byte| **byte == close);
        }
        Self::new(&pattern)
    }

    /// How many bytes it spells out.
    pub(super) fn literals(&self) -> usize {
        self.literals
    }

    /// Whether it covers all of `text`.
    ///
    /// A pattern that takes more than the text has is refused first, so a hostile one costs its
    /// length once and each name no more than the square of the name's length.
    pub(super) fn matches(&self, text: &[u8]) -> bool {
        if self.least > text.len() {
            return false;
        }
        // After a `*`, it is enough to retry from the last one: what came before has its earliest
        // place already.
        let (mut at, mut from, mut retry) = (0, 0, None);
        while let Some(byte) = text.get(from) {
            match self.pattern.get(at) {
                Some(b'*') => {
                    at += 1;
                    retry = Some((at, from));
                }
                Some(wanted) if *wanted == b'?' || wanted == byte => {
                    at += 1;
                    from += 1;
                }
                _ => {
                    let Some((star, start)) = retry else {
                        return false;
                    };
                    (at, from) = (star, start + 1);
                    retry = Some((star, from));
                }
            }
        }
        self.pattern.get(at..).is_some_and(|rest| rest.iter().all(|byte| *byte == b'*'))
    }
}
