//! Atom feeds of what happened: of everything, of each village, agency and stakeholder.
//!
//! What is told, and when, is in the data: no entry knows when it was written.

mod event;

use anyhow::Context as _;
use atom_syndication::{Entry, Feed, Link, Person, Text};
use chrono::{FixedOffset, NaiveDate, NaiveTime};

use crate::download::LICENCE;
use crate::links::Target;
use crate::output::File;
use crate::page::Edition;
use crate::scribe::{Scribe, say};

use event::Event;

/// Entries of a feed: the latest.
const MOST: usize = 50;

/// Seconds by which the time of Western Indonesia is ahead.
const WIB: i32 = 7 * 60 * 60;

/// The media type of a feed.
const MEDIA: &str = "application/atom+xml";

/// The address of the feed that belongs to a page, from there; empty where the report has none, since it does not know its
/// own address.
pub fn href(edition: &Edition<'_>, scribe: &Scribe<'_, '_>) -> String {
    match edition.address {
        Some(_) => format!("{}{}", scribe.href(subject(scribe.target)), name(scribe)),
        None => String::new(),
    }
}

/// What the feed is about to which a page leads.
fn subject(target: Target<'_>) -> Target<'_> {
    match target {
        Target::Village(_) | Target::Agency(_) | Target::Stakeholder(_) => target,
        Target::Figure(host, _) | Target::Embed(host, _) => subject(*host),
        _ => Target::Overview,
    }
}

/// Names of the files, in Indonesian and in English.
pub const NAMES: [&str; 2] = ["umpan.xml", "feed.xml"];

fn name(scribe: &Scribe<'_, '_>) -> &'static str {
    scribe.locale.say(NAMES[0], NAMES[1])
}

/// The feed about what a page is about, for pages that have one of their own.
///
/// # Errors
/// When it cannot be written.
pub fn file(edition: &Edition<'_>, scribe: &Scribe<'_, '_>) -> anyhow::Result<Option<File>> {
    let Some(address) = edition.address.as_deref() else { return Ok(None) };
    if subject(scribe.target) != scribe.target {
        return Ok(None);
    }
    let path = format!("{}{}", scribe.target.folder(scribe.locale), name(scribe));
    let mut bytes = Vec::new();
    written(edition, scribe, address, &path).write_to(&mut bytes).context("cannot write the feed")?;
    bytes.push(b'\n');
    Ok(Some(File { path, bytes }))
}

fn written(edition: &Edition<'_>, scribe: &Scribe<'_, '_>, address: &str, path: &str) -> Feed {
    let mut events: Vec<(NaiveDate, String, Event<'_>)> = event::of_page(scribe, edition.issue)
        .into_iter()
        .filter_map(|event| Some((event.day()?, event.key(), event)))
        .filter(|(day, ..)| *day <= scribe.today)
        .collect();
    events.sort_by(|(day, key, _), (other, of_other, _)| other.cmp(day).then_with(|| key.cmp(of_other)));
    events.truncate(MOST);
    let page = format!("{address}/{}", scribe.target.folder(scribe.locale));
    let place = scribe.region_name(&scribe.linked.data.regency);
    let (site, about) = (scribe.theme.name.as_str(), scribe.page(scribe.target).text);
    let title = match scribe.target {
        Target::Overview => say!(scribe.locale, "{site} {place}", "{site}, {place}"),
        _ => format!("{about} · {site}, {place}"),
    };
    // Where nothing happened yet, the feed is as old as what happened last elsewhere.
    let updated = events.first().map_or_else(|| event::latest(scribe), |(day, ..)| *day);
    let publisher =
        Person { name: format!("{site}, {place}"), uri: Some(format!("{address}/")), ..Person::default() };
    let tag = tag(address);
    Feed {
        title: Text::plain(title),
        id: format!("{address}/{path}"),
        updated: moment(updated),
        authors: vec![publisher],
        links: vec![link("self", MEDIA, format!("{address}/{path}")), link("alternate", "text/html", page)],
        rights: Some(Text::plain(LICENCE.0)),
        lang: Some(scribe.locale.tag().to_owned()),
        entries: events
            .iter()
            .map(|(day, key, event)| entry(scribe, address, &tag, (*day, key, event)))
            .collect(),
        ..Feed::default()
    }
}

fn entry(
    scribe: &Scribe<'_, '_>,
    address: &str,
    tag: &str,
    (day, key, event): (NaiveDate, &str, &Event<'_>),
) -> Entry {
    let told = event.told(scribe);
    let mark = if told.simulated { scribe.say("[simulasi] ", "[simulated] ") } else { "" };
    let page = event.about(scribe).folder(scribe.locale);
    Entry {
        title: Text::plain(format!("{mark}{}", told.title)),
        id: format!("{tag}{key}"),
        updated: moment(day),
        published: Some(moment(day)),
        links: vec![link("alternate", "text/html", format!("{address}/{page}"))],
        summary: (!told.summary.is_empty()).then(|| Text::plain(told.summary)),
        ..Entry::default()
    }
}

fn link(rel: &str, media: &str, href: String) -> Link {
    Link { rel: rel.to_owned(), mime_type: Some(media.to_owned()), href, ..Link::default() }
}

/// What ids begin with: a tag URI (RFC 4151) of the host, which stays when pages move.
fn tag(address: &str) -> String {
    let host = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = host.split(['/', ':']).next().unwrap_or(host);
    format!("tag:{host},2026:")
}

/// A day as a moment: its beginning in Pati.
fn moment(day: NaiveDate) -> atom_syndication::FixedDateTime {
    let midnight = day.and_time(NaiveTime::MIN);
    let zone = FixedOffset::east_opt(WIB);
    zone.and_then(|zone| midnight.and_local_timezone(zone).single())
        .unwrap_or_else(|| midnight.and_utc().fixed_offset())
}
