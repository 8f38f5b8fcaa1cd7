//! All villages.

use serde::Serialize;

use crate::data::record::Village;
use crate::linked::of;
use crate::meaning;
use crate::scribe::{Scribe, Sketch, say};
use crate::view::{Cell, Figure, Heading, Link, Table};

use super::districts;
use super::query;
use super::table::{as_count, open_needs};

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct Villages {
    heading: Heading,
    map: Option<Figure>,
    districts: Vec<DistrictOf>,
    namesakes: String,
}

/// A kecamatan with its villages.
#[derive(Debug, Serialize)]
struct DistrictOf {
    id: String,
    link: Link,
    table: Table,
}

/// Writes the page.
pub fn context(scribe: &Scribe<'_, '_>) -> Villages {
    let villages: Vec<&Village> = scribe.linked.data.villages.iter().collect();
    let all = scribe.locale.whole(as_count(villages.len()));
    let repeated = villages.iter().filter(|village| scribe.linked.has_namesake(village)).count();
    let repeated = scribe.locale.whole(as_count(repeated));
    let place = scribe.region_name(&scribe.linked.data.regency);
    let running = villages.iter().map(|village| districts::running(scribe, village));
    let running: Vec<Vec<_>> = running.filter(|of| !of.is_empty()).collect();
    let (count, running) = (scribe.locale.whole(as_count(running.len())), running.concat());
    Villages {
        heading: Heading {
            title: scribe.say("Desa dan kelurahan", "Villages").to_owned(),
            lead: say!(
                scribe.locale,
                "{count} dari {all} desa dan kelurahan di {place} sedang didampingi perangkat daerah.",
                "{count} of the {all} desa and kelurahan of {place} are accompanied by agencies."
            ),
            lead_simulated: running.iter().any(|it| it.simulated),
            ..Heading::default()
        },
        map: map(scribe, &villages),
        namesakes: say!(
            scribe.locale,
            "{repeated} desa berbagi nama dengan desa lain di kabupaten ini; karena itu kecamatannya selalu disebut.",
            "{repeated} villages share their name with another one of the regency, so their kecamatan is always named."
        ),
        districts: scribe
            .linked
            .data
            .districts
            .iter()
            .map(|district| DistrictOf {
                id: format!("kec-{}", district.code.replace('.', "-")),
                link: scribe.district(district),
                table: table(
                    scribe,
                    &scribe.district(district).text,
                    of(&scribe.linked.villages_of, &district.code),
                ),
            })
            .collect(),
    }
}

fn table(scribe: &Scribe<'_, '_>, district: &str, villages: &[&Village]) -> Table {
    let rows = villages.iter().map(|village| {
        vec![
            Cell::link(scribe.village(village)),
            districts::accompanied_by(scribe, village),
            open_needs(scribe, village).0,
            Cell::text(&*village.code),
        ]
    });
    Table::new(
        say!(scribe.locale, "Desa dan kelurahan di {district}", "Desa and kelurahan of {district}"),
        &[
            scribe.say("Desa", "Village"),
            scribe.say("Pendampingan berjalan", "Accompanied by"),
            scribe.say("#Kebutuhan tanpa pendana", "#Needs without a funder"),
            scribe.say("Kode", "Code"),
        ],
        rows.collect(),
    )
}

fn map(scribe: &Scribe<'_, '_>, villages: &[&Village]) -> Option<Figure> {
    if villages.is_empty() {
        return None;
    }
    let accompanied: Vec<&&Village> =
        villages.iter().filter(|village| !districts::running(scribe, village).is_empty()).collect();
    let (count, all) =
        (scribe.locale.whole(as_count(accompanied.len())), scribe.locale.whole(as_count(villages.len())));
    let rows = accompanied.iter().map(|village| {
        let district =
            scribe.linked.district(&village.district.code).map(|it| Cell::link(scribe.district(it)));
        vec![
            Cell::link(scribe.village(village)),
            district.unwrap_or_else(Cell::absent),
            districts::accompanied_by(scribe, village),
        ]
    });
    let table = Table::new(
        scribe.say("Desa yang sedang didampingi", "Villages that are accompanied"),
        &[scribe.say("Desa", "Village"), "Kecamatan", "OPD"],
        rows.collect(),
    );
    let sources = accompanied.iter().flat_map(|village| districts::running(scribe, village));
    let mut sources: Vec<String> = sources.map(|it| it.source.key.clone()).collect();
    if sources.is_empty() {
        sources = villages.iter().map(|village| village.source.key.clone()).collect();
    }
    let sketch = Sketch {
        id: "peta-semua-desa",
        period: scribe.locale.date(scribe.today),
        meaning: meaning::accompaniment(scribe),
        query: query::accompaniments(scribe.today, &scribe.linked.data.regency),
        title: say!(
            scribe.locale,
            "{count} dari {all} desa dan kelurahan sedang didampingi",
            "{count} of {all} desa and kelurahan are accompanied"
        ),
        subtitle: districts::one_tile_each(scribe),
        desc: say!(
            scribe.locale,
            "Peta ubin {all} desa dan kelurahan; {count} di antaranya didampingi. Tabel di bawah.",
            "Tile map of {all} desa and kelurahan; {count} of them are accompanied. Table below."
        ),
        table,
        notes: vec![],
        sources,
    };
    Some(districts::village_map(scribe, villages, sketch))
}
