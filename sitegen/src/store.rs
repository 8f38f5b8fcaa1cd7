//! A copy of a publication where others read it: in an object store, or in another folder.
//!
//! A store has no moment at which everything changes. So what pages need comes before the pages, the first pages come last,
//! and what no page leads to any more goes after them: a reader meets the old report or the new one, and no link that leads
//! nowhere. What was sent is noted at the store, so that only what changed is sent again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::path::Path as Key;
use object_store::{
    Attribute, Attributes, ObjectStore, ObjectStoreExt as _, ObjectStoreScheme, PutOptions, RetryConfig,
    parse_url,
};
use rayon::prelude::*;
use tokio::runtime::Runtime;
use url::Url;

use crate::download::sha256;
use crate::headers::CACHING;
use crate::output::publication::{MARKER_OF_PUBLICATION, Publication};
use crate::publication;
use crate::server::content_type;
use crate::site;

/// What the store notes: the checksum of each file that was sent, by its path.
const SENT: &str = "dampingan-sent.json";
/// How many files are under way at once.
const AT_ONCE: usize = 16;
/// How long a request is tried again.
const PATIENCE: Duration = Duration::from_secs(30);

/// A place for the copy.
#[derive(Clone, Debug)]
pub struct Destination {
    /// `s3://BUCKET/PREFIX`, `file:///FOLDER`.
    pub url: Url,
    /// What the store must be told, such as `aws_endpoint`, by lower-case names.
    pub options: Vec<(String, String)>,
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Files that were sent.
    pub sent: usize,
    /// Bytes in them.
    pub bytes: u64,
    /// Files that stood there already.
    pub unchanged: usize,
    /// Files that were removed.
    pub removed: usize,
}

/// A store with the folder in it.
struct Store {
    inner: Box<dyn ObjectStore>,
    folder: Key,
    /// Whether files have a type there; a folder of a disk has none.
    has_types: bool,
}

/// Makes the place hold what a publication holds. When it fails, run it again: it goes on where it was.
///
/// # Errors
/// When the folder holds no publication, when the place cannot be reached or written, and when it holds files that are no
/// copy of a publication.
pub fn send(folder: &Path, to: &Destination) -> anyhow::Result<Sent> {
    // Held, so that no other command changes it meanwhile.
    let publication = publication::taken(folder)?;
    let sums = sums(&publication)?;
    let runtime = Runtime::new().context("cannot start the runtime")?;
    runtime
        .block_on(copy(publication.root(), &sums, to))
        .with_context(|| format!("cannot send the publication to {}", to.url))
}

/// The checksums of all files by path.
fn sums(publication: &Publication) -> anyhow::Result<BTreeMap<String, String>> {
    let mut paths = publication.paths("")?;
    // It is for the commands that work in the folder.
    paths.retain(|path| path != MARKER_OF_PUBLICATION);
    let sum = |path: String| {
        let bytes = read(publication.root(), &path)?;
        Ok((path, sha256(&bytes)))
    };
    paths.into_par_iter().map(sum).collect()
}

fn read(root: &Path, path: &str) -> anyhow::Result<Vec<u8>> {
    let path = root.join(path);
    std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
}

async fn copy(root: &Path, sums: &BTreeMap<String, String>, to: &Destination) -> anyhow::Result<Sent> {
    let store = Store::at(to)?;
    let there = store.paths().await?;
    let noted = store.noted().await?;
    ensure!(
        noted.is_some() || there.is_empty(),
        "it holds files, such as {}, but no {SENT}: it is no copy of a publication; name a folder that is empty",
        there.first().map_or("", String::as_str)
    );
    let mut noted = noted.unwrap_or_default();
    let is_there = |path: &str, sum: &String| noted.get(path) == Some(sum) && there.contains(path);
    let mut changed: Vec<&str> =
        sums.iter().filter(|(path, sum)| !is_there(path, sum)).map(|(path, _)| path.as_str()).collect();
    let gone: Vec<&str> = there.iter().map(String::as_str).filter(|path| !sums.contains_key(*path)).collect();
    let mut outcome = Sent { unchanged: sums.len() - changed.len(), removed: gone.len(), ..Sent::default() };
    if changed.is_empty() && gone.is_empty() {
        return Ok(outcome);
    }
    // Nobody knows what stands there of these if this is killed.
    for path in changed.iter().chain(&gone) {
        noted.remove(*path);
    }
    store.note(&noted).await?;

    let bar = site::progress("files", Some(changed.len()));
    changed.sort_by_key(|path| turn(path));
    for of_turn in changed.chunk_by(|one, other| turn(one) == turn(other)) {
        let sent = futures_util::stream::iter(of_turn).map(|path| {
            let (bar, store) = (&bar, &store);
            async move {
                let bytes = read(root, path)?;
                let length = bytes.len() as u64;
                store.put(path, bytes).await.with_context(|| format!("cannot write {path}"))?;
                bar.inc(1);
                anyhow::Ok(length)
            }
        });
        let lengths: Vec<u64> = sent.buffer_unordered(AT_ONCE).try_collect().await?;
        outcome.sent += lengths.len();
        outcome.bytes += lengths.iter().sum::<u64>();
    }
    bar.finish_and_clear();
    let removed = futures_util::stream::iter(gone).map(|path| {
        let (store, key) = (&store, store.key(path));
        async move { store.inner.delete(&key).await.with_context(|| format!("cannot remove {path}")) }
    });
    removed.buffer_unordered(AT_ONCE).try_collect::<Vec<()>>().await?;
    store.note(sums).await?;
    Ok(outcome)
}

/// When a file is sent: what pages need, editions for themselves and other pages, the first pages, what names them all.
fn turn(path: &str) -> u8 {
    match path {
        "index.html" | "en/index.html" => 2,
        _ if path.starts_with("sitemap") => 3,
        _ if site::is_page(path) => 1,
        _ => 0,
    }
}

impl Store {
    fn at(to: &Destination) -> anyhow::Result<Self> {
        let (scheme, folder) = ObjectStoreScheme::parse(&to.url)?;
        let inner: Box<dyn ObjectStore> = if let ObjectStoreScheme::AmazonS3 = scheme {
            // What hangs for longer is better told than waited for.
            let retry = RetryConfig { max_retries: 4, retry_timeout: PATIENCE, ..RetryConfig::default() };
            let mut builder = AmazonS3Builder::new().with_url(to.url.as_str()).with_retry(retry);
            for (name, value) in &to.options {
                // Other programs have variables of such names too.
                if let Ok(key) = name.parse::<AmazonS3ConfigKey>() {
                    builder = builder.with_config(key, value);
                }
            }
            Box::new(builder.build()?)
        } else {
            parse_url(&to.url)?.0
        };
        Ok(Self { inner, folder, has_types: to.url.scheme() != "file" })
    }

    fn key(&self, path: &str) -> Key {
        path.split('/').fold(self.folder.clone(), Key::join)
    }

    /// The paths of what is there, what was sent left out.
    async fn paths(&self) -> anyhow::Result<BTreeSet<String>> {
        let listed = self.inner.list(Some(&self.folder)).map_ok(|found| found.location);
        let keys: Vec<Key> = listed.try_collect().await.context("cannot list what it holds")?;
        let below = |key: Key| {
            let parts: Vec<String> =
                key.prefix_match(&self.folder)?.map(|part| part.as_ref().to_owned()).collect();
            Some(parts.join("/"))
        };
        Ok(keys.into_iter().filter_map(below).filter(|path| path != SENT).collect())
    }

    /// What it notes; none where it holds no note.
    async fn noted(&self) -> anyhow::Result<Option<BTreeMap<String, String>>> {
        let found = match self.inner.get(&self.key(SENT)).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error).with_context(|| format!("cannot read {SENT}")),
        };
        let bytes = found.bytes().await.with_context(|| format!("cannot read {SENT}"))?;
        let noted = serde_json::from_slice(&bytes);
        Ok(Some(noted.with_context(|| {
            format!("{SENT} is not as it was written; remove it and all that is beside it")
        })?))
    }

    async fn note(&self, sums: &BTreeMap<String, String>) -> anyhow::Result<()> {
        let text = serde_json::to_vec(sums).with_context(|| format!("cannot write {SENT}"))?;
        self.put(SENT, text).await.with_context(|| format!("cannot write {SENT}"))
    }

    async fn put(&self, path: &str, bytes: Vec<u8>) -> anyhow::Result<()> {
        let mut attributes = Attributes::new();
        if self.has_types {
            attributes.insert(Attribute::ContentType, content_type(Path::new(path)).into());
            attributes.insert(Attribute::CacheControl, CACHING.into());
        }
        let options = PutOptions { attributes, ..PutOptions::default() };
        self.inner.put_opts(&self.key(path), bytes.into(), options).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_pages_come_after_what_they_lead_to() {
        let mut paths = [
            "index.html",
            "sitemap.xml",
            "desa/1/index.html",
            "static/site.css",
            "en/index.html",
            "data/needs.csv",
        ];
        paths.sort_by_key(|path| turn(path));
        assert_eq!(
            paths,
            [
                "static/site.css",
                "data/needs.csv",
                "desa/1/index.html",
                "index.html",
                "en/index.html",
                "sitemap.xml"
            ]
        );
    }
}
