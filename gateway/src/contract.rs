//! The contract of the API: its types, the check of documents against them, and the answers about them.

pub mod changes;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute, NextValidation};
use async_graphql::registry::Registry;
use async_graphql::{
    CacheControl, EmptyMutation, Request, Response, SDLExportOptions, Schema, ServerError, ValidationResult,
    Value,
};
use futures_util::stream::BoxStream;

use crate::document::NESTING;
use crate::graph::subscription::{Subscription, Versions};
use crate::graph::types::{Query, register};
use crate::schema::catalog;

/// The types of the API.
#[derive(Clone)]
pub struct Contract {
    schema: Schema<Query, EmptyMutation, Subscription>,
    registry: Arc<Registry>,
}

impl std::fmt::Debug for Contract {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Contract").field("types", &self.registry.types.len()).finish_non_exhaustive()
    }
}

/// Marks a request that is checked and not answered, and takes what the check finds out.
#[derive(Clone, Default)]
struct OnlyCheck(Arc<OnceLock<CacheControl>>);

impl Contract {
    /// The contract over the nouns of the product. Where it has suggestions, errors name what a wrong name may mean.
    #[must_use]
    pub fn new(suggestions: bool) -> Self {
        let mut registry = Registry::default();
        register(catalog(), &mut registry);
        let schema = Schema::build(Query, EmptyMutation, Subscription)
            .extension(Checking)
            .limit_recursive_depth(NESTING);
        let schema = if suggestions { schema } else { schema.disable_suggestions() };
        Self { schema: schema.finish(), registry: Arc::new(registry) }
    }

    /// The types by their names.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Checks a document by the rules of the specification, and finds how long what it selects may be kept, by the
    /// hints of the types: the shortest, and nothing where a type has none.
    ///
    /// # Errors
    /// What is wrong with it.
    pub async fn validate(&self, request: Request) -> Result<Duration, Vec<ServerError>> {
        let check = OnlyCheck::default();
        let response = self.schema.execute(request.data(check.clone())).await;
        if !response.errors.is_empty() {
            return Err(response.errors);
        }
        let seconds = check.0.get().and_then(|found| u64::try_from(found.max_age).ok());
        Ok(Duration::from_secs(seconds.unwrap_or_default()))
    }

    /// Answers a subscription, as long as it is listened to.
    #[must_use]
    pub fn subscribe(&self, request: Request, versions: Versions) -> BoxStream<'static, Response> {
        self.schema.execute_stream(request.data(versions))
    }

    /// Answers what a request asks about the types; fields of the data are null.
    pub async fn introspect(&self, request: Request) -> Response {
        self.schema.execute(request).await
    }

    /// The contract as text, sorted: what `gateway/schema.graphql` holds.
    #[must_use]
    pub fn sdl(&self) -> String {
        let options = SDLExportOptions::new()
            .sorted_fields()
            .sorted_arguments()
            .sorted_enum_items()
            .include_specified_by();
        self.schema.sdl_with_options(options)
    }
}

impl Default for Contract {
    fn default() -> Self {
        Self::new(true)
    }
}

/// The contract as text.
#[must_use]
pub fn sdl() -> String {
    Contract::default().sdl()
}

/// Ends a request behind its validation where it only asks for that: the library offers no other door to its rules.
struct Checking;

impl ExtensionFactory for Checking {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for Checking {
    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let found = next.run(ctx).await?;
        if let Some(check) = ctx.data_opt::<OnlyCheck>() {
            check.0.get_or_init(|| found.cache_control);
        }
        Ok(found)
    }

    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        if ctx.data_opt::<OnlyCheck>().is_some() {
            return Response::new(Value::Null);
        }
        next.run(ctx, operation_name).await
    }
}
