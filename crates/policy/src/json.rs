//! JSON with positions. IAM diagnostics must name a line and a column, and adversarial input
//! must not recurse without bound, so the parser is this small one and not a general library.

mod lexer;

pub(crate) use lexer::{Lexeme, Lexer};

/// Nesting allowed in a document. A policy needs six levels (document, statement, `Condition`,
/// operator, key, values); the rest is slack.
const MAX_DEPTH: usize = 32;

/// Where something stands in the text: line and column, both from 1, columns in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1; 0 where the document did not come from text.
    pub line: u32,
    /// Column in characters, from 1; 0 where the document did not come from text.
    pub column: u32,
}

/// A JSON value. Numbers keep their text, since `1.0` and `1` are different condition values.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(String),
    String(String),
    Array(Vec<Node>),
    Object(Vec<Member>),
}

/// A value and where it begins.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub(crate) value: Json,
    pub(crate) at: Position,
}

/// One `"key": value` of an object; duplicates are kept, in order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Member {
    pub(crate) key: String,
    pub(crate) at: Position,
    pub(crate) node: Node,
}

/// Why a text is not JSON, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JsonError {
    pub(crate) at: Position,
    pub(crate) message: String,
}

impl Json {
    /// What this is called in a message.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Json::Null => "null",
            Json::Bool(_) => "a boolean",
            Json::Number(_) => "a number",
            Json::String(_) => "a string",
            Json::Array(_) => "an array",
            Json::Object(_) => "an object",
        }
    }
}

impl Node {
    /// A value that came from no text.
    pub(crate) fn unplaced(value: Json) -> Self {
        Node {
            value,
            at: Position::default(),
        }
    }

    /// Whether arrays and objects nest no deeper than a policy may.
    pub(crate) fn is_shallow(&self) -> bool {
        self.fits(MAX_DEPTH)
    }

    /// How long its text is without white space, in bytes and at the least; for what is shallow.
    pub(crate) fn length(&self) -> usize {
        match &self.value {
            Json::Null | Json::Bool(_) => 4,
            Json::Number(text) => text.len(),
            Json::String(text) => text.len() + 2,
            Json::Array(items) => 2 + items.iter().map(|item| item.length() + 1).sum::<usize>(),
            Json::Object(members) => {
                2 + members
                    .iter()
                    .map(|member| member.key.len() + member.node.length() + 4)
                    .sum::<usize>()
            }
        }
    }

    fn fits(&self, depth: usize) -> bool {
        let Some(inner) = depth.checked_sub(1) else {
            return false;
        };
        match &self.value {
            Json::Array(items) => items.iter().all(|item| item.fits(inner)),
            Json::Object(members) => members.iter().all(|member| member.node.fits(inner)),
            _ => true,
        }
    }
}

/// Reads one JSON value that fills the whole text.
pub(crate) fn parse(text: &str) -> Result<Node, JsonError> {
    let mut lexer = Lexer::new(text);
    let first = lexer.next()?;
    let node = value(&mut lexer, first, MAX_DEPTH)?;
    let (at, last) = lexer.next()?;
    match last {
        Lexeme::End => Ok(node),
        _ => Err(JsonError {
            at,
            message: "more text after the end of the document".into(),
        }),
    }
}

fn value(
    lexer: &mut Lexer<'_>,
    (at, lexeme): (Position, Lexeme),
    depth: usize,
) -> Result<Node, JsonError> {
    let value = match lexeme {
        Lexeme::Null => Json::Null,
        Lexeme::Bool(value) => Json::Bool(value),
        Lexeme::Number(text) => Json::Number(text),
        Lexeme::String(text) => Json::String(text),
        Lexeme::Open('[') => Json::Array(array(lexer, at, depth)?),
        Lexeme::Open(_) => Json::Object(object(lexer, at, depth)?),
        Lexeme::End => return Err(unexpected(at, "the text ends where a value is expected")),
        _ => return Err(unexpected(at, "a value is expected here")),
    };
    Ok(Node { value, at })
}

fn array(lexer: &mut Lexer<'_>, at: Position, depth: usize) -> Result<Vec<Node>, JsonError> {
    let depth = deeper(at, depth)?;
    let mut items = Vec::new();
    let mut next = lexer.next()?;
    if next.1 == Lexeme::Close(']') {
        return Ok(items);
    }
    loop {
        items.push(value(lexer, next, depth)?);
        match lexer.next()? {
            (_, Lexeme::Comma) => next = lexer.next()?,
            (_, Lexeme::Close(']')) => return Ok(items),
            (at, _) => return Err(unexpected(at, "`,` or `]` is expected here")),
        }
    }
}

fn object(lexer: &mut Lexer<'_>, at: Position, depth: usize) -> Result<Vec<Member>, JsonError> {
    let depth = deeper(at, depth)?;
    let mut members = Vec::new();
    let mut next = lexer.next()?;
    if next.1 == Lexeme::Close('}') {
        return Ok(members);
    }
    loop {
        members.push(member(lexer, next, depth)?);
        match lexer.next()? {
            (_, Lexeme::Comma) => next = lexer.next()?,
            (_, Lexeme::Close('}')) => return Ok(members),
            (at, _) => return Err(unexpected(at, "`,` or `}` is expected here")),
        }
    }
}

fn member(
    lexer: &mut Lexer<'_>,
    key: (Position, Lexeme),
    depth: usize,
) -> Result<Member, JsonError> {
    let (at, Lexeme::String(key)) = key else {
        return Err(unexpected(key.0, "a key in quotes is expected here"));
    };
    match lexer.next()? {
        (_, Lexeme::Colon) => {}
        (at, _) => return Err(unexpected(at, "`:` is expected after a key")),
    }
    let first = lexer.next()?;
    Ok(Member {
        key,
        at,
        node: value(lexer, first, depth)?,
    })
}

fn deeper(at: Position, depth: usize) -> Result<usize, JsonError> {
    depth
        .checked_sub(1)
        .ok_or_else(|| unexpected(at, "nested deeper than any policy"))
}

fn unexpected(at: Position, message: &str) -> JsonError {
    JsonError {
        at,
        message: message.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters() {
        let node = parse("{\n  \"é\": [1,\n true]}").unwrap();
        let Json::Object(members) = node.value else {
            panic!()
        };
        assert_eq!(members[0].at, Position { line: 2, column: 3 });
        let Json::Array(items) = &members[0].node.value else {
            panic!()
        };
        assert_eq!(items[0].at, Position { line: 2, column: 9 });
        assert_eq!(items[1].at, Position { line: 3, column: 2 });
    }

    #[test]
    fn what_is_not_json_is_refused_with_its_place() {
        for (text, line, column) in [
            ("", 1, 1),
            ("{", 1, 2),
            ("{\"a\" 1}", 1, 6),
            ("[1,]", 1, 4),
            ("{\"a\":1,}", 1, 8),
            ("[1 2]", 1, 4),
            ("\"a\nb\"", 1, 3),
            ("\"\\x\"", 1, 3),
            ("\"\\ud800\"", 1, 2),
            ("01", 1, 2),
            ("nul", 1, 1),
            ("{} {}", 1, 4),
            ("1.", 1, 1),
            ("-", 1, 1),
        ] {
            let error = parse(text).expect_err(text);
            assert_eq!(
                (error.at.line, error.at.column),
                (line, column),
                "{text}: {}",
                error.message
            );
        }
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "[".repeat(100_000);
        assert_eq!(
            parse(&deep).unwrap_err().message,
            "nested deeper than any policy"
        );
    }

    #[test]
    fn escapes_are_read() {
        let node = parse(r#""\u0041\ud83d\ude00\n\/\"""#).unwrap();
        assert_eq!(node.value, Json::String("A😀\n/\"".into()));
    }
}
