//! How money is spread: over givers, over villages, and over villages in the order of poverty.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::chart::ShareCurve;
use crate::concentration::{Concentration, LEAST, Place};
use crate::data::record::{Indicator, Observation, Transaction};
use crate::data::vocabulary::IndicatorKind;
use crate::meaning;
use crate::scribe::{Scribe, Sketch, say};
use crate::view::{Cell, Figure, Table};

use super::super::query;
use super::super::table::as_count;
use super::{by_fund, rows_of, sentence, years_of};

/// What the largest givers give, by public sources and in the simulation, which are never put together.
#[derive(Debug, Serialize)]
pub struct Givers {
    public: String,
    simulated: Option<String>,
    table: Option<Table>,
}

/// What givers gave of the cash spent, each with its share of what its kind of record states.
pub fn givers(scribe: &Scribe<'_, '_>, spent: &[(&Transaction, i64)]) -> Givers {
    let locale = scribe.locale;
    let mut rows = Vec::new();
    let mut say = |simulated: bool| {
        let of_kind: Vec<(&Transaction, i64)> =
            spent.iter().copied().filter(|(row, _)| row.simulated == simulated).collect();
        let mut funds = by_fund(&of_kind);
        funds.retain(|(_, amount)| *amount > 0);
        let total: i64 = funds.iter().map(|(_, amount)| amount).sum();
        rows.extend(funds.iter().map(|(key, amount)| {
            let share = *amount as f64 / total as f64 * 100.0;
            vec![
                Cell::link(scribe.fund(key)),
                Cell::number(locale.rupiah(*amount), amount).marked(simulated),
                Cell::rounded(locale, share, 1).marked(simulated),
            ]
        }));
        let amounts: Vec<i64> = funds.iter().map(|(_, amount)| *amount).collect();
        (sentence::givers(locale, &amounts), !of_kind.is_empty())
    };
    let (public, simulated) = (say(false).0, say(true));
    let table = Table::new(
        scribe.say(
            "Pemberi menurut jumlah yang dipakai; bagian dihitung dalam sumber publik dan dalam simulasi masing-masing",
            "Givers by what was spent; shares within public sources and within the simulation",
        ),
        &[
            scribe.say("Pemberi", "Giver"),
            scribe.say("#Dipakai (rupiah)", "#Spent (rupiah)"),
            scribe.say("#Bagian (persen)", "#Share (per cent)"),
        ],
        rows,
    );
    Givers {
        public,
        simulated: simulated.1.then_some(simulated.0),
        table: (!table.rows.is_empty()).then(|| scribe.cite_simulated(table)),
    }
}

/// Cash that reached each village, from the records that are said to be simulated or not.
fn by_village<'t>(
    scribe: &Scribe<'_, '_>,
    spent: &[(&'t Transaction, i64)],
    simulated: bool,
) -> BTreeMap<&'t str, i64> {
    let mut sums = BTreeMap::new();
    for (row, left) in spent.iter().filter(|(row, left)| row.simulated == simulated && *left > 0) {
        if scribe.linked.village(&row.region.code).is_some() {
            *sums.entry(row.region.code.as_str()).or_default() += left;
        }
    }
    sums
}

/// Which records allow a statement on villages: the public ones if they reach enough, else the simulated ones.
fn is_simulated(scribe: &Scribe<'_, '_>, spent: &[(&Transaction, i64)]) -> bool {
    by_village(scribe, spent, false).len() < LEAST.1
}

/// A sentence, and whether it rests on the simulation.
#[derive(Debug, Serialize)]
pub struct Said {
    /// What is said.
    pub text: String,
    /// Whether what is simulated is in it.
    pub simulated: bool,
}

/// How few villages have half of the money.
pub fn half(scribe: &Scribe<'_, '_>, spent: &[(&Transaction, i64)]) -> Option<Said> {
    let simulated = is_simulated(scribe, spent);
    let sums = by_village(scribe, spent, simulated);
    let text = sentence::half(scribe.locale, &sums.into_values().collect::<Vec<_>>())?;
    Some(Said { text, simulated })
}

/// Why there is no figure.
pub fn why_none(scribe: &Scribe<'_, '_>) -> String {
    let [all, funded] = [LEAST.0, LEAST.1].map(|least| scribe.locale.whole(as_count(least)));
    say!(
        scribe.locale,
        "Belum ada pernyataan tentang pemusatan dana antardesa: perlu sekurangnya {all} desa dengan angka pendataan dan {funded} desa \
         yang menerima dana dengan jumlah yang disebut.",
        "No statement on how money is spread over villages yet: it takes {all} villages with registry figures and {funded} that got money \
         of a stated amount."
    )
}

/// A village with the two figures that rank and weigh it.
struct Listed<'d> {
    rate: &'d Observation,
    count: &'d Observation,
    amount: i64,
}

/// The villages that have both figures, the latest of each.
fn listed<'d>(
    scribe: &Scribe<'_, 'd>,
    rate: &Indicator,
    count: &Indicator,
    sums: &BTreeMap<&str, i64>,
) -> Vec<Listed<'d>> {
    let villages = scribe.linked.data.villages.iter();
    let found = villages.filter_map(|village| {
        let last =
            |indicator: &Indicator| scribe.linked.series(&indicator.key, &village.code).last().copied();
        let amount = sums.get(village.code.as_str()).copied().unwrap_or_default();
        Some(Listed { rate: last(rate)?, count: last(count)?, amount })
    });
    found.collect()
}

/// How the villages are ranked, and what the index cannot say.
fn notes(scribe: &Scribe<'_, '_>, name: &str, funded: &str) -> Vec<String> {
    let locale = scribe.locale;
    vec![
            say!(
                locale,
                "Desa diurutkan menurut “{name}”, bukan angka kemiskinan: angka kemiskinan desa tidak diumumkan. {funded} \
                 desa menerima dana. C = (2/μ) Σ p·h·R − 1; di bawah nol berarti desa dengan bagian keluarga terdata lebih \
                 tinggi mendapat lebih dari bagiannya.",
                "Villages are ranked by “{name}”, not by a poverty rate: none is published for villages. {funded} villages \
                 got money. C = (2/μ) Σ p·h·R − 1; below zero the villages with a higher share of listed families have \
                 more than their share."
            ),
            scribe
                .say(
                    "Indeks ini tidak mengatakan apakah dana sampai ke keluarga miskin di dalam desa, apakah cukup, atau apa \
                     sebabnya; dana untuk seluruh kabupaten atau kecamatan tidak ikut.",
                    "The index does not say whether money reached the poor families within a village, whether it was \
                     enough, or why; money for the whole regency or a kecamatan is left out.",
                )
                .to_owned(),
        ]
}

/// The curve of money over villages from the one with the highest share of listed families on; none where that would say nothing.
pub fn figure(scribe: &Scribe<'_, '_>, spent: &[(&Transaction, i64)]) -> Option<Figure> {
    let locale = scribe.locale;
    let common = scribe.linked.village_indicators();
    let registry = |unit: &str| {
        let mut indicators = common.iter().filter_map(|key| scribe.linked.indicator(key));
        indicators.find(|it| it.kind == IndicatorKind::Registry && it.unit == unit)
    };
    let (rate, count) = (registry("persen")?, registry("keluarga")?);
    let simulated = is_simulated(scribe, spent);
    let sums = by_village(scribe, spent, simulated);
    let listed = listed(scribe, rate, count, &sums);
    let place = |it: &Listed<'_>| {
        Some(Place { poverty: it.rate.number()?, people: it.count.number()?, amount: it.amount as f64 })
    };
    let places: Vec<Place> = listed.iter().filter_map(place).collect();
    let spread = Concentration::of(&places)?;
    let used: Vec<&Transaction> = rows_of(spent)
        .into_iter()
        .filter(|row| row.simulated == simulated && sums.contains_key(row.region.code.as_str()))
        .collect();
    let period = years_of(scribe, &used);
    let (index, margin) = (locale.rounded(spread.index, 2), locale.rounded(spread.margin, 2));
    let (all, funded) =
        (sentence::desa_and_kelurahan(locale, spread.places), locale.whole(as_count(spread.funded)));
    let of = scribe.region_name(&scribe.linked.data.regency);
    let name = scribe.say(&rate.name, &rate.name_en);
    let tenth = tenths(&spread.curve);
    let at = |share: usize| locale.rounded(tenth[share].1 * 100.0, 0);
    let (fifth, half) = (at(2), at(5));
    let title = sentence::leaning(locale, spread.leaning());
    let sketch = Sketch {
        id: "pemusatan",
        title: title.to_owned(),
        subtitle: say!(
            locale,
            "Bagian kumulatif uang tunai dari luar APBD kabupaten yang dipakai di desa, persen, {all} di {of}, {period}. \
             Indeks konsentrasi {index} (selang kepercayaan 95 % ±{margin})",
            "Cumulative share of cash from outside the regency budget spent in villages, per cent, {all} of {of}, {period}. \
             Concentration index {index} (95 % confidence interval ±{margin})"
        ),
        desc: say!(
            locale,
            "Kurva konsentrasi {all} di {of}, {period}: seperlima keluarga terdata di desa dengan bagian keluarga terdata \
             tertinggi mendapat {fifth} persen dana, separuhnya {half} persen. Tabel di bawah.",
            "Concentration curve of {all} of {of}, {period}: the fifth of listed families in the villages with the \
             highest share of them got {fifth} per cent of the money, the half {half} per cent. Table below."
        ),
        period,
        meaning: meaning::spread(scribe),
        query: query::spread(
            &format!(
                "{}, simulated: {{ eq: {simulated} }}, region: {{ code: {{ startsWith: \"{}.\" }} }},",
                query::OUTSIDE_REGENCY_BUDGET,
                scribe.linked.data.regency
            ),
            &scribe.linked.data.regency,
            &rate.key,
            &count.key,
        ),
        table: table(scribe, &tenth, simulated || listed.iter().any(|it| it.rate.simulated)),
        notes: notes(scribe, name, &funded),
        sources: used
            .iter()
            .map(|row| row.source.key.clone())
            .chain(listed.iter().flat_map(|it| [it.rate.source.key.clone(), it.count.source.key.clone()]))
            .collect(),
    };
    let curve = ShareCurve {
        points: spread.curve,
        name: scribe.say("dana", "money").to_owned(),
        equal: scribe.say("sama banyak per keluarga terdata", "the same per listed family").to_owned(),
        across: scribe
            .say(
                "bagian keluarga terdata, mulai dari desa dengan bagian tertinggi",
                "share of listed families, from the village with the highest share on",
            )
            .to_owned(),
        upwards: scribe.say("bagian dana", "share of the money").to_owned(),
        ..ShareCurve::default()
    };
    Some(scribe.draw(sketch, |frame| Box::new(ShareCurve { frame, ..curve.clone() })))
}

/// The curve at every tenth of the people: shares of people and of money.
fn tenths(curve: &[(f64, f64)]) -> [(f64, f64); 11] {
    std::array::from_fn(|at| {
        let share = at as f64 / 10.0;
        let pair = curve.windows(2).find(|pair| pair[1].0 >= share - 1e-9);
        let of = pair.map_or(1.0, |pair| {
            let across = pair[1].0 - pair[0].0;
            let part = if across > 0.0 { (share - pair[0].0) / across } else { 1.0 };
            pair[0].1 + part.clamp(0.0, 1.0) * (pair[1].1 - pair[0].1)
        });
        (share, of)
    })
}

fn table(scribe: &Scribe<'_, '_>, tenths: &[(f64, f64)], simulated: bool) -> Table {
    let percent = |share: f64| Cell::rounded(scribe.locale, share * 100.0, 1);
    let rows = tenths.iter().map(|(people, money)| vec![percent(*people), percent(*money).marked(simulated)]);
    Table::new(
        scribe.say(
            "Bagian dana menurut bagian keluarga terdata, mulai dari desa dengan bagian keluarga terdata tertinggi",
            "Share of money by share of listed families, from the village with the highest share of them on",
        ),
        &[
            scribe.say("#Keluarga terdata (persen)", "#Listed families (per cent)"),
            scribe.say("#Dana (persen)", "#Money (per cent)"),
        ],
        rows.collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_read_at_every_tenth() {
        let read = tenths(&[(0.0, 0.0), (0.25, 0.5), (1.0, 1.0)]);
        assert_eq!((read[0], read[10]), ((0.0, 0.0), (1.0, 1.0)));
        assert!((read[1].1 - 0.2).abs() < 1e-9);
        assert!((read[5].1 - (0.5 + 0.25 / 0.75 * 0.5)).abs() < 1e-9);
    }
}
