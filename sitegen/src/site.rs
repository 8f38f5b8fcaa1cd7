//! How a report is made: fetch, plan, render, publish.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use chrono::NaiveDate;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use crate::client::Client;
use crate::data::{self, Dataset};
use crate::download::{self, Release};
use crate::edition::Issue;
use crate::headers;
use crate::linked::Linked;
use crate::links::Target;
use crate::locale::Locale;
use crate::output::{File, Outcome, Site};
use crate::page::{self, Edition, Page};
use crate::picture::Pictures;
use crate::search::{self, Entry, Index};
use crate::settings;
use crate::sitemap;
use crate::template::Templates;
use crate::theme::Theme;

/// What is to be made.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Code of the regency.
    pub regency: String,
    /// The day that the report takes as today: schedules and lateness are told from it.
    pub today: NaiveDate,
    /// The day of the next edition, where it is set.
    pub next_edition: Option<NaiveDate>,
    /// Address at which the report is read, without a slash at its end, if it is known.
    pub address: Option<String>,
    /// Address of the API to tell readers.
    pub api: Option<String>,
    /// Leaves out everything simulated.
    pub without_simulated: bool,
    /// Whether figures come as pictures too, and links to pages show one.
    pub with_pictures: bool,
    /// Whether pages come with their words and tables alone, for a quick look.
    pub is_draft: bool,
    /// How it looks and what it calls itself.
    pub theme: Arc<Theme>,
}

/// What was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// Pages in both languages.
    pub pages: usize,
    /// What happened to the files.
    pub files: Outcome,
    /// How long it took.
    pub spent: Spent,
}

/// How long the steps of a build took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// The gateway and its database.
    pub reading: Duration,
    /// Pages, figures and downloads, as they are made and written.
    pub making: Duration,
    /// Until the disk has them and they are in the place of the old report.
    pub publishing: Duration,
}

/// Takes a file as soon as it is made, from any thread.
pub type Put<'p> = dyn Fn(File) -> anyhow::Result<()> + Sync + 'p;

/// Makes the files of a report, in the order of their paths.
///
/// # Errors
/// When the gateway refuses, when there is nothing about the regency, or when a template fails.
pub fn render(client: &Client, plan: &Plan) -> anyhow::Result<Vec<File>> {
    let data = fetch(client, plan)?;
    let mut files = gather(|put| write(&data, plan, None, None, put))?;
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let told = told(plan, &paths);
    files.extend(told);
    Ok(files)
}

/// The files that something makes, in the order of their paths.
///
/// # Errors
/// When they cannot be made.
pub fn gather(make: impl FnOnce(&Put<'_>) -> anyhow::Result<()>) -> anyhow::Result<Vec<File>> {
    let files = Mutex::new(Vec::new());
    make(&|file| {
        files.lock().unwrap_or_else(PoisonError::into_inner).push(file);
        Ok(())
    })?;
    let mut files = files.into_inner().unwrap_or_else(PoisonError::into_inner);
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

/// What hosts and search engines are told about a report with files at these paths.
fn told(plan: &Plan, paths: &[&str]) -> Vec<File> {
    let mut files: Vec<File> = headers::files(&plan.theme).into();
    let listed: Vec<&str> = paths.iter().copied().chain(files.iter().map(|file| &*file.path)).collect();
    let listed = sitemap::files(plan.address.as_deref(), &listed);
    files.extend(listed);
    files
}

/// Reads the records that a report is made from.
///
/// # Errors
/// When the gateway refuses, and when there is nothing about the regency.
pub fn fetch(client: &Client, plan: &Plan) -> anyhow::Result<Dataset> {
    let records = progress("records", None);
    let fetched = Dataset::fetch(client, &plan.regency, &|rows| records.inc(rows as u64));
    records.finish_and_clear();
    let mut data = fetched?;
    if data.villages.is_empty() {
        anyhow::bail!(
            "the gateway knows no village of regency {}; import the facts first: gateway import data/pati",
            plan.regency
        );
    }
    if plan.without_simulated {
        data = data.without_simulated();
    }
    Ok(data)
}

/// What is kept of a page once its files are made.
struct Made {
    /// What is found on it.
    entries: Vec<Entry>,
    /// Its HTML, where it is a chapter of the whole report.
    chapter: Option<Vec<u8>>,
}

/// Makes the files of a report from its records, those left out that tell hosts and search engines about it. An edition of a
/// publication names itself on its pages. Pictures that stand in the folder `old` are not made again.
///
/// # Errors
/// When a template fails, and when a file is not taken.
pub fn write(
    data: &Dataset,
    plan: &Plan,
    issue: Option<&Issue>,
    old: Option<&Path>,
    put: &Put<'_>,
) -> anyhow::Result<()> {
    let edition = Edition {
        linked: Linked::new(data),
        templates: Templates::new(&plan.theme)?,
        theme: Arc::clone(&plan.theme),
        today: plan.today,
        next_edition: plan.next_edition,
        address: plan.address.clone(),
        api: plan.api.clone(),
        is_draft: plan.is_draft,
        pictures: (plan.with_pictures && !plan.is_draft)
            .then(|| Pictures::new(&plan.theme, old.map(Path::to_owned))),
        issue,
    };
    let pages = page::plan(&edition);
    // These name the size of each file of the release, so they come after it.
    let (of_data, others): (Vec<Page<'_>>, Vec<Page<'_>>) =
        pages.iter().partition(|page| page.target == Target::Data);
    let bar = progress("pages", Some(pages.len()));
    let finish = |page: &Page<'_>, release: Option<&Release>| -> anyhow::Result<Made> {
        let files = page.render(&edition, release)?;
        let entries = if plan.is_draft { Vec::new() } else { search::read(page, &edition.linked, &files) };
        // The page itself is the first of its files.
        let chapter = page::is_chapter(page.target).then(|| files.first().map(|file| file.bytes.clone()));
        files.into_iter().try_for_each(put)?;
        bar.inc(1);
        Ok(Made { entries, chapter: chapter.flatten() })
    };
    let (release, made) = rayon::join(
        || {
            (!plan.is_draft)
                .then(|| download::release(&edition.linked, plan.today, &plan.theme.name))
                .transpose()
        },
        || others.par_iter().map(|page| finish(page, None)).collect::<anyhow::Result<Vec<_>>>(),
    );
    let (release, mut made) = (release.context("cannot make the downloads")?, made?);
    for page in &of_data {
        made.push(finish(page, release.as_ref())?);
    }
    bar.finish_and_clear();
    release.into_iter().flat_map(Release::files).chain(plan.theme.files()).try_for_each(put)?;
    let made: Vec<(Page<'_>, Made)> = others.into_iter().chain(of_data).zip(made).collect();
    plan.theme.languages.par_iter().try_for_each(|locale| {
        let of_language: Vec<&(Page<'_>, Made)> =
            made.iter().filter(|(page, _)| page.locale == *locale).collect();
        let (found, whole) = rayon::join(
            || if plan.is_draft { Ok(()) } else { find(&edition, *locale, &of_language, put) },
            || put(whole(&edition, *locale, &of_language)?),
        );
        found.and(whole)?;
        page::card(&edition, *locale)?.map_or(Ok(()), put)
    })
}

/// The search page of a language, with its index.
fn find(
    edition: &Edition<'_>,
    locale: Locale,
    pages: &[&(Page<'_>, Made)],
    put: &Put<'_>,
) -> anyhow::Result<()> {
    let index = Index::new(locale, pages.iter().flat_map(|(_, made)| made.entries.iter().cloned()).collect());
    let (files, letters) = index.files();
    files.into_iter().try_for_each(put)?;
    put(page::search(edition, &index, letters)?)
}

/// The whole report in a language on one page.
fn whole(edition: &Edition<'_>, locale: Locale, pages: &[&(Page<'_>, Made)]) -> anyhow::Result<File> {
    page::whole(edition, locale, |target| {
        let (_, made) = pages.iter().find(|(page, _)| page.target == target)?;
        std::str::from_utf8(made.chapter.as_deref()?).ok()
    })
}

/// Makes a report and publishes it in a folder.
///
/// # Errors
/// As [`render`], and when the folder cannot be written; the old report stands then as it was.
pub fn build(client: &Client, plan: &Plan, out: &Path) -> anyhow::Result<Report> {
    let began = Instant::now();
    let inputs = inputs(client, plan)?;
    let failed = || format!("cannot publish the report in {}", out.display());
    let site = Site::open(out).with_context(failed)?;
    if let Some((files, pages)) = site.stands(&inputs) {
        let (files, spent) = (Outcome { unchanged: files, ..Outcome::default() }, Spent::default());
        return Ok(Report { pages, files, spent: Spent { publishing: began.elapsed(), ..spent } });
    }
    let data = fetch(client, plan)?;
    let read = Instant::now();
    let draft = site.draft().with_context(failed)?;
    let put = |file: File| draft.put(&file).with_context(failed);
    write(&data, plan, None, Some(out), &put)?;
    // Beside what follows: to free some hundred thousand records takes a while.
    rayon::spawn(move || drop(data));
    let paths = draft.paths();
    let told = told(plan, &paths.iter().map(String::as_str).collect::<Vec<_>>());
    told.into_iter().try_for_each(put)?;
    let made = Instant::now();
    let pages = paths.iter().filter(|path| is_page(path)).count();
    let outcome = draft.publish(&inputs).with_context(failed)?;
    let spent = Spent {
        reading: read.duration_since(began),
        making: made.duration_since(read),
        publishing: made.elapsed(),
    };
    Ok(Report { pages, files: outcome, spent })
}

/// Whether a file is a page.
#[must_use]
pub fn is_page(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|end| end == "html")
}

/// All that a report is made from: the data, the plan, and this program with the templates in it.
///
/// # Errors
/// When the gateway cannot be reached, or this program cannot be read.
pub fn inputs(client: &Client, plan: &Plan) -> anyhow::Result<String> {
    let (data, program) = (data::version(client)?.identity(), settings::this_program()?);
    Ok(format!("{data} {plan:?} {program}"))
}

/// A bar with counts and the time left; nothing where nobody watches.
pub(crate) fn progress(what: &'static str, length: Option<usize>) -> ProgressBar {
    let template = match length {
        Some(_) => "{msg:>10} [{bar:32}] {human_pos}/{human_len}, {eta} left",
        None => "{msg:>10} {spinner} {human_pos}",
    };
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    // A draw target of standard error hides itself where that is no terminal.
    let target = ProgressDrawTarget::stderr();
    let bar = match length {
        Some(length) => ProgressBar::with_draw_target(Some(length as u64), target),
        None => ProgressBar::with_draw_target(None, target),
    };
    bar.with_style(style).with_message(what)
}
