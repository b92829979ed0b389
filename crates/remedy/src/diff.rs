//! What changes, a line each, as `diff` shows it.
use serde_json::Value as Json;

/// More lines than this are not compared with each other: they are shown as gone and new.
const MOST: usize = 2_000;

/// The lines of two values: `- ` gone, `+ ` new, `  ` as before.
#[must_use]
pub fn diff(from: &Json, to: &Json) -> String {
    let (from, to) = (lines(from), lines(to));
    let mut lines = Vec::new();
    let (mut a, mut b) = (0, 0);
    let common = common(&from, &to);
    for (x, y) in common.into_iter().chain([(from.len(), to.len())]) {
        lines.extend(from.iter().take(x).skip(a).map(|line| format!("- {line}")));
        lines.extend(to.iter().take(y).skip(b).map(|line| format!("+ {line}")));
        lines.extend(from.get(x).map(|line| format!("  {line}")));
        (a, b) = (x + 1, y + 1);
    }
    lines.join("\n")
}

/// A document inside a text is shown as a document.
fn lines(value: &Json) -> Vec<String> {
    let shown = match unfolded(value) {
        Json::Null => "(not set)".into(),
        value => format!("{value:#}"),
    };
    shown.lines().map(Into::into).collect()
}

fn unfolded(value: &Json) -> Json {
    match value {
        Json::String(text) => match serde_json::from_str(text) {
            Ok(inner @ Json::Object(_)) => inner,
            _ => value.clone(),
        },
        Json::Object(map) => {
            let inner = map.iter().map(|(key, one)| (key.clone(), unfolded(one)));
            Json::Object(inner.collect())
        }
        Json::Array(all) => Json::Array(all.iter().map(unfolded).collect()),
        other => other.clone(),
    }
}

/// The places of the longest common run of lines, in both texts.
fn common(from: &[String], to: &[String]) -> Vec<(usize, usize)> {
    if from.len() + to.len() > MOST {
        return Vec::new();
    }
    let width = to.len() + 1;
    let mut longest = vec![0_u32; (from.len() + 1) * width];
    let at = |longest: &[u32], x: usize, y: usize| longest.get(x * width + y).copied().unwrap_or(0);
    for (x, left) in from.iter().enumerate().rev() {
        for (y, right) in to.iter().enumerate().rev() {
            let best = match left == right {
                true => at(&longest, x + 1, y + 1) + 1,
                false => at(&longest, x + 1, y).max(at(&longest, x, y + 1)),
            };
            if let Some(cell) = longest.get_mut(x * width + y) {
                *cell = best;
            }
        }
    }
    let (mut x, mut y, mut matches) = (0, 0, Vec::new());
    while let (Some(left), Some(right)) = (from.get(x), to.get(y)) {
        if left == right {
            matches.push((x, y));
            (x, y) = (x + 1, y + 1);
        } else if at(&longest, x + 1, y) >= at(&longest, x, y + 1) {
            x += 1;
        } else {
            y += 1;
        }
    }
    matches
}

#[cfg(test)]
mod tests {
    use super::diff;
    use serde_json::json;

    #[test]
    fn lines_gone_new_and_as_before() {
        let text = diff(
            &json!({"a": true, "b": false, "c": 1}),
            &json!({"a": true, "b": true, "c": 1}),
        );
        assert_eq!(
            text,
            "  {\n    \"a\": true,\n-   \"b\": false,\n+   \"b\": true,\n    \"c\": 1\n  }"
        );
        assert_eq!(diff(&json!(null), &json!("x")), "- (not set)\n+ \"x\"");
        assert_eq!(diff(&json!("x"), &json!("x")), "  \"x\"");
    }

    #[test]
    fn a_document_in_a_text_is_shown_as_one() {
        let text = diff(
            &json!("{\"Statement\":[1,2]}"),
            &json!("{\"Statement\":[2]}"),
        );
        assert!(text.contains("-     1,\n      2"), "{text}");
    }
}
