//! Documents: read, measured, checked and brought to one form once, then kept.

mod canonical;
mod size;
pub mod trusted;
mod variables;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use async_graphql::parser::types::OperationType;
use async_graphql::registry::Registry;
use async_graphql::{Name, Request, ServerError};
use moka::sync::Cache;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

pub use canonical::{Operation, Variables};
pub use size::NESTING;
pub use variables::coerce;

use crate::contract::Contract;
use crate::graph::refusal::Refusal;
use crate::metrics::Metrics;
use crate::settings::{DocumentSettings, Limits, Trust};
use trusted::Manifest;

/// Bytes that kept documents may take, about.
const CACHE_BYTES: u64 = 16 << 20;

/// Bytes of text that clients may register.
const REGISTERED_BYTES: u64 = 4 << 20;

/// Bytes of a kept field with its argument, about.
const BYTES_PER_FIELD: usize = 400;

/// How a request names its document.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "String")]
pub enum Asked {
    /// By its text.
    Text(String),
    /// By an id that the operator gave it.
    Id(String),
    /// By the SHA-256 of its text in hexadecimal digits; the text registers it (automatic persisted queries).
    Hash {
        /// The hash.
        sha256: String,
        /// The text, where it is sent too.
        text: Option<String>,
    },
}

impl From<String> for Asked {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl Default for Asked {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

/// A checked document.
#[derive(Debug)]
pub struct Document {
    /// Identity of its text.
    pub hash: blake3::Hash,
    /// Its text.
    pub text: String,
    /// How long others may keep its answers without asking again, where the operator lets them.
    pub max_age: Duration,
    operations: Vec<Operation>,
}

impl Document {
    /// The operation of that name, or the only one.
    ///
    /// # Errors
    /// Where there is none of that name, or several and no name.
    pub fn operation(&self, name: Option<&str>) -> Result<&Operation, Refusal> {
        match (name, self.operations.as_slice()) {
            (None, [only]) => Ok(only),
            (None, _) => {
                Err(Refusal::new("The document has several operations; name one in `operationName`."))
            }
            (Some(name), all) => {
                let named = all.iter().find(|it| it.name.as_ref().is_some_and(|known| known == name));
                named.ok_or_else(|| Refusal::new(format!("The document has no operation named {name}.")))
            }
        }
    }

    fn weight(&self) -> usize {
        let fields = self.operations.iter().map(|operation| 1 + operation.fields()).sum::<usize>();
        fields * BYTES_PER_FIELD + self.text.len()
    }
}

/// A text that is no document to answer.
#[derive(Debug)]
pub struct Unfit {
    /// What is wrong with it.
    pub errors: Vec<ServerError>,
    operations: Vec<(Option<Name>, OperationType)>,
}

impl Unfit {
    /// Whether the operation of that name, or the only one, is a query, a mutation or a subscription, as far as that
    /// can be told.
    #[must_use]
    pub fn kind(&self, name: Option<&str>) -> Option<OperationType> {
        match (name, self.operations.as_slice()) {
            (None, [(_, kind)]) => Some(*kind),
            (None, _) => None,
            (Some(name), all) => {
                let named = all.iter().find(|(known, _)| known.as_ref().is_some_and(|known| known == name));
                named.map(|(_, kind)| *kind)
            }
        }
    }
}

impl From<Refusal> for Unfit {
    fn from(refusal: Refusal) -> Self {
        Self { errors: vec![refusal.into()], operations: Vec::new() }
    }
}

/// Checked documents by their text.
#[derive(Clone)]
pub struct Documents {
    contract: Contract,
    limits: Arc<DocumentSettings>,
    metrics: Metrics,
    kept: Cache<[u8; 32], Arc<Document>>,
    registered: Cache<String, Arc<str>>,
    trusted: Arc<HashMap<String, Arc<Document>>>,
    trusted_texts: Arc<HashMap<[u8; 32], Arc<Document>>>,
}

impl std::fmt::Debug for Documents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Documents").field("kept", &self.kept.entry_count()).finish_non_exhaustive()
    }
}

impl Documents {
    /// Documents that ask about the data of `contract`, as large as they may be.
    #[must_use]
    pub fn new(contract: Contract, limits: DocumentSettings, metrics: Metrics) -> Self {
        // moka: the cache library that bounds by weight and evicts by use, so that one-off documents do not push out
        // those that come back.
        let kept = Cache::builder().max_capacity(CACHE_BYTES).weigher(weight).build();
        let text_weight = |_: &String, text: &Arc<str>| u32::try_from(text.len()).unwrap_or(u32::MAX);
        let registered = Cache::builder().max_capacity(REGISTERED_BYTES).weigher(text_weight).build();
        Self {
            contract,
            limits: Arc::new(limits),
            metrics,
            kept,
            registered,
            trusted: Arc::default(),
            trusted_texts: Arc::default(),
        }
    }

    /// Trusts the documents of a manifest: they are checked now, stay, and may be as large as they are.
    ///
    /// # Errors
    /// Where one of them cannot be answered; the error names it.
    pub async fn trust(mut self, manifest: &Manifest) -> anyhow::Result<Self> {
        let (mut by_id, mut by_text) = (HashMap::new(), HashMap::new());
        for (id, text) in manifest.iter() {
            let document =
                self.check(text, blake3::hash(text.as_bytes()), &DocumentSettings::UNBOUNDED).await;
            let document = document.map_err(|unfit| {
                let messages: Vec<_> = unfit.errors.into_iter().map(|error| error.message).collect();
                anyhow::anyhow!(messages.join("; "))
            });
            let document =
                Arc::new(document.with_context(|| format!("the trusted document {id} cannot be answered"))?);
            by_text.insert(*document.hash.as_bytes(), Arc::clone(&document));
            by_id.insert(id.to_owned(), document);
        }
        self.trusted = Arc::new(by_id);
        self.trusted_texts = Arc::new(by_text);
        Ok(self)
    }

    /// The types that documents ask about.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        self.contract.registry()
    }

    /// How large documents may be.
    #[must_use]
    pub fn limits(&self) -> &DocumentSettings {
        &self.limits
    }

    /// Bytes of kept documents, about.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.kept.run_pending_tasks();
        self.kept.weighted_size()
    }

    /// The document that a request names.
    ///
    /// # Errors
    /// What is wrong with it, or that it is not known.
    pub async fn find(&self, asked: &Asked) -> Result<Arc<Document>, Unfit> {
        match asked {
            Asked::Text(text) => self.prepare(text).await,
            Asked::Id(id) => {
                let document = self.trusted.get(id).map(Arc::clone);
                document
                    .ok_or_else(|| Refusal::unknown_document(format!("No document has the id {id}.")).into())
            }
            Asked::Hash { sha256, text: None } => {
                match (self.trusted.get(sha256), self.registered.get(sha256)) {
                    (Some(document), _) => Ok(Arc::clone(document)),
                    (None, Some(text)) => self.prepare(&text).await,
                    // The clients of this protocol know this word.
                    (None, None) => Err(Refusal::unknown_document("PersistedQueryNotFound").into()),
                }
            }
            Asked::Hash { sha256: hash, text: Some(text) } => {
                if sha256(text) != *hash {
                    let message = "`persistedQuery.sha256Hash` is not the SHA-256 of `query`.";
                    return Err(Refusal::new(message).into());
                }
                let document = self.prepare(text).await?;
                self.registered.insert(hash.clone(), text.as_str().into());
                Ok(document)
            }
        }
    }

    /// The document of that text.
    ///
    /// # Errors
    /// What is wrong with it; such documents are not kept.
    pub async fn prepare(&self, text: &str) -> Result<Arc<Document>, Unfit> {
        let hash = blake3::hash(text.as_bytes());
        let trusted = self.trusted_texts.get(hash.as_bytes());
        if let Some(document) = trusted {
            self.metrics.document(true);
            return Ok(Arc::clone(document));
        }
        match self.limits.trust {
            Trust::Off => {}
            Trust::Log => tracing::warn!(document = text, "not a trusted document"),
            Trust::Enforce => return Err(Refusal::untrusted().into()),
        }
        if let Some(document) = self.kept.get(hash.as_bytes()) {
            self.metrics.document(true);
            return Ok(document);
        }
        self.metrics.document(false);
        let document = Arc::new(self.check(text, hash, &self.limits).await?);
        self.kept.insert(*hash.as_bytes(), Arc::clone(&document));
        Ok(document)
    }

    async fn check(
        &self,
        text: &str,
        hash: blake3::Hash,
        limits: &DocumentSettings,
    ) -> Result<Document, Unfit> {
        // What is refused need not be counted to its end.
        let most = if limits.limits == Limits::Enforce { limits.max_tokens } else { usize::MAX };
        let tokens = size::Size { tokens: size::tokens(text, most)?, ..size::Size::default() };
        self.bound(&tokens, limits)?;
        let parsed = async_graphql::parser::parse_query(text).map_err(|error| Unfit {
            errors: vec![coded(illegible(error), "GRAPHQL_PARSE_FAILED")],
            operations: Vec::new(),
        })?;
        let unfit = |errors: Vec<ServerError>| Unfit {
            errors: errors.into_iter().map(|it| coded(it, "GRAPHQL_VALIDATION_FAILED")).collect(),
            operations: parsed.operations.iter().map(|(name, it)| (name.cloned(), it.node.ty)).collect(),
        };
        let size = size::measure(&parsed).map_err(|refusal| unfit(vec![refusal.into()]))?;
        self.bound(&size, limits).map_err(|refusal| unfit(vec![refusal.into()]))?;
        let mut request = Request::new(text);
        // The check wants to know which operation would run; it checks all of them.
        request.operation_name =
            parsed.operations.iter().next().and_then(|(name, _)| Some(name?.to_string()));
        request.set_parsed_query(parsed.clone());
        let hint = self.contract.validate(request).await.map_err(unfit)?;
        let operations = Operation::all(&parsed).map_err(|refusal| unfit(vec![refusal.into()]))?;
        let max_age = if operations.iter().all(Operation::only_names) { hint } else { Duration::ZERO };
        Ok(Document { hash, text: text.to_owned(), max_age, operations })
    }

    /// Holds a size against the limits.
    fn bound(&self, size: &size::Size, limits: &DocumentSettings) -> Result<(), Refusal> {
        size.beyond(limits).try_for_each(|(limit, message)| self.exceeded(limit, message))
    }

    /// Says that a limit is exceeded: to the client, or where limits are only watched to the log.
    ///
    /// # Errors
    /// Where limits are enforced.
    pub fn exceeded(&self, limit: &'static str, message: String) -> Result<(), Refusal> {
        self.metrics.exceeded(limit);
        match self.limits.limits {
            Limits::Enforce => Err(Refusal::limit(message)),
            Limits::Warn => {
                tracing::warn!(limit, "{message}");
                Ok(())
            }
        }
    }
}

/// The SHA-256 of a text in hexadecimal digits, as clients name documents by it.
#[must_use]
pub fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().fold(String::with_capacity(64), |mut digits, byte| {
        // Writing to memory does not fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// The parser draws the place into the text of the document over several lines; the location says it already.
fn illegible(error: async_graphql::parser::Error) -> ServerError {
    let is_drawn = matches!(error, async_graphql::parser::Error::Syntax { .. });
    let mut error = ServerError::from(error);
    if is_drawn && let Some((_, what)) = error.message.rsplit_once("= ") {
        error.message = format!("Syntax error: {what}.");
    }
    error
}

/// Gives a code to an error that has none.
fn coded(mut error: ServerError, code: &str) -> ServerError {
    let extensions = error.extensions.get_or_insert_default();
    if extensions.get("code").is_none() {
        extensions.set("code", code);
    }
    error
}

fn weight(_: &[u8; 32], document: &Arc<Document>) -> u32 {
    u32::try_from(document.weight()).unwrap_or(u32::MAX)
}
