//! An indicator over time, as chart and table.

use chrono::Datelike as _;

use crate::chart::{Break, LineChart, Point, Series, Tone, Unit};
use crate::data::record::{Indicator, Observation};
use crate::data::vocabulary::{ObservationStatus, Standing};
use crate::finding::{self, Change};
use crate::meaning;
use crate::scribe::{Scribe, Sketch, say};
use crate::shorthand::{BREAK, ESTIMATED, PROVISIONAL};
use crate::view::{Cell, Figure, Table};

use super::query;

/// Years since the year 0 at which a value stands: the year itself where the period is one.
pub fn at(observed: &Observation) -> f64 {
    let year = f64::from(observed.starts_on.year());
    if observed.period.len() == 4 { year } else { year + f64::from(observed.starts_on.month0()) / 12.0 }
}

/// The value as a number for drawing, with its interval.
pub fn point(observed: &Observation) -> Point {
    let y = observed.number();
    let margin: Option<f64> = observed.margin.as_deref().and_then(|margin| margin.parse().ok());
    let interval = y.zip(margin).map(|(y, margin)| (y - margin, y + margin));
    Point { x: at(observed), y, interval }
}

/// Unit of an indicator as it follows a number: `%` for rates, else a word.
pub fn unit(scribe: &Scribe<'_, '_>, indicator: &Indicator) -> String {
    scribe.say(&indicator.unit, &indicator.unit_en).to_owned()
}

/// A written value with its unit: `8,24 persen`, `Rp591.124`.
pub fn written(scribe: &Scribe<'_, '_>, indicator: &Indicator, observed: &Observation) -> String {
    let value = scribe.told(observed);
    match indicator.unit.as_str() {
        _ if observed.value.is_none() => value,
        "rupiah" => format!("Rp{value}"),
        _ => format!("{value} {}", unit(scribe, indicator)),
    }
}

/// Lines of one indicator for up to four regions, with the finding about the first as title.
pub fn compare(
    scribe: &Scribe<'_, '_>,
    id: &'static str,
    indicator: &str,
    regions: &[&str],
) -> Option<Figure> {
    let indicator = scribe.linked.indicator(indicator)?;
    // A place has its colour wherever it stands, though another has no value.
    let coloured = regions.iter().zip([Tone::S1, Tone::S2, Tone::S3, Tone::S4]);
    let coloured = coloured.map(|(code, tone)| ((*code, scribe.linked.series(&indicator.key, code)), tone));
    let (all, tones): (Vec<(&str, Vec<&Observation>)>, Vec<Tone>) =
        coloured.filter(|((_, series), _)| !series.is_empty()).unzip();
    let (own, first) = all.first()?;
    let unit = unit(scribe, indicator);
    let name = scribe.say(&indicator.name, &indicator.name_en);
    let observed: Vec<&Observation> = all.iter().flat_map(|(_, series)| series.iter().copied()).collect();
    let periods = span(&observed);
    let place = scribe.region_name(own);
    let places: Vec<String> = all.iter().map(|(code, _)| scribe.region_name(code)).collect();
    let sketch = Sketch {
        id,
        period: periods.clone(),
        meaning: meaning::indicator(scribe, indicator, &observed),
        query: query::observations(&indicator.key, all.iter().map(|(code, _)| *code)),
        title: long_run(scribe, indicator, &place, first)?,
        subtitle: format!("{name}, {unit}, {}, {periods}", scribe.locale.list(&places)),
        desc: describe(scribe, name, &place, first, &periods),
        table: table(scribe, indicator, &all),
        notes: vec![],
        sources: observed.iter().map(|it| it.source.key.clone()).collect(),
    };
    let series: Vec<Series> = all
        .iter()
        .zip(tones)
        .map(|((code, series), tone)| Series {
            name: scribe.region_name(code),
            latest: series.last().map(|it| scribe.told(it)).unwrap_or_default(),
            tone,
            points: series.iter().map(|it| point(it)).collect(),
        })
        .collect();
    let mut sketch = sketch;
    sketch.notes = notes(scribe, &observed, series.iter().any(Series::has_gap));
    let breaks: Vec<Break> = first
        .iter()
        .filter(|it| it.status == ObservationStatus::Break)
        .map(|it| Break { x: at(it), label: it.method.clone() })
        .collect();
    Some(scribe.draw(sketch, |frame| {
        Box::new(LineChart {
            frame,
            series: series.clone(),
            unit: Unit::default(),
            from_zero: false,
            breaks: breaks.clone(),
        })
    }))
}

/// The years of observations, from the first to the last: `2006–2025`.
pub fn span(observed: &[&Observation]) -> String {
    years(observed.iter().map(|it| it.starts_on.year())).unwrap_or_default()
}

/// `2006–2025`, or the one year; none where there is none.
pub fn years(years: impl Iterator<Item = i32> + Clone) -> Option<String> {
    let (first, last) = (years.clone().min()?, years.max()?);
    Some(if first == last { first.to_string() } else { format!("{first}–{last}") })
}

/// The finding over the whole series. It says "fell" only where the fall is sure.
fn long_run(
    scribe: &Scribe<'_, '_>,
    indicator: &Indicator,
    place: &str,
    series: &[&Observation],
) -> Option<String> {
    let (first, last) = (series.first()?, series.last()?);
    let name = scribe.say(&indicator.name, &indicator.name_en);
    let (from, to) = (written(scribe, indicator, first), written(scribe, indicator, last));
    let (start, end) = (scribe.locale.period(&first.period), scribe.locale.period(&last.period));
    Some(match finding::between(first, last) {
        _ if series.len() == 1 => {
            say!(scribe.locale, "{name} {place}: {to} ({end})", "{name}, {place}: {to} ({end})")
        }
        Change::Down => say!(
            scribe.locale,
            "{name} {place} turun dari {from} ({start}) menjadi {to} ({end})",
            "{name} of {place} fell from {from} ({start}) to {to} ({end})"
        ),
        Change::Up => say!(
            scribe.locale,
            "{name} {place} naik dari {from} ({start}) menjadi {to} ({end})",
            "{name} of {place} rose from {from} ({start}) to {to} ({end})"
        ),
        Change::Unclear => say!(
            scribe.locale,
            "{name} {place} tidak berubah secara jelas: {from} ({start}), {to} ({end})",
            "{name} of {place} shows no clear change: {from} ({start}), {to} ({end})"
        ),
        Change::Same | Change::Unknown => say!(
            scribe.locale,
            "{name} {place}: {from} ({start}), {to} ({end})",
            "{name}, {place}: {from} ({start}), {to} ({end})"
        ),
    })
}

/// The last step of a series in a sentence, with its certainty.
pub fn last_step(scribe: &Scribe<'_, '_>, indicator: &Indicator, series: &[&Observation]) -> Option<String> {
    let [.., before, last] = series else { return None };
    let change = finding::between(before, last).verb(scribe.locale);
    let (from, to) = (written(scribe, indicator, before), written(scribe, indicator, last));
    let (start, end) = (scribe.locale.period(&before.period), scribe.locale.period(&last.period));
    Some(say!(
        scribe.locale,
        "{change} dari {from} ({start}) ke {to} ({end})",
        "{change} from {from} ({start}) to {to} ({end})"
    ))
}

fn describe(
    scribe: &Scribe<'_, '_>,
    name: &str,
    place: &str,
    series: &[&Observation],
    periods: &str,
) -> String {
    let number = |it: &&&Observation| it.number().unwrap_or(f64::NAN);
    let by = |a: &&&Observation, b: &&&Observation| number(a).total_cmp(&number(b));
    let (low, high) = (series.iter().min_by(by), series.iter().max_by(by));
    let (Some(low), Some(high)) = (low, high) else { return String::new() };
    let write = |it: &Observation| format!("{} ({})", scribe.told(it), scribe.locale.period(&it.period));
    let (low, high) = (write(low), write(high));
    say!(
        scribe.locale,
        "Diagram garis: {name}, {periods}. {place}: tertinggi {high}, terendah {low}. Tabel di bawah.",
        "Line chart: {name}, {periods}. {place}: highest {high}, lowest {low}. Table below."
    )
}

/// One row per period, one column per region, margins in their own columns.
fn table(scribe: &Scribe<'_, '_>, indicator: &Indicator, all: &[(&str, Vec<&Observation>)]) -> Table {
    let mut periods: Vec<&Observation> = all.iter().flat_map(|(_, series)| series.iter().copied()).collect();
    periods.sort_by(|a, b| (a.starts_on, &a.period).cmp(&(b.starts_on, &b.period)));
    periods.dedup_by(|a, b| a.period == b.period);
    let unit = unit(scribe, indicator);
    let mut labels = vec![scribe.say("Periode", "Period").to_owned()];
    for (code, series) in all {
        let place = scribe.region_name(code);
        labels.push(format!("#{place} ({unit})"));
        if series.iter().any(|it| it.margin.is_some()) {
            labels.push(scribe.say("#Selang 95 % (±)", "#95 % interval (±)").to_owned());
        }
    }
    let row =
        |period: &&Observation| {
            let mut cells = vec![scribe.period(&period.period)];
            for (_, series) in all {
                let here = series.iter().find(|it| it.period == period.period);
                cells.push(here.map_or_else(Cell::absent, |it| status_marked(scribe, it)));
                if series.iter().any(|it| it.margin.is_some()) {
                    let margin = here.and_then(|it| it.margin.as_deref());
                    cells.push(margin.map_or_else(Cell::absent, |margin| {
                        Cell::number(scribe.locale.decimal(margin), margin)
                    }));
                }
            }
            cells
        };
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let name = scribe.say(&indicator.name, &indicator.name_en);
    Table::new(name, &labels, periods.iter().map(row).collect())
}

/// The value, with the shorthand of its status.
fn status_marked(scribe: &Scribe<'_, '_>, observed: &Observation) -> Cell {
    let mut cell = scribe.value(observed);
    let mark = match observed.status {
        ObservationStatus::Normal => return cell,
        ObservationStatus::Provisional => PROVISIONAL,
        ObservationStatus::Estimated => ESTIMATED,
        ObservationStatus::Break => BREAK,
    };
    cell.text.push(' ');
    cell.text.push_str(mark);
    cell
}

/// How margins were made, and which other claims there are.
fn notes(scribe: &Scribe<'_, '_>, observed: &[&Observation], has_gap: bool) -> Vec<String> {
    let mut notes = Vec::new();
    if has_gap {
        notes.push(
            scribe
                .say(
                    "Garis terputus di antara tahun-tahun yang nilainya tidak tersedia.",
                    "The line is parted where years in between have no value.",
                )
                .to_owned(),
        );
    }
    if observed.iter().any(|it| it.margin.is_some()) {
        notes.push(
            scribe
                .say(
                    "Pita adalah selang kepercayaan 95 %, diperkirakan dari besar contoh dengan anggapan \
                     efek rancangan 2,5; BPS hanya menerbitkan angka titiknya.",
                    "The band is the 95 % confidence interval, estimated from the sample size with an \
                     assumed design effect of 2.5; the statistics office publishes point values only.",
                )
                .to_owned(),
        );
    }
    notes.extend(other_claims(scribe, observed));
    notes
}

/// Claims that lost, named with who made them.
fn other_claims(scribe: &Scribe<'_, '_>, observed: &[&Observation]) -> Option<String> {
    let published = |it: &&Observation| {
        observed
            .iter()
            .any(|one| one.indicator == it.indicator && one.region == it.region && one.period == it.period)
    };
    let others = scribe.linked.data.observations.iter();
    let others = others.filter(|it| it.standing == Standing::Alternative).filter(published);
    let claims: Vec<String> = others
        .map(|it| {
            let who = scribe.cite(&it.source.key).text;
            let (place, value) = (scribe.region_name(&it.region.code), scribe.told(it));
            format!("{place} {}: {value} ({who})", scribe.locale.period(&it.period))
        })
        .collect();
    if claims.is_empty() {
        return None;
    }
    let claims = claims.join("; ");
    Some(say!(
        scribe.locale,
        "Klaim lain yang tidak dipilih: {claims}.",
        "Other claims, not chosen: {claims}."
    ))
}
