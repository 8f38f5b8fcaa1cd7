//! Where the money of a stakeholder went.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::chart::{Tile, TileMap, Tiles, place};
use crate::classes;
use crate::data::record::{District, Transaction};
use crate::data::vocabulary::TransactionKind;
use crate::ledger::{self, Counting, Total};
use crate::links::Target;
use crate::locale::Locale;
use crate::meaning;
use crate::scribe::{Scribe, Sketch, say};
use crate::view::{Cell, Figure, Table};

use super::super::districts::hyphenated;
use super::super::funding::{places, rows_of, years_of};
use super::super::table::{self, as_count};
use super::super::{maps, query};
use super::{filter, furthest};

/// A kecamatan with the cash that went there, or to its villages.
struct Reached<'d> {
    district: &'d District,
    total: Total,
    villages: usize,
}

/// The code of the kecamatan that a row is about; none where it is for the whole regency.
fn district<'d>(scribe: &Scribe<'_, 'd>, row: &'d Transaction) -> Option<&'d District> {
    let code = row.region.code.as_str();
    let of_village = scribe.linked.village(code).map(|village| village.district.code.as_str());
    scribe.linked.district(of_village.unwrap_or(code))
}

/// A map of the kecamatan by cash at the furthest stage; none where fewer than two have any.
pub fn map(scribe: &Scribe<'_, '_>, key: &str, rows: &[&Transaction]) -> Option<Figure> {
    let locale = scribe.locale;
    let stage = furthest(rows)?;
    let counted = ledger::counted(rows, stage, Counting::LastMile);
    let mut reached: Vec<Reached<'_>> = scribe
        .linked
        .data
        .districts
        .iter()
        .map(|it| {
            let here: Vec<(&Transaction, i64)> = counted
                .iter()
                .filter(|(row, _)| district(scribe, row).is_some_and(|of| of.code == it.code))
                .copied()
                .collect();
            let mut villages: Vec<&str> = here
                .iter()
                .map(|(row, _)| row.region.code.as_str())
                .filter(|code| scribe.linked.village(code).is_some())
                .collect();
            villages.sort_unstable();
            villages.dedup();
            Reached { district: it, total: ledger::sum(&here), villages: villages.len() }
        })
        .collect();
    let mapped: i64 = reached.iter().map(|it| it.total.amount).sum();
    let none = scribe.say("tidak ada", "none");
    let tiles = Tiles::new(tiles(scribe, &reached, mapped), maps::classes(scribe, &CLASSES, 0, "%", none));
    reached.sort_by_key(|it| (std::cmp::Reverse(it.total.amount), &it.district.name));
    let count = reached.iter().filter(|it| it.total.amount > 0).count();
    if count < 2 {
        return None;
    }
    let (first, last) = (reached.first()?, reached.get(count - 1)?);
    let write = |it: &Reached<'_>| format!("{}, {}", it.district.name, locale.rupiah_short(it.total.amount));
    let (high, low) = (write(first), write(last));
    let known: i64 = counted.iter().map(|(_, left)| left).sum();
    let giver = scribe.stakeholder(key).text;
    let period = years_of(scribe, &rows_of(&counted));
    let name = stage.label(locale);
    let sketch = Sketch {
        id: "tempat",
        title: title(locale, stage, count, &first.district.name),
        subtitle: say!(
            locale,
            "Uang tunai dari {giver} yang {name} menurut kecamatan, juta rupiah dan bagiannya dalam persen, {period}",
            "Cash from {giver} that was {name}, by kecamatan, million rupiah and share in per cent, {period}"
        ),
        desc: say!(
            locale,
            "Peta ubin kecamatan, {giver}, {period}. Tertinggi {high}; terendah di antara yang menerima {low}. Tabel di \
             bawah.",
            "Tile map of kecamatan, {giver}, {period}. Highest {high}; lowest of those that got any {low}. Table below."
        ),
        period,
        meaning: meaning::given(scribe),
        query: query::stage(
            &filter(key),
            stage,
            "{ district: { code: true } }, { region: { district: { code: true } } }",
            "district { code } region { district { code } }",
        ),
        table: by_district(scribe, &reached, mapped),
        notes: notes(scribe, known - mapped),
        sources: counted.iter().map(|(row, _)| row.source.key.clone()).collect(),
    };
    Some(scribe.draw(sketch, |frame| Box::new(TileMap { frame, tiles: Arc::clone(&tiles), here: None })))
}

fn title(locale: Locale, stage: TransactionKind, count: usize, first: &str) -> String {
    let (stage, count) = (stage.label(locale), locale.whole(as_count(count)));
    say!(
        locale,
        "Dana {stage} di {count} kecamatan, terbanyak di {first}",
        "Money was {stage} in {count} kecamatan, most of it in {first}"
    )
}

fn notes(scribe: &Scribe<'_, '_>, elsewhere: i64) -> Vec<String> {
    let mut notes = vec![
        scribe
            .say(
                "Setiap ubin adalah satu kecamatan, kira-kira di tempatnya. Warnanya menunjukkan bagian dari dana di peta; \
                 angka di dalamnya juta rupiah.",
                "Each tile is one kecamatan, roughly where it lies. Its colour shows the share of the money on the map; the \
                 figure in it is in million rupiah.",
            )
            .to_owned(),
    ];
    if elsewhere > 0 {
        let amount = scribe.locale.rupiah_short(elsewhere);
        notes.push(say!(
            scribe.locale,
            "{amount} untuk seluruh kabupaten tidak ada di peta.",
            "{amount} for the whole regency is not on the map."
        ));
    }
    notes
}

/// Upper bounds of the classes of the share of a kecamatan, per cent, the last one open.
const CLASSES: [f64; 4] = [5.0, 10.0, 20.0, 40.0];

fn share(amount: i64, mapped: i64) -> f64 {
    if mapped > 0 { amount as f64 / mapped as f64 * 100.0 } else { 0.0 }
}

fn tiles(scribe: &Scribe<'_, '_>, reached: &[Reached<'_>], mapped: i64) -> Vec<Tile> {
    let at = |it: &Reached<'_>| it.district.centroid();
    let cells = place(&reached.iter().map(at).collect::<Vec<_>>());
    let tile = |(it, cell): (&Reached<'_>, _)| {
        let amount = it.total.amount;
        let millions = amount as f64 / 1e6;
        let decimals = usize::from(millions < 10.0);
        let text = if amount > 0 { scribe.locale.rounded(millions, decimals) } else { String::new() };
        let said = scribe.locale.rupiah_short(amount);
        Tile {
            cell,
            name: hyphenated(&it.district.name),
            text,
            title: format!("{}: {said}", scribe.district(it.district).text),
            step: (amount > 0).then(|| classes::step(share(amount, mapped), &CLASSES)),
            href: Some(scribe.href(Target::District(&it.district.code))),
            simulated: it.total.simulated,
            ..Tile::default()
        }
    };
    reached.iter().zip(cells).map(tile).collect()
}

fn by_district(scribe: &Scribe<'_, '_>, reached: &[Reached<'_>], mapped: i64) -> Table {
    let rows = reached.iter().map(|it| {
        let share = share(it.total.amount, mapped);
        vec![
            Cell::link(scribe.district(it.district)),
            table::total(scribe, Total { unknown: 0, ..it.total }),
            Cell::rounded(scribe.locale, share, 1).marked(it.total.simulated),
            Cell::number(it.villages.to_string(), it.villages),
            Cell::number(it.total.unknown.to_string(), it.total.unknown),
        ]
    });
    Table::new(
        scribe.say("Uang tunai menurut kecamatan", "Cash by kecamatan"),
        &[
            "Kecamatan",
            scribe.say("#Jumlah (rupiah)", "#Amount (rupiah)"),
            scribe.say("#Bagian (persen)", "#Share (per cent)"),
            scribe.say("#Desa", "#Villages"),
            scribe.say("#Tanpa jumlah (catatan)", "#Without an amount (records)"),
        ],
        rows.collect(),
    )
}

/// Every place that it reached, in any form and at any stage, from the one that got most cash.
pub fn table(scribe: &Scribe<'_, '_>, rows: &[&Transaction]) -> Option<Table> {
    let stage = furthest(rows).unwrap_or(TransactionKind::Expenditure);
    let mut by_place: BTreeMap<&str, Vec<&Transaction>> = BTreeMap::new();
    for row in rows {
        by_place.entry(&row.region.code).or_default().push(row);
    }
    let mut reached: Vec<(&str, usize, Total, usize)> = by_place
        .iter()
        .map(|(code, rows)| {
            let unknown = rows.iter().filter(|row| row.amount.is_none()).count();
            (*code, rows.len(), ledger::total(rows, stage, Counting::LastMile), unknown)
        })
        .collect();
    reached.sort_by_key(|(code, _, total, _)| (std::cmp::Reverse(total.amount), *code));
    let locale = scribe.locale;
    let count = places(locale, reached.len());
    let cells: Vec<Vec<Cell>> = reached
        .iter()
        .map(|(code, records, total, unknown)| {
            let simulated = by_place.get(code).is_some_and(|rows| rows.iter().any(|row| row.simulated));
            vec![
                Cell::link(scribe.region(code)),
                Cell::number(records.to_string(), records).marked(simulated),
                table::total(scribe, Total { unknown: 0, ..*total }),
                Cell::number(unknown.to_string(), unknown),
            ]
        })
        .collect();
    let name = stage.label(locale);
    let amount = say!(locale, "#Uang tunai {name} (rupiah)", "#Cash {name} (rupiah)");
    (!cells.is_empty()).then(|| {
        scribe.cite_simulated(Table::new(
            say!(
                locale,
                "Tempat yang dijangkau: {count}, dari jumlah terbesar",
                "Places reached: {count}, the largest amount first"
            ),
            &[
                scribe.say("Tempat", "Place"),
                scribe.say("#Catatan", "#Records"),
                &amount,
                scribe.say("#Tanpa jumlah (catatan)", "#Without an amount (records)"),
            ],
            cells,
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_on_the_map_has_no_share() {
        for (amount, mapped, expected) in [(0, 0, 0.0), (1, 4, 25.0), (4, 4, 100.0)] {
            assert!((share(amount, mapped) - expected).abs() < f64::EPSILON);
        }
    }

    #[test]
    fn a_map_says_at_which_stage_and_where_most_went() {
        let stage = TransactionKind::Expenditure;
        assert_eq!(title(Locale::Id, stage, 3, "Tayu"), "Dana dipakai di 3 kecamatan, terbanyak di Tayu");
        assert_eq!(title(Locale::En, stage, 3, "Tayu"), "Money was spent in 3 kecamatan, most of it in Tayu");
    }
}
