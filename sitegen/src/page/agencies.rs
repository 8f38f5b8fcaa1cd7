//! All agencies: how many villages each accompanies.

use serde::Serialize;

use crate::chart::{Bar, BarChart, Tone};
use crate::data::record::{Accompaniment, Agency};
use crate::linked::{is_current, of};
use crate::locale::Locale;
use crate::meaning;
use crate::scribe::{Scribe, Sketch, say};
use crate::view::{Cell, Figure, Heading, Link, Table};

use super::query;
use super::table::{as_count, few};

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct Agencies {
    heading: Heading,
    villages: Option<Figure>,
    table: Table,
}

/// Running accompaniments of an agency.
pub fn running<'d>(scribe: &Scribe<'_, 'd>, agency: &str) -> Vec<&'d Accompaniment> {
    let all = of(&scribe.linked.accompaniments_by, agency).iter().copied();
    all.filter(|it| is_current(it, scribe.today)).collect()
}

/// Writes the page.
pub fn context(scribe: &Scribe<'_, '_>) -> Agencies {
    let agencies = &scribe.linked.data.agencies;
    let mut active: Vec<(&Agency, Vec<&Accompaniment>)> = agencies
        .iter()
        .map(|agency| (agency, running(scribe, &agency.key)))
        .filter(|(_, running)| !running.is_empty())
        .collect();
    active.sort_by(|a, b| (b.1.len(), &a.0.name).cmp(&(a.1.len(), &b.0.name)));
    let (count, all) =
        (scribe.locale.whole(as_count(active.len())), scribe.locale.whole(as_count(agencies.len())));
    Agencies {
        heading: Heading {
            title: scribe.say("Perangkat daerah (OPD)", "Agencies (OPD)").to_owned(),
            lead: say!(
                scribe.locale,
                "{count} dari {all} perangkat daerah sedang mendampingi desa.",
                "{count} of {all} agencies accompany villages."
            ),
            lead_simulated: active.iter().flat_map(|(_, running)| running).any(|it| it.simulated),
            ..Heading::default()
        },
        villages: villages(scribe, &active),
        table: table(scribe, agencies),
    }
}

fn villages(scribe: &Scribe<'_, '_>, active: &[(&Agency, Vec<&Accompaniment>)]) -> Option<Figure> {
    let most = active.first().map(|(_, running)| running.len())?;
    let bars: Vec<Bar> = active
        .iter()
        .map(|(agency, running)| Bar {
            label: agency.abbreviation.clone(),
            value: Some(running.len() as f64),
            text: scribe.locale.whole(as_count(running.len())),
            highlight: false,
            simulated: running.iter().any(|it| it.simulated),
        })
        .collect();
    let least = active.last().map_or(0, |(_, running)| running.len());
    let with_most = active.iter().take_while(|(_, running)| running.len() == most);
    let with_most: Vec<&str> = with_most.map(|(agency, _)| agency.abbreviation.as_str()).collect();
    let with_most = few(scribe.locale, &with_most, scribe.say("perangkat daerah", "agencies"));
    let range = range(scribe.locale, least, most);
    let (least, most) = (scribe.locale.whole(as_count(least)), scribe.locale.whole(as_count(most)));
    let count = scribe.locale.whole(as_count(active.len()));
    let rows = active.iter().map(|(agency, running)| {
        vec![
            Cell::link(scribe.agency(&agency.key)),
            Cell::number(scribe.locale.whole(as_count(running.len())), running.len())
                .marked(running.iter().any(|it| it.simulated)),
        ]
    });
    let sketch = Sketch {
        id: "desa-per-opd",
        period: scribe.locale.date(scribe.today),
        meaning: meaning::accompaniment(scribe),
        query: query::accompaniments(scribe.today, &scribe.linked.data.regency),
        title: say!(
            scribe.locale,
            "{count} perangkat daerah sedang mendampingi desa, masing-masing {range}",
            "{count} agencies accompany villages, {range} each"
        ),
        subtitle: scribe
            .say(
                "Pendampingan yang sedang berjalan, per perangkat daerah",
                "Running accompaniments by agency",
            )
            .to_owned(),
        desc: say!(
            scribe.locale,
            "Diagram batang pendampingan {count} perangkat daerah; tertinggi {most} ({with_most}), terendah {least}. Tabel di \
             bawah.",
            "Bar chart of the accompaniments of {count} agencies; highest {most} ({with_most}), lowest {least}. Table below."
        ),
        table: Table::new(
            scribe.say("Pendampingan berjalan per perangkat daerah", "Running accompaniments by agency"),
            &["OPD", scribe.say("#Pendampingan", "#Accompaniments")],
            rows.collect(),
        ),
        notes: vec![],
        sources: active.iter().flat_map(|(_, running)| running).map(|it| it.source.key.clone()).collect(),
    };
    Some(scribe.draw(sketch, |frame| Box::new(BarChart { frame, bars: bars.clone(), tone: Tone::S1 })))
}

/// `1 sampai 3`, or the one number.
fn range(locale: Locale, least: usize, most: usize) -> String {
    let (from, to) = (locale.whole(as_count(least)), locale.whole(as_count(most)));
    if least == most { to } else { say!(locale, "{from} sampai {to}", "{from} to {to}") }
}

fn table(scribe: &Scribe<'_, '_>, agencies: &[Agency]) -> Table {
    let rows = agencies.iter().map(|agency| {
        let running = running(scribe, &agency.key);
        let villages: Vec<String> = running.iter().map(|it| scribe.region(&it.region.code).text).collect();
        let link = scribe.agency(&agency.key);
        vec![
            Cell::link(Link { text: scribe.agency_name(agency).to_owned(), ..link }),
            Cell::text(&*agency.abbreviation),
            Cell::text(agency.kind.label(scribe.locale)),
            scribe.names(&villages).marked(running.iter().any(|it| it.simulated)),
            scribe.source(&agency.source.key),
        ]
    });
    Table::new(
        scribe.say("Semua perangkat daerah", "All agencies"),
        &[
            scribe.say("Nama", "Name"),
            scribe.say("Singkatan", "Abbreviation"),
            scribe.say("Bentuk", "Form"),
            scribe.say("Desa dampingan", "Accompanied villages"),
            scribe.say("Sumber", "Source"),
        ],
        rows.collect(),
    )
}
