//! Documents: read, checked and brought to one form once, then kept.

mod canonical;
mod variables;

use std::sync::Arc;

use async_graphql::parser::types::OperationType;
use async_graphql::registry::Registry;
use async_graphql::{Name, Request, ServerError};
use moka::sync::Cache;

pub use canonical::{Operation, Variables};
pub use variables::coerce;

use crate::contract::Contract;
use crate::graph::refusal::Refusal;

/// Bytes that kept documents may take, about.
const CACHE_BYTES: u64 = 16 << 20;

/// Bytes of a kept field with its argument, about.
const BYTES_PER_FIELD: usize = 400;

/// A checked document.
#[derive(Debug)]
pub struct Document {
    /// Identity of its text.
    pub hash: blake3::Hash,
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
        self.operations.iter().map(|operation| (1 + operation.fields()) * BYTES_PER_FIELD).sum()
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

/// Checked documents by their text.
#[derive(Clone)]
pub struct Documents {
    contract: Contract,
    kept: Cache<[u8; 32], Arc<Document>>,
}

impl std::fmt::Debug for Documents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Documents").field("kept", &self.kept.entry_count()).finish_non_exhaustive()
    }
}

impl Documents {
    /// Documents that ask about the data of `contract`.
    #[must_use]
    pub fn new(contract: Contract) -> Self {
        // moka: the cache library that bounds by weight and evicts by use, so that one-off documents do not push out
        // those that come back.
        let kept = Cache::builder().max_capacity(CACHE_BYTES).weigher(weight).build();
        Self { contract, kept }
    }

    /// The types that documents ask about.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        self.contract.registry()
    }

    /// The document of that text.
    ///
    /// # Errors
    /// What is wrong with it; such documents are not kept.
    pub async fn prepare(&self, text: &str) -> Result<Arc<Document>, Unfit> {
        let hash = blake3::hash(text.as_bytes());
        if let Some(document) = self.kept.get(hash.as_bytes()) {
            return Ok(document);
        }
        let parsed = async_graphql::parser::parse_query(text).map_err(|error| Unfit {
            errors: vec![coded(illegible(error), "GRAPHQL_PARSE_FAILED")],
            operations: Vec::new(),
        })?;
        let unfit = |errors: Vec<ServerError>| Unfit {
            errors: errors.into_iter().map(|it| coded(it, "GRAPHQL_VALIDATION_FAILED")).collect(),
            operations: parsed.operations.iter().map(|(name, it)| (name.cloned(), it.node.ty)).collect(),
        };
        let mut request = Request::new(text);
        // The check wants to know which operation would run; it checks all of them.
        request.operation_name =
            parsed.operations.iter().next().and_then(|(name, _)| Some(name?.to_string()));
        request.set_parsed_query(parsed.clone());
        self.contract.validate(request).await.map_err(unfit)?;
        let operations = Operation::all(&parsed).map_err(|refusal| unfit(vec![refusal.into()]))?;
        let document = Arc::new(Document { hash, operations });
        self.kept.insert(*hash.as_bytes(), Arc::clone(&document));
        Ok(document)
    }
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
