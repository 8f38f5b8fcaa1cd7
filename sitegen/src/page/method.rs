//! How the report is made: rules, claims that contradict each other, all sources.

use serde::Serialize;

use crate::data::record::Source;
use crate::glossary::{self, Explained};
use crate::scribe::Scribe;
use crate::view::{Cell, Heading, Link, Table};

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct Method {
    heading: Heading,
    conflicts: Table,
    terms: Vec<Explained>,
    sources: Table,
    simulated: bool,
}

/// Writes the page.
pub fn context(scribe: &Scribe<'_, '_>) -> Method {
    let mut sources: Vec<&Source> = scribe.linked.data.sources.values().collect();
    sources.sort_by(|a, b| (&a.publisher, &a.title, &a.key).cmp(&(&b.publisher, &b.title, &b.key)));
    Method {
        heading: Heading {
            title: scribe.say("Metode dan sumber", "Method and sources").to_owned(),
            lead: scribe
                .say(
                    "Setiap angka menyebut siapa yang mengatakannya; yang tidak pasti dan yang disimulasikan \
                     selalu disebut demikian.",
                    "Every figure names who said it; what is uncertain and what is simulated is always called so.",
                )
                .to_owned(),
            ..Heading::default()
        },
        simulated: sources.iter().any(|it| scribe.linked.data.is_simulated(&it.key)),
        conflicts: conflicts(scribe),
        terms: glossary::all(scribe.locale),
        sources: scribe.cite_simulated(source_table(scribe, &sources)),
    }
}

fn conflicts(scribe: &Scribe<'_, '_>) -> Table {
    let rows = scribe.linked.data.conflicts.iter().map(|it| {
        vec![
            Cell::text(scribe.say(&it.topic, &it.topic_en)),
            scribe.original(&it.claim),
            scribe.source(&it.source.key),
            scribe.original(&it.other_claim),
            scribe.source(&it.other_source.key),
            Cell::text(scribe.say(&it.lesson, &it.lesson_en)),
        ]
    });
    Table::new(
        scribe.say("Klaim publik yang saling bertentangan", "Public claims that contradict each other"),
        &[
            scribe.say("Tentang", "About"),
            scribe.say("Klaim", "Claim"),
            scribe.say("Menurut", "By"),
            scribe.say("Klaim lain", "Other claim"),
            scribe.say("Menurut", "By"),
            scribe.say("Akibatnya bagi data", "What follows for the data"),
        ],
        rows.collect(),
    )
}

fn source_table(scribe: &Scribe<'_, '_>, sources: &[&Source]) -> Table {
    let rows = sources.iter().map(|it| {
        let simulated = scribe.linked.data.is_simulated(&it.key);
        let day = it.retrieved_on.or(it.published_on);
        vec![
            Cell { indonesian: true, ..Cell::link(Link::to(&*it.title, it.url.clone().unwrap_or_default())) }
                .marked(simulated),
            Cell::text(&*it.publisher),
            Cell::text(it.kind.label(scribe.locale)),
            it.published_on.map_or_else(Cell::absent, |day| Cell::number(scribe.locale.date(day), day)),
            day.map_or_else(Cell::absent, |day| Cell::number(scribe.locale.date(day), day)),
            Cell::text(it.licence.as_deref().unwrap_or_default()),
        ]
    });
    Table::new(
        scribe.say("Semua sumber", "All sources"),
        &[
            scribe.say("Judul", "Title"),
            scribe.say("Penerbit", "Publisher"),
            scribe.say("Jenis", "Kind"),
            scribe.say("Terbit", "Published"),
            scribe.say("Dibaca", "Read"),
            scribe.say("Lisensi", "Licence"),
        ],
        rows.collect(),
    )
}
