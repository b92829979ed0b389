//! Secrets that are recognised by what they look like, wherever they stand.
use std::ops::Range;

use super::Masks;

/// A kind of key: what it begins with, which characters follow, and at the least how many.
struct Shape(&'static str, Of, usize);

/// Characters that a key is made of.
#[derive(Clone, Copy)]
enum Of {
    /// Letters and digits.
    Alnum,
    /// Those, `_` and `-`.
    Word,
    /// Those and `.`.
    Dotted,
    /// Base64: letters, digits, `+`, `/`, `=`.
    Base64,
    /// Everything up to white space, a quote, a comma, a semicolon, `&` or an angle bracket.
    Text,
    /// Everything up to the end of a PEM block, or of the text.
    Pem,
    /// `user:password@`: everything up to the `@`.
    Login,
}

/// Sources: GitHub "About authentication" (token prefixes), Slack "Token types", Google Cloud "API
/// keys", GitLab "Token overview", Stripe "API keys", RFC 7519 (JWT), RFC 7468 (PEM), and the
/// pages on tokens of the others.
const SHAPES: &[Shape] = &[
    Shape("-----BEGIN ", Of::Pem, 20),
    Shape("://", Of::Login, 3),
    // Who issued it says so.
    Shape("ghp_", Of::Alnum, 20),
    Shape("gho_", Of::Alnum, 20),
    Shape("ghu_", Of::Alnum, 20),
    Shape("ghs_", Of::Alnum, 20),
    Shape("ghr_", Of::Alnum, 20),
    Shape("github_pat_", Of::Word, 20),
    Shape("glpat-", Of::Word, 20),
    Shape("glsa_", Of::Word, 20),
    Shape("xoxa-", Of::Word, 10),
    Shape("xoxb-", Of::Word, 10),
    Shape("xoxe-", Of::Word, 10),
    Shape("xoxe.", Of::Dotted, 10),
    Shape("xoxp-", Of::Word, 10),
    Shape("xoxr-", Of::Word, 10),
    Shape("xoxs-", Of::Word, 10),
    Shape("xapp-", Of::Word, 10),
    Shape("hooks.slack.com/services/", Of::Text, 10),
    Shape("hooks.slack.com/workflows/", Of::Text, 10),
    Shape("AIza", Of::Word, 30),
    Shape("GOCSPX-", Of::Word, 20),
    Shape("ya29.", Of::Dotted, 20),
    Shape("sk_live_", Of::Alnum, 16),
    Shape("sk_test_", Of::Alnum, 16),
    Shape("rk_live_", Of::Alnum, 16),
    Shape("rk_test_", Of::Alnum, 16),
    Shape("whsec_", Of::Base64, 20),
    Shape("sk-", Of::Word, 20),
    Shape("npm_", Of::Alnum, 30),
    Shape("pypi-", Of::Word, 40),
    Shape("hf_", Of::Alnum, 30),
    Shape("hvs.", Of::Word, 20),
    Shape("dop_v1_", Of::Alnum, 40),
    Shape("dapi", Of::Alnum, 32),
    Shape("shpat_", Of::Alnum, 30),
    Shape("SG.", Of::Dotted, 40),
    Shape("NRAK-", Of::Alnum, 20),
    Shape("PMAK-", Of::Word, 30),
    Shape("AGE-SECRET-KEY-1", Of::Alnum, 40),
    Shape("eyJ", Of::Dotted, 30),
    // Session tokens of AWS.
    Shape("IQoJ", Of::Base64, 100),
    Shape("FwoG", Of::Base64, 100),
    // What is said to be one.
    Shape("Bearer ", Of::Text, 12),
    Shape("Basic ", Of::Base64, 12),
    Shape("AccountKey=", Of::Base64, 20),
    Shape("SharedAccessSignature=", Of::Text, 20),
    Shape("password=", Of::Text, 1),
    Shape("passwd=", Of::Text, 1),
    Shape("pwd=", Of::Text, 1),
    Shape("secret=", Of::Text, 1),
    Shape("client_secret=", Of::Text, 1),
    Shape("aws_secret_access_key=", Of::Text, 1),
    Shape("api_key=", Of::Text, 6),
    Shape("apikey=", Of::Text, 6),
    Shape("access_token=", Of::Text, 6),
    Shape("auth_token=", Of::Text, 6),
];

/// How the ids of access keys begin (IAM User Guide, "Unique ID prefixes"). An id is no secret,
/// but a secret access key is recognised beside one.
const KEY_IDS: [&str; 2] = ["AKIA", "ASIA"];
/// How long a secret access key is.
const SECRET_KEY: usize = 40;

/// The bytes that something here begins with.
static FIRST: [bool; 256] = first();

#[expect(clippy::indexing_slicing, reason = "the compiler evaluates it")]
const fn first() -> [bool; 256] {
    let mut first = [false; 256];
    let mut at = 0;
    while at < SHAPES.len() {
        let byte = SHAPES[at].0.as_bytes()[0];
        first[byte.to_ascii_lowercase() as usize] = true;
        first[byte.to_ascii_uppercase() as usize] = true;
        at += 1;
    }
    first
}

fn may_begin(byte: u8) -> bool {
    FIRST.get(usize::from(byte)).copied().unwrap_or_default()
}

/// Whether a text is worth to be taken apart: quick, and true too often rather than too seldom.
pub(super) fn may_hold(json: &str) -> bool {
    let mut run = 0;
    let mut before = b' ';
    for (at, byte) in json.bytes().enumerate() {
        let escape = byte == b'u' && before == b'\\';
        let key = byte.eq_ignore_ascii_case(&b's') || byte.eq_ignore_ascii_case(&b'a');
        let begins = (may_begin(byte) || key) && is_begin(before, byte);
        if escape || (begins && is_hint(json, at)) {
            return true;
        }
        match is_of(Of::Base64, byte) && byte != b'=' {
            true => run += 1,
            false if run == SECRET_KEY => return true,
            false => run = 0,
        }
        before = byte;
    }
    run == SECRET_KEY
}

/// Whether a word begins at a byte.
fn is_begin(before: u8, byte: u8) -> bool {
    !before.is_ascii_alphanumeric() || !byte.is_ascii_alphanumeric()
}

fn is_hint(text: &str, at: usize) -> bool {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let starts = |with: &str| {
        let start = rest.get(..with.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()))
    };
    let shapes = SHAPES.iter().map(|Shape(prefix, ..)| *prefix);
    shapes
        .chain(super::document::KEYS.iter().copied())
        .any(starts)
}

/// The text with every secret in it masked.
pub(super) fn masked(text: &str, masks: &mut Masks) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(range) = next(rest) {
        out += rest.get(..range.start).unwrap_or_default();
        out += &masks.mask(rest.get(range.clone()).unwrap_or_default());
        rest = rest.get(range.end..).unwrap_or_default();
    }
    access_key(out + rest, masks)
}

/// Where the first secret stands.
fn next(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut before = b' ';
    for (at, byte) in bytes.iter().enumerate() {
        let begins = may_begin(*byte) && is_begin(before, *byte);
        before = *byte;
        let range = begins.then(|| SHAPES.iter().find_map(|shape| shape.at(text, at)));
        if let Some(range) = range.flatten() {
            return Some(range);
        }
    }
    None
}

impl Shape {
    /// What is to be masked, if this stands here.
    fn at(&self, text: &str, at: usize) -> Option<Range<usize>> {
        let Self(prefix, of, least) = self;
        let rest = text.get(at..)?;
        let said = prefix.ends_with(['=', ' ', '/']) && !matches!(of, Of::Pem);
        let begins = match said {
            true => rest.get(..prefix.len())?.eq_ignore_ascii_case(prefix),
            false => rest.starts_with(prefix),
        };
        let body = rest.get(prefix.len()..).filter(|_| begins)?;
        let length = of.length(body)?;
        if length < *least || body.starts_with(super::MASK) {
            return None;
        }
        // What says that a secret follows is none itself.
        let start = if said { at + prefix.len() } else { at };
        let end = at + prefix.len() + length;
        (*prefix != "eyJ" || is_token(text.get(start..end)?)).then_some(start..end)
    }
}

impl Of {
    /// How far what is of this kind goes.
    fn length(self, text: &str) -> Option<usize> {
        match self {
            Self::Pem => {
                let (label, _) = text.split_once("-----")?;
                if !label.ends_with("PRIVATE KEY") && !label.ends_with("PRIVATE KEY BLOCK") {
                    return None;
                }
                let end = format!("-----END {label}-----");
                let quote = text.find('"').unwrap_or(text.len());
                Some(text.find(&end).map_or(quote, |at| at + end.len()))
            }
            Self::Login => {
                let end = text.find(|c: char| c.is_whitespace() || "/\"'<>".contains(c));
                let host = text.get(..end.unwrap_or(text.len()))?;
                let (login, _) = host.rsplit_once('@')?;
                let (_, password) = login.split_once(':')?;
                (!password.is_empty() && !password.contains(super::MASK)).then_some(login.len())
            }
            _ => Some(text.bytes().take_while(|byte| is_of(self, *byte)).count()),
        }
    }
}

fn is_of(of: Of, byte: u8) -> bool {
    let word = byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    match of {
        Of::Alnum => byte.is_ascii_alphanumeric(),
        Of::Word => word,
        Of::Dotted => word || byte == b'.',
        Of::Base64 => byte.is_ascii_alphanumeric() || b"+/=".contains(&byte),
        Of::Text => byte.is_ascii_graphic() && !b"\"'`,;&<>\\".contains(&byte),
        Of::Pem | Of::Login => true,
    }
}

/// Whether it is a JSON web token: a header and a payload, both JSON in base64, and a signature.
fn is_token(text: &str) -> bool {
    let mut parts = text.split('.');
    let header = parts.next().is_some_and(|one| one.len() > 8);
    header && parts.next().is_some_and(|one| one.starts_with("eyJ")) && parts.next().is_some()
}

/// A secret access key: beside the id of one, or the whole of a text.
fn access_key(text: String, masks: &mut Masks) -> String {
    let beside = KEY_IDS.iter().any(|id| has_key_id(&text, id));
    if !beside && text.len() != SECRET_KEY {
        return text;
    }
    let outside = |c: char| !c.is_ascii() || !is_of(Of::Base64, c as u8) || c == '=';
    let secrets: Vec<String> = text
        .split(outside)
        .filter(|one| is_secret_key(one))
        .map(Into::into)
        .collect();
    let replaced = |text: String, secret: &String| text.replace(secret, &masks.mask(secret));
    secrets.iter().fold(text, replaced)
}

fn has_key_id(text: &str, prefix: &str) -> bool {
    text.match_indices(prefix).any(|(at, _)| {
        let rest = text.get(at..).unwrap_or_default();
        let long = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        (16..=128).contains(&long)
    })
}

/// Forty characters of base64 with capitals, small letters and digits: no digest, no path.
fn is_secret_key(text: &str) -> bool {
    let has = |of: fn(&u8) -> bool| text.bytes().any(|byte| of(&byte));
    text.len() == SECRET_KEY
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
        && text.bytes().filter(|byte| *byte == b'/').count() <= 4
}
