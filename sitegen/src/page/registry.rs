//! How good the welfare registry is: whether its levels agree, how late it is, and what became of corrections.

mod corrections;
mod lag;
mod villages;

use chrono::Datelike as _;
use serde::Serialize;

use crate::agreement::Agreement;
use crate::chart::{Break, Dot, DotChart, LineChart, Point, Series, Tone, Unit};
use crate::data::record::{District, RegistryCycle};
use crate::data::vocabulary::Registry as Kind;
use crate::locale::Locale;
use crate::meaning;
use crate::scribe::{Scribe, Sketch, say};
use crate::view::{Cell, Figure, Heading, KeyFigure, Table};

use super::query;
use super::table::few;

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
        lag: lag::figure(scribe),
        corrections: corrections::table(scribe),
        villages: all.last().and_then(|latest| villages::table(scribe, latest.cycle)),
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
    let period = locale.period(&latest.cycle.period);
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
            scribe.say("Padan dengan Dukcapil", "Matched with the civil registry"),
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
                "Pada putaran {period}, {same} entri sama di desa dan di kabupaten, dan {matched} padan dengan Dukcapil.",
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
    let (start, end) = (locale.period(&first.cycle.period), locale.period(&last.cycle.period));
    let (from_text, to_text) = (locale.rounded(*from, 1), locale.rounded(*to, 1));
    let title = over_time(locale, (&start, &from_text), (&end, &to_text), to > from);
    let cell = |share: Option<f64>, it: &Agreement<'_>| match share {
        Some(share) => Cell::rounded(locale, share, 1),
        None if it.is_withheld => Cell::withheld(),
        None => Cell::absent(),
    };
    let rows = all.iter().map(|it| {
        vec![
            scribe.period(&it.cycle.period).marked(it.simulated),
            it.rows().map_or_else(Cell::withheld, |rows| Cell::number(locale.whole(rows), rows)),
            cell(it.same(), it),
            cell(it.matched(), it),
        ]
    });
    let place = scribe.region_name(&scribe.linked.data.regency);
    let by_share = |one: &&(&Agreement<'_>, f64), other: &&(&Agreement<'_>, f64)| one.1.total_cmp(&other.1);
    let write = |(it, share): &(&Agreement<'_>, f64)| {
        format!("{} ({})", locale.rounded(*share, 1), locale.period(&it.cycle.period))
    };
    let (highest, lowest) =
        (told.iter().max_by(by_share).map(write)?, told.iter().min_by(by_share).map(write)?);
    let sketch = Sketch {
        id: "keselarasan-pendataan",
        title,
        subtitle: say!(
            locale,
            "Entri yang sama di desa dan kabupaten, dan yang padan dengan Dukcapil, persen, {place}, {start} sampai {end}",
            "Entries that are the same at village and regency, and that match the civil registry, per cent, {place}, \
             {start} to {end}"
        ),
        period: say!(locale, "{start} sampai {end}", "{start} to {end}"),
        meaning: meaning::agreement(scribe),
        query: query::agreement(&format!("region: {{ code: {{ eq: \"{}\" }} }}", scribe.linked.data.regency)),
        desc: say!(
            locale,
            "Grafik garis keselarasan pendataan {place} per putaran: {from_text} persen pada {start}, {to_text} persen \
             pada {end}; tertinggi {highest}, terendah {lowest}. Tabel di bawah.",
            "Line chart of the agreement of the registry of {place} by cycle: {from_text} per cent in {start}, {to_text} \
             per cent in {end}; highest {highest}, lowest {lowest}. Table below."
        ),
        table: Table::new(
            scribe.say("Keselarasan pendataan per putaran", "Agreement of the registry by cycle"),
            &[
                scribe.say("Putaran", "Cycle"),
                scribe.say("#Entri di kabupaten", "#Entries at the regency"),
                scribe.say("#Sama di desa dan kabupaten (persen)", "#The same at village and regency (per cent)"),
                scribe.say("#Padan dengan Dukcapil (persen)", "#Matched with the civil registry (per cent)"),
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
    let line = |name: &str, tone: Tone, shares: Vec<Option<f64>>| Series {
        name: name.to_owned(),
        latest: shares
            .iter()
            .rev()
            .find_map(|share| *share)
            .map(|it| locale.rounded(it, 1))
            .unwrap_or_default(),
        tone,
        points: all.iter().zip(shares).map(|(it, share)| Point::new(at(it.cycle), share)).collect(),
    };
    let series = vec![
        line(scribe.say("sama", "the same"), Tone::S1, all.iter().map(Agreement::same).collect()),
        line(scribe.say("padan Dukcapil", "matched"), Tone::S2, all.iter().map(Agreement::matched).collect()),
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

/// The kecamatan by their agreement in a cycle, those that are not told last.
fn from_the_least<'d>(scribe: &Scribe<'_, 'd>, cycle: &RegistryCycle) -> Vec<(&'d District, Agreement<'d>)> {
    let mut found: Vec<(&'d District, Agreement<'d>)> = scribe
        .linked
        .data
        .districts
        .iter()
        .filter_map(|district| {
            let all = Agreement::of(scribe.linked, &district.code);
            Some((district, all.into_iter().find(|it| it.cycle.key == cycle.key)?))
        })
        .collect();
    found.sort_by(|(one, a), (other, b)| {
        let (a, b) = (a.same().unwrap_or(f64::MAX), b.same().unwrap_or(f64::MAX));
        a.total_cmp(&b).then_with(|| one.code.cmp(&other.code))
    });
    found
}

/// Agreement of each kecamatan in the latest cycle, from the least.
fn districts(scribe: &Scribe<'_, '_>, cycle: &RegistryCycle) -> Option<Figure> {
    let locale = scribe.locale;
    let found = from_the_least(scribe, cycle);
    let told = || found.iter().filter_map(|(district, it)| Some((&*district.name, it.same()?)));
    let (low, high) = (locale.rounded(told().next()?.1, 1), locale.rounded(told().next_back()?.1, 1));
    let those = |bound: &str| -> Vec<&str> {
        told().filter(|(_, share)| locale.rounded(*share, 1) == bound).map(|(name, _)| name).collect()
    };
    let (least, most) = (few(locale, &those(&low), "kecamatan"), few(locale, &those(&high), "kecamatan"));
    let period = locale.period(&cycle.period);
    let text = |it: &Agreement<'_>| match it.same() {
        Some(share) => locale.rounded(share, 1),
        None => Cell::withheld().text,
    };
    let rows = found.iter().map(|(district, it)| {
        vec![
            Cell::link(scribe.region(&district.code)).marked(it.simulated),
            it.same().map_or_else(Cell::withheld, |share| Cell::number(text(it), format!("{share:.1}"))),
            it.matched().map_or_else(Cell::withheld, |share| Cell::rounded(locale, share, 1)),
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
                scribe.say("#Padan dengan Dukcapil (persen)", "#Matched with the civil registry (per cent)"),
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
