//! The money: where it comes from and goes, how far needs have come, how it is spread, and what nobody pays for.

mod flow;
mod gap;
mod open;
mod sentence;
mod shares;
mod spread;
mod stages;

use std::collections::BTreeMap;

use chrono::Datelike as _;
use serde::Serialize;

use crate::chart::{Part, Stack, Tone, Unit};
use crate::data::record::{Need, Transaction};
use crate::data::vocabulary::{Channel, TransactionKind};
use crate::ledger::{self, Counting, Total};
use crate::linked::Linked;
use crate::scribe::{Scribe, say};
use crate::view::{Figure, Heading, KeyFigure, Table};

use super::overview::unfunded;
use super::series;
use super::table::{self, About, as_count};

pub use sentence::{needs, places, programmes, records, unstated};

/// The stages of money, in their order.
pub const STAGES: [TransactionKind; 4] = [
    TransactionKind::Pledge,
    TransactionKind::Commitment,
    TransactionKind::Disbursement,
    TransactionKind::Expenditure,
];

/// How many rows of a long table are shown; the downloads have all.
const SHOWN: usize = 100;

/// How many rows of what is simulated anyway, or stands behind a sentence.
const SHOWN_BEHIND: usize = 50;

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct Funding {
    heading: Heading,
    flow: Option<Figure>,
    gap: Option<Figure>,
    needs: Option<Table>,
    waiting: spread::Said,
    stalled: Option<Table>,
    stages: Option<Figure>,
    years: Option<Figure>,
    channels: Option<Figure>,
    sectors: Option<Figure>,
    givers: spread::Givers,
    half: Option<spread::Said>,
    spread: Option<Figure>,
    no_spread: String,
    meanings: Table,
    kinds: Table,
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
    // Chains are followed through all channels; only then it is asked which of the rows counted is from outside.
    let mut spent = ledger::counted(&all, TransactionKind::Expenditure, Counting::LastMile);
    spent.retain(|(row, _)| is_outside_regency_budget(scribe.linked, row));
    let (simulated, observed): (Vec<&Transaction>, Vec<&Transaction>) =
        all.iter().partition(|row| row.simulated);
    let needs = unfunded(scribe);
    let (waiting, stalled) = open::stalled(scribe);
    // Figures are numbered as they are drawn, so in the order of the page.
    let flow = flow::figure(scribe, &spent);
    let gap = gap::figure(scribe);
    let stages = stages::figure(scribe, &all);
    let years = shares::years(scribe, &spent);
    let channels = shares::channels(scribe, &spent);
    let sectors = shares::sectors(scribe, &spent);
    let spread = spread::figure(scribe, &spent);
    Funding {
        heading: heading(scribe, &all, &needs),
        needs: open::needs(scribe, &needs),
        waiting,
        stalled,
        givers: spread::givers(scribe, &spent),
        half: spread::half(scribe, &spent),
        no_spread: if spread.is_some() { String::new() } else { spread::why_none(scribe) },
        meanings: stages::meanings(scribe, &all),
        kinds: stages::kinds(scribe, &all),
        observed: table::ledger(
            scribe,
            &observed,
            About::All,
            scribe.say("Dana yang disebut sumber publik", "Money that public sources state"),
        ),
        simulated: latest_simulated(scribe, &simulated),
        flow,
        gap,
        stages,
        years,
        channels,
        sectors,
        spread,
    }
}

/// The latest rows of the simulated ledger; all of it would be a burden on a phone.
fn latest_simulated(scribe: &Scribe<'_, '_>, rows: &[&Transaction]) -> Option<Table> {
    let shown = &rows[rows.len().saturating_sub(SHOWN_BEHIND)..];
    let (count, all) =
        (scribe.locale.whole(as_count(shown.len())), scribe.locale.whole(as_count(rows.len())));
    let caption = say!(
        scribe.locale,
        "Dana simulasi: {count} baris terakhir dari {all}; semuanya ada di unduhan",
        "Simulated money: the latest {count} of {all} rows; the downloads have them all"
    );
    table::ledger(scribe, shown, About::All, &caption)
}

/// How much, from whom, what is still open: by public sources where they say anything.
fn heading(scribe: &Scribe<'_, '_>, all: &[&Transaction], open: &[&Need]) -> Heading {
    let public: Vec<&Transaction> = all.iter().copied().filter(|row| !row.simulated).collect();
    let counted = |stage| {
        let mut rows = ledger::counted(&public, stage, Counting::LastMile);
        rows.retain(|(row, _)| is_outside_regency_budget(scribe.linked, row));
        rows
    };
    let figure = |stage, id, en| {
        let total = ledger::sum(&counted(stage));
        let said = scribe.say("uang tunai menurut sumber publik", "cash, by public sources");
        KeyFigure {
            label: scribe.say(id, en).to_owned(),
            value: scribe.locale.rupiah_short(total.amount),
            detail: match total.unknown {
                0 => said.to_owned(),
                unknown => format!("{said}; {}", sentence::unstated(scribe.locale, unknown)),
            },
            ..KeyFigure::default()
        }
    };
    let spent = counted(TransactionKind::Expenditure);
    let total = ledger::sum(&spent).amount;
    let largest = by_fund(&spent).into_iter().next();
    let giver = largest.and_then(|(key, amount)| Some((scribe.linked.funding_source(key)?, amount)));
    let cost: i64 = open.iter().filter_map(|need| need.cost).map(|cost| cost.0).sum();
    let mut key_figures = vec![
        figure(TransactionKind::Commitment, "Dianggarkan", "Committed"),
        figure(TransactionKind::Expenditure, "Dipakai", "Spent"),
    ];
    if let Some((fund, amount)) = giver.filter(|(_, amount)| *amount > 0) {
        let (of, share) = (scribe.locale.rupiah_short(amount), sentence::share(scribe.locale, amount, total));
        key_figures.push(KeyFigure {
            label: scribe
                .say("Pemberi terbesar dari yang dipakai", "Largest giver of what was spent")
                .to_owned(),
            value: scribe.fund_name(fund).to_owned(),
            detail: say!(
                scribe.locale,
                "{of}, {share} persen, menurut sumber publik",
                "{of}, {share} per cent, by public sources"
            ),
            simulated: fund.simulated,
            ..KeyFigure::default()
        });
    }
    let is_simulated = open.iter().any(|need| need.simulated);
    let written = scribe.locale.rupiah_short(cost);
    key_figures.push(KeyFigure {
        label: scribe.say("Belum ada pendananya", "Without a funder").to_owned(),
        value: scribe.locale.whole(as_count(open.len())),
        unit: scribe.say("kebutuhan", if open.len() == 1 { "need" } else { "needs" }).to_owned(),
        detail: say!(scribe.locale, "perkiraan biaya {written}", "estimated cost {written}"),
        simulated: is_simulated,
        ..KeyFigure::default()
    });
    Heading {
        title: scribe
            .say("Dana dari luar APBD kabupaten", "Money from outside the regency budget")
            .to_owned(),
        lead: sentence::answer(
            scribe.locale,
            total,
            giver.map(|(fund, _)| scribe.fund_name(fund)),
            open.len(),
            cost,
        ),
        key_figures,
        lead_simulated: is_simulated,
        ..Heading::default()
    }
}

/// Amounts by funding source, the largest first.
fn by_fund<'t>(rows: &[(&'t Transaction, i64)]) -> Vec<(&'t str, i64)> {
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for (row, left) in rows {
        *sums.entry(&row.funding_source.key).or_default() += left;
    }
    let mut order: Vec<(&str, i64)> = sums.into_iter().collect();
    order.sort_by_key(|(key, amount)| (std::cmp::Reverse(*amount), *key));
    order
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

/// The axis of money in thousands of millions.
pub fn billions(scribe: &Scribe<'_, '_>) -> Unit {
    Unit { prefix: "Rp".into(), suffix: scribe.say(" miliar", " billion").into() }
}

/// A name with what public sources state of it and what is simulated. They share a bar and never a number.
struct Two {
    name: String,
    public: Total,
    simulated: Total,
}

impl Two {
    /// Adds up what was counted.
    fn of(name: impl Into<String>, rows: &[(&Transaction, i64)]) -> Self {
        let (simulated, public): (Vec<_>, Vec<_>) = rows.iter().partition(|(row, _)| row.simulated);
        Self { name: name.into(), public: ledger::sum(&public), simulated: ledger::sum(&simulated) }
    }
}

/// The bars of such names. The number stands at the end, or both below the name where there are two.
fn bars(scribe: &Scribe<'_, '_>, rows: &[Two]) -> (Vec<Stack>, Vec<Part>) {
    let has_simulated = rows.iter().any(|row| row.simulated.amount > 0);
    let said = |row: &Two| {
        let (public, simulated) =
            (scribe.locale.rupiah_short(row.public.amount), scribe.locale.rupiah_short(row.simulated.amount));
        let simulated = say!(scribe.locale, "{simulated} simulasi", "{simulated} simulated");
        match (row.public.amount, row.simulated.amount) {
            (0, 1..) => (simulated, String::new()),
            (_, 1..) => (
                String::new(),
                say!(scribe.locale, "{public} publik, {simulated}", "{public} public, {simulated}"),
            ),
            _ => (public, String::new()),
        }
    };
    let stack = |row: &Two| {
        let (text, note) = said(row);
        Stack { label: row.name.clone(), note, text }
    };
    let stacks = rows.iter().map(stack).collect();
    let value = |total: &Total| Some(total.amount as f64 / 1e9);
    let mut parts = vec![Part {
        name: scribe.say("sumber publik", "public sources").to_owned(),
        tone: Tone::S1,
        values: rows.iter().map(|row| value(&row.public)).collect(),
    }];
    if has_simulated {
        parts.push(Part {
            name: scribe.say("simulasi", "simulated").to_owned(),
            tone: Tone::S4,
            values: rows.iter().map(|row| value(&row.simulated)).collect(),
        });
    }
    (stacks, parts)
}
