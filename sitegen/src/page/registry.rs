//! How good the welfare registry is: whether its levels agree, how late it is, and what became of corrections.

use chrono::Datelike as _;
use serde::Serialize;

use crate::agreement::Agreement;
use crate::chart::{Break, Dot, DotChart, LineChart, Point, Series, Tone, Unit};
use crate::data::record::{District, RegistryCycle, ReleasedCell, SyncCount, Village};
use crate::data::vocabulary::{AccompanimentRole, Measure, Registry as Kind, ReleasedState};
use crate::linked::of;
use crate::locale::Locale;
use crate::meaning;
use crate::scribe::{Scribe, Sketch, say};
use crate::view::{Cell, Figure, Heading, KeyFigure, Table};

use super::query;

use super::table::{as_count, share_in_sync};

/// Villages in the table of those that agree least.
const SHOWN_VILLAGES: usize = 20;

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct Registry {
    heading: Heading,
    agreement: Option<Figure>,
    districts: Option<Figure>,
    lag: Option<Figure>,
    corrections: Option<Table>,
    villages: Option<Table>,
}

/// Writes the page.
pub fn context(scribe: &Scribe<'_, '_>) -> Registry {
    let all = Agreement::of(scribe.linked, &scribe.linked.data.regency);
    Registry {
        heading: heading(scribe, &all),
        // Figures are numbered as they are drawn, so they are drawn in the order of the page.
        agreement: agreement(scribe, &all),
        districts: all.last().and_then(|latest| districts(scribe, latest.cycle)),
        lag: lag(scribe),
        corrections: corrections(scribe),
        villages: all.last().and_then(|latest| villages(scribe, latest.cycle)),
    }
}

/// A share in per cent with one decimal, and its words.
fn percent(scribe: &Scribe<'_, '_>, share: Option<f64>) -> Option<String> {
    let written = scribe.locale.rounded(share?, 1);
    Some(say!(scribe.locale, "{written} persen", "{written} per cent"))
}

fn heading(scribe: &Scribe<'_, '_>, all: &[Agreement<'_>]) -> Heading {
    let locale = scribe.locale;
    let title = scribe.say("Mutu pendataan", "Quality of the registry").to_owned();
    let Some(latest) = all.last() else {
        let lead = scribe.say(
            "Belum ada hitungan pendataan yang dirilis.",
            "No count of the registry has been released yet.",
        );
        return Heading { title, lead: lead.to_owned(), ..Heading::default() };
    };
    let period = &latest.cycle.period;
    let source = scribe.cite(latest.sources.first().copied().unwrap_or_default());
    let key = |label: &str, share: Option<f64>, detail: &str| KeyFigure {
        label: label.to_owned(),
        value: share.map_or_else(|| Cell::withheld().text, |share| locale.rounded(share, 1)),
        unit: scribe.say("persen", "per cent").to_owned(),
        detail: detail.to_owned(),
        simulated: latest.simulated,
        source: source.clone(),
    };
    let rows = latest.rows().map(|rows| locale.whole(rows));
    let mut key_figures = vec![
        key(
            scribe.say("Sama di desa dan kabupaten", "The same at village and regency"),
            latest.same(),
            &say!(locale, "putaran {period}", "cycle {period}"),
        ),
        key(
            scribe.say("Padan dengan dukcapil", "Matched with the civil registry"),
            latest.matched(),
            &say!(locale, "putaran {period}", "cycle {period}"),
        ),
    ];
    key_figures.extend(rows.map(|rows| KeyFigure {
        label: scribe.say("Entri di kabupaten", "Entries at the regency").to_owned(),
        value: rows,
        unit: scribe.say("entri", "entries").to_owned(),
        detail: say!(locale, "putaran {period}", "cycle {period}"),
        simulated: latest.simulated,
        source,
    }));
    Heading {
        title,
        lead: match (percent(scribe, latest.same()), percent(scribe, latest.matched())) {
            (Some(same), Some(matched)) => say!(
                locale,
                "Pada putaran {period}, {same} entri sama di desa dan di kabupaten, dan {matched} padan dengan dukcapil.",
                "In the cycle {period}, {same} of the entries are the same at village and regency, and {matched} match the \
                 civil registry."
            ),
            (Some(same), None) => say!(
                locale,
                "Pada putaran {period}, {same} entri sama di desa dan di kabupaten.",
                "In the cycle {period}, {same} of the entries are the same at village and regency."
            ),
            _ => say!(
                locale,
                "Keselarasan pada putaran {period} dirahasiakan karena sebagian hitungannya terlalu kecil.",
                "Agreement in the cycle {period} is confidential, as some of its counts are too small."
            ),
        },
        lead_simulated: latest.simulated,
        key_figures,
        ..Heading::default()
    }
}

/// Where a cycle stands in time, in years.
fn at(cycle: &RegistryCycle) -> f64 {
    f64::from(cycle.starts_on.year()) + f64::from(cycle.starts_on.month0()) / 12.0
}

/// The first cycle of the registry that took the place of the other.
fn change_of_registry(scribe: &Scribe<'_, '_>, cycles: &[&RegistryCycle]) -> Vec<Break> {
    let first = cycles.iter().position(|cycle| cycle.registry == Kind::Dtsen).filter(|&at| at > 0);
    let label = scribe.say("DTSEN menggantikan DTKS", "DTSEN replaces DTKS");
    first.map(|first| Break { x: at(cycles[first]), label: label.to_owned() }).into_iter().collect()
}

/// The finding about agreement. Every row is counted, so no chance is in the difference; what rounding hides is no change.
fn over_time(locale: Locale, (start, from): (&str, &str), (end, to): (&str, &str), is_more: bool) -> String {
    if from == to {
        say!(
            locale,
            "Keselarasan desa dan kabupaten tetap {to} persen dari {start} sampai {end}",
            "Agreement of village and regency stays at {to} per cent from {start} to {end}"
        )
    } else if is_more {
        say!(
            locale,
            "Keselarasan desa dan kabupaten naik dari {from} persen ({start}) menjadi {to} persen ({end})",
            "Agreement of village and regency rose from {from} per cent ({start}) to {to} per cent ({end})"
        )
    } else {
        say!(
            locale,
            "Keselarasan desa dan kabupaten turun dari {from} persen ({start}) menjadi {to} persen ({end})",
            "Agreement of village and regency fell from {from} per cent ({start}) to {to} per cent ({end})"
        )
    }
}

/// Agreement and identity match of the regency, cycle by cycle.
fn agreement(scribe: &Scribe<'_, '_>, all: &[Agreement<'_>]) -> Option<Figure> {
    let locale = scribe.locale;
    let told: Vec<(&Agreement<'_>, f64)> = all.iter().filter_map(|it| Some((it, it.same()?))).collect();
    let ((first, from), (last, to)) = (told.first()?, told.last()?);
    let (start, end) = (&first.cycle.period, &last.cycle.period);
    let (from_text, to_text) = (locale.rounded(*from, 1), locale.rounded(*to, 1));
    let title = over_time(locale, (start, &from_text), (end, &to_text), to > from);
    let cell = |share: Option<f64>, it: &Agreement<'_>| match share {
        Some(share) => Cell::number(locale.rounded(share, 1), format!("{share:.1}")),
        None if it.is_withheld => Cell::withheld(),
        None => Cell::absent(),
    };
    let rows = all.iter().map(|it| {
        vec![
            Cell::text(&*it.cycle.period).marked(it.simulated),
            it.rows().map_or_else(Cell::withheld, |rows| Cell::number(locale.whole(rows), rows)),
            cell(it.same(), it),
            cell(it.matched(), it),
        ]
    });
    let place = scribe.region_name(&scribe.linked.data.regency);
    let sketch = Sketch {
        id: "keselarasan-pendataan",
        title,
        subtitle: say!(
            locale,
            "Entri yang sama di desa dan kabupaten, dan yang padan dengan dukcapil, persen, {place}, {start} sampai {end}",
            "Entries that are the same at village and regency, and that match the civil registry, per cent, {place}, \
             {start} to {end}"
        ),
        period: say!(locale, "{start} sampai {end}", "{start} to {end}"),
        meaning: meaning::agreement(scribe),
        query: query::agreement(&format!("region: {{ code: {{ eq: \"{}\" }} }}", scribe.linked.data.regency)),
        desc: say!(
            locale,
            "Grafik garis keselarasan pendataan {place} per putaran: {from_text} persen pada {start}, {to_text} persen \
             pada {end}. Tabel di bawah.",
            "Line chart of the agreement of the registry of {place} by cycle: {from_text} per cent in {start}, {to_text} \
             per cent in {end}. Table below."
        ),
        table: Table::new(
            scribe.say("Keselarasan pendataan per putaran", "Agreement of the registry by cycle"),
            &[
                scribe.say("Putaran", "Cycle"),
                scribe.say("#Entri di kabupaten", "#Entries at the regency"),
                scribe.say("#Sama di desa dan kabupaten (persen)", "#The same at village and regency (per cent)"),
                scribe.say("#Padan dengan dukcapil (persen)", "#Matched with the civil registry (per cent)"),
            ],
            rows.collect(),
        ),
        notes: vec![
            scribe
                .say(
                    "Hitungan administrasi, bukan survei: yang diukur ialah kesamaan isi dua daftar, bukan kebenarannya.",
                    "Administrative counts, not a survey: what is measured is whether two lists are alike, not whether \
                     they are right.",
                )
                .to_owned(),
        ],
        sources: all.iter().flat_map(|it| &it.sources).map(|key| (*key).to_owned()).collect(),
    };
    let line = |name: &str, tone: Tone, share: fn(&Agreement<'_>) -> Option<f64>| Series {
        name: name.to_owned(),
        latest: all.iter().rev().find_map(share).map(|share| locale.rounded(share, 1)).unwrap_or_default(),
        tone,
        points: all.iter().map(|it| Point::new(at(it.cycle), share(it))).collect(),
    };
    let series = vec![
        line(scribe.say("sama", "the same"), Tone::S1, |it| it.same()),
        line(scribe.say("padan dukcapil", "matched"), Tone::S2, |it| it.matched()),
    ];
    let cycles: Vec<&RegistryCycle> = all.iter().map(|it| it.cycle).collect();
    let breaks = change_of_registry(scribe, &cycles);
    Some(scribe.draw(sketch, |frame| {
        Box::new(LineChart {
            frame,
            series: series.clone(),
            unit: Unit { suffix: " %".to_owned(), ..Unit::default() },
            from_zero: false,
            breaks: breaks.clone(),
        })
    }))
}

/// Whether an agency leads or led the accompaniment of a village.
fn is_accompanied(scribe: &Scribe<'_, '_>, village: &str) -> bool {
    of(&scribe.linked.accompaniments_of, village).iter().any(|it| it.role == AccompanimentRole::Lead)
}

/// Mean lag of a cycle over some villages.
fn mean<'s>(counts: impl Iterator<Item = &'s &'s SyncCount>) -> Option<f64> {
    let lags: Vec<f64> = counts.filter_map(|it| it.lag_days).map(f64::from).collect();
    (!lags.is_empty()).then(|| lags.iter().sum::<f64>() / lags.len() as f64)
}

/// Days between the village's entry and the ministry's determination, in accompanied villages and in the others.
fn lag(scribe: &Scribe<'_, '_>) -> Option<Figure> {
    let locale = scribe.locale;
    let mut cycles: Vec<&RegistryCycle> = scribe.linked.data.cycles.iter().collect();
    cycles.sort_by_key(|cycle| cycle.starts_on);
    let counts: Vec<(&SyncCount, bool)> = scribe
        .linked
        .data
        .sync_counts
        .iter()
        .map(|it| (it, is_accompanied(scribe, &it.village.code)))
        .collect();
    let lags: Vec<(&RegistryCycle, Option<f64>, Option<f64>)> = cycles
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
        .collect();
    let (first, last) = (lags.first()?, lags.last()?);
    let days = |days: Option<f64>| days.map(|days| locale.rounded(days, 0));
    let (start, end) = (&first.0.period, &last.0.period);
    let title = match (days(last.1), days(last.2)) {
        (Some(accompanied), Some(others)) if accompanied == others => say!(
            locale,
            "Penetapan terakhir datang rata-rata {others} hari setelah entri, di desa dampingan dan desa lain",
            "The latest determination came {others} days after entry on average, in accompanied villages and in others"
        ),
        (Some(accompanied), Some(others)) => say!(
            locale,
            "Penetapan terakhir datang rata-rata {accompanied} hari setelah entri di desa dampingan, {others} hari di desa \
             lain",
            "The latest determination came {accompanied} days after entry on average in accompanied villages, {others} in \
             others"
        ),
        (accompanied, others) => {
            let days = accompanied.or(others)?;
            say!(
                locale,
                "Penetapan terakhir datang rata-rata {days} hari setelah entri",
                "The latest determination came {days} days after entry on average"
            )
        }
    };
    let rows = lags.iter().map(|(cycle, accompanied, others)| {
        let cell = |days: Option<f64>| {
            days.map_or_else(Cell::absent, |days| Cell::number(locale.rounded(days, 1), format!("{days:.1}")))
        };
        vec![Cell::text(&*cycle.period).marked(cycle.simulated), cell(*accompanied), cell(*others)]
    });
    let place = scribe.region_name(&scribe.linked.data.regency);
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
            "Grafik garis rata-rata jeda per putaran, desa dampingan dan desa lain di {place}. Tabel di bawah.",
            "Line chart of the mean lag by cycle, accompanied and other villages of {place}. Table below."
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

/// Agreement of each kecamatan in the latest cycle, from the least.
fn districts(scribe: &Scribe<'_, '_>, cycle: &RegistryCycle) -> Option<Figure> {
    let locale = scribe.locale;
    let mut found: Vec<(&District, Agreement<'_>)> = scribe
        .linked
        .data
        .districts
        .iter()
        .filter_map(|district| {
            let all = Agreement::of(scribe.linked, &district.code);
            Some((district, all.into_iter().find(|it| it.cycle.key == cycle.key)?))
        })
        .collect();
    // Those that are not told come last.
    found.sort_by(|(one, a), (other, b)| {
        let (a, b) = (a.same().unwrap_or(f64::MAX), b.same().unwrap_or(f64::MAX));
        a.total_cmp(&b).then_with(|| one.code.cmp(&other.code))
    });
    let told = || found.iter().filter_map(|(district, it)| Some((&*district.name, it.same()?)));
    let ((least, low), (most, high)) = (told().next()?, told().last()?);
    let (low, high) = (locale.rounded(low, 1), locale.rounded(high, 1));
    let period = &cycle.period;
    let text = |it: &Agreement<'_>| match it.same() {
        Some(share) => locale.rounded(share, 1),
        None => Cell::withheld().text,
    };
    let rows = found.iter().map(|(district, it)| {
        vec![
            Cell::link(scribe.region(&district.code)).marked(it.simulated),
            it.same().map_or_else(Cell::withheld, |share| Cell::number(text(it), format!("{share:.1}"))),
            it.matched().map_or_else(Cell::withheld, |share| {
                Cell::number(locale.rounded(share, 1), format!("{share:.1}"))
            }),
        ]
    });
    let whole = Agreement::of(scribe.linked, &scribe.linked.data.regency);
    let reference =
        whole.iter().find(|it| it.cycle.key == cycle.key).and_then(Agreement::same).map(|share| {
            let place = scribe.region_name(&scribe.linked.data.regency);
            crate::chart::Reference { value: share, label: format!("{place} {}", locale.rounded(share, 1)) }
        });
    let sketch = Sketch {
        id: "keselarasan-kecamatan",
        title: say!(
            locale,
            "Keselarasan paling rendah di {least} ({low} persen), paling tinggi di {most} ({high} persen)",
            "Agreement is lowest in {least} ({low} per cent) and highest in {most} ({high} per cent)"
        ),
        subtitle: say!(
            locale,
            "Entri yang sama di desa dan kabupaten menurut kecamatan, persen, putaran {period}",
            "Entries that are the same at village and regency by kecamatan, per cent, cycle {period}"
        ),
        period: period.clone(),
        meaning: meaning::agreement(scribe),
        query: query::agreement(&format!(
            "period: {{ eq: \"{}\" }}, region: {{ parent: {{ code: {{ eq: \"{}\" }} }} }}",
            cycle.key, scribe.linked.data.regency
        )),
        desc: say!(
            locale,
            "Grafik titik keselarasan pendataan tiap kecamatan, putaran {period}: terendah {least} {low} persen, tertinggi \
             {most} {high} persen. Tabel di bawah.",
            "Dot chart of the agreement of the registry in each kecamatan, cycle {period}: lowest {least} {low} per cent, \
             highest {most} {high} per cent. Table below."
        ),
        table: Table::new(
            say!(
                locale,
                "Keselarasan menurut kecamatan, putaran {period}",
                "Agreement by kecamatan, cycle {period}"
            ),
            &[
                "Kecamatan",
                scribe.say(
                    "#Sama di desa dan kabupaten (persen)",
                    "#The same at village and regency (per cent)",
                ),
                scribe.say("#Padan dengan dukcapil (persen)", "#Matched with the civil registry (per cent)"),
            ],
            rows.collect(),
        ),
        notes: vec![],
        sources: found.iter().flat_map(|(_, it)| &it.sources).map(|key| (*key).to_owned()).collect(),
    };
    let dots: Vec<Dot> = found
        .iter()
        .map(|(district, it)| Dot {
            label: district.name.clone(),
            value: it.same(),
            interval: None,
            text: text(it),
            highlight: false,
            simulated: it.simulated,
        })
        .collect();
    Some(scribe.draw(sketch, |frame| {
        Box::new(DotChart {
            frame,
            dots: dots.clone(),
            tone: Tone::S1,
            unit: Unit { suffix: " %".to_owned(), ..Unit::default() },
            from_zero: false,
            reference: reference.clone(),
        })
    }))
}

/// Which states of corrections a column counts.
const ACCEPTED: [&str; 2] = ["DETERMINED", "REFLECTED"];
const REFUSED: [&str; 2] = ["DECLINED", "REJECTED"];

/// Corrections of the regency by cycle: how many were proposed, and what became of them.
fn corrections(scribe: &Scribe<'_, '_>) -> Option<Table> {
    let locale = scribe.locale;
    let data = scribe.linked.data;
    let cells: Vec<&ReleasedCell> = data
        .released_cells
        .iter()
        .filter(|it| it.measure == Measure::RegistryCorrections && it.region.code == data.regency)
        .collect();
    let mut cycles: Vec<&RegistryCycle> = data.cycles.iter().collect();
    cycles.sort_by_key(|cycle| cycle.starts_on);
    let sum = |cells: &[&&ReleasedCell]| {
        if cells.iter().any(|it| it.state == ReleasedState::Suppressed) {
            return Cell::withheld();
        }
        let sum: i64 = cells.iter().filter_map(|it| it.value.as_deref()?.parse::<i64>().ok()).sum();
        Cell::number(locale.whole(sum), sum)
    };
    let row = |cycle: &&RegistryCycle| {
        let of_cycle: Vec<&&ReleasedCell> = cells.iter().filter(|it| it.period == cycle.key).collect();
        let of = |is: &dyn Fn(&str) -> bool| {
            sum(&of_cycle.iter().copied().filter(|it| is(&it.category)).collect::<Vec<_>>())
        };
        let all = of_cycle.iter().find(|it| it.category == "ALL")?;
        let is_settled = |state: &str| ACCEPTED.contains(&state) || REFUSED.contains(&state);
        Some(vec![
            Cell::text(&*cycle.period).marked(all.simulated),
            of(&|state| state == "ALL"),
            of(&|state| ACCEPTED.contains(&state)),
            of(&|state| REFUSED.contains(&state)),
            of(&|state| state != "ALL" && !is_settled(state)),
            scribe.source(&all.source.key),
        ])
    };
    let rows: Vec<Vec<Cell>> = cycles.iter().filter_map(row).collect();
    (!rows.is_empty()).then(|| {
        Table::new(
            scribe.say("Usulan perbaikan data menurut putaran", "Corrections of the registry by cycle"),
            &[
                scribe.say("Putaran", "Cycle"),
                scribe.say("#Diusulkan", "#Proposed"),
                scribe.say("#Ditetapkan", "#Determined"),
                scribe.say("#Ditolak", "#Refused"),
                scribe.say("#Masih berjalan", "#Under way"),
                scribe.say("Sumber", "Source"),
            ],
            rows,
        )
    })
}

/// The villages that agree least with the regency in the latest cycle.
fn villages(scribe: &Scribe<'_, '_>, cycle: &RegistryCycle) -> Option<Table> {
    let locale = scribe.locale;
    let mut found: Vec<(&Village, &SyncCount, f64)> = scribe
        .linked
        .data
        .sync_counts
        .iter()
        .filter(|it| it.cycle.key == cycle.key)
        .filter_map(|it| Some((scribe.linked.village(&it.village.code)?, it, share_in_sync(it)?)))
        .collect();
    found.sort_by(|a, b| a.2.total_cmp(&b.2).then_with(|| a.0.code.cmp(&b.0.code)));
    let all = locale.whole(as_count(found.len()));
    found.retain(|(.., share)| *share < 100.0);
    found.truncate(SHOWN_VILLAGES);
    let shown = locale.whole(as_count(found.len()));
    let period = &cycle.period;
    let rows: Vec<Vec<Cell>> = found
        .iter()
        .map(|(village, it, share)| {
            vec![
                Cell::link(scribe.village(village)).marked(it.simulated),
                Cell::link(scribe.region(&village.district.code)),
                Cell::number(locale.rounded(*share, 1), format!("{share:.1}")),
                scribe.count(it.only_village, it.cell_state),
                scribe.count(it.only_regency, it.cell_state),
                scribe.count(it.differing, it.cell_state),
                scribe.source(&it.source.key),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| {
        Table::new(
            say!(
                locale,
                "Yang paling tidak selaras: {shown} dari {all} desa yang hitungannya dirilis, putaran {period}",
                "Those that agree least: {shown} of the {all} villages whose counts are released, cycle {period}"
            ),
            &[
                scribe.say("Desa", "Village"),
                "Kecamatan",
                scribe.say("#Sama (persen)", "#The same (per cent)"),
                scribe.say("#Hanya di desa", "#Only at the village"),
                scribe.say("#Hanya di kabupaten", "#Only at the regency"),
                scribe.say("#Berbeda isi", "#Other content"),
                scribe.say("Sumber", "Source"),
            ],
            rows,
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreement_rises_or_falls_only_where_rounding_leaves_a_change() {
        let said = |from, to, is_more| {
            Locale::ALL.map(|locale| over_time(locale, ("2022-06", from), ("2026-Q3", to), is_more))
        };
        assert_eq!(
            said("91.2", "98.6", true),
            [
                "Keselarasan desa dan kabupaten naik dari 91.2 persen (2022-06) menjadi 98.6 persen (2026-Q3)",
                "Agreement of village and regency rose from 91.2 per cent (2022-06) to 98.6 per cent (2026-Q3)",
            ]
        );
        assert_eq!(
            said("98.6", "91.2", false),
            [
                "Keselarasan desa dan kabupaten turun dari 98.6 persen (2022-06) menjadi 91.2 persen (2026-Q3)",
                "Agreement of village and regency fell from 98.6 per cent (2022-06) to 91.2 per cent (2026-Q3)",
            ]
        );
        assert_eq!(
            said("91.2", "91.2", true),
            [
                "Keselarasan desa dan kabupaten tetap 91.2 persen dari 2022-06 sampai 2026-Q3",
                "Agreement of village and regency stays at 91.2 per cent from 2022-06 to 2026-Q3",
            ]
        );
    }
}
