//! What a stakeholder gave, by year and stage, and for what.

use std::collections::BTreeMap;

use chrono::Datelike as _;

use crate::chart::{Bar, BarChart, Direction, Part, Stack, StackedChart, Tone, Unit};
use crate::data::record::Transaction;
use crate::data::vocabulary::{Sector, ValueKind, Vocabulary as _};
use crate::ledger::{self, Counting, Total};
use crate::locale::Locale;
use crate::meaning;
use crate::scribe::{Scribe, Sketch, say};
use crate::view::{Cell, Figure, Table};

use super::super::funding::{STAGES, rows_of, years_of};
use super::super::{query, table};
use super::{filter, furthest};

/// Amounts by year and form, a column per stage; what has no amount is counted in words.
pub fn table(scribe: &Scribe<'_, '_>, rows: &[&Transaction]) -> Option<Table> {
    let locale = scribe.locale;
    let mut totals: BTreeMap<(i32, ValueKind, usize), Total> = BTreeMap::new();
    for kind in ValueKind::ALL {
        for (at, stage) in STAGES.iter().enumerate() {
            let mut by_year: BTreeMap<i32, Vec<(&Transaction, i64)>> = BTreeMap::new();
            for (row, left) in ledger::counted_as(*kind, rows, *stage, Counting::LastMile) {
                by_year.entry(row.occurred_on.year()).or_default().push((row, left));
            }
            totals.extend(by_year.iter().map(|(year, rows)| ((*year, *kind, at), ledger::sum(rows))));
        }
    }
    let mut keys: Vec<(i32, ValueKind)> = totals.keys().map(|(year, kind, _)| (*year, *kind)).collect();
    keys.dedup();
    let cell = |total: Option<&Total>| table::total(scribe, total.copied().unwrap_or_default());
    let cells: Vec<Vec<Cell>> = keys
        .into_iter()
        .rev()
        .map(|(year, kind)| {
            let mut cells = vec![Cell::text(year.to_string()), Cell::text(kind.label(locale))];
            cells.extend((0..STAGES.len()).map(|at| cell(totals.get(&(year, kind, at)))));
            cells
        })
        .collect();
    (!cells.is_empty()).then(|| {
        let caption = scribe.say(
            "Menurut tahun, wujud, dan tahap; tahap dan wujud tidak dijumlah bersama",
            "By year, form and stage; stages and forms are not added up",
        );
        scribe.cite_simulated(Table::new(
            caption,
            &[
                scribe.say("Tahun", "Year"),
                scribe.say("Wujud", "Form"),
                scribe.say("#Dijanjikan (rupiah)", "#Pledged (rupiah)"),
                scribe.say("#Dianggarkan (rupiah)", "#Committed (rupiah)"),
                scribe.say("#Disalurkan (rupiah)", "#Disbursed (rupiah)"),
                scribe.say("#Dipakai (rupiah)", "#Spent (rupiah)"),
            ],
            cells,
        ))
    })
}

/// Cash by year at the furthest stage; none for a single year, which the table says as well.
pub fn years(scribe: &Scribe<'_, '_>, key: &str, rows: &[&Transaction]) -> Option<Figure> {
    let locale = scribe.locale;
    let stage = furthest(rows)?;
    let counted = ledger::counted(rows, stage, Counting::LastMile);
    let mut by_year: BTreeMap<i32, Vec<(&Transaction, i64)>> = BTreeMap::new();
    for (row, left) in &counted {
        by_year.entry(row.occurred_on.year()).or_default().push((row, *left));
    }
    let (first, last) = (*by_year.keys().next()?, *by_year.keys().next_back()?);
    if first == last {
        return None;
    }
    let years: Vec<(i32, Total)> = (first..=last)
        .map(|year| (year, by_year.get(&year).map(|rows| ledger::sum(rows)).unwrap_or_default()))
        .collect();
    let most = years.iter().max_by_key(|(_, total)| total.amount)?;
    let lowest = years.iter().min_by_key(|(_, total)| total.amount)?;
    let write = |(year, total): &(i32, Total)| format!("{year}, {}", locale.rupiah_short(total.amount));
    let (high, low) = (write(most), write(lowest));
    let name = stage.label(locale);
    let giver = scribe.stakeholder(key).text;
    let period = years_of(scribe, &rows_of(&counted));
    let cells = years.iter().map(|(year, total)| {
        vec![
            Cell::text(year.to_string()),
            Cell::number(locale.rupiah(total.amount), total.amount).marked(total.simulated),
            Cell::number(total.unknown.to_string(), total.unknown),
        ]
    });
    let sketch = Sketch {
        id: "tahun",
        title: peak(locale, name, most.0, most.1.amount),
        subtitle: say!(
            locale,
            "Uang tunai dari {giver} yang {name}, rupiah per tahun, {period}",
            "Cash from {giver} that was {name}, rupiah a year, {period}"
        ),
        desc: say!(
            locale,
            "Diagram batang uang tunai per tahun dari {giver}, {period}. Tertinggi {high}; terendah {low}. Tabel di bawah.",
            "Bar chart of cash by year from {giver}, {period}. Highest {high}; lowest {low}. Table below."
        ),
        period,
        meaning: meaning::given(scribe),
        query: query::stage(&filter(key), stage, "{ occurredOn: YEAR }", "occurredOn"),
        table: Table::new(
            scribe.say("Uang tunai per tahun", "Cash by year"),
            &[
                scribe.say("Tahun", "Year"),
                scribe.say("#Jumlah (rupiah)", "#Amount (rupiah)"),
                scribe.say("#Tanpa jumlah (catatan)", "#Without an amount (records)"),
            ],
            cells.collect(),
        ),
        notes: vec![],
        sources: counted.iter().map(|(row, _)| row.source.key.clone()).collect(),
    };
    let in_billions = most.1.amount >= 1_000_000_000;
    let (size, suffix) = if in_billions {
        (1e9, scribe.say(" miliar", " billion"))
    } else {
        (1e6, scribe.say(" juta", " million"))
    };
    let stacks: Vec<Stack> =
        years.iter().map(|(year, _)| Stack { label: year.to_string(), ..Stack::default() }).collect();
    let part = Part {
        name: name.to_owned(),
        tone: Tone::S1,
        values: years.iter().map(|(_, total)| Some(total.amount as f64 / size)).collect(),
    };
    Some(scribe.draw(sketch, |frame| {
        Box::new(StackedChart {
            frame,
            direction: Direction::Columns,
            stacks: stacks.clone(),
            parts: vec![part.clone()],
            unit: Unit { prefix: "Rp".into(), suffix: suffix.to_owned() },
        })
    }))
}

fn peak(locale: Locale, stage: &str, year: i32, amount: i64) -> String {
    let amount = locale.rupiah_short(amount);
    say!(locale, "Terbanyak {stage} pada {year}: {amount}", "Most was {stage} in {year}: {amount}")
}

/// Cash by sector at the furthest stage; none for a single sector, which is named in the ledger.
pub fn sectors(scribe: &Scribe<'_, '_>, key: &str, rows: &[&Transaction]) -> Option<Figure> {
    let locale = scribe.locale;
    let stage = furthest(rows)?;
    let counted = ledger::counted(rows, stage, Counting::LastMile);
    let mut by_sector: BTreeMap<Option<Sector>, Vec<(&Transaction, i64)>> = BTreeMap::new();
    for (row, left) in &counted {
        by_sector.entry(row.sector).or_default().push((row, *left));
    }
    let name = |sector: Option<Sector>| {
        sector.map_or(scribe.say("tidak disebut", "not stated"), |it| it.label(locale))
    };
    let mut sectors: Vec<(&str, Total)> =
        by_sector.iter().map(|(sector, rows)| (name(*sector), ledger::sum(rows))).collect();
    sectors.sort_by_key(|(_, total)| std::cmp::Reverse(total.amount));
    let (first, last) = (sectors.first()?, sectors.last()?);
    if sectors.len() < 2 {
        return None;
    }
    let write = |(name, total): &(&str, Total)| format!("{name}, {}", locale.rupiah_short(total.amount));
    let (high, low) = (write(first), write(last));
    let giver = scribe.stakeholder(key).text;
    let period = years_of(scribe, &rows_of(&counted));
    let (of_stage, most, amount) = (stage.label(locale), first.0, locale.rupiah_short(first.1.amount));
    let bars: Vec<Bar> = sectors
        .iter()
        .map(|(name, total)| Bar {
            label: (*name).to_owned(),
            value: Some(total.amount as f64),
            text: locale.rupiah_short(total.amount),
            highlight: false,
            simulated: total.simulated,
        })
        .collect();
    let cells = sectors.iter().map(|(name, total)| {
        vec![
            Cell::text(*name),
            Cell::number(locale.rupiah(total.amount), total.amount).marked(total.simulated),
            Cell::number(total.unknown.to_string(), total.unknown),
        ]
    });
    let sketch = Sketch {
        id: "sektor",
        title: say!(locale, "Terbanyak untuk {most}: {amount}", "Most was for {most}: {amount}"),
        subtitle: say!(
            locale,
            "Uang tunai dari {giver} yang {of_stage} menurut sektor, rupiah, {period}",
            "Cash from {giver} that was {of_stage}, by sector, rupiah, {period}"
        ),
        desc: say!(
            locale,
            "Diagram batang menurut sektor, {giver}, {period}. Tertinggi {high}; terendah {low}. Tabel di bawah.",
            "Bar chart by sector, {giver}, {period}. Highest {high}; lowest {low}. Table below."
        ),
        period,
        meaning: meaning::given(scribe),
        query: query::stage(&filter(key), stage, "{ sector: true }", "sector"),
        table: Table::new(
            scribe.say("Uang tunai menurut sektor", "Cash by sector"),
            &[
                scribe.say("Sektor", "Sector"),
                scribe.say("#Jumlah (rupiah)", "#Amount (rupiah)"),
                scribe.say("#Tanpa jumlah (catatan)", "#Without an amount (records)"),
            ],
            cells.collect(),
        ),
        notes: vec![],
        sources: counted.iter().map(|(row, _)| row.source.key.clone()).collect(),
    };
    Some(scribe.draw(sketch, |frame| Box::new(BarChart { frame, bars: bars.clone(), tone: Tone::S2 })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_of_most_money_is_named_with_its_stage() {
        assert_eq!(peak(Locale::Id, "dipakai", 2024, 30_000_000), "Terbanyak dipakai pada 2024: Rp30 juta");
        assert_eq!(peak(Locale::En, "spent", 2024, 30_000_000), "Most was spent in 2024: Rp30 million");
    }
}
