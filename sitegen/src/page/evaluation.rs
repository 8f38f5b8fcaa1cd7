//! Whether accompanied villages fare otherwise than others, and whether the poorest were chosen.

use std::collections::BTreeMap;

use chrono::Datelike as _;
use serde::Serialize;

use crate::chart::{Bar, BarChart, Break, Dot, DotChart, LineChart, Point, Reference, Series, Tone, Unit};
use crate::data::record::{Accompaniment, Indicator, Observation};
use crate::data::vocabulary::{AccompanimentRole, IndicatorKind};
use crate::evaluation::{self, Choice, Estimate, Village};
use crate::linked::of;
use crate::locale::Locale;
use crate::meaning;
use crate::scribe::{Scribe, Sketch, say};
use crate::shorthand::NOT_APPLICABLE;
use crate::view::{Cell, Figure, Heading, KeyFigure, Table};

use super::query;
use super::table::as_count;

/// The scheme that is evaluated: the regency's own.
const SCHEME: &str = "satu-opd-satu-desa";

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct Evaluation {
    heading: Heading,
    effect: Option<Figure>,
    course: Option<Figure>,
    choice: Option<Figure>,
    left_out: String,
}

/// Villages with the outcome before accompaniment and after.
struct Compared<'d> {
    indicator: &'d Indicator,
    /// Values by year, of the accompanied and of the others, of villages that have one in every year.
    course: BTreeMap<i32, [Vec<f64>; 2]>,
    villages: Vec<Village<'d>>,
    before: &'d str,
    after: &'d str,
    began: i32,
    /// Villages left out, for lack of a told value or because another scheme accompanies them.
    left_out: usize,
    simulated: bool,
    sources: Vec<String>,
}

impl<'d> Compared<'d> {
    fn of(scribe: &Scribe<'_, 'd>) -> Option<Self> {
        let linked = scribe.linked;
        let data = linked.data;
        // A rate of the registry: a count would follow the number of people, and no survey knows villages.
        let mut common = linked.village_indicators().iter().filter_map(|key| linked.indicator(key));
        let indicator = common.find(|it| it.kind == IndicatorKind::Registry && it.unit == "persen")?;
        let leads = |code: &str| -> Vec<&'d Accompaniment> {
            let all = of(&linked.accompaniments_of, code).iter().copied();
            all.filter(|it| it.role == AccompanimentRole::Lead).collect()
        };
        let is_ours = |it: &&Accompaniment| it.scheme.key == SCHEME;
        let starts =
            data.villages.iter().flat_map(|it| leads(&it.code)).filter(is_ours).map(|it| it.starts_on.year());
        let began = starts.min()?;
        let series: Vec<(&str, &str, Vec<&'d Observation>)> = data
            .villages
            .iter()
            .map(|it| (it.code.as_str(), it.district.code.as_str(), linked.series(&indicator.key, &it.code)))
            .collect();
        let all = || series.iter().flat_map(|(_, _, values)| values.iter().copied());
        let before = all().filter(|it| it.starts_on.year() < began).max_by_key(|it| it.starts_on)?;
        let after = all().max_by_key(|it| it.starts_on).filter(|it| it.starts_on.year() > began)?;
        let years: Vec<&str> = {
            let mut periods: Vec<&str> = all().map(|it| it.period.as_str()).collect();
            periods.sort_unstable();
            periods.dedup();
            periods
        };
        let mut compared = Self {
            indicator,
            course: BTreeMap::new(),
            villages: Vec::new(),
            before: &before.period,
            after: &after.period,
            began,
            left_out: 0,
            simulated: all().any(|it| it.simulated),
            sources: all().map(|it| it.source.key.clone()).collect(),
        };
        for (code, district, values) in &series {
            let leads = leads(code);
            let accompanied = leads.iter().any(is_ours);
            let value =
                |period: &str| values.iter().find(|it| it.period == period).and_then(|it| it.number());
            let is_mixed = !accompanied && !leads.is_empty();
            let (Some(before), Some(after), false) = (value(&before.period), value(&after.period), is_mixed)
            else {
                compared.left_out += 1;
                continue;
            };
            compared.villages.push(Village { district, accompanied, before, after });
            let found: Vec<Option<f64>> = years.iter().map(|period| value(period)).collect();
            if let Some(found) = found.into_iter().collect::<Option<Vec<f64>>>() {
                for (period, value) in years.iter().zip(found) {
                    let Ok(year) = period[..period.len().min(4)].parse() else { continue };
                    compared.course.entry(year).or_default()[usize::from(!accompanied)].push(value);
                }
            }
        }
        Some(compared)
    }
}

/// Writes the page.
pub fn context(scribe: &Scribe<'_, '_>) -> Evaluation {
    let compared = Compared::of(scribe);
    let compared = compared.as_ref();
    let adjusted = compared.and_then(|it| evaluation::adjusted(&it.villages));
    let lots = compared.and_then(|it| *scribe.linked.lots.get_or_init(|| evaluation::by_lot(&it.villages)));
    let choices = compared.map(|it| evaluation::choices(&it.villages)).unwrap_or_default();
    Evaluation {
        heading: heading(scribe, compared, adjusted, lots, &choices),
        // Figures are numbered as they are drawn, so they are drawn in the order of the page.
        effect: compared.zip(adjusted).and_then(|(it, adjusted)| effect(scribe, it, adjusted, lots?)),
        course: compared.and_then(|it| course(scribe, it)),
        choice: compared.and_then(|it| choice(scribe, it, &choices)),
        left_out: compared.map(|it| left_out(scribe, it.left_out)).unwrap_or_default(),
    }
}

fn left_out(scribe: &Scribe<'_, '_>, count: usize) -> String {
    let written = scribe.locale.whole(as_count(count));
    match count {
        0 => String::new(),
        1 => say!(
            scribe.locale,
            "Satu desa tidak ikut: nilainya dirahasiakan atau tidak ada, atau didampingi skema lain.",
            "One village is left out: its value is confidential or missing, or another scheme accompanies it."
        ),
        _ => say!(
            scribe.locale,
            "{written} desa tidak ikut: nilainya dirahasiakan atau tidak ada, atau didampingi skema lain.",
            "{written} villages are left out: their values are confidential or missing, or another scheme accompanies them."
        ),
    }
}

/// A difference of two shares, with its sign: `−1,2`.
fn points(locale: Locale, value: f64) -> String {
    let written = locale.rounded(value.abs(), 1);
    if value <= -LEAST_SAID { format!("−{written}") } else { written }
}

/// Half of the last digit that is written: what is nearer to zero is zero on the page.
const LEAST_SAID: f64 = 0.05;

/// What may be said of a difference in an outcome: something only where its interval and the lots agree, and rounding leaves
/// any of it.
fn finding(locale: Locale, outcome: &str, adjusted: Estimate, lots: f64) -> String {
    let size = locale.rounded(adjusted.value.abs(), 1);
    let is_clear = adjusted.is_clear() && lots < 0.05 && adjusted.value.abs() >= LEAST_SAID;
    if !is_clear {
        return say!(
            locale,
            "{outcome}: belum terlihat perbedaan yang jelas antara desa dampingan dan desa lain yang awalnya serupa",
            "{outcome}: no clear difference is seen between accompanied villages and others that began alike"
        );
    }
    if adjusted.value < 0.0 {
        say!(
            locale,
            "{outcome}: di desa dampingan kini {size} poin persen lebih rendah daripada di desa lain yang awalnya serupa",
            "{outcome}: now {size} percentage points lower in accompanied villages than in others that began alike"
        )
    } else {
        say!(
            locale,
            "{outcome}: di desa dampingan kini {size} poin persen lebih tinggi daripada di desa lain yang awalnya serupa",
            "{outcome}: now {size} percentage points higher in accompanied villages than in others that began alike"
        )
    }
}

fn heading(
    scribe: &Scribe<'_, '_>,
    compared: Option<&Compared<'_>>,
    adjusted: Option<Estimate>,
    lots: Option<f64>,
    choices: &[Choice<'_>],
) -> Heading {
    let locale = scribe.locale;
    let title = scribe.say("Evaluasi pendampingan", "Evaluation of the accompaniment").to_owned();
    let Some((compared, adjusted, lots)) =
        compared.zip(adjusted).zip(lots).map(|((compared, adjusted), lots)| (compared, adjusted, lots))
    else {
        let lead = scribe.say(
            "Data desa belum cukup untuk membandingkan desa dampingan dengan desa lain.",
            "The data on villages do not suffice to compare accompanied villages with others.",
        );
        return Heading { title, lead: lead.to_owned(), ..Heading::default() };
    };
    let (before, after) = (compared.before, compared.after);
    let (low, high) = adjusted.interval();
    let (low, high) = (points(locale, low), points(locale, high));
    let (chosen, highest) = hits(choices);
    let (chosen_text, highest_text) = (locale.whole(as_count(chosen)), locale.whole(as_count(highest)));
    let by_lot = locale.rounded(choices.iter().map(Choice::by_lot).sum(), 0);
    let outcome = scribe.say(&compared.indicator.name, &compared.indicator.name_en);
    let finding = finding(locale, outcome, adjusted, lots);
    Heading {
        title,
        lead: format!("{finding}."),
        lead_simulated: compared.simulated,
        key_figures: vec![
            KeyFigure {
                label: scribe.say("Selisih yang disesuaikan", "Adjusted difference").to_owned(),
                value: points(locale, adjusted.value),
                unit: scribe.say("poin persen", "percentage points").to_owned(),
                detail: say!(
                    locale,
                    "selang kepercayaan 95 % {low} sampai {high}; {before} sampai {after}",
                    "95 % confidence interval {low} to {high}; {before} to {after}"
                ),
                simulated: compared.simulated,
                ..KeyFigure::default()
            },
            KeyFigure {
                label: scribe
                    .say(
                        "Desa dampingan dengan nilai tertinggi di kecamatannya",
                        "Accompanied villages that are among the highest of their kecamatan",
                    )
                    .to_owned(),
                value: say!(locale, "{highest_text} dari {chosen_text}", "{highest_text} of {chosen_text}"),
                unit: scribe.say("desa", "villages").to_owned(),
                detail: say!(locale, "dengan undian: kira-kira {by_lot}", "by lot: about {by_lot}"),
                simulated: compared.simulated,
                ..KeyFigure::default()
            },
        ],
        ..Heading::default()
    }
}

fn hits(choices: &[Choice<'_>]) -> (usize, usize) {
    let sum = |of: fn(&Choice<'_>) -> usize| choices.iter().map(of).sum();
    (sum(|it| it.accompanied), sum(|it| it.highest))
}

/// The outcome year by year, accompanied villages and others.
fn course(scribe: &Scribe<'_, '_>, compared: &Compared<'_>) -> Option<Figure> {
    let locale = scribe.locale;
    let mean =
        |values: &[f64]| (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64);
    let means: Vec<(i32, [Option<f64>; 2])> = compared
        .course
        .iter()
        .map(|(year, [accompanied, others])| (*year, [mean(accompanied), mean(others)]))
        .collect();
    let ((first, from), (last, to)) = (means.first()?, means.last()?);
    let gap = |[accompanied, others]: &[Option<f64>; 2]| Some(accompanied.as_ref()? - others.as_ref()?);
    let (from, to) = (points(locale, gap(from)?), points(locale, gap(to)?));
    let name = scribe.say(&compared.indicator.name, &compared.indicator.name_en);
    let counts = compared.course.values().next()?;
    let (accompanied, others) =
        (locale.whole(as_count(counts[0].len())), locale.whole(as_count(counts[1].len())));
    let cell = |value: Option<f64>| {
        value.map_or_else(Cell::absent, |value| {
            Cell::number(locale.rounded(value, 2), format!("{value:.2}")).marked(compared.simulated)
        })
    };
    let rows = means.iter().map(|(year, [accompanied, others])| {
        vec![Cell::text(year.to_string()), cell(*accompanied), cell(*others)]
    });
    let sketch = Sketch {
        id: "perjalanan-desa",
        title: say!(
            locale,
            "Jarak desa dampingan dari desa lain {from} poin persen pada {first} dan {to} poin persen pada {last}",
            "Accompanied villages stood {from} percentage points from others in {first} and {to} in {last}"
        ),
        subtitle: say!(
            locale,
            "{name}, rata-rata {accompanied} desa dampingan dan {others} desa lain, persen, {first} sampai {last}",
            "{name}, mean of {accompanied} accompanied villages and {others} others, per cent, {first} to {last}"
        ),
        period: format!("{first}–{last}"),
        meaning: meaning::evaluation(scribe),
        query: query::evaluation(
            &compared.indicator.key,
            &scribe.linked.data.regency,
            (&first.to_string(), &last.to_string()),
        ),
        desc: say!(
            locale,
            "Grafik garis rata-rata desa dampingan dan desa lain dari {first} sampai {last}: jaraknya {from} lalu {to} poin \
             persen. Tabel di bawah.",
            "Line chart of the mean of accompanied and other villages from {first} to {last}: {from}, then {to} percentage \
             points apart. Table below."
        ),
        table: Table::new(
            scribe.say("Rata-rata desa dampingan dan desa lain", "Mean of accompanied and other villages"),
            &[
                scribe.say("Tahun", "Year"),
                scribe.say("#Desa dampingan (persen)", "#Accompanied villages (per cent)"),
                scribe.say("#Desa lain (persen)", "#Other villages (per cent)"),
            ],
            rows.collect(),
        ),
        notes: vec![
            scribe
                .say(
                    "Desa yang dipilih karena keadaannya buruk cenderung mendekati rata-rata walau tanpa bantuan.",
                    "Villages that are chosen for standing badly tend to come nearer to the mean even without help.",
                )
                .to_owned(),
        ],
        sources: compared.sources.clone(),
    };
    let line = |name: &str, tone: Tone, at: usize| Series {
        name: name.to_owned(),
        latest: means.last().and_then(|(_, it)| it[at]).map(|it| locale.rounded(it, 1)).unwrap_or_default(),
        tone,
        points: means.iter().map(|(year, it)| Point::new(f64::from(*year), it[at])).collect(),
    };
    let series = vec![
        line(scribe.say("desa dampingan", "accompanied"), Tone::S1, 0),
        line(scribe.say("desa lain", "others"), Tone::S2, 1),
    ];
    let began = Break {
        x: f64::from(compared.began),
        label: scribe.say("pendampingan mulai", "accompaniment begins").to_owned(),
    };
    Some(scribe.draw(sketch, |frame| {
        Box::new(LineChart {
            frame,
            series: series.clone(),
            unit: Unit { suffix: " %".to_owned(), ..Unit::default() },
            from_zero: false,
            breaks: vec![began.clone()],
        })
    }))
}

/// What must be known to read the estimates.
fn cautions(scribe: &Scribe<'_, '_>, adjusted: Estimate, lots: f64) -> Vec<String> {
    let locale = scribe.locale;
    let (chance, detectable) = (locale.rounded(lots, 3), locale.rounded(adjusted.detectable(), 1));
    vec![
        scribe
            .say(
                "Garis pada tiap titik ialah selang kepercayaan 95 %.",
                "The line through each dot is the 95 % confidence interval.",
            )
            .to_owned(),
        say!(
            locale,
            "Dari undian yang sama banyaknya di tiap kecamatan, bagian yang memberi selisih sejauh ini atau lebih: \
                 {chance}.",
            "Of lots of the same number in each kecamatan, the share that gives a difference as far or farther: {chance}."
        ),
        say!(
            locale,
            "Selisih sebenarnya yang lebih kecil daripada {detectable} poin persen kemungkinan besar tidak akan tampak.",
            "A true difference smaller than {detectable} percentage points would most likely not be seen."
        ),
        scribe
            .say(
                "Yang diharapkan tanpa bantuan ialah hasil hitungan, bukan taksiran; karena itu tidak mempunyai \
                 selang.",
                "What is to be expected without help is a sum, not an estimate, and so has no interval.",
            )
            .to_owned(),
    ]
}

/// What the difference is without adjustment, what is to be expected without help, and what is left.
fn effect(scribe: &Scribe<'_, '_>, compared: &Compared<'_>, adjusted: Estimate, lots: f64) -> Option<Figure> {
    let locale = scribe.locale;
    let plain = evaluation::difference(&compared.villages)?;
    let expected = evaluation::expected_without_help(&compared.villages)?;
    let rows = [
        (
            scribe.say("Selisih perubahan apa adanya", "Difference of changes as it is"),
            plain.value,
            Some(plain),
        ),
        (scribe.say("Yang diharapkan tanpa bantuan", "To be expected without help"), expected, None),
        (
            scribe.say("Disesuaikan menurut awal dan kecamatan", "Adjusted for beginning and kecamatan"),
            adjusted.value,
            Some(adjusted),
        ),
    ];
    let (before, after) = (compared.before, compared.after);
    let outcome = scribe.say(&compared.indicator.name, &compared.indicator.name_en);
    let end = |estimate: Option<Estimate>, at: fn((f64, f64)) -> f64| {
        estimate.map_or_else(
            || Cell::text(NOT_APPLICABLE),
            |it| {
                let value = at(it.interval());
                Cell::number(points(locale, value), format!("{value:.2}"))
            },
        )
    };
    let cells = rows.iter().map(|(label, value, estimate)| {
        vec![
            Cell::text(*label),
            Cell::number(points(locale, *value), format!("{value:.2}")).marked(compared.simulated),
            end(*estimate, |(low, _)| low),
            end(*estimate, |(_, high)| high),
        ]
    });
    let count = locale.whole(as_count(compared.villages.len()));
    let written = points(locale, adjusted.value);
    let sketch = Sketch {
        id: "taksiran-pengaruh",
        title: finding(locale, outcome, adjusted, lots),
        subtitle: say!(
            locale,
            "Perubahan desa dampingan dikurangi perubahan desa lain, poin persen, {before} sampai {after}, {count} desa",
            "Change of accompanied villages less that of others, percentage points, {before} to {after}, {count} villages"
        ),
        period: format!("{before}–{after}"),
        meaning: meaning::evaluation(scribe),
        query: query::evaluation(&compared.indicator.key, &scribe.linked.data.regency, (before, after)),
        desc: say!(
            locale,
            "Grafik titik tiga taksiran selisih dengan selang kepercayaan 95 persen; yang disesuaikan {written} poin persen. \
             Tabel di bawah.",
            "Dot chart of three estimates of the difference with 95 per cent confidence intervals; the adjusted one is \
             {written} percentage points. Table below."
        ),
        table: Table::new(
            scribe.say("Taksiran selisih", "Estimates of the difference"),
            &[
                scribe.say("Taksiran", "Estimate"),
                scribe.say("#Selisih (poin persen)", "#Difference (percentage points)"),
                scribe.say("#Selang kepercayaan 95 %, bawah", "#95 % confidence interval, lower"),
                scribe.say("#Selang kepercayaan 95 %, atas", "#95 % confidence interval, upper"),
            ],
            cells.collect(),
        ),
        notes: cautions(scribe, adjusted, lots),
        sources: compared.sources.clone(),
    };
    let dots: Vec<Dot> = rows
        .iter()
        .map(|(label, value, estimate)| Dot {
            label: (*label).to_owned(),
            value: Some(*value),
            interval: estimate.map(|it| it.interval()),
            text: points(locale, *value),
            highlight: false,
            simulated: compared.simulated,
        })
        .collect();
    let none = Reference { value: 0.0, label: scribe.say("tidak ada selisih", "no difference").to_owned() };
    Some(scribe.draw(sketch, |frame| {
        Box::new(DotChart {
            frame,
            dots: dots.clone(),
            tone: Tone::S1,
            unit: Unit::default(),
            from_zero: true,
            reference: Some(none.clone()),
        })
    }))
}

/// How many of the accompanied villages of each kecamatan are among those that stood worst.
fn choice(scribe: &Scribe<'_, '_>, compared: &Compared<'_>, choices: &[Choice<'_>]) -> Option<Figure> {
    if choices.is_empty() {
        return None;
    }
    let locale = scribe.locale;
    let mut choices: Vec<&Choice<'_>> = choices.iter().collect();
    let share = |it: &Choice<'_>| it.highest as f64 / it.accompanied as f64 * 100.0;
    choices.sort_by(|a, b| share(b).total_cmp(&share(a)).then_with(|| a.district.cmp(b.district)));
    let (chosen, highest) = hits(&choices.iter().copied().copied().collect::<Vec<_>>());
    let by_lot = locale.rounded(choices.iter().map(|it| it.by_lot()).sum(), 0);
    let (chosen, highest) = (locale.whole(as_count(chosen)), locale.whole(as_count(highest)));
    let before = compared.before;
    let rows = choices.iter().map(|it| {
        let number = |count: usize| Cell::number(locale.whole(as_count(count)), count);
        vec![
            Cell::link(scribe.region(it.district)).marked(compared.simulated),
            number(it.villages),
            number(it.accompanied),
            number(it.highest),
            Cell::number(locale.rounded(it.by_lot(), 1), format!("{:.1}", it.by_lot())),
        ]
    });
    let name = scribe.say(&compared.indicator.name, &compared.indicator.name_en);
    let sketch = Sketch {
        id: "ketepatan-pilihan",
        title: say!(
            locale,
            "{highest} dari {chosen} desa dampingan termasuk yang tertinggi di kecamatannya; dengan undian kira-kira {by_lot}",
            "{highest} of {chosen} accompanied villages are among the highest of their kecamatan; by lot it would be about \
             {by_lot}"
        ),
        subtitle: say!(
            locale,
            "Desa dampingan yang {name} termasuk tertinggi di kecamatannya, persen dari desa dampingan, {before}",
            "Accompanied villages with a {name} among the highest of their kecamatan, per cent of those accompanied, {before}"
        ),
        period: before.to_owned(),
        meaning: meaning::choice(scribe),
        query: query::evaluation(&compared.indicator.key, &scribe.linked.data.regency, (before, before)),
        desc: say!(
            locale,
            "Grafik batang ketepatan pilihan tiap kecamatan: {highest} dari {chosen} desa. Tabel di bawah.",
            "Bar chart of how the choice fits the order in each kecamatan: {highest} of {chosen} villages. Table below."
        ),
        table: Table::new(
            scribe.say("Pilihan desa menurut kecamatan", "Choice of villages by kecamatan"),
            &[
                "Kecamatan",
                scribe.say("#Desa", "#Villages"),
                scribe.say("#Didampingi", "#Accompanied"),
                scribe.say("#Di antaranya yang tertinggi", "#Of these among the highest"),
                scribe.say("#Dengan undian", "#By lot"),
            ],
            rows.collect(),
        ),
        notes: vec![
            scribe
                .say(
                    "Yang tertinggi: di tiap kecamatan sebanyak desa yang didampingi di sana.",
                    "The highest: in each kecamatan as many villages as are accompanied there.",
                )
                .to_owned(),
            scribe
                .say(
                    "Pilihan juga didasarkan pada hal lain, seperti kesiapan desa dan OPD; urutan ini hanya satu ukuran.",
                    "The choice rests on other things as well, such as how ready village and agency are; this order is but \
                     one measure.",
                )
                .to_owned(),
        ],
        sources: compared.sources.clone(),
    };
    let bar = |it: &&Choice<'_>| {
        let (highest, all) = (it.highest, it.accompanied);
        Bar {
            label: scribe.region(it.district).text,
            value: Some(share(it)),
            text: say!(locale, "{highest} dari {all}", "{highest} of {all}"),
            highlight: false,
            simulated: compared.simulated,
        }
    };
    let bars: Vec<Bar> = choices.iter().map(bar).collect();
    Some(scribe.draw(sketch, |frame| Box::new(BarChart { frame, bars: bars.clone(), tone: Tone::S1 })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_told_only_where_interval_and_lots_are_sure_and_rounding_leaves_it() {
        let clear = Estimate { value: -1.24, error: 0.3 };
        let said =
            |estimate, lots| Locale::ALL.map(|locale| finding(locale, "Keluarga terdata", estimate, lots));
        assert_eq!(
            said(clear, 0.002),
            [
                "Keluarga terdata: di desa dampingan kini 1,2 poin persen lebih rendah daripada di desa lain yang awalnya \
                 serupa",
                "Keluarga terdata: now 1.2 percentage points lower in accompanied villages than in others that began alike",
            ]
        );
        assert_eq!(
            said(Estimate { value: 1.24, ..clear }, 0.002),
            [
                "Keluarga terdata: di desa dampingan kini 1,2 poin persen lebih tinggi daripada di desa lain yang awalnya \
                 serupa",
                "Keluarga terdata: now 1.2 percentage points higher in accompanied villages than in others that began alike",
            ]
        );
        let unclear = [
            "Keluarga terdata: belum terlihat perbedaan yang jelas antara desa dampingan dan desa lain yang awalnya serupa",
            "Keluarga terdata: no clear difference is seen between accompanied villages and others that began alike",
        ];
        let tiny = Estimate { value: -0.04, error: 0.001 };
        for (estimate, lots) in [(clear, 0.2), (Estimate { error: 1.0, ..clear }, 0.002), (tiny, 0.002)] {
            assert_eq!(said(estimate, lots), unclear);
        }
    }

    #[test]
    fn a_difference_has_a_sign_unless_it_rounds_to_zero() {
        let written = [-1.26, -0.04, 0.0, 0.31].map(|value| points(Locale::En, value));
        assert_eq!(written, ["−1.3", "0.0", "0.0", "0.3"]);
    }
}
