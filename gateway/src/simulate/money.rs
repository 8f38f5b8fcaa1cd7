//! The ledger: how money moves from a promise to a village.
//!
//! The chain of a finished programme is closed: what was pledged, committed, disbursed and spent is the same
//! sum, and where a grant passes through the zakat body, each rupiah counts once at either end.

use chrono::NaiveDate;

use super::accompaniment::Pairing;
use super::draw::Draw;
use super::fund::{self, HIBAH, INFAK, KREDIT, SWADAYA, ZAKAT_BODY, name};
use super::need::Answer;
use super::programme::Programme;
use super::sheet::{Cells, row};
use super::time::{along, day, drawn, moved, present};
use super::world::World;

/// Of a hundred chains of free money, how many begin as a grant of the regency.
const PASSED_ON: usize = 75;

/// Of a hundred finished chains, how many had one commitment entered wrongly and taken back.
const MISTAKEN: usize = 6;

/// Of a hundred finished works of building, how many residents helped with.
const SELF_HELP: usize = 45;

/// Rupiah per day of a resident's work.
const DAY_OF_WORK: i64 = 100_000;

const GROUP: &str = "Kelompok penerima manfaat (simulasi)";

/// What one row of the ledger says.
#[derive(Clone, Debug)]
struct Entry {
    key: String,
    kind: &'static str,
    on: NaiveDate,
    amount: Option<i64>,
    value_kind: &'static str,
    quantity: Option<i64>,
    unit: Option<&'static str>,
    fund: String,
    to_zakat_body: bool,
    passes_on: Option<String>,
    reverses: Option<String>,
    reason: Option<&'static str>,
}

impl Entry {
    fn cash(key: String, kind: &'static str, on: NaiveDate, amount: i64, fund: &str) -> Self {
        Self {
            key,
            kind,
            on,
            amount: Some(amount),
            value_kind: "CASH",
            quantity: None,
            unit: None,
            fund: fund.to_owned(),
            to_zakat_body: false,
            passes_on: None,
            reverses: None,
            reason: None,
        }
    }
}

/// All rows of the ledger.
#[must_use]
pub fn rows(world: &World, programmes: &[Programme<'_>], pairings: &[Pairing]) -> Vec<Cells> {
    let paid = programmes.iter().flat_map(|programme| {
        let need = programme.need;
        let entries = chain(world.seed, programme, world.villages[need.village].is_desa);
        entries.into_iter().map(move |entry| {
            let description = format!("{} (simulasi)", need.kind.title);
            let mut cells = cells(&entry, &world.villages[need.village].code, need.kind.sector, &description);
            cells.extend(row! { programme: &programme.key, need: &need.key });
            cells
        })
    });
    let mut rows: Vec<Cells> = paid.collect();
    rows.extend(loans(world, pairings));
    rows.extend(untold(world, pairings));
    rows
}

fn cells(entry: &Entry, region: &str, sector: &str, description: &str) -> Cells {
    row! {
        key: &entry.key,
        kind: entry.kind,
        occurred_on: entry.on,
        date_precision: "DAY",
        amount: entry.amount,
        amount_state: if entry.amount.is_some() { "KNOWN" } else { "UNKNOWN" },
        value_kind: entry.value_kind,
        quantity: entry.quantity,
        unit: entry.unit,
        receiver: if entry.to_zakat_body { name(ZAKAT_BODY) } else { GROUP },
        reason: entry.reason,
        sector: sector,
        description: description,
        evidence: (entry.kind == "EXPENDITURE").then_some("Berita acara serah terima (simulasi)"),
        funding_source: &entry.fund,
        region: region,
        receiver_stakeholder: entry.to_zakat_body.then_some(ZAKAT_BODY),
        passes_on: entry.passes_on.as_ref(),
        reverses: entry.reverses.as_ref(),
    }
}

/// The rows of one programme, as far as its money has come.
fn chain(seed: u64, programme: &Programme<'_>, of_desa: bool) -> Vec<Entry> {
    let mut draw = Draw::new(seed, &format!("{}/money", programme.key));
    let draw = &mut draw;
    let possible = fund::payers(of_desa);
    let payers: Vec<&str> =
        programme.need.kind.payers.iter().copied().filter(|payer| possible.contains(payer)).collect();
    let payer = draw.pick(&payers);
    let (start, end) = programme.planned;
    // Nobody promises money for what has not been found yet.
    let promised = moved(start, -draw.between(50, 140)).max(moved(programme.need.found_on, 7));
    let promised = promised.min(moved(present(), -10));
    let agreed = moved(promised, draw.between(7, 40)).min(moved(present(), -3));
    let budget = programme.budget();
    let key = |part: &str| format!("{}-{part}", programme.key);
    let pledge = Entry::cash(key("janji"), "PLEDGE", promised, budget, payer);
    let commitment = Entry::cash(key("komitmen"), "COMMITMENT", agreed, budget, payer);
    match programme.need.answer {
        Answer::Nobody | Answer::Offered => Vec::new(),
        Answer::Pledged if draw.chance(50) => vec![pledge],
        Answer::Pledged => vec![pledge, commitment],
        Answer::Cancelled => {
            let taken_back = moved(agreed, draw.between(60, 200)).min(moved(present(), -1));
            let reason = "Program dibatalkan karena lahan tidak tersedia (simulasi)";
            let back = reversal(&commitment, taken_back, reason);
            let pledge_back = reversal(&pledge, taken_back, reason);
            vec![pledge, commitment, back, pledge_back]
        }
        Answer::Running => {
            let begun = programme.actual_start.unwrap_or(start);
            let first = Entry::cash(key("salur-1"), "DISBURSEMENT", begun, tranche(budget), payer);
            let mut entries = vec![pledge, commitment, first];
            if draw.chance(70) {
                let on = along(begun, present(), 1, 2);
                let spent = tranche(budget) / 1_000 * draw.between(30, 100) / 100 * 1_000;
                entries.push(Entry::cash(key("belanja-1"), "EXPENDITURE", on, spent, payer));
            }
            entries
        }
        Answer::Partly | Answer::Fully => {
            let begun = programme.actual_start.unwrap_or(start);
            let ended = programme.actual_end.unwrap_or(end);
            let mut entries = vec![pledge];
            if draw.chance(MISTAKEN) {
                let wrong = Entry {
                    key: key("komitmen-salah"),
                    on: moved(agreed, -2),
                    amount: Some(budget * 10),
                    ..commitment.clone()
                };
                let back = reversal(&wrong, agreed, "Kelebihan satu nol pada jumlah (simulasi)");
                entries.extend([wrong, back]);
            }
            entries.push(commitment);
            if payer == INFAK && draw.chance(PASSED_ON) {
                entries = passed_on(programme, &entries, (begun, ended));
            } else {
                entries.extend(paid_out(programme, payer, (begun, ended), draw.chance(30)));
            }
            let is_building =
                matches!(programme.need.kind.sector, "HOUSING" | "SANITATION" | "INFRASTRUCTURE");
            if is_building && draw.chance(SELF_HELP) {
                entries.push(self_help(key("swadaya"), along(begun, ended, 2, 3), draw.between(20, 160)));
            }
            entries
        }
    }
}

/// The first part of what is paid in two: two thirds, in whole thousands.
fn tranche(budget: i64) -> i64 {
    budget * 2 / 3 / 1_000 * 1_000
}

fn reversal(of: &Entry, on: NaiveDate, reason: &'static str) -> Entry {
    Entry {
        key: format!("{}-batal", of.key),
        kind: "REVERSAL",
        on,
        reverses: Some(of.key.clone()),
        reason: Some(reason),
        ..of.clone()
    }
}

/// Disbursement and expenditure of the whole budget, at once or in two parts.
fn paid_out(programme: &Programme<'_>, fund: &str, time: (NaiveDate, NaiveDate), in_two: bool) -> Vec<Entry> {
    let budget = programme.budget();
    let parts = if in_two { vec![tranche(budget), budget - tranche(budget)] } else { vec![budget] };
    let last = parts.len();
    let steps = i64::try_from(last * 2).unwrap_or(2);
    let mut entries = Vec::new();
    for ((amount, number), step) in parts.into_iter().zip(1..).zip((0..).step_by(2)) {
        let key = |stage: &str| format!("{}-{stage}-{number}", programme.key);
        let (out, spent) = (along(time.0, time.1, step, steps), along(time.0, time.1, step + 2, steps));
        entries.push(Entry::cash(key("salur"), "DISBURSEMENT", out, amount, fund));
        let mut use_of_it = Entry::cash(key("belanja"), "EXPENDITURE", spent, amount, fund);
        // The units are told once, with the last part.
        if number == last {
            use_of_it.quantity = Some(programme.need.funded());
            use_of_it.unit = Some(programme.need.kind.unit);
        }
        entries.push(use_of_it);
    }
    entries
}

/// A grant of the regency that the zakat body receives and passes on: its promises are the regency's.
fn passed_on(programme: &Programme<'_>, promises: &[Entry], time: (NaiveDate, NaiveDate)) -> Vec<Entry> {
    let of_regency = |entry: &Entry| Entry { fund: HIBAH.to_owned(), to_zakat_body: true, ..entry.clone() };
    let mut entries: Vec<Entry> = promises.iter().map(of_regency).collect();
    let key = format!("{}-hibah", programme.key);
    let grant = Entry::cash(key.clone(), "DISBURSEMENT", moved(time.0, -5), programme.budget(), HIBAH);
    entries.push(Entry { to_zakat_body: true, ..grant });
    let mut onward = paid_out(programme, INFAK, time, true);
    for entry in onward.iter_mut().filter(|entry| entry.kind == "DISBURSEMENT") {
        entry.passes_on = Some(key.clone());
    }
    entries.extend(onward);
    entries
}

fn self_help(key: String, on: NaiveDate, days: i64) -> Entry {
    let work = Entry::cash(key, "EXPENDITURE", on, days * DAY_OF_WORK, SWADAYA);
    Entry { value_kind: "IN_KIND", quantity: Some(days), unit: Some("hari orang kerja"), ..work }
}

/// Loans to groups of small businesses; credit is never added up with grants.
fn loans(world: &World, pairings: &[Pairing]) -> Vec<Cells> {
    let mut draw = Draw::new(world.seed, "money/loans");
    let rows = pairings.iter().filter(|pairing| pairing.leads && pairing.continues.is_none()).step_by(4);
    rows.map(|pairing| {
        let code = &world.villages[pairing.village].code;
        let on = drawn(&mut draw, day(2023, 2, 1), day(2026, 8, 31));
        let amount = draw.between(10, 60) * 1_000_000;
        let entry = Entry::cash(format!("sim-pinjaman-{code}"), "DISBURSEMENT", on, amount, KREDIT);
        let entry = Entry { value_kind: "CREDIT", ..entry };
        cells(&entry, code, "LIVELIHOOD", "Pinjaman bergulir kelompok usaha desa (simulasi)")
    })
    .collect()
}

/// Gifts that were reported without their worth.
fn untold(world: &World, pairings: &[Pairing]) -> Vec<Cells> {
    let mut draw = Draw::new(world.seed, "money/untold");
    let rows =
        pairings.iter().filter(|pairing| pairing.leads && pairing.continues.is_none()).skip(1).step_by(7);
    rows.map(|pairing| {
        let code = &world.villages[pairing.village].code;
        let on = drawn(&mut draw, day(2022, 9, 1), day(2026, 9, 30));
        let fund = draw.pick(&["sim-tjslp-a", "sim-tjslp-b", "sim-donor"]);
        let entry = Entry::cash(format!("sim-natura-{code}"), "EXPENDITURE", on, 0, fund);
        let entry = Entry { amount: None, value_kind: "IN_KIND", ..entry };
        cells(
            &entry,
            code,
            "EDUCATION",
            "Perlengkapan sekolah dan perpustakaan, nilainya tidak disebut (simulasi)",
        )
    })
    .collect()
}
