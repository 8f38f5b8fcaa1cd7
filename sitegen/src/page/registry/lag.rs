//! How long it takes until an entry is determined.

use super::{at, change_of_registry};
use crate::chart::{LineChart, Point, Series, Tone, Unit};
use crate::data::record::{RegistryCycle, SyncCount};
use crate::data::vocabulary::AccompanimentRole;
use crate::linked::of;
use crate::locale::Locale;
use crate::meaning;
use crate::page::query;
use crate::scribe::{Scribe, Sketch, say};
use crate::view::{Cell, Figure, Table};

/// Whether an agency leads or led the accompaniment of a village.
fn is_accompanied(scribe: &Scribe<'_, '_>, village: &str) -> bool {
    of(&scribe.linked.accompaniments_of, village).iter().any(|it| it.role == AccompanimentRole::Lead)
}

/// Mean lag of a cycle over some villages.
fn mean<'s>(counts: impl Iterator<Item = &'s &'s SyncCount>) -> Option<f64> {
    let lags: Vec<f64> = counts.filter_map(|it| it.lag_days).map(f64::from).collect();
    (!lags.is_empty()).then(|| lags.iter().sum::<f64>() / lags.len() as f64)
}

/// A cycle with the mean lag of accompanied villages and of the others.
type Lag<'d> = (&'d RegistryCycle, Option<f64>, Option<f64>);

/// The cycles that have a lag, from the first.
fn lags<'d>(scribe: &Scribe<'_, 'd>) -> Vec<Lag<'d>> {
    let mut cycles: Vec<&'d RegistryCycle> = scribe.linked.data.cycles.iter().collect();
    cycles.sort_by_key(|cycle| cycle.starts_on);
    let counts: Vec<(&SyncCount, bool)> = scribe
        .linked
        .data
        .sync_counts
        .iter()
        .map(|it| (it, is_accompanied(scribe, &it.village.code)))
        .collect();
    cycles
        .iter()
        .map(|cycle| {
            let of_kind = |accompanied: bool| {
                let found: Vec<&SyncCount> = counts
                    .iter()
                    .filter(|(it, is)| it.cycle.key == cycle.key && *is == accompanied)
                    .map(|(it, _)| *it)
                    .collect();
                mean(found.iter())
            };
            (*cycle, of_kind(true), of_kind(false))
        })
        .filter(|(_, accompanied, others)| accompanied.is_some() || others.is_some())
        .collect()
}

/// The finding about the latest cycle, in whole days.
fn title(locale: Locale, cycle: &str, accompanied: Option<String>, others: Option<String>) -> Option<String> {
    Some(match (accompanied, others) {
        (Some(accompanied), Some(others)) if accompanied == others => say!(
            locale,
            "Penetapan putaran {cycle} datang rata-rata {others} hari setelah entri, di desa dampingan dan desa lain",
            "The determination of the cycle {cycle} came {others} days after entry on average, in accompanied villages and in others"
        ),
        (Some(accompanied), Some(others)) => say!(
            locale,
            "Penetapan putaran {cycle} datang rata-rata {accompanied} hari setelah entri di desa dampingan, {others} hari di desa \
             lain",
            "The determination of the cycle {cycle} came {accompanied} days after entry on average in accompanied villages, {others} in \
             others"
        ),
        (accompanied, others) => {
            let days = accompanied.or(others)?;
            say!(
                locale,
                "Penetapan putaran {cycle} datang rata-rata {days} hari setelah entri",
                "The determination of the cycle {cycle} came {days} days after entry on average"
            )
        }
    })
}

/// Days between the village's entry and the ministry's determination, in accompanied villages and in the others.
pub fn figure(scribe: &Scribe<'_, '_>) -> Option<Figure> {
    let locale = scribe.locale;
    let lags = lags(scribe);
    let (first, last) = (lags.first()?, lags.last()?);
    let days = |days: Option<f64>| days.map(|days| locale.rounded(days, 0));
    let (start, end) = (locale.period(&first.0.period), locale.period(&last.0.period));
    let title = title(locale, &end, days(last.1), days(last.2))?;
    let rows = lags.iter().map(|(cycle, accompanied, others)| {
        let cell = |days: Option<f64>| days.map_or_else(Cell::absent, |days| Cell::rounded(locale, days, 1));
        vec![scribe.period(&cycle.period).marked(cycle.simulated), cell(*accompanied), cell(*others)]
    });
    let place = scribe.region_name(&scribe.linked.data.regency);
    let all = || lags.iter().flat_map(|(_, accompanied, others)| [*accompanied, *others]).flatten();
    let highest = locale.rounded(all().fold(f64::MIN, f64::max), 1);
    let lowest = locale.rounded(all().fold(f64::MAX, f64::min), 1);
    let sketch = Sketch {
        id: "jeda-pendataan",
        title,
        subtitle: say!(
            locale,
            "Rata-rata hari dari entri di desa sampai penetapan kementerian, {place}, {start} sampai {end}",
            "Mean days from entry at the village to the ministry's determination, {place}, {start} to {end}"
        ),
        period: say!(locale, "{start} sampai {end}", "{start} to {end}"),
        meaning: meaning::lag(scribe),
        query: query::lag(),
        desc: say!(
            locale,
            "Grafik garis rata-rata jeda per putaran, desa dampingan dan desa lain di {place}; tertinggi {highest} hari, \
             terendah {lowest} hari. Tabel di bawah.",
            "Line chart of the mean lag by cycle, accompanied and other villages of {place}; highest {highest} days, lowest \
             {lowest} days. Table below."
        ),
        table: Table::new(
            scribe.say("Rata-rata jeda per putaran", "Mean lag by cycle"),
            &[
                scribe.say("Putaran", "Cycle"),
                scribe.say("#Desa dampingan (hari)", "#Accompanied villages (days)"),
                scribe.say("#Desa lain (hari)", "#Other villages (days)"),
            ],
            rows.collect(),
        ),
        notes: vec![
            scribe
                .say(
                    "Desa dampingan dipilih, tidak diundi: selisihnya bukan ukuran pengaruh pendampingan.",
                    "Accompanied villages are chosen, not drawn by lot: the difference is no measure of what accompaniment \
                     does.",
                )
                .to_owned(),
        ],
        sources: scribe.linked.data.sync_counts.iter().map(|it| it.source.key.clone()).collect(),
    };
    let line = |name: &str, tone: Tone, points: Vec<Point>, latest: Option<f64>| Series {
        name: name.to_owned(),
        latest: days(latest).unwrap_or_default(),
        tone,
        points,
    };
    let series = vec![
        line(
            scribe.say("desa dampingan", "accompanied"),
            Tone::S1,
            lags.iter().map(|(cycle, days, _)| Point::new(at(cycle), *days)).collect(),
            last.1,
        ),
        line(
            scribe.say("desa lain", "others"),
            Tone::S2,
            lags.iter().map(|(cycle, _, days)| Point::new(at(cycle), *days)).collect(),
            last.2,
        ),
    ];
    let shown: Vec<&RegistryCycle> = lags.iter().map(|(cycle, ..)| *cycle).collect();
    let breaks = change_of_registry(scribe, &shown);
    Some(scribe.draw(sketch, |frame| {
        Box::new(LineChart {
            frame,
            series: series.clone(),
            unit: Unit::default(),
            from_zero: true,
            breaks: breaks.clone(),
        })
    }))
}
