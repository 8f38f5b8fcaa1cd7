//! Numbers about the gateway at work, in the text format of Prometheus.

use std::collections::HashSet;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// Names of operations that have numbers of their own; clients choose names, so there must be an end to them.
const NAMES: usize = 100;

/// The name under which the others are counted.
const OTHER: &str = "(other)";

/// The name of operations without one.
const ANONYMOUS: &str = "(anonymous)";

/// Bounds of the classes of how long a request took, in seconds.
const SECONDS: [f64; 11] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Operation {
    operation: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Ended {
    operation: String,
    outcome: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Given {
    from: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Limit {
    limit: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct State {
    state: &'static str,
}

/// Who gave an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answerer {
    /// The database, by SQL.
    Database,
    /// The memory of the gateway.
    Memory,
    /// The client, who has it already.
    Client,
}

/// What is so at a moment, and not counted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Now {
    /// Requests at work.
    pub at_work: usize,
    /// Requests that wait for a place.
    pub waiting: usize,
    /// Sockets and event streams.
    pub streams: usize,
    /// Connections to the database that are in use.
    pub connections_busy: usize,
    /// Connections to the database that wait for use.
    pub connections_idle: usize,
    /// Bytes of kept answers, about.
    pub answer_bytes: u64,
    /// Bytes of kept documents, about.
    pub document_bytes: u64,
    /// Version of the data; none where it cannot be read.
    pub data_version: Option<i64>,
}

/// The numbers. Clones share them.
#[derive(Clone, Debug)]
pub struct Metrics {
    numbers: Arc<Numbers>,
}

// prometheus-client: the library of the Prometheus project itself.
#[derive(Debug)]
struct Numbers {
    registry: Registry,
    names: RwLock<HashSet<String>>,
    requests: Family<Ended, Counter>,
    seconds: Family<Operation, Histogram>,
    cost: Counter,
    statements: Counter,
    statement_seconds: Counter<f64, AtomicU64>,
    answers: Family<Given, Counter>,
    documents: Family<Given, Counter>,
    exceeded: Family<Limit, Counter>,
    at_work: Gauge,
    waiting: Gauge,
    streams: Gauge,
    connections: Family<State, Gauge>,
    answer_bytes: Gauge,
    document_bytes: Gauge,
    data_version: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        Self { numbers: Arc::new(Numbers::new()) }
    }
}

impl Numbers {
    fn new() -> Self {
        let mut numbers = Self {
            registry: Registry::with_prefix("dampingan"),
            names: RwLock::default(),
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(SECONDS)),
            cost: Counter::default(),
            statements: Counter::default(),
            statement_seconds: Counter::default(),
            answers: Family::default(),
            documents: Family::default(),
            exceeded: Family::default(),
            at_work: Gauge::default(),
            waiting: Gauge::default(),
            streams: Gauge::default(),
            connections: Family::default(),
            answer_bytes: Gauge::default(),
            document_bytes: Gauge::default(),
            data_version: Gauge::default(),
        };
        let all = &mut numbers.registry;
        let requests = "Operations by name and by how they ended";
        all.register("requests", requests, numbers.requests.clone());
        let seconds = "How long operations took, waiting included";
        all.register_with_unit("request", seconds, Unit::Seconds, numbers.seconds.clone());
        all.register("cost", "Estimated cost of the operations that ran", numbers.cost.clone());
        all.register("statements", "SQL statements", numbers.statements.clone());
        let statement_seconds = "Time that SQL statements took, waiting for a connection included";
        all.register_with_unit(
            "statement",
            statement_seconds,
            Unit::Seconds,
            numbers.statement_seconds.clone(),
        );
        let answers = "Answers by who gave them: the database, the memory, or the client that has it already";
        all.register("answers", answers, numbers.answers.clone());
        let documents =
            "Documents by where they came from: the memory, or their text, which was read and checked";
        all.register("documents", documents, numbers.documents.clone());
        let exceeded = "Documents and operations beyond a limit, whether refused or only watched";
        all.register("limits_exceeded", exceeded, numbers.exceeded.clone());
        all.register("requests_at_work", "Requests at work", numbers.at_work.clone());
        all.register("requests_waiting", "Requests that wait for a place", numbers.waiting.clone());
        all.register("streams", "Open WebSockets and event streams", numbers.streams.clone());
        all.register("connections", "Connections to the database", numbers.connections.clone());
        let answer_bytes = "Memory of kept answers, about";
        all.register_with_unit("kept_answers", answer_bytes, Unit::Bytes, numbers.answer_bytes.clone());
        let document_bytes = "Memory of kept documents, about";
        all.register_with_unit("kept_documents", document_bytes, Unit::Bytes, numbers.document_bytes.clone());
        all.register("data_version", "Version of the data", numbers.data_version.clone());
        numbers
    }
}

/// Counts operations of one name that end in one way.
#[derive(Clone, Debug)]
pub struct Ending {
    seconds: Histogram,
    requests: Counter,
}

impl Ending {
    /// Counts one that took so long.
    pub fn count(&self, took: Duration) {
        self.seconds.observe(took.as_secs_f64());
        self.requests.inc();
    }
}

impl Metrics {
    /// Counts an operation that ended.
    pub fn ended(&self, operation: Option<&str>, outcome: &str, took: Duration) {
        self.ending(operation, outcome).count(took);
    }

    /// Where operations of that name that end so are counted.
    #[must_use]
    pub fn ending(&self, operation: Option<&str>, outcome: &str) -> Ending {
        let operation = self.counted_as(operation);
        let seconds = self.numbers.seconds.get_or_create(&Operation { operation: operation.clone() }).clone();
        let outcome = outcome.to_owned();
        Ending {
            seconds,
            requests: self.numbers.requests.get_or_create(&Ended { operation, outcome }).clone(),
        }
    }

    /// Counts an answer.
    pub fn answer(&self, from: Answerer) {
        let from = match from {
            Answerer::Database => "database",
            Answerer::Memory => "memory",
            Answerer::Client => "client",
        };
        self.numbers.answers.get_or_create(&Given { from }).inc();
    }

    /// Counts what an operation that ran took.
    pub fn ran(&self, cost: u64, statements: usize, took: Duration) {
        self.numbers.cost.inc_by(cost);
        self.numbers.statements.inc_by(statements as u64);
        self.numbers.statement_seconds.inc_by(took.as_secs_f64());
    }

    /// Counts a document, from memory or from its text.
    pub fn document(&self, from_memory: bool) {
        let from = if from_memory { "memory" } else { "text" };
        self.numbers.documents.get_or_create(&Given { from }).inc();
    }

    /// Counts what goes beyond a limit.
    pub fn exceeded(&self, limit: &'static str) {
        self.numbers.exceeded.get_or_create(&Limit { limit }).inc();
    }

    /// Everything counted so far, and what is so now.
    #[must_use]
    pub fn page(&self, now: &Now) -> String {
        fn set(gauge: &Gauge, value: impl TryInto<i64>) {
            gauge.set(value.try_into().unwrap_or(i64::MAX));
        }
        let numbers = &self.numbers;
        set(&numbers.at_work, now.at_work);
        set(&numbers.waiting, now.waiting);
        set(&numbers.streams, now.streams);
        set(&numbers.connections.get_or_create(&State { state: "busy" }), now.connections_busy);
        set(&numbers.connections.get_or_create(&State { state: "idle" }), now.connections_idle);
        set(&numbers.answer_bytes, now.answer_bytes);
        set(&numbers.document_bytes, now.document_bytes);
        if let Some(version) = now.data_version {
            set(&numbers.data_version, version);
        }
        let mut page = String::new();
        // Writing to memory does not fail.
        let _ = encode(&mut page, &numbers.registry);
        page
    }

    /// The name under which an operation is counted.
    fn counted_as(&self, name: Option<&str>) -> String {
        let Some(name) = name else { return ANONYMOUS.to_owned() };
        let names = &self.numbers.names;
        let counted = if names.read().unwrap_or_else(PoisonError::into_inner).contains(name) {
            name
        } else {
            let mut names = names.write().unwrap_or_else(PoisonError::into_inner);
            if names.len() < NAMES {
                names.insert(name.to_owned());
            }
            if names.contains(name) { name } else { OTHER }
        };
        counted.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_operations_come_to_an_end() {
        let metrics = Metrics::default();
        for at in 0..NAMES * 2 {
            metrics.ended(Some(&format!("Operation{at}")), "ran", Duration::from_millis(1));
        }
        metrics.ended(Some("Operation0"), "ran", Duration::from_millis(1));
        metrics.ended(None, "refused", Duration::from_millis(1));
        let page = metrics.page(&Now::default());
        let lines: Vec<_> =
            page.lines().filter(|line| line.starts_with("dampingan_requests_total{")).collect();
        assert_eq!(lines.len(), NAMES + 2, "{page}");
        for expected in [
            "{operation=\"Operation0\",outcome=\"ran\"} 2",
            "{operation=\"(other)\",outcome=\"ran\"} 100",
            "{operation=\"(anonymous)\",outcome=\"refused\"} 1",
        ] {
            assert!(lines.iter().any(|line| line.ends_with(expected)), "{expected} in {page}");
        }
    }

    #[test]
    fn the_page_has_everything_counted_and_ends_as_the_format_wants() {
        let metrics = Metrics::default();
        metrics.ran(40, 3, Duration::from_millis(1_500));
        metrics.answer(Answerer::Memory);
        metrics.document(true);
        metrics.exceeded("tokens");
        let page = metrics.page(&Now { streams: 2, data_version: Some(7), ..Now::default() });
        for line in [
            "dampingan_cost_total 40",
            "dampingan_statements_total 3",
            "dampingan_statement_seconds_total 1.5",
            "dampingan_answers_total{from=\"memory\"} 1",
            "dampingan_documents_total{from=\"memory\"} 1",
            "dampingan_limits_exceeded_total{limit=\"tokens\"} 1",
            "dampingan_streams 2",
            "dampingan_data_version 7",
        ] {
            assert!(page.lines().any(|it| it == line), "{line} in {page}");
        }
        assert!(page.ends_with("# EOF\n"));
    }
}
