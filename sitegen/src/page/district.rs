//! One kecamatan: its villages, who accompanies them, and how they do.

use serde::Serialize;

use crate::chart::{Panel, SmallMultiples, Tone, Unit};
use crate::classes;
use crate::data::record::{Need, Observation, Transaction, Village};
use crate::linked::{of, rate_decimals};
use crate::links::Target;
use crate::meaning;
use crate::scribe::{Elsewhere, Scribe, Sketch, say};
use crate::view::{Cell, Fact, Facts, Figure, Heading, KeyFigure, Link, Table};

use super::maps::{self, Rated};
use super::query;
use super::table::{self, About, as_count, share_in_sync};
use super::{districts, series};

/// The figure that shows who accompanies which village.
const MAP: &str = "peta-desa";

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct DistrictPage {
    heading: Heading,
    facts: Facts,
    map: Figure,
    /// Where the rate is high, if boundaries of its villages are known.
    rates: Option<Figure>,
    trends: Option<Figure>,
    needs: Option<Table>,
    money: Option<Table>,
}

/// Writes the page of a kecamatan that is in the data.
pub fn context(scribe: &Scribe<'_, '_>, code: &str) -> Option<DistrictPage> {
    let district = scribe.linked.district(code)?;
    let villages = of(&scribe.linked.villages_of, code);
    let needs: Vec<&Need> = villages
        .iter()
        .flat_map(|village| of(&scribe.linked.needs_of, &village.code))
        .copied()
        .filter(|need| scribe.linked.is_unfunded(need))
        .collect();
    let mut money: Vec<&Transaction> = of(&scribe.linked.transactions_of, code).to_vec();
    money.extend(villages.iter().flat_map(|village| of(&scribe.linked.transactions_of, &village.code)));
    money.sort_by_key(|row| (row.occurred_on, &row.key));
    let name = scribe.district(district).text;
    Some(DistrictPage {
        heading: heading(scribe, &name, villages, &needs),
        facts: facts(scribe, code),
        map: map(scribe, code, &name, villages),
        rates: rates(scribe, &name, villages),
        trends: trends(scribe, &name, villages),
        needs: table::needs(
            scribe,
            &needs,
            About::All,
            &say!(scribe.locale, "Kebutuhan tanpa pendana di {name}", "Needs without a funder in {name}"),
        ),
        money: table::ledger(
            scribe,
            &money,
            About::All,
            &say!(scribe.locale, "Dana yang tercatat di {name}", "Money recorded in {name}"),
        ),
    })
}

fn heading(scribe: &Scribe<'_, '_>, name: &str, villages: &[&Village], needs: &[&Need]) -> Heading {
    let accompanied: Vec<_> = villages
        .iter()
        .map(|village| districts::running(scribe, village))
        .filter(|of| !of.is_empty())
        .collect();
    let (count, all) =
        (scribe.locale.whole(as_count(accompanied.len())), scribe.locale.whole(as_count(villages.len())));
    let cost: i64 = needs.iter().filter_map(|need| need.cost).map(|cost| cost.0).sum();
    let cost = scribe.locale.rupiah_short(cost);
    let mut key_figures = vec![KeyFigure {
        label: scribe.say("Desa yang didampingi", "Accompanied villages").to_owned(),
        value: count.clone(),
        unit: say!(scribe.locale, "dari {all}", "of {all}"),
        simulated: accompanied.iter().flatten().any(|it| it.simulated),
        ..KeyFigure::default()
    }];
    if !needs.is_empty() {
        key_figures.push(KeyFigure {
            label: scribe.say("Kebutuhan tanpa pendana", "Needs without a funder").to_owned(),
            value: scribe.locale.whole(as_count(needs.len())),
            detail: say!(scribe.locale, "perkiraan biaya {cost}", "estimated cost {cost}"),
            simulated: needs.iter().any(|need| need.simulated),
            ..KeyFigure::default()
        });
    }
    Heading {
        title: name.to_owned(),
        lead: say!(
            scribe.locale,
            "{count} dari {all} desa dan kelurahan di {name} sedang didampingi perangkat daerah.",
            "{count} of the {all} desa and kelurahan of {name} are accompanied by an agency."
        ),
        crumbs: vec![Link::to("Kecamatan", scribe.href(Target::Districts))],
        key_figures,
        lead_simulated: accompanied.iter().flatten().any(|it| it.simulated),
        simulated: false,
    }
}

fn facts(scribe: &Scribe<'_, '_>, code: &str) -> Facts {
    let codes = of(&scribe.linked.codes_of, code).iter().map(|it| Link::plain(&*it.code)).collect();
    let mut facts = vec![
        Fact {
            term: scribe.say("Kode Kemendagri", "Kemendagri code").to_owned(),
            details: vec![Link::plain(code)],
            simulated: false,
        },
        Fact { term: scribe.say("Kode BPS", "BPS code").to_owned(), details: codes, simulated: false },
    ];
    facts.extend(latest(scribe, code));
    facts.retain(|fact| !fact.details.is_empty());
    facts
}

/// The latest value of every indicator of a region.
pub fn latest(scribe: &Scribe<'_, '_>, code: &str) -> Facts {
    let mut last: Vec<&Observation> = Vec::new();
    for observed in of(&scribe.linked.observations_of, code) {
        match last.iter_mut().find(|it| it.indicator == observed.indicator) {
            Some(known) => *known = observed,
            None => last.push(observed),
        }
    }
    last.sort_by(|a, b| a.indicator.key.cmp(&b.indicator.key));
    let fact = |it: &&Observation| {
        let indicator = scribe.linked.indicator(&it.indicator.key)?;
        let source = scribe.cite(&it.source.key);
        Some(Fact {
            term: format!(
                "{}, {}",
                scribe.say(&indicator.name, &indicator.name_en),
                scribe.locale.period(&it.period)
            ),
            details: vec![Link::plain(series::written(scribe, indicator, it)), source],
            simulated: it.simulated,
        })
    };
    last.iter().filter_map(fact).collect()
}

fn map_title(scribe: &Scribe<'_, '_>, name: &str) -> String {
    say!(scribe.locale, "Siapa mendampingi desa mana di {name}", "Who accompanies which village in {name}")
}

/// The map of a kecamatan by its name, for the pages of its villages.
pub fn map_of<'c>(scribe: &Scribe<'_, '_>, code: &'c str, name: &str) -> Elsewhere<'c> {
    Elsewhere { host: Target::District(code), id: MAP, title: map_title(scribe, name) }
}

fn map(scribe: &Scribe<'_, '_>, code: &str, name: &str, villages: &[&Village]) -> Figure {
    let table = villages_table(scribe, name, villages);
    let all = scribe.locale.whole(as_count(villages.len()));
    let accompanied = villages.iter().flat_map(|village| districts::running(scribe, village));
    let places = villages.iter().map(|village| village.source.key.clone());
    let sketch = Sketch {
        id: MAP,
        period: scribe.locale.date(scribe.today),
        meaning: meaning::accompaniment(scribe),
        query: query::accompaniments(scribe.today, code),
        title: map_title(scribe, name),
        subtitle: scribe
            .say(
                "Desa dan kelurahan menurut letak, dengan OPD pendampingnya",
                "Desa and kelurahan where they lie, with their agency",
            )
            .to_owned(),
        desc: say!(
            scribe.locale,
            "Peta ubin {all} desa dan kelurahan di {name}. Tabel di bawah.",
            "Tile map of the {all} desa and kelurahan of {name}. Table below."
        ),
        table,
        notes: vec![],
        sources: places.chain(accompanied.map(|it| it.source.key.clone())).collect(),
    };
    districts::village_map(scribe, villages, sketch)
}

/// Per village: name, agency, open needs with cost, money, registry.
fn villages_table(scribe: &Scribe<'_, '_>, name: &str, villages: &[&Village]) -> Table {
    let locale = scribe.locale;
    let rows = villages.iter().map(|village| {
        let running = districts::running(scribe, village);
        let (open, needs) = table::open_needs(scribe, village);
        let cost: i64 = needs.iter().filter_map(|need| need.cost).map(|cost| cost.0).sum();
        let money = of(&scribe.linked.transactions_of, &village.code);
        let sync = of(&scribe.linked.sync_of, &village.code)
            .iter()
            .max_by_key(|it| scribe.linked.cycle(&it.cycle.key).map(|cycle| cycle.starts_on));
        let share = sync.and_then(|it| share_in_sync(it));
        vec![
            Cell::link(scribe.village(village)),
            running.first().map_or_else(Cell::absent, |it| {
                Cell::link(scribe.agency(&it.agency.key)).marked(it.simulated)
            }),
            open,
            if needs.is_empty() {
                Cell::absent()
            } else {
                Cell::number(locale.rupiah(cost), cost).marked(needs.iter().any(|need| need.simulated))
            },
            Cell::number(locale.whole(as_count(money.len())), money.len())
                .marked(money.iter().any(|row| row.simulated)),
            share.map_or_else(
                || sync.map_or_else(Cell::absent, |it| scribe.count(None, it.cell_state)),
                |share| Cell::rounded(locale, share, 0).marked(sync.is_some_and(|it| it.simulated)),
            ),
        ]
    });
    Table::new(
        say!(scribe.locale, "Desa dan kelurahan di {name}", "Desa and kelurahan of {name}"),
        &[
            scribe.say("Desa", "Village"),
            scribe.say("OPD pendamping", "Agency"),
            scribe.say("#Kebutuhan tanpa pendana", "#Needs without a funder"),
            scribe.say("#Biayanya (rupiah)", "#Their cost (rupiah)"),
            scribe.say("#Catatan dana", "#Ledger rows"),
            scribe.say("#Pendataan selaras (persen)", "#Registry in sync (per cent)"),
        ],
        rows.collect(),
    )
}

/// The latest rate of each village on a map. Its classes are those of all villages of the regency, so that the maps of two
/// kecamatan can be compared.
fn rates(scribe: &Scribe<'_, '_>, name: &str, villages: &[&Village]) -> Option<Figure> {
    let (indicator, bounds) = (scribe.linked.village_rate()?, scribe.linked.rate_bounds()?);
    let latest = |village: &Village| scribe.linked.series(&indicator.key, &village.code).last().copied();
    let mut rated: Vec<(&Village, &Observation)> =
        villages.iter().filter_map(|village| Some((*village, latest(village)?))).collect();
    let number = |(_, observed): &(&Village, &Observation)| observed.number().unwrap_or(f64::NEG_INFINITY);
    rated.sort_by(|a, b| number(b).total_cmp(&number(a)).then_with(|| a.0.name.cmp(&b.0.name)));
    let mut told = rated.iter().filter(|(_, observed)| observed.value.is_some());
    let write = |(village, observed): &(&Village, &Observation)| {
        format!("{} ({})", village.name, scribe.told(observed))
    };
    let high = write(told.next()?);
    let low = told.next_back().map_or_else(|| high.clone(), write);
    let observed: Vec<&Observation> = rated.iter().map(|(_, observed)| *observed).collect();
    let (period, unit) = (series::span(&observed), series::unit(scribe, indicator));
    let label = scribe.say(&indicator.name, &indicator.name_en);
    let sketch = Sketch {
        id: "peta-angka",
        period: period.clone(),
        meaning: meaning::indicator(scribe, indicator, &observed),
        query: query::observations(&indicator.key, rated.iter().map(|(village, _)| village.code.as_str())),
        title: say!(
            scribe.locale,
            "{label} menurut desa: tertinggi {high}, terendah {low}",
            "{label} by village: highest {high}, lowest {low}"
        ),
        subtitle: say!(scribe.locale, "{label}, {unit}, {name}, {period}", "{label}, {unit}, {name}, {period}"),
        desc: say!(
            scribe.locale,
            "Peta wilayah desa di {name}. Tertinggi {high}, terendah {low}. Tabel di samping atau di bawah.",
            "Map of the villages of {name}. Highest {high}, lowest {low}. Table beside or below."
        ),
        table: rates_table(scribe, label, &unit, &rated),
        notes: vec![
            scribe
                .say(
                    "Batas kelas membagi semua desa di kabupaten atas lima kelompok yang kira-kira sama banyak, \
                     sehingga peta antarkecamatan dapat dibandingkan.",
                    "The classes part all villages of the regency into five groups of about as many each, so that maps \
                     of different kecamatan can be compared.",
                )
                .to_owned(),
        ],
        sources: observed.iter().map(|it| it.source.key.clone()).collect(),
    };
    let regions = rated.iter().map(|(village, observed)| Rated {
        code: village.code.clone(),
        name: village.name.clone(),
        title: scribe.village_name(village),
        rate: (scribe.told(observed), observed.number().map(|number| classes::step(number, bounds))),
        href: scribe.href(Target::Village(&village.code)),
        simulated: observed.simulated,
    });
    let classes = maps::classes(
        scribe,
        bounds,
        rate_decimals(indicator),
        "%",
        scribe.say("tidak ada angka", "no figure"),
    );
    maps::rates(scribe, sketch, &regions.collect::<Vec<_>>(), &classes)
}

/// The villages by rank.
fn rates_table(
    scribe: &Scribe<'_, '_>,
    label: &str,
    unit: &str,
    rated: &[(&Village, &Observation)],
) -> Table {
    let rows = rated.iter().map(|(village, observed)| {
        vec![Cell::link(scribe.village(village)), scribe.value(observed), scribe.period(&observed.period)]
    });
    let value = format!("#{} ({unit})", scribe.say("Nilai", "Value"));
    Table::new(
        label,
        &[scribe.say("Desa", "Village"), &value, scribe.say("Periode", "Period")],
        rows.collect(),
    )
}

/// The rate of the registry that most villages have, as small multiples with the latest value first.
fn trends(scribe: &Scribe<'_, '_>, name: &str, villages: &[&Village]) -> Option<Figure> {
    let indicator = scribe.linked.village_rate()?;
    let mut panels: Vec<(&Village, Vec<&Observation>)> = villages
        .iter()
        .map(|village| (*village, scribe.linked.series(&indicator.key, &village.code)))
        .filter(|(_, series)| !series.is_empty())
        .collect();
    let value = |series: &[&Observation]| series.last().and_then(|it| it.number());
    panels.sort_by(|a, b| value(&b.1).partial_cmp(&value(&a.1)).unwrap_or(std::cmp::Ordering::Equal));
    let (first, last) = (panels.first()?, panels.last()?);
    let label = scribe.say(&indicator.name, &indicator.name_en).to_owned();
    let unit = series::unit(scribe, indicator);
    let observed: Vec<&Observation> = panels.iter().flat_map(|(_, series)| series.iter().copied()).collect();
    let write = |(village, series): &(&Village, Vec<&Observation>)| {
        let value = series.last().map(|it| series::written(scribe, indicator, it)).unwrap_or_default();
        format!("{} ({value})", village.name)
    };
    let (high, low) = (write(first), write(last));
    let sketch = Sketch {
        id: "perkembangan",
        period: series::span(&observed),
        meaning: meaning::indicator(scribe, indicator, &observed),
        query: query::observations(&indicator.key, panels.iter().map(|(village, _)| village.code.as_str())),
        title: say!(
            scribe.locale,
            "{label}, nilai terakhir: tertinggi {high}, terendah {low}",
            "{label}, latest value: highest {high}, lowest {low}"
        ),
        subtitle: say!(
            scribe.locale,
            "{label}, {unit}, desa dan kelurahan di {name}",
            "{label}, {unit}, desa and kelurahan of {name}"
        ),
        desc: say!(
            scribe.locale,
            "Diagram garis kecil per desa dengan sumbu yang sama. Tertinggi {high}, terendah {low}. Tabel di bawah.",
            "Small line charts by village on common axes. Highest {high}, lowest {low}. Table below."
        ),
        table: trends_table(scribe, &label, &panels),
        notes: vec![],
        sources: observed.iter().map(|it| it.source.key.clone()).collect(),
    };
    let panels: Vec<Panel> = panels
        .iter()
        .map(|(village, series)| Panel {
            title: village.name.clone(),
            text: series.last().map(|it| scribe.told(it)).unwrap_or_default(),
            series: vec![crate::chart::Series {
                tone: Tone::S1,
                points: series.iter().map(|it| series::point(it)).collect(),
                ..crate::chart::Series::default()
            }],
        })
        .collect();
    Some(scribe.draw(sketch, |frame| {
        Box::new(SmallMultiples {
            frame,
            panels: panels.clone(),
            unit: Unit::default(),
            from_zero: true,
            key: vec![],
        })
    }))
}

fn trends_table(scribe: &Scribe<'_, '_>, label: &str, panels: &[(&Village, Vec<&Observation>)]) -> Table {
    let mut periods: Vec<&str> =
        panels.iter().flat_map(|(_, series)| series).map(|it| it.period.as_str()).collect();
    periods.sort_unstable();
    periods.dedup();
    let mut labels = vec![scribe.say("Desa", "Village").to_owned()];
    labels.extend(periods.iter().map(|period| format!("#{period}")));
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let rows = panels.iter().map(|(village, series)| {
        let mut cells = vec![Cell::link(scribe.village(village))];
        cells.extend(periods.iter().map(|period| {
            let here = series.iter().find(|it| it.period == *period);
            here.map_or_else(Cell::absent, |it| scribe.value(it))
        }));
        cells
    });
    Table::new(label, &labels, rows.collect())
}
