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

use anyhow::{Context as _, ensure};
use chrono::NaiveDate;
use serde::Serialize;

use crate::data::record::Source;
use crate::download::Release;
use crate::edition::{self, Id, Issue, List, Reason};
use crate::feed;
use crate::glossary;
use crate::linked::Linked;
use crate::links::Target;
use crate::locale::Locale;
use crate::output::File;
use crate::picture::{CARD, Pictures, Preview};
use crate::scribe::Scribe;
use crate::search::Index;
use crate::template::Templates;
use crate::theme::Theme;
use crate::view::{Cell, Link};

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
    /// Makes pictures of figures, where they are wanted.
    pub pictures: Option<Pictures>,
    /// What it is among the editions of a publication, if it is one.
    pub issue: Option<&'d Issue>,
    /// What it is about.
    pub scope: Scope,
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

/// What the layout is given around the context of a page.
#[derive(Debug, Serialize)]
struct Frame {
    lang: &'static str,
    /// What the report calls itself.
    name: String,
    /// Whether it has a logo.
    logo: bool,
    root: String,
    home: String,
    here: String,
    /// The page in the other language, where the report has it.
    other: Option<Link>,
    /// Addresses of the page itself, of it in Indonesian and of it in English; empty where the site has none.
    canonical: String,
    /// What links to the page show; none where the report has no address or no pictures.
    preview: Option<Preview>,
    in_indonesian: String,
    in_english: String,
    sections: Vec<Link>,
    place: String,
    sources: Vec<SourceRow>,
    simulated: bool,
    simulation: String,
    method: String,
    /// Addresses of the pages that a draft has not; empty there.
    data: String,
    search: String,
    /// The whole report on one page.
    whole: String,
    /// The reports of the province, where this is one of them.
    above: Option<Link>,
    edition: Option<Line>,
    /// Address of the feed of what the page is about, or of everything; empty where the report has none.
    feed: String,
}

/// What a page says of the edition that it belongs to. It is true for ever, whatever is published later.
#[derive(Debug, Serialize)]
struct Line {
    title: String,
    next: Cell,
    /// Addresses of the page in this edition and in the current one, and of the pages on all editions and on this one's
    /// changes; empty where the report is no edition of a publication.
    permanent: String,
    current: String,
    all: String,
    changes: String,
}

impl Line {
    /// None on pages that belong to no edition.
    fn of(edition: &Edition<'_>, scribe: &Scribe<'_, '_>) -> Option<Self> {
        let target = scribe.target;
        if matches!(target, Target::NotFound | Target::Editions | Target::TakenDown(_)) {
            return None;
        }
        let base = edition::base(edition.address.as_deref());
        let folder = target.folder(scribe.locale);
        let of_publication =
            |path: String| edition.issue.map(|_| format!("{base}/{path}")).unwrap_or_default();
        Some(Self {
            title: scribe.edition_title(),
            next: scribe.next_update(),
            permanent: edition
                .issue
                .map(|it| format!("{base}/{}{folder}", it.id.folder()))
                .unwrap_or_default(),
            all: of_publication(Target::Editions.folder(scribe.locale)),
            changes: edition.issue.map(|_| scribe.href(Target::Changes)).unwrap_or_default(),
            current: of_publication(folder),
        })
    }
}

/// A source at the end of a page.
#[derive(Debug, Serialize)]
struct SourceRow {
    title: Link,
    publisher: String,
    kind: String,
    date: String,
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

/// What links to a page show, by its whole address: the first figure on it, or what the report is called.
fn preview(edition: &Edition<'_>, scribe: &Scribe<'_, '_>) -> Option<Preview> {
    edition.pictures.as_ref()?;
    let preview = scribe.preview().unwrap_or_else(|| Preview {
        path: card_path(scribe.locale).to_owned(),
        size: Some(CARD),
        alt: format!("{}, {}", edition.theme.name, scribe.region_name(&edition.linked.data.regency)),
    });
    let path = format!("{}/{}", edition.address.as_deref()?, preview.path);
    Some(Preview { path, ..preview })
}

/// Puts the frame around a context, once the page is written and its sources are known.
fn fill(
    edition: &Edition<'_>,
    scribe: &Scribe<'_, '_>,
    template: &str,
    mut context: tera::Context,
) -> anyhow::Result<String> {
    let (locale, target) = (scribe.locale, scribe.target);
    let other = match locale {
        Locale::Id => Locale::En,
        Locale::En => Locale::Id,
    };
    let root = target.root(locale);
    let cited = scribe.cited();
    let is_simulated = |source: &&Source| edition.linked.data.is_simulated(&source.key);
    let absolute = |target: Target<'_>, locale| {
        let address = edition.address.as_deref();
        address.map(|address| format!("{address}/{}", target.folder(locale))).unwrap_or_default()
    };
    let of_report = |target: Target<'_>| {
        if edition.scope == Scope::Country { String::new() } else { scribe.href(target) }
    };
    let of_whole = |target: Target<'_>| if edition.is_draft { String::new() } else { of_report(target) };
    let above = (edition.scope == Scope::OfCountry).then(|| above(edition, scribe)).flatten();
    // What is made to embed says that its figure's own page is the one to find.
    let found = match target {
        Target::Embed(host, id) => Target::Figure(host, id),
        other => other,
    };
    let frame = Frame {
        canonical: absolute(found, locale),
        preview: preview(edition, scribe),
        in_indonesian: absolute(target, Locale::Id),
        in_english: absolute(target, Locale::En),
        lang: locale.tag(),
        home: scribe.href(Target::Overview),
        here: scribe.href(target),
        name: edition.theme.name.clone(),
        logo: edition.theme.has_logo(),
        other: edition.theme.languages.contains(&other).then(|| {
            Link::to(other.say("Bahasa Indonesia", "English"), format!("{root}{}", target.folder(other)))
        }),
        sections: sections_of(edition).map(|target| scribe.page(target)).collect(),
        place: scribe.region_name(&edition.linked.data.regency),
        simulated: cited.iter().any(is_simulated),
        sources: cited
            .iter()
            .filter(|source| !is_simulated(source))
            .map(|it| source_row(scribe, it))
            .collect(),
        simulation: match of_report(Target::Method) {
            method if method.is_empty() => method,
            method => format!("{method}#{}", scribe.say("simulasi", "simulated")),
        },
        method: of_report(Target::Method),
        data: of_whole(Target::Data),
        search: of_whole(Target::Search),
        whole: of_report(Target::Whole),
        above,
        edition: Line::of(edition, scribe),
        feed: if edition.scope == Scope::Country { String::new() } else { feed::href(edition, scribe) },
        root,
    };
    context.insert("page", &frame);
    let page = edition.templates.render(locale, template, &context)?;
    Ok(if UNEXPLAINED.contains(&template) { page } else { glossary::explain(page, locale) })
}

/// Templates of pages that explain no terms: the one with the glossary, and those that only lead elsewhere.
const UNEXPLAINED: [&str; 7] =
    ["method", "embed", "search", "editions", "country", "not_found", "taken_down"];

/// The way from the report of a regency to those of its province.
fn above(edition: &Edition<'_>, scribe: &Scribe<'_, '_>) -> Option<Link> {
    let region = edition.linked.region(&edition.linked.data.regency)?;
    let province = Target::Province(&region.parent.as_ref()?.code);
    let to_root = "../".repeat(crate::country::folder(region)?.matches('/').count());
    let root = scribe.target.root(scribe.locale);
    let name = scribe.region_title(&region.parent.as_ref()?.code);
    Some(Link::to(name, format!("{root}{to_root}{}", province.folder(scribe.locale))))
}

fn given<T: Serialize>(context: &T) -> anyhow::Result<tera::Context> {
    Ok(tera::Context::from_serialize(context)?)
}

fn source_row(scribe: &Scribe<'_, '_>, source: &Source) -> SourceRow {
    let day = source.published_on.or(source.retrieved_on);
    SourceRow {
        title: Link::to(&*source.title, source.url.clone().unwrap_or_default()),
        publisher: source.publisher.clone(),
        kind: source.kind.label(scribe.locale).to_owned(),
        date: day.map_or_else(|| Cell::absent().text, |day| scribe.locale.date(day)),
    }
}
