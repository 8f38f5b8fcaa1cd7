//! Whether those were chosen that stood worst.

use super::{Compared, ever};
use crate::chart::{Bar, BarChart, Tone};
use crate::evaluation::Choice;
use crate::meaning;
use crate::page::query;
use crate::page::table::as_count;
use crate::scribe::{Scribe, Sketch, say};
use crate::view::{Cell, Figure, Table};

/// How many villages are accompanied, and how many of these are among the highest of their kecamatan.
pub fn hits(choices: &[Choice<'_>]) -> (usize, usize) {
    let sum = |of: fn(&Choice<'_>) -> usize| choices.iter().map(of).sum();
    (sum(|it| it.accompanied), sum(|it| it.highest))
}

/// How many of the accompanied villages of each kecamatan are among those that stood worst.
pub fn figure(scribe: &Scribe<'_, '_>, compared: &Compared<'_>, choices: &[Choice<'_>]) -> Option<Figure> {
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
            Cell::rounded(locale, it.by_lot(), 1),
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
            "Desa dampingan yang termasuk tertinggi di kecamatannya menurut “{name}”, persen dari desa dampingan, {before}",
            "Accompanied villages among the highest of their kecamatan by “{name}”, per cent of those accompanied, {before}"
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
                scribe.say("#Pernah didampingi", "#Ever accompanied"),
                scribe.say("#Di antaranya yang tertinggi", "#Of these among the highest"),
                scribe.say("#Dengan undian", "#By lot"),
            ],
            rows.collect(),
        ),
        notes: vec![
            ever(scribe, compared),
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
