//! The subscription type: what is told as it happens.

use std::borrow::Cow;

use async_graphql::registry::Registry;
use async_graphql::{
    Context, ContextSelectionSet, Error, OutputType, Positioned, ServerResult, Subscription, Value,
    parser::types::Field,
};
use futures_util::stream::{self, Stream, StreamExt as _};
use tokio::sync::watch;

/// Where subscriptions hear of data versions; a request that subscribes carries it in its data.
#[derive(Clone, Debug)]
pub struct Versions(watch::Receiver<i64>);

impl Versions {
    /// The versions that `receiver` sees.
    #[must_use]
    pub fn new(receiver: watch::Receiver<i64>) -> Self {
        Self(receiver)
    }

    /// The current version, then each that differs from the one before, until nobody watches the database.
    ///
    /// A listener that falls behind skips to the newest.
    pub fn stream(&self) -> impl Stream<Item = i64> + Send + use<> {
        let mut receiver = self.0.clone();
        receiver.mark_changed();
        stream::unfold((receiver, None), |(mut receiver, last)| async move {
            loop {
                receiver.changed().await.ok()?;
                let version = *receiver.borrow_and_update();
                if last != Some(version) {
                    return Some((version, (receiver, Some(version))));
                }
            }
        })
    }
}

/// The subscription type.
#[derive(Clone, Copy, Debug, Default)]
pub struct Subscription;

/// What changes, as it changes: over WebSocket (`graphql-transport-ws`) or Server-Sent Events.
#[expect(clippy::unused_async, reason = "the macro wants it")]
#[Subscription]
impl Subscription {
    /// Version of the data: the current one at once, then every new one. Whoever holds an answer of an older
    /// version may ask again.
    async fn data_version(
        &self,
        context: &Context<'_>,
    ) -> Result<impl Stream<Item = Version> + use<>, Error> {
        let versions = context.data::<Versions>()?;
        Ok(versions.stream().map(Version))
    }
}

/// A data version on the wire: a `BigInt`, which the query type registers.
struct Version(i64);

impl OutputType for Version {
    fn type_name() -> Cow<'static, str> {
        "BigInt".into()
    }

    fn create_type_info(_: &mut Registry) -> String {
        Self::qualified_type_name()
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        Ok(Value::String(self.0.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn a_listener_hears_the_current_version_and_each_new_one_once() {
        let (sender, receiver) = watch::channel(7);
        let mut heard = std::pin::pin!(Versions::new(receiver).stream());
        assert_eq!(heard.next().await, Some(7));
        sender.send(7).unwrap();
        assert_eq!(heard.next().now_or_never(), None);
        sender.send(8).unwrap();
        assert_eq!(heard.next().await, Some(8));
        drop(sender);
        assert_eq!(heard.next().await, None);
    }
}
