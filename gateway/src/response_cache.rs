//! Answers kept by what was asked and the data version that they were computed at.
//!
//! The version is known before the first statement, and asked for once more behind the last. Where it is another one
//! by then, the answer is given and not kept. A write that this gateway has not noticed yet may still show in an answer
//! that is kept under the version before it. That answer is not stale but early, and nobody finds it any more once the
//! write is acknowledged: by then every gateway knows the new version, and looks under that.

use std::fmt::Write as _;
use std::pin::Pin;
use std::sync::Arc;

use moka::future::Cache;

use crate::api::{Answer, Outcome};

/// What is asked, whenever it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Question([u8; 32]);

impl Question {
    /// The question of these parts. Each is set off by its length, so that no two questions are the same.
    #[must_use]
    pub fn new(parts: &[&[u8]]) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
        }
        Self(*hasher.finalize().as_bytes())
    }
}

/// What an answer depends on: the question and the data version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key(Question, i64);

impl Key {
    /// The key of a question at a data version.
    #[must_use]
    pub fn new(question: &Question, version: i64) -> Self {
        Self(*question, version)
    }

    /// The entity tag of the answer, known before it is computed. It is a weak one: the same answer has other bytes
    /// in each content coding.
    #[must_use]
    pub fn entity_tag(&self) -> String {
        use base64::Engine as _;
        let Self(Question(asked), version) = self;
        let mut tag = String::with_capacity(48);
        tag.push_str("W/\"");
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode_string(&asked[..16], &mut tag);
        // Writing to memory does not fail.
        let _ = write!(tag, ".{version}\"");
        tag
    }
}

/// Whether a header `If-None-Match` names the tag: `*`, or a list of tags that are compared weakly.
#[must_use]
pub fn names(if_none_match: &str, entity_tag: &str) -> bool {
    fn opaque(tag: &str) -> &str {
        let tag = tag.trim();
        tag.strip_prefix("W/").unwrap_or(tag)
    }
    if_none_match.trim() == "*" || if_none_match.split(',').any(|tag| opaque(tag) == opaque(entity_tag))
}

/// What the cache gives.
#[derive(Clone, Debug)]
pub struct Given {
    /// The answer.
    pub answer: Arc<Answer>,
    /// Whether it is wholly of the version of its key.
    pub is_whole: bool,
    /// Whether this caller computed it, rather than finding it.
    pub is_computed: bool,
}

/// Kept answers, bounded by their bytes. Several callers of one key wait for one computation.
#[derive(Clone, Debug)]
pub struct ResponseCache {
    kept: Cache<Key, Arc<Answer>>,
}

impl ResponseCache {
    /// A cache of at most so many bytes of answers.
    #[must_use]
    pub fn new(bytes: u64) -> Self {
        let weigher =
            |_: &Key, answer: &Arc<Answer>| u32::try_from(answer.body.len() + 200).unwrap_or(u32::MAX);
        Self { kept: Cache::builder().max_capacity(bytes).weigher(weigher).build() }
    }

    /// The answer of a key, computed where it is not kept; `compute` says whether it is wholly of the key's version.
    pub async fn answer(
        &self,
        key: Key,
        mut compute: Pin<&mut (impl Future<Output = (Answer, bool)> + Send)>,
    ) -> Given {
        loop {
            let mut is_computed = false;
            let computed = async {
                is_computed = true;
                let (answer, is_whole) = compute.as_mut().await;
                if is_whole { Ok(Arc::new(answer)) } else { Err(Arc::new(answer)) }
            };
            match self.kept.try_get_with(key, computed).await {
                Ok(answer) => return Given { answer, is_whole: true, is_computed },
                // Another caller's allowance is spent; this one has its own.
                Err(answer) if !is_computed && matches!(answer.outcome, Outcome::Throttled(_)) => {}
                Err(answer) => return Given { answer: Arc::clone(&answer), is_whole: false, is_computed },
            }
        }
    }

    /// The answer of a key, if it is kept.
    pub async fn find(&self, key: &Key) -> Option<Arc<Answer>> {
        self.kept.get(key).await
    }

    /// Bytes of kept answers, about.
    pub async fn bytes(&self) -> u64 {
        self.kept.run_pending_tasks().await;
        self.kept.weighted_size()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_named_alone_in_a_list_weakly_or_by_a_star() {
        let tag = Key::new(&Question::new(&[b"question"]), 1).entity_tag();
        let strong = tag.trim_start_matches("W/").to_owned();
        for named in
            [tag.clone(), strong.clone(), format!("\"other\", {tag}"), "*".to_owned(), format!(" {strong} ")]
        {
            assert!(names(&named, &tag), "{named}");
        }
        for other in ["", "\"other\"", "W/\"\"", "W/*"] {
            assert!(!names(other, &tag), "{other}");
        }
    }

    #[test]
    fn another_question_or_version_has_another_key() {
        let key = |parts: &[&[u8]], version| Key::new(&Question::new(parts), version);
        let one = key(&[b"ab", b"c"], 1);
        assert_ne!(one, key(&[b"a", b"bc"], 1));
        assert_ne!(one, key(&[b"ab", b"c"], 2));
        assert_ne!(one, key(&[b"ab", b"c", b""], 1));
        assert_eq!(one, key(&[b"ab", b"c"], 1));
    }
}
