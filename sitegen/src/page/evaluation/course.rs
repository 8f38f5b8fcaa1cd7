//! How the outcome went, year by year.

use super::{Compared, ever, points};
use crate::chart::{Break, LineChart, Point, Series, Tone, Unit};
use crate::meaning;
use crate::page::query;
use crate::page::table::as_count;
use crate::scribe::{Scribe, Sketch, say};
use crate::view::{Cell, Figure, Table};

/// The outcome year by year, accompanied villages and others.
pub fn figure(scribe: &Scribe<'_, '_>, compared: &Compared<'_>) -> Option<Figure> {
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
        value.map_or_else(Cell::absent, |value| Cell::rounded(locale, value, 2).marked(compared.simulated))
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
            "{name}, rata-rata {accompanied} desa dampingan dan {others} desa dan kelurahan lain, persen, {first} sampai {last}",
            "{name}, mean of {accompanied} accompanied villages and {others} others, per cent, {first} to {last}"
        ),
        period: format!("{first}–{last}"),
        meaning: meaning::course(scribe),
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
            ever(scribe, compared),
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
