//! Cash spent, by year, by channel and by sector.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike as _;

use crate::chart::{Bar, BarChart, Direction, Part, Stack, StackedChart, Tone};
use crate::data::record::Transaction;
use crate::data::vocabulary::{Channel, Sector, TransactionKind};
use crate::ledger::{self, Total};
use crate::meaning;
use crate::scribe::{Scribe, Sketch, say};
use crate::view::{Cell, Figure, Table};

use super::super::query;
use super::super::table::as_count;
use super::{Two, bars, billions, channel, rows_of, sentence, years_of};

/// Cash spent per year, by the three largest channels and the others.
pub fn years(scribe: &Scribe<'_, '_>, spent: &[(&Transaction, i64)]) -> Option<Figure> {
    let mut by_channel: BTreeMap<Channel, i64> = BTreeMap::new();
    let mut cells: BTreeMap<(i32, Channel), i64> = BTreeMap::new();
    let mut simulated_years: BTreeSet<i32> = BTreeSet::new();
    for (row, left) in spent {
        let channel = channel(scribe.linked, row)?;
        let year = row.occurred_on.year();
        *by_channel.entry(channel).or_default() += left;
        *cells.entry((year, channel)).or_default() += left;
        if row.simulated {
            simulated_years.insert(year);
        }
    }
    let mut channels: Vec<Channel> = by_channel.keys().copied().collect();
    channels.sort_by_key(|channel| std::cmp::Reverse(by_channel.get(channel).copied()));
    let (first, last) = (cells.keys().next()?.0, cells.keys().next_back()?.0);
    let amount = |year: i32, of: &[Channel]| -> i64 {
        of.iter().filter_map(|channel| cells.get(&(year, *channel))).sum()
    };
    // More than four parts cannot be told apart.
    let split = if channels.len() > 4 { 3 } else { channels.len() };
    let (named, others) = channels.split_at(split);
    let all_years: Vec<i32> = (first..=last).collect();
    let part = |name: &str, tone, of: &[Channel]| Part {
        name: name.to_owned(),
        tone,
        values: all_years.iter().map(|year| Some(amount(*year, of) as f64 / 1e9)).collect(),
    };
    let tones = [Tone::S1, Tone::S2, Tone::S3];
    let mut parts: Vec<Part> = named
        .iter()
        .zip(tones.into_iter().chain([Tone::S4]))
        .map(|(channel, tone)| part(channel.label(scribe.locale), tone, &[*channel]))
        .collect();
    if !others.is_empty() {
        parts.push(part(scribe.say("lainnya", "others"), Tone::S4, others));
    }
    let stacks: Vec<Stack> =
        all_years.iter().map(|year| Stack { label: year.to_string(), text: String::new() }).collect();
    let peak = all_years.iter().copied().max_by_key(|year| amount(*year, &channels))?;
    let peak_amount = scribe.locale.rupiah_short(amount(peak, &channels));
    let mut labels = vec![scribe.say("Tahun", "Year").to_owned()];
    labels.extend(channels.iter().map(|channel| format!("#{} (rupiah)", channel.label(scribe.locale))));
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let rows = all_years.iter().map(|year| {
        let mut row = vec![Cell::text(year.to_string()).marked(simulated_years.contains(year))];
        row.extend(channels.iter().map(|channel| {
            let amount = amount(*year, &[*channel]);
            Cell::number(scribe.locale.rupiah(amount), amount)
        }));
        row
    });
    let sketch = Sketch {
        id: "tahun",
        period: years_of(scribe, &rows_of(spent)),
        meaning: meaning::money(scribe),
        query: query::stage(
            query::OUTSIDE_REGENCY_BUDGET,
            TransactionKind::Expenditure,
            "{ occurredOn: YEAR }, { fundingSource: { channel: true } }",
            "occurredOn fundingSource { channel }",
        ),
        title: say!(
            scribe.locale,
            "Pemakaian terbanyak pada {peak}: {peak_amount}",
            "Most was spent in {peak}: {peak_amount}"
        ),
        subtitle: scribe
            .say(
                "Uang tunai dari luar APBD kabupaten yang dipakai, miliar rupiah per tahun menurut saluran",
                "Cash from outside the regency budget that was spent, billion rupiah a year by channel",
            )
            .to_owned(),
        desc: say!(
            scribe.locale,
            "Diagram batang bertumpuk per tahun menurut saluran dana; tertinggi {peak} dengan {peak_amount}. Tabel di bawah.",
            "Stacked bar chart by year and channel; highest {peak} with {peak_amount}. Table below."
        ),
        table: Table::new(
            scribe.say("Pemakaian per tahun dan saluran", "Spending by year and channel"),
            &labels,
            rows.collect(),
        ),
        notes: vec![],
        sources: spent.iter().map(|(row, _)| row.source.key.clone()).collect(),
    };
    Some(scribe.draw(sketch, |frame| {
        Box::new(StackedChart {
            frame,
            direction: Direction::Columns,
            stacks: stacks.clone(),
            parts: parts.clone(),
            unit: billions(scribe),
        })
    }))
}

/// Cash spent by channel, from the one that gave most.
pub fn channels(scribe: &Scribe<'_, '_>, spent: &[(&Transaction, i64)]) -> Option<Figure> {
    let locale = scribe.locale;
    let mut by_channel: BTreeMap<Channel, Vec<(&Transaction, i64)>> = BTreeMap::new();
    for (row, left) in spent {
        by_channel.entry(channel(scribe.linked, row)?).or_default().push((row, *left));
    }
    let mut rows: Vec<(Two, i64)> = by_channel
        .iter()
        .map(|(channel, rows)| (Two::of(channel.label(locale), rows), ledger::sum(rows).amount))
        .collect();
    rows.sort_by_key(|(_, amount)| std::cmp::Reverse(*amount));
    let rows: Vec<Two> = rows.into_iter().map(|(two, _)| two).collect();
    // The finding is about public money where there is any.
    let public = rows.iter().filter(|it| it.public.amount > 0).count();
    let of = |it: &Two| if public > 0 { it.public.amount } else { it.simulated.amount };
    let known = || rows.iter().filter(|it| of(it) > 0);
    let (most, least) = (known().max_by_key(|it| of(it))?, known().min_by_key(|it| of(it))?);
    let write = |it: &Two| format!("{}, {}", it.name, locale.rupiah_short(of(it)));
    let (high, low) = (write(most), write(least));
    let whose = if public > 0 {
        scribe.say("Menurut sumber publik: ", "By public sources: ")
    } else {
        scribe.say("Menurut simulasi: ", "By the simulation: ")
    };
    let said = sentence::largest(locale, &most.name, of(most), known().count());
    let has_simulated = rows.iter().any(|it| it.simulated.amount > 0);
    let cells = rows.iter().map(|it| {
        let mut cells = vec![
            Cell::text(&*it.name),
            Cell::number(locale.rupiah(it.public.amount), it.public.amount),
            Cell::number(locale.whole(as_count(it.public.unknown)), it.public.unknown),
        ];
        if has_simulated {
            cells.push(Cell::number(locale.rupiah(it.simulated.amount), it.simulated.amount).marked(true));
        }
        cells
    });
    let mut labels = vec![
        scribe.say("Saluran", "Channel"),
        scribe.say("#Sumber publik (rupiah)", "#Public sources (rupiah)"),
        scribe.say("#Tanpa jumlah (catatan)", "#Without an amount (records)"),
    ];
    if has_simulated {
        labels.push(scribe.say("#Simulasi (rupiah)", "#Simulated (rupiah)"));
    }
    let place = scribe.region_name(&scribe.linked.data.regency);
    let period = years_of(scribe, &rows_of(spent));
    let sketch = Sketch {
        id: "saluran",
        title: format!("{whose}{}", lower_first(&said)),
        subtitle: say!(
            locale,
            "Uang tunai dari luar APBD kabupaten yang dipakai menurut saluran, rupiah, {place}, {period}",
            "Cash from outside the regency budget that was spent, by channel, rupiah, {place}, {period}"
        ),
        meaning: meaning::money(scribe),
        query: query::stage(
            query::OUTSIDE_REGENCY_BUDGET,
            TransactionKind::Expenditure,
            "{ fundingSource: { channel: true } }, { simulated: true }",
            "fundingSource { channel } simulated",
        ),
        desc: say!(
            locale,
            "Diagram batang menurut saluran dana, {place}, {period}. {whose}tertinggi {high}; terendah {low}. Tabel di \
             bawah.",
            "Bar chart by channel, {place}, {period}. {whose}highest {high}; lowest {low}. Table below."
        ),
        period,
        table: Table::new(
            scribe.say("Pemakaian menurut saluran", "Spending by channel"),
            &labels,
            cells.collect(),
        ),
        notes: vec![],
        sources: spent.iter().map(|(row, _)| row.source.key.clone()).collect(),
    };
    let (stacks, parts) = bars(scribe, &rows);
    Some(scribe.draw(sketch, |frame| {
        Box::new(StackedChart {
            frame,
            direction: Direction::Rows,
            stacks: stacks.clone(),
            parts: parts.clone(),
            unit: billions(scribe),
        })
    }))
}

/// A sentence as it goes on after a colon.
fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// Cash spent by sector, from the one that got most.
pub fn sectors(scribe: &Scribe<'_, '_>, spent: &[(&Transaction, i64)]) -> Option<Figure> {
    let mut by_sector: BTreeMap<Option<Sector>, Vec<(&Transaction, i64)>> = BTreeMap::new();
    for (row, left) in spent {
        by_sector.entry(row.sector).or_default().push((row, *left));
    }
    let mut sectors: Vec<(Option<Sector>, Total)> =
        by_sector.into_iter().map(|(sector, rows)| (sector, ledger::sum(&rows))).collect();
    sectors.sort_by_key(|(_, total)| std::cmp::Reverse(total.amount));
    let unnamed = scribe.say("tidak disebut", "not stated");
    let name =
        |sector: Option<Sector>| sector.map_or(unnamed, |sector| sector.label(scribe.locale)).to_owned();
    let (first, total) = sectors.first()?;
    let (first, amount) = (name(*first), scribe.locale.rupiah_short(total.amount));
    let bars: Vec<Bar> = sectors
        .iter()
        .map(|(sector, total)| Bar {
            label: name(*sector),
            value: Some(total.amount as f64),
            text: scribe.locale.rupiah_short(total.amount),
            highlight: false,
            simulated: total.simulated,
        })
        .collect();
    let rows = sectors.iter().map(|(sector, total)| {
        vec![
            Cell::text(name(*sector)),
            Cell::number(scribe.locale.rupiah(total.amount), total.amount).marked(total.simulated),
            Cell::number(scribe.locale.whole(as_count(total.unknown)), total.unknown),
        ]
    });
    let sketch = Sketch {
        id: "sektor",
        period: years_of(scribe, &rows_of(spent)),
        meaning: meaning::money(scribe),
        query: query::stage(
            query::OUTSIDE_REGENCY_BUDGET,
            TransactionKind::Expenditure,
            "{ sector: true }",
            "sector",
        ),
        title: say!(scribe.locale, "Terbanyak untuk {first}: {amount}", "Most went to {first}: {amount}"),
        subtitle: scribe
            .say(
                "Uang tunai yang dipakai menurut sektor, rupiah, semua tahun",
                "Cash spent by sector, rupiah, all years",
            )
            .to_owned(),
        desc: say!(
            scribe.locale,
            "Diagram batang menurut sektor; terbanyak {first}, {amount}. Tabel di bawah.",
            "Bar chart by sector; most for {first}, {amount}. Table below."
        ),
        table: Table::new(
            scribe.say("Pemakaian menurut sektor", "Spending by sector"),
            &[
                scribe.say("Sektor", "Sector"),
                scribe.say("#Jumlah (rupiah)", "#Amount (rupiah)"),
                scribe.say("#Tanpa jumlah (catatan)", "#Without an amount (records)"),
            ],
            rows.collect(),
        ),
        notes: vec![],
        sources: spent.iter().map(|(row, _)| row.source.key.clone()).collect(),
    };
    Some(scribe.draw(sketch, |frame| Box::new(BarChart { frame, bars: bars.clone(), tone: Tone::S2 })))
}
