//! One village: who helps, what it needs, with what money, whether it gets better.

mod around;

pub use around::Neighbours;
use serde::Serialize;

use crate::chart::{self, Sparkline, Tone};
use crate::data::record::{
    Accompaniment, ActionItem, Assessment, Need, Observation, Potential, Transaction, Village,
};
use crate::data::vocabulary::{CodeSystem, TransactionKind};
use crate::ledger::{self, Counting, Total};
use crate::linked::{last_ended, of, told_first};
use crate::links::Target;
use crate::locale::Locale;
use crate::scribe::{Scribe, say};
use crate::view::{Cell, Fact, Facts, Figure, Heading, KeyFigure, Link, Table};

use super::funding::unstated;
use super::table::{self, About, as_count};
use super::{districts, series};

/// How many rows of the ledger a page shows.
const SHOWN_TRANSACTIONS: usize = 8;

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct VillagePage {
    heading: Heading,
    facts: Facts,
    accompaniments: Option<Table>,
    assessments: Option<Table>,
    needs: Option<Table>,
    potentials: Option<Table>,
    schedule: Option<Figure>,
    money: Option<Table>,
    indicators: Option<Table>,
    registry: Option<Table>,
    actions: Option<Table>,
    map: Figure,
}

/// Writes the page of a village that is in the data.
pub fn context(scribe: &Scribe<'_, '_>, code: &str) -> Option<VillagePage> {
    let linked = scribe.linked;
    let village = linked.village(code)?;
    let needs = of(&linked.needs_of, code);
    let actions: &[&ActionItem] = of(&linked.actions_in, code);
    let name = scribe.village_name(village);
    Some(VillagePage {
        heading: heading(scribe, village, needs),
        facts: facts(scribe, village),
        accompaniments: table::accompaniments(scribe, of(&linked.accompaniments_of, code), About::Village),
        assessments: assessments(scribe, of(&linked.assessments_of, code)),
        needs: table::needs(
            scribe,
            needs,
            About::Village,
            &say!(scribe.locale, "Kebutuhan {name} menurut asesmen", "Needs of {name} by assessment"),
        ),
        potentials: potentials(scribe, of(&linked.potentials_of, code)),
        schedule: table::schedule(scribe, "jadwal", of(&linked.programmes_of, code), About::Village),
        money: money(scribe, &name, of(&linked.transactions_of, code)),
        indicators: indicators(scribe, village),
        registry: table::registry(scribe, of(&linked.sync_of, code)),
        actions: table::actions(
            scribe,
            actions,
            About::Village,
            scribe.say("Tindak lanjut untuk desa ini", "Action items for this village"),
        ),
        map: around::map(scribe, village),
    })
}

/// Rows of the ledger, those of public sources before simulated ones and of each the latest: a village with much money must
/// not make its page too heavy for a phone.
fn money(scribe: &Scribe<'_, '_>, name: &str, rows: &[&Transaction]) -> Option<Table> {
    let mut order: Vec<usize> = (0..rows.len()).rev().collect();
    order.sort_by_key(|at| rows[*at].simulated);
    order.truncate(SHOWN_TRANSACTIONS);
    order.sort_unstable();
    let chosen: Vec<&Transaction> = order.into_iter().map(|at| rows[at]).collect();
    let (shown, all) =
        (scribe.locale.whole(as_count(chosen.len())), scribe.locale.whole(as_count(rows.len())));
    let caption = if chosen.len() < rows.len() {
        say!(
            scribe.locale,
            "Dana untuk {name}: {shown} dari {all} catatan, dipilih dari sumber publik lebih dahulu; unduhan memuat semuanya",
            "Money for {name}: {shown} of {all} rows, chosen from public sources first; the downloads have them all"
        )
    } else {
        say!(
            scribe.locale,
            "Dana untuk {name}, yang terbaru lebih dahulu",
            "Money for {name}, the latest first"
        )
    };
    table::ledger(scribe, &chosen, About::Village, &caption)
}

fn heading(scribe: &Scribe<'_, '_>, village: &Village, needs: &[&Need]) -> Heading {
    let name = scribe.village_name(village);
    let district = scribe.linked.district(&village.district.code);
    let district_link = district.map(|it| scribe.district(it));
    let mut crumbs = vec![Link::to(scribe.say("Desa", "Villages"), scribe.href(Target::Villages))];
    crumbs.extend(district_link.clone());
    Heading {
        lead: lead(scribe, village, &name, &district_link.unwrap_or_default().text),
        title: name,
        lead_simulated: told_first(of(&scribe.linked.accompaniments_of, &village.code), scribe.today)
            .any(|it| it.simulated),
        crumbs,
        key_figures: key_figures(scribe, village, needs),
        simulated: false,
    }
}

fn lead(scribe: &Scribe<'_, '_>, village: &Village, name: &str, district: &str) -> String {
    let running = districts::running(scribe, village);
    let agencies: Vec<String> = running
        .iter()
        .filter_map(|it| scribe.linked.agency(&it.agency.key))
        .map(|agency| scribe.the_agency(agency))
        .collect();
    let Some(first) = running.iter().min_by_key(|it| it.starts_on) else {
        return not_running(scribe, of(&scribe.linked.accompaniments_of, &village.code), (name, district));
    };
    let agencies = scribe.locale.list(&agencies);
    let since = scribe.locale.dated(first.starts_on, first.date_precision);
    say!(
        scribe.locale,
        "{name}, {district}, didampingi {agencies} sejak {since}.",
        "{name}, {district}, has been accompanied by {agencies} since {since}."
    )
}

/// What is said of a village that nobody accompanies now.
fn not_running(scribe: &Scribe<'_, '_>, all: &[&Accompaniment], (name, district): (&str, &str)) -> String {
    let locale = scribe.locale;
    if all.is_empty() {
        return say!(
            locale,
            "Belum ada pendampingan yang tercatat untuk {name}, {district}.",
            "No accompaniment is recorded for {name}, {district}."
        );
    }
    let last = last_ended(all, scribe.today);
    let last = last.and_then(|it| {
        let agency = scribe.linked.agency(&it.agency.key)?;
        Some((scribe.the_agency(agency), locale.dated(it.ends_on?, it.date_precision)))
    });
    match last {
        Some((agency, until)) => say!(
            locale,
            "{name}, {district}, sedang tidak didampingi; pendampingan terakhirnya, oleh {agency}, berlangsung sampai \
             {until}.",
            "{name}, {district}, is not accompanied at present; its last accompaniment, by {agency}, lasted until {until}."
        ),
        None => say!(
            locale,
            "{name}, {district}, sedang tidak didampingi.",
            "{name}, {district}, is not accompanied at present."
        ),
    }
}

fn key_figures(scribe: &Scribe<'_, '_>, village: &Village, needs: &[&Need]) -> Vec<KeyFigure> {
    let mut figures = Vec::new();
    if !needs.is_empty() {
        let open: Vec<&&Need> = needs.iter().filter(|need| scribe.linked.is_unfunded(need)).collect();
        let cost: i64 = open.iter().filter_map(|need| need.cost).map(|cost| cost.0).sum();
        let (cost, all) = (scribe.locale.rupiah_short(cost), scribe.locale.whole(as_count(needs.len())));
        figures.push(KeyFigure {
            label: scribe.say("Kebutuhan tanpa pendana", "Needs without a funder").to_owned(),
            value: scribe.locale.whole(as_count(open.len())),
            unit: say!(scribe.locale, "dari {all}", "of {all}"),
            detail: say!(scribe.locale, "perkiraan biaya {cost}", "estimated cost {cost}"),
            simulated: needs.iter().any(|need| need.simulated),
            ..KeyFigure::default()
        });
    }
    let rows = of(&scribe.linked.transactions_of, &village.code);
    if !rows.is_empty() {
        let total = ledger::total(rows, TransactionKind::Expenditure, Counting::LastMile);
        let public: Vec<&Transaction> = rows.iter().copied().filter(|row| !row.simulated).collect();
        let public = ledger::total(&public, TransactionKind::Expenditure, Counting::LastMile);
        figures.push(KeyFigure {
            label: scribe.say("Dana tunai yang dipakai di desa ini", "Cash spent in this village").to_owned(),
            value: scribe.locale.rupiah_short(total.amount),
            detail: spent_detail(scribe.locale, total, public),
            simulated: total.simulated,
            ..KeyFigure::default()
        });
    }
    figures
}

/// What of the cash spent public sources state; what they state without an amount is not zero.
fn spent_detail(locale: Locale, total: Total, public: Total) -> String {
    let stated = locale.rupiah_short(public.amount);
    let unstated = unstated(locale, public.unknown);
    match (total.simulated, public.amount, public.unknown) {
        (true, 0, 0) => locale.say("tidak ada dari sumber publik", "none of it by public sources").to_owned(),
        (true, 0, _) => say!(locale, "sumber publik: {unstated}", "by public sources: {unstated}"),
        (true, _, 0) => {
            say!(locale, "di antaranya {stated} menurut sumber publik", "of which {stated} by public sources")
        }
        (true, ..) => say!(
            locale,
            "di antaranya {stated} dan {unstated} menurut sumber publik",
            "of which {stated} and {unstated} by public sources"
        ),
        (false, _, 0) => {
            locale.say("barang dan kredit tidak ikut dijumlah", "goods and credit are not added").to_owned()
        }
        (false, ..) => unstated,
    }
}

fn facts(scribe: &Scribe<'_, '_>, village: &Village) -> Facts {
    let fact = |term: &str, details| Fact { term: term.to_owned(), details, simulated: false };
    let district = scribe.linked.district(&village.district.code).map(|it| scribe.district(it));
    let bps = of(&scribe.linked.codes_of, &village.code).iter().filter(|it| it.system == CodeSystem::Bps);
    let mut facts = vec![
        fact("Kecamatan", district.into_iter().collect()),
        fact(scribe.say("Kode Kemendagri", "Kemendagri code"), vec![Link::plain(&*village.code)]),
        fact(
            scribe.say("Kode BPS", "BPS code"),
            bps.map(|it| Link::plain(format!("{} ({})", it.code, it.name))).collect(),
        ),
        fact(
            scribe.say("Kode pos", "Postal code"),
            village.postal_code.iter().map(|it| Link::plain(&**it)).collect(),
        ),
    ];
    scribe.cite(&village.source.key);
    facts.retain(|fact| !fact.details.is_empty());
    facts
}

fn assessments(scribe: &Scribe<'_, '_>, rows: &[&Assessment]) -> Option<Table> {
    let row = |it: &&Assessment| {
        let day = it.held_on.or(it.planned_on);
        vec![
            day.map_or_else(Cell::absent, |day| Cell::number(scribe.locale.date(day), day))
                .marked(it.simulated),
            Cell::text(it.method.label(scribe.locale)),
            Cell::link(scribe.agency(&it.agency.key)),
            Cell::text(it.state.label(scribe.locale)),
            it.participants.map_or_else(Cell::absent, |count| {
                Cell::number(scribe.locale.whole(i64::from(count)), count)
            }),
            scribe.original(it.summary.as_deref().unwrap_or_default()),
            scribe.source(&it.source.key),
        ]
    };
    (!rows.is_empty()).then(|| {
        Table::new(
            scribe.say("Asesmen", "Assessments"),
            &[
                scribe.say("Tanggal", "Date"),
                scribe.say("Cara", "Method"),
                "OPD",
                scribe.say("Keadaan", "State"),
                scribe.say("#Peserta (orang)", "#Participants"),
                scribe.say("Hasil", "Result"),
                scribe.say("Sumber", "Source"),
            ],
            rows.iter().map(row).collect(),
        )
    })
}

fn potentials(scribe: &Scribe<'_, '_>, rows: &[&Potential]) -> Option<Table> {
    let row = |it: &&Potential| {
        vec![
            Cell::text(it.kind.label(scribe.locale)).marked(it.simulated),
            scribe.original(&it.description),
            scribe.source(&it.source.key),
        ]
    };
    (!rows.is_empty()).then(|| {
        Table::new(
            scribe.say("Potensi desa menurut asesmen", "Potentials of the village by assessment"),
            &[
                scribe.say("Jenis", "Kind"),
                scribe.say("Potensi", "Potential"),
                scribe.say("Sumber", "Source"),
            ],
            rows.iter().map(row).collect(),
        )
    })
}

/// One row per indicator: first and latest value, and the way between as a sparkline.
fn indicators(scribe: &Scribe<'_, '_>, village: &Village) -> Option<Table> {
    let mut keys: Vec<&str> = of(&scribe.linked.observations_of, &village.code)
        .iter()
        .map(|it| it.indicator.key.as_str())
        .collect();
    keys.sort_unstable();
    keys.dedup();
    let rows: Vec<Vec<Cell>> = keys.iter().filter_map(|key| indicator_row(scribe, village, key)).collect();
    (!rows.is_empty()).then(|| {
        Table::new(
            scribe.say("Indikator desa", "Indicators of the village"),
            &[
                scribe.say("Indikator", "Indicator"),
                scribe.say("#Nilai terakhir", "#Latest value"),
                scribe.say("Satuan", "Unit"),
                scribe.say("Perkembangan", "Trend"),
                scribe.say("#Nilai pertama", "#First value"),
                scribe.say("Sumber", "Source"),
            ],
            rows,
        )
    })
}

fn indicator_row(scribe: &Scribe<'_, '_>, village: &Village, key: &str) -> Option<Vec<Cell>> {
    let indicator = scribe.linked.indicator(key)?;
    let series = scribe.linked.series(key, &village.code);
    let (first, last) = (series.first()?, series.last()?);
    let dated = |it: &Observation| {
        let mut cell = scribe.value(it);
        cell.text = format!("{} ({})", cell.text, scribe.locale.period(&it.period));
        cell
    };
    let name = scribe.say(&indicator.name, &indicator.name_en);
    let (from, to) = (dated(first).text, dated(last).text);
    let sparkline = || -> Box<dyn chart::Figure> {
        Box::new(Sparkline {
            frame: chart::Frame {
                title: name.to_owned(),
                desc: say!(scribe.locale, "Dari {from} sampai {to}", "From {from} to {to}"),
                ..chart::Frame::default()
            },
            series: chart::Series {
                tone: Tone::S1,
                points: series.iter().map(|it| series::point(it)).collect(),
                ..chart::Series::default()
            },
        })
    };
    let spark =
        if series.len() > 1 { scribe.drawing(&format!("garis-{key}"), sparkline) } else { String::new() };
    let years = match &*series {
        [_] => scribe.say("satu nilai", "one value").to_owned(),
        _ => format!("{}–{}", first.period, last.period),
    };
    Some(vec![
        Cell::text(name),
        dated(last),
        Cell::text(series::unit(scribe, indicator)),
        Cell { spark, ..Cell::text(years) },
        dated(first),
        scribe.source(&last.source.key),
    ])
}
