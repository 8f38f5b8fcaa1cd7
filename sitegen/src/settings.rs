//! Flags and environment: the only place that reads them.

use std::net::SocketAddr;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use anyhow::Context as _;
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};
use poem::http::Uri;
use url::Url;

use crate::edition::Id;
use crate::store::Destination;
use crate::theme::Theme;

/// Publishes the linked data of a Dampingan gateway as a static public report, in Indonesian and English.
///
/// A first look: `sitegen demo`, then open the address that it prints.
#[derive(Debug, Parser)]
#[command(name = "sitegen", version, max_term_width = 100)]
pub struct Settings {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the site generator can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Builds the report.
    ///
    /// Asks a gateway over HTTP (--gateway) or opens its database (--database); both give the same files.
    /// Files that did not change are not written again. The new report takes the place of the old one at one
    /// moment: when anything fails, the old one stands as it was.
    Build {
        /// Where the data come from.
        #[command(flatten)]
        from: From,
        /// Folder of the report; made when missing. It must be empty or hold an earlier report, and belongs to it: other files
        /// in it are removed.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Pages with their words and tables alone, in a part of the time: for a look while texts or a theme are worked on. No
        /// figures, no downloads, no search.
        #[arg(long)]
        draft: bool,
        /// Reports on every regency of a province, or of the country (00), each in a folder of its own such as `33/33.18/`,
        /// below pages that lead there.
        #[arg(long, conflicts_with = "regency", value_name = "CODE")]
        all_of: Option<String>,
        /// What the report is about.
        #[command(flatten)]
        about: About,
    },
    /// Makes an edition, and makes it the current one.
    ///
    /// The edition stands for good at /edisi/YYYY-MM-DD/ and is never changed; the current one stands at the root of the folder
    /// too. It is compared with the edition before: corrected values are marked, and a page says what changed and why.
    /// Nothing is made when the current edition was made from the same data, options and program. The folder changes at one
    /// moment: when anything fails, it stands as it was.
    Publish {
        /// Where the data come from.
        #[command(flatten)]
        from: From,
        /// Folder of the editions, which a web server serves; made when missing. It must be empty or hold earlier editions,
        /// and belongs to them: other files in it are removed.
        #[arg(long, value_name = "DIR")]
        dir: PathBuf,
        /// Where a copy goes.
        #[command(flatten)]
        to: MaybeTo,
        /// What the report is about.
        #[command(flatten)]
        about: About,
    },
    /// Lists the editions of a folder.
    Editions {
        /// Folder of the editions.
        #[arg(long, value_name = "DIR")]
        dir: PathBuf,
        /// Compares every file with the checksum that its edition names; fails where one differs.
        #[arg(long)]
        check: bool,
    },
    /// Makes an earlier edition the current one, in one step.
    Rollback {
        /// The edition, such as 2026-11-25; by default the one before the current one.
        #[arg(value_name = "EDITION")]
        id: Option<Id>,
        /// Folder of the editions.
        #[arg(long, value_name = "DIR")]
        dir: PathBuf,
        /// Where a copy goes.
        #[command(flatten)]
        to: MaybeTo,
        /// How the pages around editions look.
        #[command(flatten)]
        look: Look,
    },
    /// Removes what an edition holds, and leaves a notice with the reason in its place.
    ///
    /// For what must not stay public: a leak, a decision of a court. There is no way back. The list of editions names it and
    /// the reason. Whoever copied it still has it.
    TakeDown {
        /// The edition, such as 2026-11-25.
        #[arg(value_name = "EDITION")]
        id: Id,
        /// Folder of the editions.
        #[arg(long, value_name = "DIR")]
        dir: PathBuf,
        /// Why, in Indonesian, for readers.
        #[arg(long, value_parser = reason, value_name = "TEXT")]
        reason_id: String,
        /// Why, in English, for readers.
        #[arg(long, value_parser = reason, value_name = "TEXT")]
        reason_en: String,
        /// Where it is the current edition, makes the one before it current in the same step.
        #[arg(long)]
        roll_back: bool,
        /// Where a copy goes.
        #[command(flatten)]
        to: MaybeTo,
        /// How the pages around editions look.
        #[command(flatten)]
        look: Look,
    },
    /// Copies the editions to where they are read: `publish --to` does it too; this repeats it.
    ///
    /// Sends what changed and removes what is gone; the first pages come last. When it fails, run it again.
    Send {
        /// Folder of the editions.
        #[arg(long, value_name = "DIR")]
        dir: PathBuf,
        /// The place.
        #[command(flatten)]
        to: To,
    },
    /// Serves a report for a look at it, until Ctrl+C.
    Serve {
        /// Folder of the report.
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Address to listen on.
        #[arg(long, env = "SITEGEN_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR")]
        listen: SocketAddr,
    },
    /// Prints the operations by which a report is read, as JSON: the text of each by its name.
    ///
    /// A gateway that answers only what it knows takes this as its list: `sitegen operations > report.json`, then
    /// `gateway serve --trusted-documents report.json --trust enforce`.
    Operations,
    /// Makes everything in one go: database, facts, simulation, report; then serves report and API.
    ///
    /// Run again, it only does what is left to do.
    Demo {
        /// Folder for the database `dampingan.db` and the report `site`; made when missing.
        #[arg(long, default_value = "demo", value_name = "DIR")]
        dir: PathBuf,
        /// Data package with the facts.
        #[arg(long, default_value = "data/pati", value_name = "DIR")]
        facts: PathBuf,
        /// Seed of the simulation; the same seed makes the same data.
        #[arg(long, default_value_t = 2022, value_name = "NUMBER")]
        seed: u64,
        /// Address to listen on.
        #[arg(long, env = "SITEGEN_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR")]
        listen: SocketAddr,
        /// Stops after the build.
        #[arg(long)]
        no_serve: bool,
        /// What the report is about.
        #[command(flatten)]
        about: About,
    },
}

/// Where the data come from.
#[derive(Args, Clone, Debug)]
#[group(required = true, multiple = false)]
pub struct From {
    /// Address of a gateway, such as <http://127.0.0.1:8000>.
    #[arg(long, env = "SITEGEN_GATEWAY", value_name = "URL")]
    pub gateway: Option<String>,
    /// Database of a gateway: `sqlite://FILE` or `postgres://USER:PASSWORD@HOST/NAME`.
    #[arg(long, env = "SITEGEN_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
}

/// What a report is about.
#[derive(Args, Clone, Debug)]
pub struct About {
    /// Kemendagri code of the regency.
    #[arg(long, default_value = "33.18", value_name = "CODE")]
    pub regency: String,
    /// Day that the report takes as today, for schedules and lateness; by default the day of the build.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<NaiveDate>,
    /// Day of the next edition, for readers to come back.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub next_edition: Option<NaiveDate>,
    /// Address at which the report will be read, such as <https://dampingan.patikab.go.id>: pages then name it as theirs to
    /// search engines, and there are a sitemap and feeds.
    #[arg(long, env = "SITEGEN_ADDRESS", value_parser = address, value_name = "URL")]
    pub address: Option<String>,
    /// Address of the API to tell readers.
    #[arg(long, value_parser = address, value_name = "URL")]
    pub api: Option<String>,
    /// Leaves out everything simulated.
    #[arg(long)]
    pub without_simulated: bool,

    /// Leaves out the pictures (PNG) of figures, which take most of the time of a first build; links to pages then show
    /// none, and the drawings (SVG) stay.
    #[arg(long)]
    pub without_pictures: bool,
    /// How it looks.
    #[command(flatten)]
    pub look: Look,
}

/// Where a copy of the editions goes.
#[derive(Args, Clone, Debug)]
pub struct To {
    /// `s3://BUCKET/FOLDER` or `file:///FOLDER`. What an S3-compatible store needs is taken from the environment, as other
    /// programs do: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT`.
    #[arg(long, env = "SITEGEN_TO", value_parser = place, value_name = "URL")]
    to: Url,
}

/// The same where a copy is not asked for.
#[derive(Args, Clone, Debug)]
pub struct MaybeTo {
    /// Copies the editions there as well: `s3://BUCKET/FOLDER` or `file:///FOLDER`; see `sitegen send --help`.
    #[arg(long, env = "SITEGEN_TO", value_parser = place, value_name = "URL")]
    to: Option<Url>,
}

impl To {
    /// The place with what the environment says of it.
    #[must_use]
    pub fn destination(&self) -> Destination {
        let names = std::env::vars().map(|(name, value)| (name.to_lowercase(), value));
        Destination {
            url: self.to.clone(),
            options: names.filter(|(name, _)| name.starts_with("aws_")).collect(),
        }
    }
}

impl MaybeTo {
    /// The place, if one is named.
    #[must_use]
    pub fn given(&self) -> Option<To> {
        self.to.clone().map(|to| To { to })
    }
}

/// An address that a copy can go to.
fn place(text: &str) -> Result<Url, String> {
    let way_out = "write s3://BUCKET/FOLDER or file:///FOLDER";
    let url: Url = text.parse().map_err(|error| format!("{error}; {way_out}"))?;
    match url.scheme() {
        "s3" | "file" => Ok(url),
        other => Err(format!("nothing is copied to {other}:; {way_out}")),
    }
}

/// How a report looks.
#[derive(Args, Clone, Debug)]
pub struct Look {
    /// Folder of a theme: name, languages, colours, logo, templates (README: a look of one's own).
    #[arg(long, env = "SITEGEN_THEME", value_name = "DIR")]
    pub theme: Option<PathBuf>,
}

impl Look {
    /// The theme that is named, or that of the program.
    ///
    /// # Errors
    /// As [`Theme::read`].
    pub fn theme(&self) -> anyhow::Result<Arc<Theme>> {
        let theme = self.theme.as_deref().map(Theme::read).transpose()?;
        Ok(Arc::new(theme.unwrap_or_default()))
    }
}

/// What tells this program from any other that was ever compiled: a hash of it, templates included.
///
/// # Errors
/// When the program cannot be read.
pub fn this_program() -> anyhow::Result<String> {
    static HASH: OnceLock<String> = OnceLock::new();
    if let Some(hash) = HASH.get() {
        return Ok(hash.clone());
    }
    let mut hasher = blake3::Hasher::new();
    std::env::current_exe()
        .and_then(|program| hasher.update_mmap_rayon(program).map(drop))
        .context("cannot read this program")?;
    Ok(HASH.get_or_init(|| hasher.finalize().to_string()).clone())
}

/// How the allocator is told to keep memory that is free: it reads this before a program begins, and takes no other word of it
/// that is safe.
const KEPT_MEMORY: (&str, &str) = ("MIMALLOC_PURGE_DELAY", "-1");

/// Begins the program anew with memory that is free kept for what comes next, unless it has been or somebody said otherwise. To
/// give memory back and to be given it again, cleared, takes a tenth of the time of the reports of a country.
pub fn keep_memory() {
    let (name, value) = KEPT_MEMORY;
    if std::env::var_os(name).is_some() {
        return;
    }
    let mut arguments = std::env::args_os();
    if let (Some(called), Ok(program)) = (arguments.next(), std::env::current_exe()) {
        // It comes back only where that fails, and all goes on as it is.
        let _ = std::process::Command::new(program).arg0(called).args(arguments).env(name, value).exec();
    }
}

/// What readers are told; not nothing.
fn reason(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() { Err("readers must be told why".to_owned()) } else { Ok(text.to_owned()) }
}

/// An address of the web without a slash at its end, so that paths can follow.
fn address(text: &str) -> Result<String, String> {
    let uri: Uri = text.parse().map_err(|error| format!("not an address: {error}"))?;
    let has_more = uri.query().is_some()
        || text.contains('#')
        || uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
    if !matches!(uri.scheme_str(), Some("http" | "https")) || has_more {
        return Err("write scheme, host and path, such as https://dampingan.patikab.go.id; no name of a user, no ? and \
                    no #"
            .to_owned());
    }
    Ok(text.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_goes_where_copies_can_go() {
        assert!(place("s3://laporan/pati").is_ok() && place("file:///srv/laporan").is_ok());
        for wrong in ["/srv/laporan", "ftp://pati.example/laporan", ""] {
            assert!(place(wrong).unwrap_err().contains("s3://BUCKET/FOLDER"), "{wrong}");
        }
    }

    #[test]
    fn addresses_are_whole_and_end_without_a_slash() {
        assert_eq!(address("https://pati.example/laporan/"), Ok("https://pati.example/laporan".to_owned()));
        let with_more = ["https://pati.example/?a", "https://pati.example/#a", "https://a:b@pati.example"];
        for wrong in ["pati.example", "ftp://pati.example", "https://", ""].into_iter().chain(with_more) {
            assert!(address(wrong).is_err(), "{wrong}");
        }
    }
}
