//! Flags and environment: the only place that reads them.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::simulate::{SEED, Scale};

/// GraphQL gateway over the linked data on villages, agencies, stakeholders, funding and poverty indicators of
/// the movement "Satu OPD Satu Desa Dampingan".
///
/// A first run: `gateway import data/pati`, then `gateway serve`, then open the address that it prints in a
/// browser.
#[derive(Debug, Parser)]
#[command(name = "gateway", version, max_term_width = 100)]
pub struct Settings {
    /// How much the log says: error, warn, info, debug, trace, or per module (`gateway=debug,warn`).
    #[arg(
        long,
        global = true,
        env = "DAMPINGAN_LOG",
        default_value = "info,sea_orm_migration=warn",
        value_name = "LEVEL"
    )]
    pub log: String,

    /// How log lines are written; by default text on a terminal and JSON elsewhere.
    #[arg(long, global = true, env = "DAMPINGAN_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,

    /// Collector of traces that speaks OTLP over HTTP, such as `http://127.0.0.1:4318`: one span for each request, each
    /// level of relations and each statement. By default nothing is traced.
    #[arg(long, global = true, env = "DAMPINGAN_OTLP", value_name = "URL")]
    pub otlp: Option<String>,

    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object per line, for log collectors.
    Json,
}

/// Where the data is.
#[derive(Args, Clone, Debug)]
pub struct DatabaseSettings {
    /// Database: `sqlite://FILE` (made when missing) or `postgres://USER:PASSWORD@HOST/NAME`.
    #[arg(long, env = "DAMPINGAN_DATABASE", default_value = "sqlite://dampingan.db", value_name = "URL")]
    pub database: String,
}

/// A length of time in seconds: `10`, `0.5`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seconds(pub Duration);

impl FromStr for Seconds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let seconds = text.parse().map_err(|_| "not a number of seconds; try 10 or 0.5".to_owned())?;
        match Duration::try_from_secs_f64(seconds) {
            Ok(duration) if !duration.is_zero() && seconds <= Self::LONGEST => Ok(Self(duration)),
            _ => Err(format!("must be more than 0 and at most {} seconds", Self::LONGEST)),
        }
    }
}

impl Seconds {
    /// A day: more is a slip of the pen.
    const LONGEST: f64 = 86_400.0;

    const fn new(seconds: u64) -> Self {
        Self(Duration::from_secs(seconds))
    }
}

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_secs_f64().fmt(f)
    }
}

/// How much one document may ask.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Limits of documents")]
pub struct DocumentSettings {
    /// Whether these limits are kept, or what exceeds them is answered all the same and a warning logged, to find the
    /// right ones.
    #[arg(
        long,
        env = "DAMPINGAN_LIMITS",
        value_enum,
        default_value_t = Self::DEFAULT.limits,
        value_name = "MODE"
    )]
    pub limits: Limits,

    /// Words and signs of a document.
    #[arg(long, env = "DAMPINGAN_MAX_TOKENS", default_value_t = Self::DEFAULT.max_tokens, value_name = "COUNT")]
    pub max_tokens: usize,

    /// Fields below each other; questions about the types themselves have bounds of their own.
    #[arg(long, env = "DAMPINGAN_MAX_DEPTH", default_value_t = Self::DEFAULT.max_depth, value_name = "COUNT")]
    pub max_depth: usize,

    /// Fields in all, each as often as fragments bring it in.
    #[arg(long, env = "DAMPINGAN_MAX_FIELDS", default_value_t = Self::DEFAULT.max_fields, value_name = "COUNT")]
    pub max_fields: usize,

    /// Fields with an alias, each as often as fragments bring it in.
    #[arg(long, env = "DAMPINGAN_MAX_ALIASES", default_value_t = Self::DEFAULT.max_aliases, value_name = "COUNT")]
    pub max_aliases: usize,

    /// Fields at the root of an operation.
    #[arg(
        long,
        env = "DAMPINGAN_MAX_ROOT_FIELDS",
        default_value_t = Self::DEFAULT.max_root_fields,
        value_name = "COUNT"
    )]
    pub max_root_fields: usize,

    /// Directives, each as often as fragments bring it in.
    #[arg(
        long,
        env = "DAMPINGAN_MAX_DIRECTIVES",
        default_value_t = Self::DEFAULT.max_directives,
        value_name = "COUNT"
    )]
    pub max_directives: usize,

    /// Cost of an operation, estimated before it runs: about the objects of its largest answer. A client that sends
    /// the header `GraphQL-Cost: report` is told the cost in `extensions`.
    #[arg(long, env = "DAMPINGAN_MAX_COST", default_value_t = Self::DEFAULT.max_cost, value_name = "COST")]
    pub max_cost: u64,

    /// Whether clients may ask about the types of the API.
    #[arg(
        long,
        env = "DAMPINGAN_INTROSPECTION",
        default_value_t = Self::DEFAULT.introspection,
        action = ArgAction::Set,
        value_name = "true|false"
    )]
    pub introspection: bool,

    /// Whether errors suggest names that are nearly those of the document.
    #[arg(
        long,
        env = "DAMPINGAN_SUGGESTIONS",
        default_value_t = Self::DEFAULT.suggestions,
        action = ArgAction::Set,
        value_name = "true|false"
    )]
    pub suggestions: bool,

    /// Documents that clients may name by their ids, and that no limit of documents holds for: a folder of `.graphql`
    /// files, or a JSON file as Relay, GraphQL Code Generator or Apollo write it. `sitegen operations` prints those of
    /// the report.
    #[arg(
        long,
        env = "DAMPINGAN_TRUSTED_DOCUMENTS",
        value_name = "PATH",
        help_heading = "Trusted documents"
    )]
    pub trusted_documents: Option<PathBuf>,

    /// What happens to other documents.
    #[arg(
        long,
        env = "DAMPINGAN_TRUST",
        value_enum,
        default_value_t = Self::DEFAULT.trust,
        value_name = "MODE",
        help_heading = "Trusted documents"
    )]
    pub trust: Trust,
}

/// What happens to a document beyond a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Limits {
    /// It is refused.
    Enforce,
    /// It is answered, and a warning logged.
    Warn,
}

impl DocumentSettings {
    /// What holds unless the operator says otherwise.
    pub const DEFAULT: Self = Self {
        limits: Limits::Enforce,
        max_tokens: 2_000,
        max_depth: 12,
        max_fields: 2_000,
        max_aliases: 30,
        max_root_fields: 20,
        max_directives: 50,
        max_cost: 5_000,
        introspection: true,
        suggestions: true,
        trusted_documents: None,
        trust: Trust::Off,
    };

    /// No bound at all.
    pub const UNBOUNDED: Self = Self {
        max_tokens: usize::MAX,
        max_depth: usize::MAX,
        max_fields: usize::MAX,
        max_aliases: usize::MAX,
        max_root_fields: usize::MAX,
        max_directives: usize::MAX,
        max_cost: u64::MAX,
        ..Self::DEFAULT
    };
}

/// What happens to a document that is not trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Trust {
    /// It is answered.
    Off,
    /// It is answered, and logged.
    Log,
    /// It is refused.
    Enforce,
}

/// What the server takes, and how much of it.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Limits")]
pub struct HttpSettings {
    /// Bytes of a request's body, which is answered 413 when larger, and of a message on a WebSocket.
    #[arg(long, env = "DAMPINGAN_MAX_BODY", default_value_t = Self::DEFAULT.max_body, value_name = "BYTES")]
    pub max_body: usize,

    /// Requests at work at once.
    #[arg(
        long,
        env = "DAMPINGAN_MAX_CONCURRENCY",
        default_value_t = Self::DEFAULT.max_concurrency,
        value_parser = at_least_one,
        value_name = "COUNT"
    )]
    pub max_concurrency: usize,

    /// Requests that wait for a place; what comes beyond is answered 503 with Retry-After.
    #[arg(long, env = "DAMPINGAN_MAX_QUEUE", default_value_t = Self::DEFAULT.max_queue, value_name = "COUNT")]
    pub max_queue: usize,

    /// How long a request may take, waiting included; then it is answered 504 `DEADLINE_EXCEEDED`.
    #[arg(
        long,
        env = "DAMPINGAN_DEADLINE",
        default_value_t = Self::DEFAULT.deadline,
        value_name = "SECONDS"
    )]
    pub deadline: Seconds,

    /// Cost that one client may cause within a minute, all of it at once if need be; what comes beyond is answered 429
    /// with Retry-After. Answers from memory cost nothing. 0 sets no bound. Clients on this machine are not bounded.
    #[arg(long, env = "DAMPINGAN_RATE", default_value_t = Self::DEFAULT.rate, value_name = "COST")]
    pub rate: u32,

    /// Proxies ahead of the gateway that add the address of who asks them to X-Forwarded-For: so many addresses from
    /// its end are theirs to say. 0 takes the address of the connection.
    #[arg(
        long,
        env = "DAMPINGAN_TRUSTED_PROXIES",
        default_value_t = Self::DEFAULT.trusted_proxies,
        value_name = "COUNT"
    )]
    pub trusted_proxies: usize,

    /// WebSockets and event streams open at once; what comes beyond is answered 503 with Retry-After.
    #[arg(long, env = "DAMPINGAN_MAX_STREAMS", default_value_t = Self::DEFAULT.max_streams, value_name = "COUNT")]
    pub max_streams: u16,

    /// Operations at work on one WebSocket.
    #[arg(
        long,
        env = "DAMPINGAN_MAX_OPERATIONS",
        default_value_t = Self::DEFAULT.max_operations,
        value_name = "COUNT"
    )]
    pub max_operations: usize,

    /// How long a WebSocket may take to say `connection_init`; then it is closed with 4408.
    #[arg(
        long,
        env = "DAMPINGAN_SOCKET_INIT",
        default_value_t = Self::DEFAULT.socket_init,
        value_name = "SECONDS"
    )]
    pub socket_init: Seconds,

    /// Silence on a WebSocket or event stream after which a sign of life is sent; a WebSocket that does not
    /// answer within the same time is closed.
    #[arg(
        long,
        env = "DAMPINGAN_KEEP_ALIVE",
        default_value_t = Self::DEFAULT.keep_alive,
        value_name = "SECONDS"
    )]
    pub keep_alive: Seconds,

    /// Site whose pages may use the API in a browser, such as `https://pati.example`; `*` for all. May be given
    /// more than once. By default only pages of the gateway's own address may.
    #[arg(
        long,
        env = "DAMPINGAN_CORS_ORIGIN",
        value_delimiter = ',',
        value_parser = origin,
        value_name = "ORIGIN",
        help_heading = "Other sites"
    )]
    pub cors_origin: Vec<String>,

    /// Seconds for which browsers and proxies may keep answers that name only what seldom changes (places and their
    /// codes a day at most; sources, indicators and schemes an hour), without asking whether they still hold. By default
    /// they ask each time, and see each change at once.
    #[arg(
        long,
        env = "DAMPINGAN_MAX_AGE",
        default_value_t = Self::DEFAULT.max_age,
        value_name = "SECONDS",
        help_heading = "Caches"
    )]
    pub max_age: u32,

    /// Secret that makes a client an operator, who sends it as `Authorization: Bearer`: operators may read /metrics and
    /// ask for the plan of an operation. Without one, clients on this machine that no proxy stands before are operators.
    #[arg(
        long,
        env = "DAMPINGAN_OPERATOR_TOKEN",
        hide_env_values = true,
        value_name = "SECRET",
        help_heading = "Operation"
    )]
    pub operator_token: Option<String>,

    /// How long an operation may take before the log has its statements.
    #[arg(
        long,
        env = "DAMPINGAN_SLOW",
        default_value_t = Self::DEFAULT.slow,
        value_name = "SECONDS",
        help_heading = "Operation"
    )]
    pub slow: Seconds,
}

impl HttpSettings {
    /// What holds unless the operator says otherwise.
    pub const DEFAULT: Self = Self {
        max_body: 1 << 20,
        max_concurrency: 64,
        max_queue: 64,
        deadline: Seconds::new(10),
        max_streams: 500,
        max_operations: 20,
        socket_init: Seconds::new(3),
        keep_alive: Seconds::new(12),
        rate: 300_000,
        trusted_proxies: 0,
        cors_origin: Vec::new(),
        max_age: 0,
        operator_token: None,
        slow: Seconds::new(1),
    };
}

fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("with no request at work nothing is ever answered".to_owned()),
        Ok(count) => Ok(count),
        Err(error) => Err(error.to_string()),
    }
}

/// An origin as browsers write it: scheme, host and port, nothing behind.
fn origin(text: &str) -> Result<String, String> {
    let authority = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let plain = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'/');
    if text == "*" || authority.is_some_and(plain) {
        return Ok(text.to_ascii_lowercase());
    }
    Err("not an origin; write scheme and host, such as https://pati.example, with nothing behind".to_owned())
}

/// What is served, where, and to whom.
#[derive(Args, Clone, Debug)]
pub struct ServeSettings {
    /// Where the data is.
    #[command(flatten)]
    pub database: DatabaseSettings,

    /// Connections that read the database at once. By default two for each processor of this machine, and at least
    /// four; more pay where the database has a machine of its own.
    #[arg(
        long,
        env = "DAMPINGAN_CONNECTIONS",
        value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=1_000),
        value_name = "COUNT"
    )]
    pub connections: Option<usize>,

    /// Threads that answer. By default one for every two processors of this machine, which leaves as many to the
    /// database; more pay where the database has a machine of its own.
    #[arg(
        long,
        env = "DAMPINGAN_THREADS",
        value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=1_000),
        value_name = "COUNT"
    )]
    pub threads: Option<usize>,

    /// Address and port to listen on; port 0 takes a free one and prints it.
    #[arg(long, env = "DAMPINGAN_LISTEN", default_value = "127.0.0.1:8000", value_name = "ADDR")]
    pub listen: SocketAddr,

    /// Megabytes of answers that are kept in memory while the data stay the same; 0 keeps none.
    #[arg(long, env = "DAMPINGAN_RESPONSE_CACHE", default_value_t = 64, value_name = "MB")]
    pub response_cache: u64,

    /// How much one document may ask.
    #[command(flatten)]
    pub documents: DocumentSettings,

    /// What the server takes, and how much of it.
    #[command(flatten)]
    pub http: HttpSettings,
}

/// Who gives a code to a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Codes {
    /// The Ministry of Home Affairs: 33.18.16.2012, with or without dots.
    Kemendagri,
    /// Statistics Indonesia: 3318160012.
    Bps,
}

fn metres(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(metres) if (0.0..=10_000.0).contains(&metres) => Ok(metres),
        _ => Err("not a number of metres from 0 to 10000".to_owned()),
    }
}

/// What the gateway can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves the API.
    ///
    /// /graphql answers POST and GET, and shows an explorer to browsers; subscriptions run over WebSocket
    /// (graphql-transport-ws) or as Server-Sent Events. /schema.graphql is the contract; /health says that the
    /// process lives, /ready that the database answers. SIGINT and SIGTERM end it once the requests under way
    /// are answered.
    Serve(Box<ServeSettings>),

    /// Brings the database's tables up to date. Safe when two start at once.
    Migrate {
        /// Where the data is.
        #[command(flatten)]
        database: DatabaseSettings,
    },

    /// Loads a data package: a folder of CSV files with a datapackage.json.
    ///
    /// All or nothing: a bad row is named by file, row, column, value and reason, and then nothing is changed.
    /// A second run of the same package changes nothing. Rows that the package does not hold stay. Reads
    /// files that Indonesian spreadsheets save: columns parted by `;`, decimal comma, byte order mark, `-`
    /// for missing. Migrates the database first.
    Import {
        /// Folder of the package.
        #[arg(value_name = "FOLDER")]
        package: PathBuf,

        /// Where the data is.
        #[command(flatten)]
        database: DatabaseSettings,

        /// Who answers for the data, an office rather than a person; kept in the journal.
        #[arg(long, env = "DAMPINGAN_AUTHOR", default_value = "gateway import")]
        author: String,

        /// Why, for the journal.
        #[arg(long)]
        reason: Option<String>,
    },

    /// Loads where regions end, for maps: a GeoJSON file with an area and a code for each.
    ///
    /// Areas are matched to regions by code; those of the file that match none, and regions that the file lacks, are
    /// named. Lines are simplified for the screen, a line between two neighbours once for both, so that no gap opens.
    /// All or nothing; a second run changes nothing. The report draws maps of rates where it finds boundaries. An area
    /// that lies far from where its region is known to lie is refused: the codes of BPS and of Kemendagri give the same
    /// digits to different villages.
    ImportBoundaries {
        /// The file, in WGS 84 (longitude and latitude), as RFC 7946 has it.
        #[arg(value_name = "FILE.geojson")]
        file: PathBuf,

        /// Key of the source that the boundaries are from, as `source.csv` of an imported package names it.
        #[arg(long, value_name = "KEY")]
        source: String,

        /// Property of the features that holds the codes. By default the one that matches most regions.
        #[arg(long, value_name = "NAME")]
        property: Option<String>,

        /// Whose codes they are.
        #[arg(long, value_enum, default_value_t = Codes::Kemendagri, value_name = "SYSTEM")]
        codes: Codes,

        /// How fine the lines are: bends that cover less than a square of so many metres are left out; 0 keeps all.
        #[arg(long, default_value = "20", value_parser = metres, value_name = "METRES")]
        detail: f64,

        /// Where the data is.
        #[command(flatten)]
        database: DatabaseSettings,

        /// Who answers for the data, an office rather than a person; kept in the journal.
        #[arg(long, env = "DAMPINGAN_AUTHOR", default_value = "gateway import-boundaries")]
        author: String,

        /// Why, for the journal.
        #[arg(long)]
        reason: Option<String>,
    },

    /// Adds simulated data to the facts in the database, so that every page has something to show.
    ///
    /// What is not public (who accompanies which village, needs, programmes, the ledger, registry counts,
    /// figures per village, meetings) is drawn at random around the known totals. Every row names the source
    /// `simulasi` and answers `simulated: true`; real rows stay as they are. All or nothing; a second run with
    /// the same seed changes nothing. Run `gateway import data/pati` first.
    Simulate {
        /// Where the data is.
        #[command(flatten)]
        database: DatabaseSettings,

        /// Start of the random numbers: the same seed gives the same data on every machine.
        #[arg(long, env = "DAMPINGAN_SEED", default_value_t = SEED, value_name = "NUMBER")]
        seed: u64,

        /// How much: the regency, or a country of 83,762 villages, 300,000 transactions and 2.5 million
        /// observations to measure with, which takes minutes and gigabytes of disk.
        #[arg(long, env = "DAMPINGAN_SCALE", value_enum, default_value_t = Scale::Regency)]
        scale: Scale,
    },

    /// Makes counts of people and families public, cell by cell.
    ///
    /// The API tells such counts by releases only: what was imported or simulated since the last one waits. Counts
    /// below 5 (below 10 by health, disability or childhood) are suppressed, and with them as many others as it takes
    /// so that no sum gives one back, in this release or together with earlier ones. All or nothing; the same counts
    /// again change nothing.
    Release {
        /// Where the data is.
        #[command(flatten)]
        database: DatabaseSettings,

        /// Who answers for the release, an office rather than a person; kept in the journal.
        #[arg(long, env = "DAMPINGAN_AUTHOR", default_value = "gateway release")]
        author: String,
    },

    /// Writes datapackage.json for a folder of CSV files: a Table Schema per file.
    Describe {
        /// Folder of the package.
        #[arg(value_name = "FOLDER")]
        package: PathBuf,
    },

    /// Prints the reference of the API in Markdown, as `gateway/REFERENCE.md` holds it and /reference shows it.
    Reference,

    /// Prints the contract of the API in the GraphQL schema definition language.
    Schema {
        /// Compares with an older schema file instead, lists what would break its clients, and fails if anything
        /// would: removed types, fields, arguments and values, and types that give less or ask for more.
        #[arg(long, value_name = "OLD")]
        check: Option<PathBuf>,
    },
}
