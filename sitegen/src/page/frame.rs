//! What stands around the context of every page: the ways to other pages, sources, the edition, and what machines are told.

use serde::Serialize;

use crate::data::record::Source;
use crate::edition;
use crate::feed;
use crate::glossary;
use crate::links::Target;
use crate::locale::Locale;
use crate::picture::{CARD, Preview};
use crate::scribe::{Scribe, say};
use crate::view::{Cell, Link};

use super::{Edition, Scope, card_path, sections_of};

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

impl Frame {
    fn of(edition: &Edition<'_>, scribe: &Scribe<'_, '_>) -> Self {
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
        Self {
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
        }
    }
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
///
/// # Errors
/// When the template fails.
pub fn fill(
    edition: &Edition<'_>,
    scribe: &Scribe<'_, '_>,
    template: &str,
    mut context: tera::Context,
) -> anyhow::Result<String> {
    context.insert("page", &Frame::of(edition, scribe));
    let page = edition.templates.render(scribe.locale, template, &context)?;
    let is_explained = !UNEXPLAINED.contains(&template);
    Ok(if is_explained { glossary::explain(page, scribe.locale) } else { page })
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

/// A context as templates take it.
///
/// # Errors
/// When it cannot be written as JSON could.
pub fn given<T: Serialize>(context: &T) -> anyhow::Result<tera::Context> {
    Ok(tera::Context::from_serialize(context)?)
}

fn source_row(scribe: &Scribe<'_, '_>, source: &Source) -> SourceRow {
    let date = match (source.published_on, source.retrieved_on) {
        (Some(day), _) => scribe.locale.date(day),
        (None, Some(day)) => {
            let day = scribe.locale.date(day);
            say!(scribe.locale, "tanpa tanggal, dibaca {day}", "undated, read {day}")
        }
        (None, None) => Cell::absent().text,
    };
    SourceRow {
        title: Link::to(&*source.title, source.url.clone().unwrap_or_default()),
        publisher: source.publisher.clone(),
        kind: source.kind.label(scribe.locale).to_owned(),
        date,
    }
}
