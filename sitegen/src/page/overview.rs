//! The first page: how poverty goes, who accompanies whom, what was decided, what nobody pays for.

use serde::Serialize;

use crate::chart::{Dot, DotChart, Tone, Unit};
use crate::data::record::{Accompaniment, Need, Observation};
use crate::data::vocabulary::TransactionKind;
use crate::ledger::{self, Counting};
use crate::linked::{is_current, of};
use crate::links::Target;
use crate::meaning;
use crate::scribe::{Scribe, Sketch, say};
use crate::view::{Cell, Figure, Heading, KeyFigure, Link, Table};

use super::funding::is_outside_regency_budget;
use super::table::{self, About, as_count};
use super::{districts, query, series};

/// The meeting from which the report follows up.
pub const SEED_MEETING: &str = "rakor-2022-06-22";

/// How many needs are listed before the reader is sent on.
const LISTED_NEEDS: usize = 8;

/// Fewer places than this are no comparison.
const COMPARED: usize = 3;

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct Overview {
    heading: Heading,
    poverty: Option<Figure>,
    last_change: String,
    comparison: Option<Figure>,
    people: Option<Figure>,
    map: Option<Figure>,
    meeting: Option<MeetingBrief>,
    unfunded: Option<Table>,
    unfunded_all: Link,
}

#[derive(Debug, Serialize)]
struct MeetingBrief {
    title: String,
    date: String,
    decisions: Vec<Decided>,
    source: Link,
    all: Link,
}

#[derive(Debug, Serialize)]
struct Decided {
    text: String,
    standing: String,
    simulated: bool,
}

/// Writes the page.
pub fn context(scribe: &Scribe<'_, '_>) -> Overview {
    let regency = scribe.linked.data.regency.as_str();
    let province = regency.get(..2).unwrap_or_default();
    let regions = [regency, province, "00"];
    let unfunded: Vec<&Need> = unfunded(scribe);
    let caption =
        scribe.say("Kebutuhan terbesar yang belum ada pendananya", "The largest needs without a funder");
    Overview {
        poverty: series::compare(scribe, "kemiskinan", "p0", &regions),
        last_change: last_change(scribe, regency),
        comparison: comparison(scribe),
        people: series::compare(scribe, "garis-kemiskinan", "garis-kemiskinan", &regions[..2]),
        map: districts::map(scribe, "peta-pendampingan"),
        meeting: meeting(scribe),
        unfunded: table::needs(scribe, &unfunded[..unfunded.len().min(LISTED_NEEDS)], About::All, caption),
        unfunded_all: Link::to(
            scribe.say("Semua kebutuhan tanpa pendana", "All needs without a funder"),
            format!("{}#{}", scribe.href(Target::Funding), scribe.say("kebutuhan", "needs")),
        ),
        heading: heading(scribe, regency, &unfunded),
    }
}

fn heading(scribe: &Scribe<'_, '_>, regency: &str, unfunded: &[&Need]) -> Heading {
    let place = scribe.region_name(regency);
    let mut key_figures = Vec::new();
    key_figures.extend(poverty_rate(scribe, regency));
    key_figures.extend(accompanied(scribe));
    key_figures.extend(non_apbd(scribe));
    key_figures.extend(without_funder(scribe, unfunded));
    Heading {
        title: say!(
            scribe.locale,
            "Kemiskinan dan pendampingan desa di {place}",
            "Poverty and accompanied villages in {place}"
        ),
        lead: lead(scribe, regency),
        simulated: false,
        lead_simulated: false,
        crumbs: vec![],
        key_figures,
    }
}

/// The one-sentence answer: the rate, and whether its last change is clear.
fn lead(scribe: &Scribe<'_, '_>, regency: &str) -> String {
    let series = scribe.linked.series("p0", regency);
    let (Some(indicator), Some(last)) = (scribe.linked.indicator("p0"), series.last()) else {
        return scribe
            .say("Angka kemiskinan belum tersedia.", "No poverty figures are available yet.")
            .to_owned();
    };
    let place = scribe.region_name(regency);
    let (value, period) = (series::written(scribe, indicator, last), scribe.locale.period(&last.period));
    let step = series::last_step(scribe, indicator, &series).unwrap_or_default();
    say!(
        scribe.locale,
        "Pada {period}, {value} penduduk {place} hidup di bawah garis kemiskinan. Angka ini {step}.",
        "In {period}, {value} of the people of {place} lived below the poverty line. The rate {step}."
    )
}

fn last_change(scribe: &Scribe<'_, '_>, regency: &str) -> String {
    let series = scribe.linked.series("p0", regency);
    let indicator = scribe.linked.indicator("p0");
    let step = indicator.and_then(|indicator| series::last_step(scribe, indicator, &series));
    let Some(step) = step else { return String::new() };
    say!(
        scribe.locale,
        "Perubahan terakhir: angka kemiskinan {step}. Selisih yang lebih kecil daripada gabungan kedua selangnya \
         tidak dapat dibedakan dari kebetulan dalam pengambilan contoh.",
        "The last change: the poverty rate {step}. A difference smaller than the two intervals combined cannot \
         be told from chance in the sample."
    )
}

fn poverty_rate(scribe: &Scribe<'_, '_>, regency: &str) -> Option<KeyFigure> {
    let indicator = scribe.linked.indicator("p0")?;
    let series = scribe.linked.series("p0", regency);
    let last = series.last()?;
    let step = series::last_step(scribe, indicator, &series).unwrap_or_default();
    let period = scribe.locale.period(&last.period);
    let margin = last.margin.as_deref().map(|margin| {
        let margin = scribe.locale.decimal(margin);
        say!(scribe.locale, "selang kepercayaan 95 % ±{margin}; ", "95 % confidence interval ±{margin}; ")
    });
    Some(KeyFigure {
        label: say!(scribe.locale, "Penduduk miskin, {period}", "Poverty rate, {period}"),
        value: scribe.told(last),
        unit: series::unit(scribe, indicator),
        detail: format!("{}{step}", margin.unwrap_or_default()),
        simulated: last.simulated,
        source: scribe.cite(&last.source.key),
    })
}

fn accompanied(scribe: &Scribe<'_, '_>) -> Option<KeyFigure> {
    let current: Vec<&Accompaniment> =
        scribe.linked.data.accompaniments.iter().filter(|it| is_current(it, scribe.today)).collect();
    let distinct = |mut keys: Vec<&str>| {
        keys.sort_unstable();
        keys.dedup();
        keys.len()
    };
    let villages = distinct(current.iter().map(|it| it.region.code.as_str()).collect());
    let agencies = distinct(current.iter().map(|it| it.agency.key.as_str()).collect());
    let agencies = scribe.locale.whole(as_count(agencies));
    let simulated = current.iter().filter(|it| it.simulated).count();
    let real = scribe.locale.whole(as_count(current.len() - simulated));
    Some(KeyFigure {
        label: scribe
            .say("Desa dengan pendampingan yang berjalan", "Villages with a running accompaniment")
            .to_owned(),
        value: scribe.locale.whole(as_count(villages)),
        unit: scribe.say("desa", "villages").to_owned(),
        detail: if simulated > 0 {
            say!(
                scribe.locale,
                "oleh {agencies} OPD; {real} pendampingan di antaranya disebut sumber publik",
                "by {agencies} agencies; public sources name {real} of the accompaniments"
            )
        } else {
            say!(scribe.locale, "oleh {agencies} OPD", "by {agencies} agencies")
        },
        simulated: simulated > 0,
        source: scribe.cite(&current.first()?.source.key),
    })
}

/// Cash from outside the regency budget that was spent, by what public sources state.
fn non_apbd(scribe: &Scribe<'_, '_>) -> Option<KeyFigure> {
    let rows = scribe.linked.data.transactions.iter();
    let outside: Vec<_> =
        rows.filter(|row| is_outside_regency_budget(scribe.linked, row) && !row.simulated).collect();
    let spent = ledger::counted(&outside, TransactionKind::Expenditure, Counting::LastMile);
    let total = ledger::sum(&spent);
    let source = scribe.cite(&spent.first()?.0.source.key);
    let unknown = scribe.locale.whole(as_count(total.unknown));
    Some(KeyFigure {
        label: scribe
            .say("Dana non-APBD yang tercatat dipakai", "Recorded spending from outside the regency budget")
            .to_owned(),
        value: scribe.locale.rupiah_short(total.amount),
        unit: String::new(),
        detail: say!(
            scribe.locale,
            "uang tunai menurut sumber publik; {unknown} catatan tanpa jumlah tidak ikut dihitung",
            "cash, by public sources; records without an amount, left out: {unknown}"
        ),
        simulated: false,
        source,
    })
}

fn without_funder(scribe: &Scribe<'_, '_>, unfunded: &[&Need]) -> Option<KeyFigure> {
    let first = unfunded.first()?;
    let cost: i64 = unfunded.iter().filter_map(|need| need.cost).map(|cost| cost.0).sum();
    let cost = scribe.locale.rupiah_short(cost);
    Some(KeyFigure {
        label: scribe.say("Kebutuhan yang belum ada pendananya", "Needs without a funder").to_owned(),
        value: scribe.locale.whole(as_count(unfunded.len())),
        unit: scribe.say("kebutuhan", "needs").to_owned(),
        detail: say!(scribe.locale, "perkiraan biaya {cost}", "estimated cost {cost}"),
        simulated: unfunded.iter().any(|need| need.simulated),
        source: scribe.cite(&first.source.key),
    })
}

/// Open needs that nobody pays for, the dearest first.
pub fn unfunded<'d>(scribe: &Scribe<'_, 'd>) -> Vec<&'d Need> {
    let mut needs: Vec<&Need> =
        scribe.linked.data.needs.iter().filter(|need| scribe.linked.is_unfunded(need)).collect();
    needs.sort_by(|a, b| (b.cost, &a.key).cmp(&(a.cost, &b.key)));
    needs
}

/// The poverty rates of one year in every region that has one, with their intervals.
fn comparison(scribe: &Scribe<'_, '_>) -> Option<Figure> {
    let regency = scribe.linked.data.regency.as_str();
    let own = scribe.linked.series("p0", regency);
    let observed_in = |period: &str| -> Vec<(String, &Observation)> {
        let regions = scribe.linked.data.regions.iter();
        let found = regions.filter_map(|region| {
            let series = scribe.linked.series("p0", &region.code);
            let observed = series.iter().find(|it| it.period == period).copied()?;
            Some((scribe.region_name(&region.code), observed))
        });
        found.collect()
    };
    // The latest year that can be compared at all.
    let (year, mut rows) = own
        .iter()
        .rev()
        .map(|it| (it.period.clone(), observed_in(&it.period)))
        .find(|(_, rows)| rows.len() >= COMPARED)?;
    let number = |it: &Observation| it.number().unwrap_or_default();
    rows.sort_by(|a, b| number(b.1).total_cmp(&number(a.1)));
    let place = scribe.region_name(regency);
    let all = scribe.locale.whole(as_count(rows.len()));
    let title = standing(scribe, &place, &year, &rows)?;
    let write = |(name, it): &(String, &Observation)| format!("{name} {}", scribe.told(it));
    let (high, low) = (write(rows.first()?), write(rows.last()?));
    let indicator = scribe.linked.indicator("p0")?;
    let unit = series::unit(scribe, indicator);
    let observed: Vec<&Observation> = rows.iter().map(|(_, it)| *it).collect();
    let dots: Vec<Dot> = rows
        .iter()
        .map(|(name, it)| Dot {
            label: name.clone(),
            value: it.number(),
            interval: series::point(it).interval,
            text: scribe.told(it),
            highlight: it.region.code == regency,
            simulated: it.simulated,
        })
        .collect();
    let cells = rows.iter().map(|(name, it)| {
        let margin = it.margin.as_deref();
        vec![
            Cell::text(name),
            scribe.value(it),
            margin.map_or_else(Cell::absent, |margin| Cell::number(scribe.locale.decimal(margin), margin)),
            scribe.source(&it.source.key),
        ]
    });
    let sketch = Sketch {
        id: "perbandingan",
        period: year.clone(),
        meaning: meaning::indicator(scribe, indicator, &observed),
        query: query::observations("p0", observed.iter().map(|it| it.region.code.as_str())),
        title,
        subtitle: say!(
            scribe.locale,
            "Persentase penduduk miskin, {unit}, {year}",
            "Poverty rate, {unit}, {year}"
        ),
        desc: say!(
            scribe.locale,
            "Diagram titik persentase penduduk miskin {year} untuk {all} wilayah: tertinggi {high}, terendah {low}. Tabel di \
             bawah.",
            "Dot chart of the poverty rate in {year} for {all} places: highest {high}, lowest {low}. Table below."
        ),
        table: Table::new(
            scribe.say("Persentase penduduk miskin", "Poverty rate"),
            &[
                scribe.say("Wilayah", "Place"),
                scribe.say("#Persen", "#Per cent"),
                scribe.say("#Selang 95 % (±)", "#95 % interval (±)"),
                scribe.say("Sumber", "Source"),
            ],
            cells.collect(),
        ),
        notes: rows
            .iter()
            .any(|(_, it)| it.margin.is_some())
            .then(|| {
                scribe.say(
                    "Garis pada titik ialah selang kepercayaan 95 %. Wilayah tanpa garis: selangnya tidak diketahui.",
                    "The line through a dot is the 95 % confidence interval. Where there is none, it is not known.",
                )
            })
            .map(str::to_owned)
            .into_iter()
            .collect(),
        sources: rows.iter().map(|(_, it)| it.source.key.clone()).collect(),
    };
    Some(scribe.draw(sketch, |frame| {
        Box::new(DotChart {
            frame,
            dots: dots.clone(),
            tone: Tone::S1,
            unit: Unit::default(),
            from_zero: true,
            reference: None,
        })
    }))
}

/// How the regency stands among the others: only differences that its interval allows are claimed.
fn standing(
    scribe: &Scribe<'_, '_>,
    place: &str,
    year: &str,
    rows: &[(String, &Observation)],
) -> Option<String> {
    let regency = scribe.linked.data.regency.as_str();
    let own = rows.iter().map(|(_, it)| *it).find(|it| it.region.code == regency)?;
    let others = rows.iter().filter(|(_, it)| it.region.code != regency);
    // What lies inside the regency's own interval is not clearly different, however sure the other figure is.
    let bounds = series::point(own).interval.unwrap_or((f64::NAN, f64::NAN));
    let is_inside =
        |it: &Observation| it.number().is_some_and(|value| value >= bounds.0 && value <= bounds.1);
    let compared = others.map(|(name, it)| (is_inside(it), name.clone()));
    let (similar, apart): (Vec<_>, Vec<_>) = compared.partition(|(is_inside, _)| *is_inside);
    let value = scribe.told(own);
    if apart.is_empty() {
        let names: Vec<String> = similar.into_iter().map(|(_, name)| name).collect();
        let names = scribe.locale.list(&names);
        return Some(say!(
            scribe.locale,
            "Angka {place} {year} tidak berbeda secara jelas dari {names}",
            "The rate of {place} in {year} does not clearly differ from {names}"
        ));
    }
    Some(say!(
        scribe.locale,
        "Angka {place} {year}: {value} persen penduduk",
        "The rate of {place} in {year}: {value} per cent of the people"
    ))
}

fn meeting(scribe: &Scribe<'_, '_>) -> Option<MeetingBrief> {
    let meeting = scribe.linked.meeting(SEED_MEETING)?;
    let decisions = of(&scribe.linked.decisions_of, &meeting.key).iter().map(|decision| {
        let actions = of(&scribe.linked.actions_of, &decision.key);
        let standing: Vec<String> = actions.iter().map(|item| table::standing(scribe, item)).collect();
        Decided {
            text: scribe.say(&decision.text, &decision.text_en).to_owned(),
            standing: if standing.is_empty() {
                scribe.say("belum ada keterangan", "nothing known").to_owned()
            } else {
                standing.join("; ")
            },
            simulated: decision.simulated,
        }
    });
    Some(MeetingBrief {
        title: scribe.say(&meeting.title, &meeting.title_en).to_owned(),
        date: scribe.locale.dated(meeting.held_on, meeting.date_precision),
        decisions: decisions.collect(),
        source: scribe.cite(&meeting.source.key),
        all: Link::to(
            scribe.say("Semua keputusan dan jadwalnya", "All decisions and their schedule"),
            scribe.href(Target::FollowUp),
        ),
    })
}
