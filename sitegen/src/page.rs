//! The pages: which there are, and how each is written.

mod agencies;
mod agency;
mod changes;
mod country;
pub mod data;
mod district;
mod districts;
mod editions;
mod evaluation;
mod follow_up;
mod frame;
mod funding;
mod maps;
mod method;
mod overview;
mod query;
mod registry;
mod search;
mod series;
mod stakeholder;
mod stakeholders;
mod table;
mod taken_down;
mod village;
mod villages;
mod whole;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use country::Summary;
pub use village::Neighbours;

use anyhow::{Context as _, ensure};
use chrono::NaiveDate;

use crate::download::Release;
use crate::edition::{Id, Issue, List, Reason};
use crate::feed;
use crate::linked::Linked;
use crate::links::Target;
use crate::locale::Locale;
use crate::output::File;
use crate::picture::Pictures;
use crate::reads::Shared;
use crate::scribe::Scribe;
use crate::search::Index;
use crate::template::Templates;
use crate::theme::Theme;

use frame::{fill, given};

/// What all pages of an edition share.
#[derive(Debug)]
pub struct Edition<'d> {
    /// The data.
    pub linked: Linked<'d>,
    /// How it looks and what it calls itself.
    pub theme: Arc<Theme>,
    /// The templates.
    pub templates: Arc<Templates>,
    /// The day that the report takes as today.
    pub today: NaiveDate,
    /// The day of the next edition, where it is set.
    pub next_edition: Option<NaiveDate>,
    /// Address at which the report is read, without a slash at its end, if it is known.
    pub address: Option<String>,
    /// Address of the API to tell readers, if it is public.
    pub api: Option<String>,
    /// Whether pages come with their words and tables alone: no figures, no downloads, no search.
    pub is_draft: bool,
    /// What the pages of the villages of a kecamatan share, by language and kecamatan.
    pub neighbours: Shared<Neighbours>,
    /// Makes pictures of figures, where they are wanted.
    pub pictures: Option<Pictures>,
    /// What it is among the editions of a publication, if it is one.
    pub issue: Option<&'d Issue>,
    /// What it is about.
    pub scope: Scope,
}

impl<'d> Edition<'d> {
    /// A report of the regency of the data, of which nothing more is known.
    #[must_use]
    pub fn new(linked: Linked<'d>, theme: &Arc<Theme>, templates: &Arc<Templates>, today: NaiveDate) -> Self {
        Self {
            linked,
            theme: Arc::clone(theme),
            templates: Arc::clone(templates),
            today,
            next_edition: None,
            address: None,
            api: None,
            is_draft: false,
            neighbours: Shared::default(),
            pictures: None,
            issue: None,
            scope: Scope::Regency,
        }
    }
}

/// What pages are about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// A regency.
    #[default]
    Regency,
    /// A regency whose report stands among those of a country.
    OfCountry,
    /// The country: these pages lead to the reports.
    Country,
}

/// A page in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page<'d> {
    /// Which.
    pub target: Target<'d>,
    /// In which language.
    pub locale: Locale,
}

/// The pages that every page links to.
const SECTIONS: [Target<'static>; 10] = [
    Target::Villages,
    Target::Districts,
    Target::Agencies,
    Target::Stakeholders,
    Target::Funding,
    Target::Registry,
    Target::FollowUp,
    Target::Evaluation,
    Target::Data,
    Target::Method,
];

/// Every page of the report, in both languages.
#[must_use]
pub fn plan<'d>(edition: &Edition<'d>) -> Vec<Page<'d>> {
    let data = edition.linked.data;
    let mut targets = vec![Target::Overview];
    // A server has one for all reports.
    targets.extend((edition.scope == Scope::Regency).then_some(Target::NotFound));
    targets.extend(edition.issue.map(|_| Target::Changes));
    targets.extend(sections_of(edition));
    targets.extend(data.villages.iter().map(|it| Target::Village(&it.code)));
    targets.extend(data.districts.iter().map(|it| Target::District(&it.code)));
    targets.extend(data.agencies.iter().map(|it| Target::Agency(&it.key)));
    targets.extend(data.stakeholders.iter().map(|it| Target::Stakeholder(&it.key)));
    let page = |target, locale: &Locale| Page { target, locale: *locale };
    targets.iter().flat_map(|target| edition.theme.languages.iter().map(|it| page(*target, it))).collect()
}

/// Writes the search page of a language; `letters` are those that have a file of words.
///
/// # Errors
/// When its template fails.
pub fn search(edition: &Edition<'_>, index: &Index<'_>, letters: String) -> anyhow::Result<File> {
    let scribe = &Scribe::new(edition, index.locale, Target::Search);
    let path = Target::Search.file(index.locale);
    let html =
        given(&search::context(scribe, index, letters)).and_then(|it| fill(edition, scribe, "search", it));
    let bytes = html.with_context(|| format!("cannot render {path}"))?.into_bytes();
    Ok(File { path, bytes })
}

/// What links to pages without a figure show, where pictures are wanted.
///
/// # Errors
/// When it cannot be made.
pub fn card(edition: &Edition<'_>, locale: Locale) -> anyhow::Result<Option<File>> {
    let scribe = &Scribe::new(edition, locale, Target::Overview);
    let card = edition.pictures.as_ref().map(|pictures| pictures.card(scribe)).transpose()?;
    Ok(card.map(|card| File { path: card_path(locale).to_owned(), bytes: card.bytes }))
}

fn card_path(locale: Locale) -> &'static str {
    locale.say("static/kartu.png", "static/card.png")
}

/// Whether a page is a chapter of the whole report.
#[must_use]
pub fn is_chapter(target: Target<'_>) -> bool {
    (target == Target::Overview || SECTIONS.contains(&target)) && !whole::LEFT_OUT.contains(&target)
}

/// Writes the page with the whole report in a language from the pages that are its chapters: `page_of` gives the HTML of each.
///
/// # Errors
/// When its template fails.
pub fn whole<'h>(
    edition: &Edition<'_>,
    locale: Locale,
    page_of: impl Fn(Target<'_>) -> Option<&'h str>,
) -> anyhow::Result<File> {
    let scribe = &Scribe::new(edition, locale, Target::Whole);
    let chapters = std::iter::once(Target::Overview).chain(SECTIONS).filter(|target| is_chapter(*target));
    let chapters: Vec<_> = chapters.filter_map(|target| Some((target, page_of(target)?))).collect();
    let path = Target::Whole.file(locale);
    let html = given(&whole::context(scribe, &chapters)).and_then(|it| fill(edition, scribe, "whole", it));
    let bytes = html.with_context(|| format!("cannot render {path}"))?.into_bytes();
    Ok(File { path, bytes })
}

/// Writes the pages around editions: the list of all, in both languages.
///
/// # Errors
/// When a template fails.
pub fn editions(edition: &Edition<'_>, list: &List) -> anyhow::Result<Vec<File>> {
    let page = |locale: Locale| {
        let scribe = &Scribe::new(edition, locale, Target::Editions);
        let html = fill(edition, scribe, "editions", given(&editions::context(scribe, list))?)?;
        Ok(File { path: Target::Editions.file(locale), bytes: html.into_bytes() })
    };
    edition.theme.languages.iter().copied().map(page).collect()
}

/// Writes the pages that lead to the reports of a country: of all provinces, of the regencies of each, and for addresses that
/// are none. `summaries` are those of the reports, by the codes of their regencies.
///
/// # Errors
/// When a template fails.
pub fn country(edition: &Edition<'_>, summaries: &BTreeMap<String, Summary>) -> anyhow::Result<Vec<File>> {
    let regions = &edition.linked.data.regions;
    let with_report = regions.iter().filter(|it| summaries.contains_key(&it.code));
    let provinces = with_report.filter_map(|it| Some(it.parent.as_ref()?.code.as_str()));
    let provinces: BTreeSet<&str> = provinces.collect();
    let targets =
        [Target::Country, Target::NotFound].into_iter().chain(provinces.into_iter().map(Target::Province));
    let page = |(target, locale): (Target<'_>, Locale)| {
        let scribe = &Scribe::new(edition, locale, target);
        let html = match target {
            Target::NotFound => fill(edition, scribe, "not_found", tera::Context::new())?,
            _ => fill(edition, scribe, "country", given(&country::context(scribe, summaries))?)?,
        };
        Ok(File { path: target.file(locale), bytes: html.into_bytes() })
    };
    let languages = &edition.theme.languages;
    targets.flat_map(|target| languages.iter().map(move |it| (target, *it))).map(page).collect()
}

/// Writes what stands in the place of a page of an edition that was taken down; `root` leads from there to the root of the
/// publication.
///
/// # Errors
/// When its template fails.
pub fn taken_down(
    edition: &Edition<'_>,
    locale: Locale,
    root: &str,
    (id, reason): (Id, &Reason),
) -> anyhow::Result<Vec<u8>> {
    let scribe = &Scribe::new(edition, locale, Target::TakenDown(root));
    let context = given(&taken_down::context(scribe, id, reason))?;
    Ok(fill(edition, scribe, "taken_down", context)?.into_bytes())
}

/// A draft has no downloads to list.
fn sections_of<'t>(edition: &Edition<'_>) -> impl Iterator<Item = Target<'t>> {
    let is_report = edition.scope != Scope::Country;
    SECTIONS.into_iter().filter(move |target| is_report && (!edition.is_draft || *target != Target::Data))
}

impl Page<'_> {
    /// The path of its file, from the root of the site.
    #[must_use]
    pub fn path(&self) -> String {
        self.target.file(self.locale)
    }

    /// Writes the page, and the pages and files of the figures on it. The page of the data lists a release.
    ///
    /// # Errors
    /// When its template fails, or a figure lacks a part that it must have; the error names the page.
    pub fn render(&self, edition: &Edition<'_>, release: Option<&Release>) -> anyhow::Result<Vec<File>> {
        self.files(edition, release).with_context(|| format!("cannot render {}", self.path()))
    }

    fn files(&self, edition: &Edition<'_>, release: Option<&Release>) -> anyhow::Result<Vec<File>> {
        let scribe = &Scribe::new(edition, self.locale, self.target);
        let file = |target: Target<'_>, html: String| File {
            path: target.file(self.locale),
            bytes: html.into_bytes(),
        };
        let mut files = vec![file(self.target, self.html(edition, scribe, release)?)];
        let root = self.target.root(self.locale);
        for drawn in scribe.drawn() {
            let id = drawn.id;
            ensure!(drawn.missing.is_empty(), "the figure {id} has no {}", drawn.missing.join(", no "));
            for (template, target) in
                [("figure", Target::Figure(&self.target, id)), ("embed", Target::Embed(&self.target, id))]
            {
                let own = &Scribe::new(edition, self.locale, target);
                let context = drawn.context(own, self.target, &root, edition.api.as_deref());
                files.push(file(target, fill(edition, own, template, given(&context)?)?));
            }
            files.extend(drawn.files(Target::Figure(&self.target, id), scribe));
        }
        files.extend(feed::file(edition, scribe)?);
        if let (Target::Changes, Some(issue)) = (self.target, edition.issue) {
            files.push(changes::file(scribe, issue)?);
        }
        Ok(files)
    }

    fn html(
        &self,
        edition: &Edition<'_>,
        scribe: &Scribe<'_, '_>,
        release: Option<&Release>,
    ) -> anyhow::Result<String> {
        let gone = || anyhow::anyhow!("it is not in the data");
        let draw = |template, context: tera::Context| fill(edition, scribe, template, context);
        match self.target {
            Target::Overview => draw("overview", given(&overview::context(scribe))?),
            Target::Villages => draw("villages", given(&villages::context(scribe))?),
            Target::Village(code) => {
                draw("village", given(&village::context(scribe, code).ok_or_else(gone)?)?)
            }
            Target::Districts => draw("districts", given(&districts::context(scribe))?),
            Target::District(code) => {
                draw("district", given(&district::context(scribe, code).ok_or_else(gone)?)?)
            }
            Target::Agencies => draw("agencies", given(&agencies::context(scribe))?),
            Target::Agency(key) => draw("agency", given(&agency::context(scribe, key).ok_or_else(gone)?)?),
            Target::Stakeholders => draw("stakeholders", given(&stakeholders::context(scribe))?),
            Target::Stakeholder(key) => {
                draw("stakeholder", given(&stakeholder::context(scribe, key).ok_or_else(gone)?)?)
            }
            Target::Funding => draw("funding", given(&funding::context(scribe))?),
            Target::Registry => draw("registry", given(&registry::context(scribe))?),
            Target::Evaluation => draw("evaluation", given(&evaluation::context(scribe))?),
            Target::FollowUp => draw("follow_up", given(&follow_up::context(scribe))?),
            Target::Data => {
                let release = release.context("the files to download are not made yet")?;
                let context = data::context(scribe, release, edition.api.as_deref());
                draw("data", given(&context)?)
            }
            Target::Method => draw("method", given(&method::context(scribe))?),
            Target::Changes => {
                draw("changes", given(&changes::context(scribe, edition.issue.ok_or_else(gone)?))?)
            }
            Target::NotFound => draw("not_found", tera::Context::new()),
            // They are written with the page that shows them, once all names are known, and around the editions.
            Target::Figure(..)
            | Target::Embed(..)
            | Target::Search
            | Target::Whole
            | Target::Country
            | Target::Province(_)
            | Target::Editions
            | Target::TakenDown(_) => Err(gone()),
        }
    }
}
