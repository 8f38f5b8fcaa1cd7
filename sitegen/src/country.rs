//! How the reports of all regencies of a country are made: some at a time, each in a folder of its own, below pages that
//! lead there. What was read of a regency is gone before many more are read, so that a country needs no more memory than a
//! few regencies.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::client::Client;
use crate::data::record::Region;
use crate::data::vocabulary::RegionLevel;
use crate::data::{self, Dataset};
use crate::linked::Linked;
use crate::output::{Draft, File, Site};
use crate::page::{self, Edition, Scope, Summary};
use crate::site::{self, Beside, Plan, Report, Spent};
use crate::template::Templates;

/// Regencies whose reports are made at once: what one waits for leaves room for the other, and all wait for the last.
const AT_ONCE: usize = 16;

/// Threads for each that a report alone would have: in a file system with many folders, to make one more often waits for the
/// disk.
const THREADS: usize = 2;

/// The folder of the report of a regency, from the root of the country: `33/33.18/`; none for regions of other levels.
#[must_use]
pub fn folder(region: &Region) -> Option<String> {
    let province = region.parent.as_ref().filter(|_| region.level == RegionLevel::Regency)?;
    Some(format!("{}/{}/", province.code, region.code))
}

/// What a build notes of the report of a regency for the next one.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
struct Noted {
    /// A short form of its records.
    contents: u64,
    summary: Summary,
}

/// What a build notes for the next one.
#[derive(Debug, Default, Deserialize, Serialize)]
struct Notes {
    premises: String,
    reports: BTreeMap<String, Noted>,
}

/// The records of a regency, and the folder of its report.
struct Regency {
    data: Dataset,
    folder: String,
}

/// Makes the reports of all regencies of a province or of the country that have villages, and publishes them in a folder, as
/// [`site::build`] does one. The regency of the plan does not matter.
///
/// # Errors
/// As [`site::build`].
pub fn build(client: &Client, plan: &Plan, of: &str, out: &Path) -> anyhow::Result<Report> {
    let threads = THREADS * rayon::current_num_threads();
    let threads = ThreadPoolBuilder::new().num_threads(threads).build().context("cannot start threads")?;
    threads.install(|| publish(client, plan, of, out))
}

fn publish(client: &Client, plan: &Plan, of: &str, out: &Path) -> anyhow::Result<Report> {
    let began = Instant::now();
    let premises = format!("all of {of} {}", site::premises(plan)?);
    let inputs = format!("{} {premises}", data::version(client)?.identity());
    let failed = || format!("cannot publish the reports in {}", out.display());
    let site = Site::open(out).with_context(failed)?;
    if let Some(stands) = Report::standing(&site, &inputs, began) {
        return Ok(stands);
    }
    let draft = site.draft().with_context(failed)?;
    let earlier: Notes = draft.notes().and_then(|notes| serde_json::from_str(notes).ok()).unwrap_or_default();
    let earlier = if earlier.premises == premises {
        draft.link_ahead();
        earlier.reports
    } else {
        BTreeMap::new()
    };
    let build =
        Build { client, plan, draft: &draft, templates: Arc::new(Templates::new(&plan.theme)?), earlier };
    let (notes, reading) = build.whole(of, premises).with_context(failed)?;
    let making = began.elapsed().saturating_sub(reading);
    let publishing = Instant::now();
    let pages = draft.paths().iter().filter(|path| site::is_page(path)).count();
    let notes = serde_json::to_string(&notes).context("cannot note what was made")?;
    let files = draft.publish(&inputs, &notes).with_context(failed)?;
    Ok(Report { pages, files, spent: Spent { reading, making, publishing: publishing.elapsed() } })
}

struct Build<'b> {
    client: &'b Client,
    plan: &'b Plan,
    draft: &'b Draft,
    templates: Arc<Templates>,
    /// What the last build noted of the reports, where it made them as this one would.
    earlier: BTreeMap<String, Noted>,
}

impl Build<'_> {
    /// Makes everything, and tells what is to be noted and how long was spent reading.
    fn whole(&self, of: &str, premises: String) -> anyhow::Result<(Notes, Duration)> {
        let began = Instant::now();
        let records = site::progress("records", None);
        let country = data::Country::read(self.client, &|rows| records.inc(rows as u64))?;
        records.finish_and_clear();
        let mut reading = began.elapsed();
        let known = country.regions.iter().find(|it| it.code == of);
        let known =
            known.with_context(|| format!("the gateway knows no province {of}; 00 is the country"))?;
        let is_of = |it: &&Region| {
            known.level == RegionLevel::Country || it.parent.as_ref().is_some_and(|parent| parent.code == of)
        };
        let regencies: Vec<(&Region, String)> =
            country.regions.iter().filter(is_of).filter_map(|it| Some((it, folder(it)?))).collect();
        let bar = site::progress("regencies", Some(regencies.len()));
        let mut reports = BTreeMap::new();
        for some in regencies.chunks(AT_ONCE) {
            let began = Instant::now();
            let read = some.par_iter().map(|(region, folder)| self.read(&country, region, folder));
            let read = read.collect::<anyhow::Result<Vec<_>>>()?;
            reading += began.elapsed();
            // There is nothing to tell of one that is known by name alone.
            let read = read.into_par_iter().filter(|it| !it.data.villages.is_empty());
            let made = read.map(|it| Ok((it.data.regency.clone(), self.report(&it)?)));
            reports.extend(made.collect::<anyhow::Result<Vec<_>>>()?);
            bar.inc(some.len() as u64);
        }
        bar.finish_and_clear();
        anyhow::ensure!(
            !reports.is_empty(),
            "the gateway knows no village of {of}; import the facts first: gateway import data/pati"
        );
        self.around(&country, &reports)?;
        Ok((Notes { premises, reports }, reading))
    }

    fn read(&self, country: &data::Country, region: &Region, folder: &str) -> anyhow::Result<Regency> {
        let mut data = country.regency(self.client, &region.code, &|_| {})?;
        // It rises by changes elsewhere, which are no reason to make this report again; the first page names it.
        data.version = 0;
        if self.plan.without_simulated {
            data = data.without_simulated();
        }
        Ok(Regency { data, folder: folder.to_owned() })
    }

    /// Makes the report of a regency, or keeps it where its records are as they were.
    fn report(&self, Regency { data, folder }: &Regency) -> anyhow::Result<Noted> {
        let linked = Linked::new(data);
        let contents = linked.contents().whole();
        let noted = self.earlier.get(&data.regency).filter(|noted| noted.contents == contents);
        if let Some(noted) = noted {
            self.draft.keep_folder(folder)?;
            return Ok(*noted);
        }
        let plan = Plan {
            regency: data.regency.clone(),
            address: self.plan.address.as_ref().map(|it| format!("{it}/{}", folder.trim_end_matches('/'))),
            ..self.plan.clone()
        };
        let beside = Beside {
            old: Some(self.draft.old_folder().join(folder)),
            scope: Scope::OfCountry,
            ..Beside::with(Arc::clone(&self.templates))
        };
        let put = |file: File| self.draft.put(&File { path: format!("{folder}{}", file.path), ..file });
        let summary = Summary::of(&linked, plan.today);
        site::write(linked, &plan, &beside, &put).with_context(|| format!("regency {}", data.regency))?;
        Ok(Noted { contents, summary })
    }

    /// Makes the pages that lead to the reports, and what hosts and search engines are told.
    fn around(&self, country: &data::Country, reports: &BTreeMap<String, Noted>) -> anyhow::Result<()> {
        let plan = self.plan;
        let data = country.regions();
        let edition =
            Edition { scope: Scope::Country, ..site::edition(Linked::new(&data), plan, &self.templates) };
        let summaries = reports.iter().map(|(code, noted)| (code.clone(), noted.summary)).collect();
        let pages = page::country(&edition, &summaries)?;
        pages.into_iter().chain(plan.theme.files()).try_for_each(|file| self.draft.put(&file))?;
        site::tell(plan, self.draft)
    }
}
