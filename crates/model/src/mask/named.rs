//! Tags whose name says that their value is a secret.

/// Words of a name that say so, alone or two of them side by side.
const WORDS: &[&str] = &[
    "apikey",
    "credential",
    "credentials",
    "passphrase",
    "passwd",
    "password",
    "passwords",
    "privatekey",
    "pwd",
    "secret",
    "secrets",
    "secretkey",
    "token",
    "tokens",
    "access key",
    "api key",
    "auth key",
    "private key",
    "secret key",
    "signing key",
];
/// Values that are none whatever the name: switches, and where the secret really is.
const NONE: &[&str] = &["", "true", "false", "yes", "no", "none", "null", "n/a"];
const ELSEWHERE: &[&str] = &["arn:", "ssm:", "{{resolve:", super::MASK];

/// Whether a tag's value is taken for a secret.
pub(super) fn is_secret(name: &str, value: &str) -> bool {
    let value = value.trim().to_lowercase();
    if NONE.contains(&&*value) || ELSEWHERE.iter().any(|start| value.starts_with(start)) {
        return false;
    }
    let words = words(name);
    let pairs = words.windows(2).map(|pair| pair.join(" "));
    let mut all = words.iter().cloned().chain(pairs);
    all.any(|word| WORDS.contains(&&*word))
}

/// `db`, `password` of `dbPassword`, `DB_PASSWORD` and `db-password`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower = false;
    for letter in name.chars() {
        if !letter.is_alphanumeric() || (letter.is_uppercase() && lower) {
            words.push(String::new());
        }
        lower = letter.is_lowercase() || letter.is_ascii_digit();
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
