//! The API, over HTTP or in process; one path for both.

pub mod demo;

use std::time::Duration;

use anyhow::{Context as _, bail};
use cynic::{GraphQlResponse, Operation};
use gateway::api::{Api, Call};
pub use gateway::server::compression::Compression;
pub use gateway::shutdown;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::runtime::Runtime;

/// How long one answer may take, a hundred rows at most; a gateway that hangs must not hang the build.
const PATIENCE: Duration = Duration::from_mins(1);

/// Where the answers come from.
#[derive(Debug)]
pub struct Client {
    way: Way,
}

enum Way {
    Remote { agent: ureq::Agent, address: String },
    Local { runtime: Runtime, api: Box<Api> },
}

/// What was answered.
struct Answer {
    /// Who answered, and how, for messages.
    from: String,
    text: String,
}

impl std::fmt::Debug for Way {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Remote { address, .. } => write!(f, "Remote({address})"),
            Self::Local { .. } => f.write_str("Local"),
        }
    }
}

impl Client {
    /// A client of the gateway at `address`, with or without `/graphql` at its end.
    #[must_use]
    pub fn remote(address: &str) -> Self {
        let base = address.trim_end_matches('/');
        let address = if base.ends_with("/graphql") { base.to_owned() } else { format!("{base}/graphql") };
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .build()
            .into();
        Self { way: Way::Remote { agent, address } }
    }

    /// A gateway of its own over a database.
    ///
    /// # Errors
    /// When the database cannot be opened.
    pub fn local(database: &str) -> anyhow::Result<Self> {
        let runtime = Runtime::new().context("cannot start the runtime")?;
        let shown = gateway::db::without_password(database);
        let way_out = "`gateway import` makes a database and brings the facts into it";
        let db = runtime
            .block_on(gateway::db::connect_to_read(database))
            .with_context(|| format!("cannot open {shown}; {way_out}"))?;
        runtime
            .block_on(gateway::db::data_version(&db))
            .with_context(|| format!("{shown} is no database of Dampingan; {way_out}"))?;
        Ok(Self { way: Way::Local { api: Box::new(Api::new(db)), runtime } })
    }

    /// Runs an operation.
    ///
    /// # Errors
    /// When the gateway cannot be reached, or when it refuses; the error names the operation.
    pub fn run<Query, Variables>(&self, operation: &Operation<Query, Variables>) -> anyhow::Result<Query>
    where
        Query: DeserializeOwned + 'static,
        Variables: Serialize,
    {
        let name = operation.operation_name.clone().unwrap_or_default();
        let body = serde_json::to_string(operation)?;
        let answer = self.ask(body).with_context(|| format!("{name}: the gateway does not answer"))?;
        let answer: GraphQlResponse<Query> = serde_json::from_str(&answer.text)
            .with_context(|| format!("{name}: {} is not that of a Dampingan gateway", answer.from))?;
        if let Some(errors) = answer.errors.filter(|errors| !errors.is_empty()) {
            let messages: Vec<_> = errors.into_iter().map(|error| error.message).collect();
            bail!("{name}: the gateway refuses: {}", messages.join("; "));
        }
        answer.data.with_context(|| format!("{name}: the answer holds no data"))
    }

    /// The answer to the text of a request.
    fn ask(&self, body: String) -> anyhow::Result<Answer> {
        match &self.way {
            Way::Remote { agent, address } => {
                let request = agent.post(address).header("content-type", "application/json");
                let mut response = request.send(body).with_context(|| address.clone())?;
                Ok(Answer {
                    from: format!("the answer of {address}, with status {},", response.status()),
                    text: response.body_mut().read_to_string().with_context(|| address.clone())?,
                })
            }
            Way::Local { runtime, api } => {
                let call: Call = serde_json::from_str(&body)?;
                let answer = runtime.block_on(api.answer(&call));
                Ok(Answer { from: "the answer".to_owned(), text: String::from_utf8(answer.body.into())? })
            }
        }
    }
}
