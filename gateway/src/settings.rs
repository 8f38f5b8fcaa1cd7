//! Flags and environment: the only place that reads them.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

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

/// What the gateway can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves the API.
    ///
    /// /graphql answers POST and GET, and shows an explorer to browsers; /schema.graphql is the contract;
    /// /health says that the process lives, /ready that the database answers. SIGINT and SIGTERM end it once
    /// the requests under way are answered.
    Serve {
        /// Where the data is.
        #[command(flatten)]
        database: DatabaseSettings,

        /// Address and port to listen on; port 0 takes a free one and prints it.
        #[arg(long, env = "DAMPINGAN_LISTEN", default_value = "127.0.0.1:8000", value_name = "ADDR")]
        listen: SocketAddr,

        /// Megabytes of answers that are kept in memory while the data stay the same; 0 keeps none.
        #[arg(long, env = "DAMPINGAN_RESPONSE_CACHE", default_value_t = 64, value_name = "MB")]
        response_cache: u64,
    },

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

    /// Writes datapackage.json for a folder of CSV files: a Table Schema per file.
    Describe {
        /// Folder of the package.
        #[arg(value_name = "FOLDER")]
        package: PathBuf,
    },

    /// Prints the contract of the API in the GraphQL schema definition language.
    Schema {
        /// Compares with an older schema file instead, lists what would break its clients, and fails if anything
        /// would: removed types, fields, arguments and values, and types that give less or ask for more.
        #[arg(long, value_name = "OLD")]
        check: Option<PathBuf>,
    },
}
