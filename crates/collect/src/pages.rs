//! Lists that AWS sends in pages: to their end, and no further.
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::fault::{Answer, Fault};

/// More pages than any list here has: the longest, an organisation's accounts, has 20 a page, and some 500 pages.
const MOST: usize = if cfg!(test) { 20 } else { 2_000 };

/// Requests page after page, and hands each over as it comes. A list that sends back to a page that was read already, or that
/// does not end, is a failed read: what was read of it is no whole list.
pub(crate) async fn each<P, E, F>(
    request: impl Fn(Option<String>) -> F,
    next: impl Fn(&P) -> Option<&str>,
    mut take: impl FnMut(P) -> Answer<()>,
) -> Answer<()>
where
    F: Future<Output = Result<P, E>>,
    Fault: From<E>,
{
    let (mut token, mut seen) = (None, HashSet::new());
    for _ in 0..MOST {
        let page = request(token).await?;
        token = next(&page)
            .filter(|token| !token.is_empty())
            .map(ToOwned::to_owned);
        take(page)?;
        let Some(token) = &token else {
            return Ok(());
        };
        let mut hash = DefaultHasher::new();
        token.hash(&mut hash);
        if !seen.insert(hash.finish()) {
            return Err(Fault::odd(
                "the list leads back to a page that was read already",
            ));
        }
    }
    Err(Fault::odd(format!(
        "the list does not end after {MOST} pages"
    )))
}

#[cfg(test)]
mod tests {
    use super::{MOST, each};
    use crate::fault::{Answer, Fault};

    /// A page: its number, and the token of the next.
    type Page = (usize, Option<String>);

    async fn read(next: impl Fn(usize) -> Option<String>) -> (Answer<()>, Vec<usize>) {
        let mut pages = Vec::new();
        let page = |token: Option<String>| {
            let number = token.map_or(0, |token| token.parse().unwrap());
            let page: Answer<Page> = Ok((number, next(number)));
            std::future::ready(page)
        };
        let ended = each(
            page,
            |page| page.1.as_deref(),
            |page| {
                pages.push(page.0);
                Ok(())
            },
        );
        (ended.await, pages)
    }

    #[tokio::test]
    async fn a_list_is_read_to_its_end() {
        let (ended, pages) = read(|page| (page < 2).then(|| (page + 1).to_string())).await;
        assert_eq!((ended, pages), (Ok(()), vec![0, 1, 2]));
        let (ended, pages) = read(|_| Some(String::new())).await;
        assert_eq!((ended, pages), (Ok(()), vec![0]), "an empty token ends it");
    }

    #[tokio::test]
    async fn a_list_in_a_circle_is_no_list() {
        let odd = Fault::odd("the list leads back to a page that was read already");
        let (ended, pages) = read(|_| Some("1".into())).await;
        assert_eq!((ended, pages.len()), (Err(odd.clone()), 2));
        let (ended, _) = read(|page| Some(((page + 1) % 3).to_string())).await;
        assert_eq!(ended, Err(odd));
    }

    #[tokio::test]
    async fn a_list_without_end_is_no_list() {
        let (ended, pages) = read(|page| Some((page + 1).to_string())).await;
        assert!(ended.is_err());
        assert_eq!(pages.len(), MOST);
    }
}
