//! The money: promised, bound, paid out and spent, by channel and sector, and the needs that nobody pays for.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike as _;
use serde::Serialize;

use crate::chart::{Bar, BarChart, Direction, Part, Stack, StackedChart, Tone, Unit};
use crate::data::record::{Need, Transaction};
use crate::data::vocabulary::{Channel, Sector, TransactionKind};
use crate::ledger::{self, Counting, Total};
use crate::linked::Linked;
use crate::meaning;
use crate::scribe::{Scribe, Sketch, say};
use crate::view::{Cell, Figure, Heading, KeyFigure, Table};

use super::overview::unfunded;
use super::table::{self, About, as_count};
use super::{query, series};

/// The stages of money, in their order.
const STAGES: [TransactionKind; 4] = [
    TransactionKind::Pledge,
    TransactionKind::Commitment,
    TransactionKind::Disbursement,
    TransactionKind::Expenditure,
];

/// How many rows of the simulated ledger are shown.
const SHOWN_SIMULATED: usize = 100;

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct Funding {
    heading: Heading,
    stages: Figure,
    years: Option<Figure>,
    sectors: Option<Figure>,
    meanings: Table,
    needs: Option<Table>,
    observed: Option<Table>,
    simulated: Option<Table>,
}

fn channel(linked: &Linked<'_>, row: &Transaction) -> Option<Channel> {
    linked.funding_source(&row.funding_source.key).map(|fund| fund.channel)
}

/// The first meaning of non-APBD: not from the budget of the regency.
pub fn is_outside_regency_budget(linked: &Linked<'_>, row: &Transaction) -> bool {
    channel(linked, row).is_some_and(|channel| channel != Channel::ApbdKab)
}

/// The second meaning of non-APBD: not from any government.
fn is_outside_government(linked: &Linked<'_>, row: &Transaction) -> bool {
    let public = [Channel::Apbn, Channel::ApbdProv, Channel::ApbdKab, Channel::DanaDesa, Channel::Blud];
    channel(linked, row).is_some_and(|channel| !public.contains(&channel))
}

/// Writes the page.
pub fn context(scribe: &Scribe<'_, '_>) -> Funding {
    let all: Vec<&Transaction> = scribe.linked.data.transactions.iter().collect();
    let outside: Vec<&Transaction> =
        all.iter().copied().filter(|row| is_outside_regency_budget(scribe.linked, row)).collect();
    let (simulated, observed): (Vec<&Transaction>, Vec<&Transaction>) =
        all.iter().partition(|row| row.simulated);
    let needs = unfunded(scribe);
    Funding {
        heading: heading(scribe, &outside, &needs),
        stages: stages(scribe, &outside),
        years: years(scribe, &outside),
        sectors: sectors(scribe, &outside),
        meanings: meanings(scribe, &all, &outside),
        needs: table::needs(
            scribe,
            &needs,
            About::All,
            scribe.say(
                "Kebutuhan yang belum ada pendananya, dari yang termahal",
                "Needs without a funder, the dearest first",
            ),
        ),
        observed: table::ledger(
            scribe,
            &observed,
            About::All,
            scribe.say("Dana yang disebut sumber publik", "Money that public sources state"),
        ),
        simulated: latest_simulated(scribe, &simulated),
    }
}

/// The latest rows of the simulated ledger; all of it would be a burden on a phone.
fn latest_simulated(scribe: &Scribe<'_, '_>, rows: &[&Transaction]) -> Option<Table> {
    let shown = &rows[rows.len().saturating_sub(SHOWN_SIMULATED)..];
    let (count, all) =
        (scribe.locale.whole(as_count(shown.len())), scribe.locale.whole(as_count(rows.len())));
    let caption = say!(
        scribe.locale,
        "Dana simulasi: {count} baris terakhir dari {all}; semuanya ada di unduhan",
        "Simulated money: the latest {count} of {all} rows; the downloads have them all"
    );
    table::ledger(scribe, shown, About::All, &caption)
}

fn heading(scribe: &Scribe<'_, '_>, outside: &[&Transaction], needs: &[&Need]) -> Heading {
    let public: Vec<&Transaction> = outside.iter().copied().filter(|row| !row.simulated).collect();
    let labels = [
        scribe.say("Dijanjikan", "Pledged"),
        scribe.say("Dianggarkan", "Committed"),
        scribe.say("Disalurkan", "Disbursed"),
        scribe.say("Dipakai", "Spent"),
    ];
    let figure = |(stage, label): (TransactionKind, &str)| {
        let total = ledger::total(&public, stage, Counting::LastMile);
        let unknown = scribe.locale.whole(as_count(total.unknown));
        KeyFigure {
            label: label.to_owned(),
            value: scribe.locale.rupiah_short(total.amount),
            detail: match total.unknown {
                0 => scribe.say("menurut sumber publik", "by public sources").to_owned(),
                _ => say!(
                    scribe.locale,
                    "menurut sumber publik; {unknown} catatan tanpa jumlah",
                    "by public sources; records without an amount: {unknown}"
                ),
            },
            ..KeyFigure::default()
        }
    };
    let lead_simulated = needs.iter().any(|need| need.simulated);
    let needs = scribe.locale.whole(as_count(needs.len()));
    Heading {
        title: scribe
            .say("Dana dari luar APBD kabupaten", "Money from outside the regency budget")
            .to_owned(),
        lead: say!(
            scribe.locale,
            "Uang tunai dari janji sampai pemakaian, setiap rupiah dihitung satu kali, dan {needs} kebutuhan yang \
             belum ada pendananya.",
            "Cash from promise to use, each rupiah counted once, and {needs} needs that have no funder yet."
        ),
        key_figures: STAGES.into_iter().zip(labels).map(figure).collect(),
        lead_simulated,
        ..Heading::default()
    }
}

/// What public sources state and what is simulated, side by side for each stage.
fn stages(scribe: &Scribe<'_, '_>, outside: &[&Transaction]) -> Figure {
    let total = |stage, simulated: bool| {
        let rows: Vec<&Transaction> =
            outside.iter().copied().filter(|row| row.simulated == simulated).collect();
        ledger::total(&rows, stage, Counting::LastMile)
    };
    let totals: Vec<(TransactionKind, Total, Total)> =
        STAGES.iter().map(|stage| (*stage, total(*stage, false), total(*stage, true))).collect();
    let has_simulated = totals.iter().any(|(_, _, simulated)| simulated.amount > 0);
    let rows = totals.iter().map(|(stage, public, simulated)| {
        let mut cells = vec![
            Cell::text(stage.label(scribe.locale)),
            Cell::number(scribe.locale.rupiah(public.amount), public.amount),
            Cell::number(scribe.locale.whole(as_count(public.unknown)), public.unknown),
        ];
        if has_simulated {
            cells.push(Cell::number(scribe.locale.rupiah(simulated.amount), simulated.amount).marked(true));
        }
        cells
    });
    let mut labels = vec![
        scribe.say("Tahap", "Stage"),
        scribe.say("#Sumber publik (rupiah)", "#Public sources (rupiah)"),
        scribe.say("#Tanpa jumlah (catatan)", "#Without an amount (records)"),
    ];
    if has_simulated {
        labels.push(scribe.say("#Simulasi (rupiah)", "#Simulated (rupiah)"));
    }
    let spent = scribe.locale.rupiah_short(totals[3].1.amount);
    let sketch = Sketch {
        id: "tahap",
        period: years_of(scribe, outside),
        meaning: meaning::money(scribe),
        query: query::money(query::OUTSIDE_REGENCY_BUDGET, "{ kind: true }", "kind"),
        title: say!(
            scribe.locale,
            "Sumber publik menyebut pemakaian sebesar {spent}",
            "Public sources state that {spent} was spent"
        ),
        subtitle: scribe
            .say(
                "Uang tunai dari luar APBD kabupaten menurut tahap, rupiah, semua tahun",
                "Cash from outside the regency budget by stage, rupiah, all years",
            )
            .to_owned(),
        desc: if has_simulated {
            scribe.say(
                "Diagram batang bertumpuk empat tahap dana: sumber publik dan simulasi. Tabel di bawah.",
                "Stacked bar chart of four stages of money: public sources and simulated. Table below.",
            )
        } else {
            scribe.say(
                "Diagram batang empat tahap dana menurut sumber publik. Tabel di bawah.",
                "Bar chart of four stages of money, by public sources. Table below.",
            )
        }
        .to_owned(),
        table: Table::new(scribe.say("Uang tunai menurut tahap", "Cash by stage"), &labels, rows.collect()),
        notes: vec![
            scribe
                .say(
                    "Setiap rupiah dihitung satu kali, di penyalur terakhir. Barang, jasa, dan kredit tidak ikut \
                     dijumlah. Sumber publik jarang menyebut semua tahap dari dana yang sama.",
                    "Each rupiah is counted once, at the last mile. Goods, services and credit are left out. \
                     Public sources seldom state all stages of the same money.",
                )
                .to_owned(),
        ],
        sources: outside.iter().map(|row| row.source.key.clone()).collect(),
    };
    let million = |total: &Total| Some(total.amount as f64 / 1e9);
    let stacks: Vec<Stack> = totals
        .iter()
        .map(|(stage, public, simulated)| Stack {
            label: stage.label(scribe.locale).to_owned(),
            text: scribe.locale.rupiah_short(public.amount + simulated.amount),
        })
        .collect();
    let mut parts = vec![Part {
        name: scribe.say("sumber publik", "public sources").to_owned(),
        tone: Tone::S1,
        values: totals.iter().map(|(_, public, _)| million(public)).collect(),
    }];
    if has_simulated {
        parts.push(Part {
            name: scribe.say("simulasi", "simulated").to_owned(),
            tone: Tone::S4,
            values: totals.iter().map(|(_, _, simulated)| million(simulated)).collect(),
        });
    }
    scribe.draw(sketch, |frame| {
        Box::new(StackedChart {
            frame,
            direction: Direction::Rows,
            stacks: stacks.clone(),
            parts: parts.clone(),
            unit: billions(scribe),
        })
    })
}

/// The years in which money moved, from the first to the last.
pub fn years_of(scribe: &Scribe<'_, '_>, rows: &[&Transaction]) -> String {
    let years = series::years(rows.iter().map(|row| row.occurred_on.year()));
    years.unwrap_or_else(|| scribe.locale.date(scribe.today))
}

/// The rows of what was counted.
pub fn rows_of<'d>(counted: &[(&'d Transaction, i64)]) -> Vec<&'d Transaction> {
    counted.iter().map(|(row, _)| *row).collect()
}

fn billions(scribe: &Scribe<'_, '_>) -> Unit {
    Unit { prefix: "Rp".into(), suffix: scribe.say(" miliar", " billion").into() }
}

/// Cash spent per year, by the three largest channels and the others.
fn years(scribe: &Scribe<'_, '_>, outside: &[&Transaction]) -> Option<Figure> {
    let spent = ledger::counted(outside, TransactionKind::Expenditure, Counting::LastMile);
    let mut by_channel: BTreeMap<Channel, i64> = BTreeMap::new();
    let mut cells: BTreeMap<(i32, Channel), i64> = BTreeMap::new();
    let mut simulated_years: BTreeSet<i32> = BTreeSet::new();
    for (row, left) in &spent {
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
        period: years_of(scribe, &rows_of(&spent)),
        meaning: meaning::money(scribe),
        query: query::money(
            query::OUTSIDE_REGENCY_BUDGET,
            "{ occurredOn: YEAR }, { kind: true }, { fundingSource: { channel: true } }",
            "occurredOn kind fundingSource { channel }",
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

fn sectors(scribe: &Scribe<'_, '_>, outside: &[&Transaction]) -> Option<Figure> {
    let spent = ledger::counted(outside, TransactionKind::Expenditure, Counting::LastMile);
    let mut by_sector: BTreeMap<Option<Sector>, Vec<(&Transaction, i64)>> = BTreeMap::new();
    for (row, left) in &spent {
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
        period: years_of(scribe, &rows_of(&spent)),
        meaning: meaning::money(scribe),
        query: query::money(query::OUTSIDE_REGENCY_BUDGET, "{ kind: true }, { sector: true }", "kind sector"),
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

/// The two meanings of non-APBD and the two ways of counting, side by side.
fn meanings(scribe: &Scribe<'_, '_>, all: &[&Transaction], outside: &[&Transaction]) -> Table {
    let private: Vec<&Transaction> =
        all.iter().copied().filter(|row| is_outside_government(scribe.linked, row)).collect();
    let rows = STAGES.iter().map(|stage| {
        let mut cells = vec![Cell::text(stage.label(scribe.locale))];
        for rows in [outside, &private] {
            for counting in [Counting::FirstFunder, Counting::LastMile] {
                let total = ledger::total(rows, *stage, counting);
                cells.push(
                    Cell::number(scribe.locale.rupiah(total.amount), total.amount).marked(total.simulated),
                );
            }
        }
        cells
    });
    Table::new(
        scribe.say(
            "Dua arti non-APBD dan dua cara menghitung",
            "Two meanings of non-APBD, two ways of counting",
        ),
        &[
            scribe.say("Tahap", "Stage"),
            scribe.say(
                "#Luar APBD kabupaten, pemberi pertama (rupiah)",
                "#Outside the regency budget, first funder (rupiah)",
            ),
            scribe.say(
                "#Luar APBD kabupaten, penyalur terakhir (rupiah)",
                "#Outside the regency budget, last mile (rupiah)",
            ),
            scribe.say(
                "#Luar pemerintah, pemberi pertama (rupiah)",
                "#Outside government, first funder (rupiah)",
            ),
            scribe.say(
                "#Luar pemerintah, penyalur terakhir (rupiah)",
                "#Outside government, last mile (rupiah)",
            ),
        ],
        rows.collect(),
    )
}
