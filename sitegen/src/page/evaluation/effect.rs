//! What the difference is, and what may be said of it.

use super::{Compared, finding, points};
use crate::chart::{Dot, DotChart, Reference, Tone, Unit};
use crate::evaluation::{self, Estimate};
use crate::meaning;
use crate::page::query;
use crate::page::table::as_count;
use crate::scribe::{Scribe, Sketch, say};
use crate::shorthand::NOT_APPLICABLE;
use crate::view::{Cell, Figure, Table};

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
            "Dari semua undian dengan jumlah desa yang sama di tiap kecamatan, bagian yang menghasilkan selisih sebesar ini atau lebih: \
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
pub fn figure(
    scribe: &Scribe<'_, '_>,
    compared: &Compared<'_>,
    adjusted: Estimate,
    lots: f64,
) -> Option<Figure> {
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
            "Perubahan desa dampingan dikurangi perubahan desa lain, poin persen, {before} sampai {after}, {count} desa dan \
             kelurahan",
            "Change of accompanied villages less that of others, percentage points, {before} to {after}, {count} desa and \
             kelurahan"
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
