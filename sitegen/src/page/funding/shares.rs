//! Cash spent, by year, by channel and by sector.

use std::collections::BTreeMap;

use chrono::Datelike as _;

use crate::chart::{Bar, BarChart, Direction, Panel, Point, Series, SmallMultiples, StackedChart, Tone};
use crate::data::record::Transaction;
use crate::data::vocabulary::{Channel, Sector, TransactionKind};
use crate::ledger::{self, Total};
use crate::meaning;
use crate::scribe::{Scribe, Sketch, say};
use crate::view::{Cell, Figure, Table};

use super::super::query;
use super::super::table::as_count;
use super::{Two, bars, billions, channel, rows_of, sentence, years_of};

/// The years from the first to the last in which cash was spent, and what was spent in each: in all, and by channel from the
/// one that gave most.
type ByYear = (Vec<i32>, Vec<(String, Vec<Total>)>);

fn by_year(scribe: &Scribe<'_, '_>, spent: &[(&Transaction, i64)]) -> Option<ByYear> {
    let mut by_channel: BTreeMap<Channel, Vec<(&Transaction, i64)>> = BTreeMap::new();
    for (row, left) in spent {
        by_channel.entry(channel(scribe.linked, row)?).or_default().push((row, *left));
    }
    let mut named: Vec<(&str, Vec<(&Transaction, i64)>)> =
        by_channel.into_iter().map(|(channel, rows)| (channel.label(scribe.locale), rows)).collect();
    named.sort_by_key(|(name, rows)| (std::cmp::Reverse(ledger::sum(rows).amount), *name));
    let all = (scribe.say("semua saluran", "all channels"), spent.to_vec());
    let years = spent.iter().map(|(row, _)| row.occurred_on.year());
    let years: Vec<i32> = (years.clone().min()?..=years.max()?).collect();
    let of_year = |rows: &[(&Transaction, i64)], year: i32| {
        let rows = rows.iter().copied().filter(|(row, _)| row.occurred_on.year() == year);
        ledger::sum(&rows.collect::<Vec<_>>())
    };
    let totals = std::iter::once(all)
        .chain(named)
        .map(|(name, rows)| (name.to_owned(), years.iter().map(|year| of_year(&rows, *year)).collect()));
    let totals = totals.collect();
    Some((years, totals))
}

/// Cash spent per year, in all and by channel. One panel each, since what is stacked cannot be followed through the years.
pub fn years(scribe: &Scribe<'_, '_>, spent: &[(&Transaction, i64)]) -> Option<Figure> {
    let locale = scribe.locale;
    let (years, totals) = by_year(scribe, spent)?;
    let (_, of_all) = totals.first()?;
    let by_amount = |one: &(&i32, &Total), other: &(&i32, &Total)| one.1.amount.cmp(&other.1.amount);
    let (peak, most) = years.iter().zip(of_all).max_by(by_amount)?;
    let (low, least) = years.iter().zip(of_all).min_by(by_amount)?;
    let (most, least) = (locale.rupiah_short(most.amount), locale.rupiah_short(least.amount));
    let mut labels = vec![scribe.say("Saluran", "Channel").to_owned()];
    labels.extend(years.iter().map(|year| format!("#{year} (rupiah)")));
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let rows = totals.iter().map(|(name, totals)| {
        let amounts = totals
            .iter()
            .map(|total| Cell::number(locale.rupiah(total.amount), total.amount).marked(total.simulated));
        std::iter::once(Cell::text(name)).chain(amounts).collect()
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
        title: say!(locale, "Pemakaian terbanyak pada {peak}: {most}", "Most was spent in {peak}: {most}"),
        subtitle: scribe
            .say(
                "Uang tunai dari luar APBD kabupaten yang dipakai, miliar rupiah per tahun menurut saluran",
                "Cash from outside the regency budget that was spent, billion rupiah a year by channel",
            )
            .to_owned(),
        desc: say!(
            locale,
            "Diagram garis kecil per saluran dana dengan sumbu yang sama. Semua saluran: tertinggi {most} pada {peak}, terendah \
             {least} pada {low}. Tabel di bawah.",
            "Small line charts by channel on common axes. All channels: highest {most} in {peak}, lowest {least} in {low}. \
             Table below."
        ),
        table: Table::new(
            scribe.say("Pemakaian menurut saluran dan tahun", "Spending by channel and year"),
            &labels,
            rows.collect(),
        ),
        notes: vec![
            scribe
                .say(
                    "Angka di bawah nama ialah tahun terakhir. Sumber publik dan simulasi tergambar bersama; tabel menandai \
                     yang berisi simulasi.",
                    "The figure below each name is the latest year. Public sources and what is simulated are drawn together; \
                     the table marks what holds simulated records.",
                )
                .to_owned(),
        ],
        sources: spent.iter().map(|(row, _)| row.source.key.clone()).collect(),
    };
    let panel = |(name, totals): &(String, Vec<Total>)| Panel {
        title: name.clone(),
        text: totals.last().map(|total| locale.rupiah_short(total.amount)).unwrap_or_default(),
        series: vec![Series {
            tone: Tone::S1,
            points: years
                .iter()
                .zip(totals)
                .map(|(year, total)| Point::new(f64::from(*year), Some(total.amount as f64 / 1e9)))
                .collect(),
            ..Series::default()
        }],
    };
    let panels: Vec<Panel> = totals.iter().map(panel).collect();
    Some(scribe.draw(sketch, |frame| {
        Box::new(SmallMultiples {
            frame,
            panels: panels.clone(),
            unit: billions(scribe),
            from_zero: true,
            key: vec![],
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
        scribe.say("Menurut sumber publik, ", "By public sources, ")
    } else {
        scribe.say("Menurut simulasi, ", "By the simulation, ")
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
            "Diagram batang menurut saluran dana, {place}, {period}. {whose}tertinggi {high}; terendah di antara yang \
             disebut {low}. Tabel di bawah.",
            "Bar chart by channel, {place}, {period}. {whose}highest {high}; lowest of those stated {low}. Table \
             below."
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
