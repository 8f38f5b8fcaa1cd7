//! How a report is made: fetch, plan, render, publish.

use std::path::Path;
use std::sync::Arc;
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
use crate::output::{self, File, Outcome};
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
    /// Pages, figures and downloads, in memory.
    pub making: Duration,
    /// The file system.
    pub publishing: Duration,
}

/// Makes the files of a report.
///
/// # Errors
/// When the gateway refuses, when there is nothing about the regency, or when a template fails.
pub fn render(client: &Client, plan: &Plan) -> anyhow::Result<Vec<File>> {
    files(&fetch(client, plan)?, plan, None)
}

/// Makes the files of a report from its records; pictures that stand in the folder `old` are not made again.
fn files(data: &Dataset, plan: &Plan, old: Option<&Path>) -> anyhow::Result<Vec<File>> {
    let mut files = write(data, plan, None, old)?;
    files.extend(headers::files(&plan.theme));
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let listed = sitemap::files(plan.address.as_deref(), &paths);
    files.extend(listed);
    Ok(files)
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

/// Makes the files of a report from its records, those left out that tell hosts and search engines about it. An edition of a
/// publication names itself on its pages. Pictures that stand in the folder `old` are not made again.
///
/// # Errors
/// When a template fails.
pub fn write(
    data: &Dataset,
    plan: &Plan,
    issue: Option<&Issue>,
    old: Option<&Path>,
) -> anyhow::Result<Vec<File>> {
    let edition = Edition {
        linked: Linked::new(data),
        templates: Templates::new(&plan.theme)?,
        theme: Arc::clone(&plan.theme),
        today: plan.today,
        next_edition: plan.next_edition,
        address: plan.address.clone(),
        api: plan.api.clone(),
        pictures: plan.with_pictures.then(|| Pictures::new(&plan.theme, old.map(Path::to_owned))),
        issue,
    };
    let pages = page::plan(&edition);
    // These name the size of each file of the release, so they come after it.
    let (of_data, others): (Vec<Page<'_>>, Vec<Page<'_>>) =
        pages.iter().partition(|page| page.target == Target::Data);
    let bar = progress("pages", Some(pages.len()));
    let render = |page: &Page<'_>, release: Option<&Release>| -> anyhow::Result<(Vec<File>, Vec<Entry>)> {
        let files = page.render(&edition, release)?;
        let found = search::read(page, &edition.linked, &files);
        bar.inc(1);
        Ok((files, found))
    };
    let (release, rendered) = rayon::join(
        || {
            download::release(&edition.linked, plan.today, &plan.theme.name)
                .context("cannot make the downloads")
        },
        || others.par_iter().map(|page| render(page, None)).collect::<anyhow::Result<Vec<_>>>(),
    );
    let (release, mut rendered) = (release?, rendered?);
    for page in &of_data {
        rendered.push(render(page, Some(&release))?);
    }
    bar.finish_and_clear();
    // The page itself is the first of its files.
    let page_of = |target: Target<'_>, locale| {
        let mut with_files = others.iter().chain(&of_data).zip(&rendered);
        let (_, (files, _)) = with_files.find(|(page, _)| page.target == target && page.locale == locale)?;
        std::str::from_utf8(&files.first()?.bytes).ok()
    };
    let searched = plan.theme.languages.par_iter().map(|locale| {
        let of = others.iter().chain(&of_data).zip(&rendered).filter(|(page, _)| page.locale == *locale);
        let index = Index::new(*locale, of.flat_map(|(_, (_, entries))| entries.clone()).collect());
        let (mut files, letters) = index.files();
        files.push(page::search(&edition, &index, letters)?);
        files.extend(page::card(&edition, *locale)?);
        files.push(page::whole(&edition, *locale, |target| page_of(target, *locale))?);
        Ok(files)
    });
    let searched: anyhow::Result<Vec<Vec<File>>> = searched.collect();
    let mut files: Vec<File> = rendered.into_iter().flat_map(|(files, _)| files).collect();
    files.extend(searched?.into_iter().flatten());
    files.extend(release.files());
    files.extend(plan.theme.files());
    Ok(files)
}

/// Makes a report and publishes it in a folder.
///
/// # Errors
/// As [`render`], and when the folder cannot be written; the old report stands then as it was.
pub fn build(client: &Client, plan: &Plan, out: &Path) -> anyhow::Result<Report> {
    let began = Instant::now();
    let inputs = inputs(client, plan)?;
    if let Some((files, pages)) = output::stands(out, &inputs)? {
        let (files, spent) = (Outcome { unchanged: files, ..Outcome::default() }, Spent::default());
        return Ok(Report { pages, files, spent: Spent { publishing: began.elapsed(), ..spent } });
    }
    let data = fetch(client, plan)?;
    let read = Instant::now();
    let files = files(&data, plan, Some(out))?;
    let made = Instant::now();
    let pages = files.iter().filter(|file| is_page(&file.path)).count();
    let outcome = output::publish(out, &files, &inputs)
        .with_context(|| format!("cannot publish the report in {}", out.display()))?;
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
