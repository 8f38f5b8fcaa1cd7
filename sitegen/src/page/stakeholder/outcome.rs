//! What became of the money of a stakeholder: programme by programme, as far as the ledger names one.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::data::record::{Programme, Transaction};
use crate::data::vocabulary::{ProgrammeState, TransactionKind};
use crate::ledger::{self, Counting};
use crate::locale::Locale;
use crate::scribe::{Scribe, say};
use crate::view::{Cell, Table};

use super::super::funding::{STAGES, programmes, records};
use super::super::table::as_count;

/// What became of it, in sentences and a table.
#[derive(Debug, Serialize)]
pub struct Outcome {
    said: Vec<String>,
    simulated: bool,
    table: Option<Table>,
}

/// A programme with the rows that pay for it.
struct Paid<'d> {
    programme: &'d Programme,
    rows: Vec<&'d Transaction>,
}

impl Paid<'_> {
    /// Whether some use of the money has evidence.
    fn has_evidence(&self) -> bool {
        let used = self.rows.iter().filter(|row| row.kind == TransactionKind::Expenditure);
        used.clone().any(|row| row.evidence.is_some())
    }

    fn is_simulated(&self) -> bool {
        self.programme.simulated || self.rows.iter().any(|row| row.simulated)
    }
}

/// Follows the rows to their programmes.
pub fn outcome(scribe: &Scribe<'_, '_>, rows: &[&Transaction]) -> Outcome {
    let mut by_programme: BTreeMap<&str, Paid<'_>> = BTreeMap::new();
    let mut without = 0;
    for row in rows {
        match row.programme.as_ref().and_then(|it| scribe.linked.programme(&it.key)) {
            Some(programme) => {
                let paid = by_programme.entry(&programme.key);
                paid.or_insert_with(|| Paid { programme, rows: Vec::new() }).rows.push(row);
            }
            None => without += usize::from(row.kind != TransactionKind::Reversal),
        }
    }
    let mut paid: Vec<Paid<'_>> = by_programme.into_values().collect();
    paid.sort_by_key(|it| {
        (order(it.programme.state), std::cmp::Reverse(it.programme.planned_end), &it.programme.key)
    });
    let states: Vec<(ProgrammeState, bool)> =
        paid.iter().map(|it| (it.programme.state, it.has_evidence())).collect();
    let mut said = vec![followed(scribe.locale, &states), lost(scribe.locale, without)];
    said.retain(|it| !it.is_empty());
    Outcome { said, simulated: paid.iter().any(Paid::is_simulated), table: table(scribe, &paid) }
}

/// Work under way first, what is over last.
fn order(state: ProgrammeState) -> u8 {
    match state {
        ProgrammeState::Running => 0,
        ProgrammeState::Matched => 1,
        ProgrammeState::Offered | ProgrammeState::Draft => 2,
        ProgrammeState::Done => 3,
        ProgrammeState::Cancelled => 4,
    }
}

/// How many programmes it pays for, and how far they are.
fn followed(locale: Locale, states: &[(ProgrammeState, bool)]) -> String {
    if states.is_empty() {
        return String::new();
    }
    let count = |of: &dyn Fn(&(ProgrammeState, bool)) -> bool| states.iter().filter(|it| of(it)).count();
    let (all, number) = (programmes(locale, states.len()), |count: usize| locale.whole(as_count(count)));
    let is_waiting = |it: &(ProgrammeState, bool)| {
        matches!(it.0, ProgrammeState::Draft | ProgrammeState::Offered | ProgrammeState::Matched)
    };
    let done = count(&|it| it.0 == ProgrammeState::Done);
    let parts = [
        (done, locale.say("selesai", "done")),
        (count(&|it| it.0 == ProgrammeState::Running), locale.say("berjalan", "running")),
        (count(&is_waiting), locale.say("belum dimulai", "not begun")),
        (count(&|it| it.0 == ProgrammeState::Cancelled), locale.say("dibatalkan", "cancelled")),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, state)| format!("{} {state}", number(count))).collect();
    let parts = parts.join(", ");
    let followed =
        say!(locale, "Dananya tercatat pada {all}: {parts}.", "Its money is recorded for {all}: {parts}.");
    if done == 0 {
        return followed;
    }
    let proven = number(count(&|it| it.0 == ProgrammeState::Done && it.1));
    let proven = say!(
        locale,
        "Dari yang selesai, {proven} punya bukti pemakaian.",
        "Of those done, {proven} have evidence of use."
    );
    format!("{followed} {proven}")
}

/// How much cannot be followed; empty when everything can.
fn lost(locale: Locale, without: usize) -> String {
    let records = records(locale, without);
    match without {
        0 => String::new(),
        1 => say!(
            locale,
            "{records} dana tidak menyebut program, sehingga hasilnya tidak dapat ditelusuri.",
            "{records} of money names no programme, so what became of it cannot be followed."
        ),
        _ => say!(
            locale,
            "{records} dana tidak menyebut program, sehingga hasilnya tidak dapat ditelusuri.",
            "{records} of money name no programme, so what became of them cannot be followed."
        ),
    }
}

fn table(scribe: &Scribe<'_, '_>, paid: &[Paid<'_>]) -> Option<Table> {
    let locale = scribe.locale;
    let rows: Vec<Vec<Cell>> = paid
        .iter()
        .map(|it| {
            let village = scribe.linked.village(&it.programme.village.code);
            let mut cells = vec![
                scribe.original(&it.programme.name).marked(it.is_simulated()),
                Cell::text(it.programme.state.label(locale)),
                village.map_or_else(Cell::absent, |of| Cell::link(scribe.village(of))),
                Cell::text(it.programme.sector.label(locale)),
            ];
            cells.extend(STAGES.iter().map(|stage| {
                let total = ledger::total(&it.rows, *stage, Counting::LastMile);
                Cell::number(locale.rupiah(total.amount), total.amount)
            }));
            cells.push(Cell::text(if it.has_evidence() {
                scribe.say("ada", "yes")
            } else {
                scribe.say("belum ada", "not yet")
            }));
            cells.push(Cell::number(locale.date(it.programme.planned_end), it.programme.planned_end));
            cells
        })
        .collect();
    let table = Table::new(
        scribe.say(
            "Program yang didanai, yang berjalan lebih dahulu",
            "Programmes paid for, those running first",
        ),
        &[
            scribe.say("Program", "Programme"),
            scribe.say("Keadaan", "State"),
            scribe.say("Desa", "Village"),
            scribe.say("Sektor", "Sector"),
            scribe.say("#Dijanjikan (rupiah)", "#Pledged (rupiah)"),
            scribe.say("#Dianggarkan (rupiah)", "#Committed (rupiah)"),
            scribe.say("#Disalurkan (rupiah)", "#Disbursed (rupiah)"),
            scribe.say("#Dipakai (rupiah)", "#Spent (rupiah)"),
            scribe.say("Bukti pemakaian", "Evidence of use"),
            scribe.say("Rencana selesai", "Planned end"),
        ],
        rows,
    );
    (!table.rows.is_empty()).then(|| scribe.cite_simulated(table))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Locale::{En, Id};
    use ProgrammeState::{Cancelled, Done, Matched, Offered, Running};

    #[test]
    fn what_became_of_money_is_counted_by_state() {
        assert_eq!(followed(Id, &[]), "");
        assert_eq!(
            followed(Id, &[(Done, true), (Done, false), (Running, true), (Cancelled, false)]),
            "Dananya tercatat pada 4 program: 2 selesai, 1 berjalan, 1 dibatalkan. Dari yang selesai, 1 punya bukti \
             pemakaian."
        );
        assert_eq!(followed(En, &[(Running, false)]), "Its money is recorded for 1 programme: 1 running.");
        assert_eq!(
            followed(Id, &[(Done, true), (Matched, false), (Offered, false)]),
            "Dananya tercatat pada 3 program: 1 selesai, 2 belum dimulai. Dari yang selesai, 1 punya bukti pemakaian."
        );
    }

    #[test]
    fn what_cannot_be_followed_is_said() {
        assert_eq!(lost(Id, 0), "");
        assert_eq!(
            lost(Id, 3),
            "3 catatan dana tidak menyebut program, sehingga hasilnya tidak dapat ditelusuri."
        );
        assert_eq!(
            lost(En, 1),
            "1 record of money names no programme, so what became of it cannot be followed."
        );
        assert_eq!(
            lost(En, 2),
            "2 records of money name no programme, so what became of them cannot be followed."
        );
    }
}
