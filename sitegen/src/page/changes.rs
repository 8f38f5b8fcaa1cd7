//! What is different from the edition before: each corrected value with its reason, and how many are new.

use serde::Serialize;

use crate::download::cell;
use crate::download::text;
use crate::edition::measure::MEASURES;
use crate::edition::{Correction, Issue};
use crate::links::Target;
use crate::output::File;
use crate::scribe::{Scribe, say};
use crate::view::{Cell, Heading, Link, Table};

use super::table::as_count;

/// Corrections on the page; the file beside it has all.
const SHOWN: usize = 200;

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct ChangesPage {
    heading: Heading,
    corrected: Option<Table>,
    /// Says that the table is cut, where it is.
    rest: String,
    file: Link,
    counts: Option<Table>,
    reversals: Option<Table>,
    /// The edition before, in the list of all; empty for the first.
    before: Link,
}

/// Writes the page.
pub fn context(scribe: &Scribe<'_, '_>, issue: &Issue) -> ChangesPage {
    let (locale, changes) = (scribe.locale, &issue.changes);
    let count = |number: usize| locale.whole(as_count(number));
    let all = changes.corrected.len();
    let (corrected, new) = (count(all), count(changes.counts.values().map(|it| it.added).sum()));
    let before = changes.since.map(|id| scribe.edition_name(id));
    let lead = match &before {
        None => scribe
            .say(
                "Ini edisi pertama; belum ada edisi untuk dibandingkan.",
                "This is the first edition; there is none before to compare it with.",
            )
            .to_owned(),
        Some(before) => {
            let before = before.replacen("Edisi", "edisi", 1).replacen("Edition", "edition", 1);
            say!(
                locale,
                "Dibandingkan dengan {before}: {corrected} nilai dikoreksi, {new} nilai baru.",
                "Compared with the {before}: values corrected: {corrected}; new values: {new}."
            )
        }
    };
    ChangesPage {
        heading: Heading { title: Target::Changes.title(locale).to_owned(), lead, ..Heading::default() },
        corrected: (all > 0).then(|| scribe.cite_simulated(corrections(scribe, &changes.corrected))),
        rest: if all > SHOWN {
            let shown = count(SHOWN);
            say!(
                locale,
                "Tabel ini memuat {shown} dari {corrected} koreksi; berkas CSV memuat semuanya.",
                "This table holds {shown} of {corrected} corrections; the CSV file holds all."
            )
        } else {
            String::new()
        },
        file: Link::to(
            format!("{}, {}", file_name(scribe), locale.kilobytes(csv(issue).map_or(0, |csv| csv.len()))),
            file_name(scribe),
        ),
        counts: (!changes.counts.is_empty()).then(|| counts(scribe, issue)),
        reversals: (!changes.reversals.is_empty())
            .then(|| scribe.cite_simulated(reversals(scribe, &changes.reversals))),
        before: Link::plain(before.unwrap_or_default()),
    }
}

/// All corrections for machines, beside the page.
///
/// # Errors
/// When the file cannot be written.
pub fn file(scribe: &Scribe<'_, '_>, issue: &Issue) -> anyhow::Result<File> {
    let path = format!("{}{}", Target::Changes.folder(scribe.locale), file_name(scribe));
    Ok(File { path, bytes: csv(issue)? })
}

fn file_name(scribe: &Scribe<'_, '_>) -> &'static str {
    scribe.locale.say("perubahan.csv", "changes.csv")
}

fn csv(issue: &Issue) -> anyhow::Result<Vec<u8>> {
    let header = ["measure", "subject", "period", "old", "new", "reason", "recordedAt"];
    let rows = issue.changes.corrected.iter().map(|it| {
        let texts = [&it.measure, &it.subject, &it.period, &it.old, &it.new];
        let texts = texts.map(|text| Some(cell::Cell::Text(text)));
        texts
            .into_iter()
            .chain([it.reason.as_deref().map(cell::Cell::Text), it.at.as_deref().map(cell::Cell::Text)])
    });
    text::csv(&header, rows)
}

/// What is measured, in words.
fn measure(scribe: &Scribe<'_, '_>, key: &str) -> String {
    if let Some(measure) = MEASURES.iter().find(|it| it.key == key) {
        return measure.label(scribe.locale).to_owned();
    }
    let indicator = scribe.linked.indicator(key);
    indicator.map_or_else(
        || key.to_owned(),
        |it| format!("{} ({})", scribe.say(&it.name, &it.name_en), scribe.say(&it.unit, &it.unit_en)),
    )
}

/// Of what, with a link to its page; whether it is simulated.
fn subject(scribe: &Scribe<'_, '_>, it: &Correction) -> Cell {
    let data = scribe.linked.data;
    match it.measure.split_once('.') {
        None => {
            let is_it = |of: &&crate::data::record::Observation| {
                of.indicator.key == it.measure && of.region.code == it.subject && of.period == it.period
            };
            let simulated = data.observations.iter().find(is_it).is_some_and(|of| of.simulated);
            Cell::link(scribe.region(&it.subject)).marked(simulated)
        }
        Some(("need", _)) => match data.needs.iter().find(|need| need.key == it.subject) {
            Some(need) => {
                let place = scribe.region(&need.village.code);
                Cell::link(Link::to(format!("{}, {}", need.title, place.text), place.href))
                    .marked(need.simulated)
            }
            None => Cell::text(&*it.subject),
        },
        Some(("registry", _)) => {
            let simulated = data.sync_counts.iter().find(|of| of.village.code == it.subject);
            Cell::link(scribe.region(&it.subject)).marked(simulated.is_some_and(|of| of.simulated))
        }
        Some(_) => Cell::text(&*it.subject),
    }
}

/// A value in the notation of the language, or its shorthand.
fn value(scribe: &Scribe<'_, '_>, value: &str) -> Cell {
    if cell::is_number(value) { Cell::number(scribe.locale.decimal(value), value) } else { Cell::text(value) }
}

fn corrections(scribe: &Scribe<'_, '_>, all: &[Correction]) -> Table {
    let rows = all.iter().take(SHOWN).map(|it| {
        let period =
            scribe.linked.cycle(&it.period).map_or(it.period.as_str(), |cycle| cycle.period.as_str());
        let day = it.at.as_deref().and_then(|at| at.get(..10)?.parse().ok());
        vec![
            Cell::text(measure(scribe, &it.measure)),
            subject(scribe, it),
            scribe.period(period),
            value(scribe, &it.old),
            value(scribe, &it.new),
            it.reason.as_deref().map_or_else(
                || Cell::text(scribe.say("tidak dicatat", "not recorded")),
                |reason| scribe.original(reason),
            ),
            day.map_or_else(Cell::absent, |day| Cell::number(scribe.locale.date(day), day)),
        ]
    });
    Table::new(
        scribe.say("Nilai yang dikoreksi", "Corrected values"),
        &[
            scribe.say("Yang diukur", "Measure"),
            scribe.say("Tentang", "Of"),
            scribe.say("Periode", "Period"),
            scribe.say("#Semula", "#Before"),
            scribe.say("#Menjadi", "#Now"),
            scribe.say("Alasan", "Reason"),
            scribe.say("Dicatat", "Recorded"),
        ],
        rows.collect(),
    )
}

fn counts(scribe: &Scribe<'_, '_>, issue: &Issue) -> Table {
    let number = |count: usize| Cell::number(scribe.locale.whole(as_count(count)), count);
    let rows = issue.changes.counts.iter().map(|(key, counts)| {
        vec![Cell::text(measure(scribe, key)), number(counts.added), number(counts.gone)]
    });
    Table::new(
        scribe.say("Nilai baru menurut yang diukur", "New values by measure"),
        &[
            scribe.say("Yang diukur", "Measure"),
            scribe.say("#Nilai baru", "#New values"),
            scribe.say("#Tidak lagi terbit", "#No longer published"),
        ],
        rows.collect(),
    )
}

fn reversals(scribe: &Scribe<'_, '_>, keys: &[String]) -> Table {
    let rows = scribe.linked.data.transactions.iter().filter(|it| keys.contains(&it.key)).map(|it| {
        vec![
            scribe.original(&it.description).marked(it.simulated),
            Cell::link(scribe.region(&it.region.code)),
            Cell::number(scribe.locale.dated(it.occurred_on, it.date_precision), it.occurred_on),
            scribe.amount(it),
            it.reason.as_deref().map_or_else(Cell::absent, |reason| scribe.original(reason)),
            scribe.source(&it.source.key),
        ]
    });
    Table::new(
        scribe.say("Pembalikan baru di buku dana", "New reversals in the ledger"),
        &[
            scribe.say("Untuk", "For"),
            scribe.say("Tempat", "Place"),
            scribe.say("Tanggal", "Date"),
            scribe.say("#Jumlah (rupiah)", "#Amount (rupiah)"),
            scribe.say("Alasan", "Reason"),
            scribe.say("Sumber", "Source"),
        ],
        rows.collect(),
    )
}
