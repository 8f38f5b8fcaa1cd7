//! What is still open: needs that nobody pays for, and money that waits.

use crate::data::record::{Need, Programme, Transaction};
use crate::data::vocabulary::{ProgrammeState, TransactionKind};
use crate::ledger::{self, Counting};
use crate::scribe::{Scribe, say};
use crate::view::{Cell, Table};

use super::super::table::as_count;
use super::spread::Said;
use super::{SHOWN, SHOWN_BEHIND, sentence};

/// The needs that nobody pays for, from the dearest, with what a giver asks first: what, where, how much, since when.
pub fn needs(scribe: &Scribe<'_, '_>, needs: &[&Need]) -> Option<Table> {
    let locale = scribe.locale;
    let shown = &needs[..needs.len().min(SHOWN)];
    let rows: Vec<Vec<Cell>> = shown
        .iter()
        .map(|it| {
            let village = scribe.linked.village(&it.village.code);
            let district = village.and_then(|of| scribe.linked.district(&of.district.code));
            let since = it.assessment.held_on;
            vec![
                scribe.original(&it.title).marked(it.simulated),
                scribe.cost(it),
                village.map_or_else(Cell::absent, |of| Cell::link(scribe.village(of))),
                district.map_or_else(Cell::absent, |of| Cell::text(&*of.name)),
                Cell::text(it.need_type.label(locale)),
                scribe.quantity(it),
                since.map_or_else(Cell::absent, |day| Cell::number(locale.date(day), day)),
                it.agency.as_ref().map_or_else(Cell::absent, |of| Cell::link(scribe.agency(&of.key))),
                scribe.source(&it.source.key),
            ]
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let (count, all) = (locale.whole(as_count(shown.len())), locale.whole(as_count(needs.len())));
    let caption = if shown.len() < needs.len() {
        say!(
            locale,
            "Kebutuhan yang belum ada pendananya, {count} termahal dari {all}; semuanya ada di unduhan",
            "Needs without a funder, the dearest {count} of {all}; the downloads have them all"
        )
    } else {
        scribe
            .say(
                "Kebutuhan yang belum ada pendananya, dari yang termahal",
                "Needs without a funder, the dearest first",
            )
            .to_owned()
    };
    Some(Table::new(
        caption,
        &[
            scribe.say("Kebutuhan", "Need"),
            scribe.say("#Biaya (rupiah)", "#Cost (rupiah)"),
            scribe.say("Desa", "Village"),
            "Kecamatan",
            scribe.say("Jenis", "Kind"),
            scribe.say("#Jumlah", "#Quantity"),
            scribe.say("Sejak", "Since"),
            "OPD",
            scribe.say("Sumber", "Source"),
        ],
        rows,
    ))
}

/// Money of a programme that is promised or bound and not paid out though work was to begin.
struct Waiting<'d> {
    programme: &'d Programme,
    pledged: i64,
    committed: i64,
    disbursed: i64,
    days: i64,
    simulated: bool,
}

impl Waiting<'_> {
    fn amount(&self) -> i64 {
        self.pledged.max(self.committed) - self.disbursed
    }
}

/// Whether a programme's money waits: its first day is past, it is neither done nor cancelled, and more is promised or
/// bound than paid out.
fn waits<'d>(
    scribe: &Scribe<'_, 'd>,
    programme: &'d Programme,
    rows: &[&Transaction],
) -> Option<Waiting<'d>> {
    let days = (scribe.today - programme.planned_start).num_days();
    let is_over = matches!(programme.state, ProgrammeState::Done | ProgrammeState::Cancelled);
    let total = |stage| ledger::total(rows, stage, Counting::LastMile).amount;
    let waiting = Waiting {
        programme,
        pledged: total(TransactionKind::Pledge),
        committed: total(TransactionKind::Commitment),
        disbursed: total(TransactionKind::Disbursement),
        days,
        simulated: programme.simulated || rows.iter().any(|row| row.simulated),
    };
    (days > 0 && !is_over && waiting.amount() > 0).then_some(waiting)
}

/// What waits, in a sentence and in a table from the largest amount.
pub fn stalled(scribe: &Scribe<'_, '_>) -> (Said, Option<Table>) {
    let locale = scribe.locale;
    let mut rows_of: std::collections::HashMap<&str, Vec<&Transaction>> = std::collections::HashMap::new();
    for row in &scribe.linked.data.transactions {
        if let Some(programme) = &row.programme {
            rows_of.entry(&programme.key).or_default().push(row);
        }
    }
    let programmes = scribe.linked.data.programmes.iter();
    let mut waiting: Vec<Waiting<'_>> =
        programmes.filter_map(|it| waits(scribe, it, rows_of.get(it.key.as_str())?)).collect();
    waiting.sort_by_key(|it| (std::cmp::Reverse(it.amount()), &it.programme.key));
    let amount = waiting.iter().map(Waiting::amount).sum();
    let said = Said {
        text: sentence::waiting(locale, waiting.len(), amount),
        simulated: waiting.iter().any(|it| it.simulated),
    };
    let rupiah = |amount: i64| Cell::number(locale.rupiah(amount), amount);
    let rows: Vec<Vec<Cell>> = waiting
        .iter()
        .take(SHOWN_BEHIND)
        .map(|it| {
            let village = scribe.linked.village(&it.programme.village.code);
            vec![
                scribe.original(&it.programme.name).marked(it.simulated),
                rupiah(it.amount()),
                village.map_or_else(Cell::absent, |of| Cell::link(scribe.village(of))),
                Cell::link(scribe.agency(&it.programme.agency.key)),
                Cell::text(it.programme.state.label(locale)),
                rupiah(it.pledged),
                rupiah(it.committed),
                rupiah(it.disbursed),
                Cell::number(locale.date(it.programme.planned_start), it.programme.planned_start),
                Cell::number(locale.whole(it.days), it.days),
            ]
        })
        .collect();
    let (shown, all) = (locale.whole(as_count(rows.len())), locale.whole(as_count(waiting.len())));
    let table = Table::new(
        say!(
            locale,
            "Program yang dananya belum disalurkan seluruhnya padahal tanggal mulainya sudah lewat: {shown} dari {all}, \
             dari jumlah terbesar",
            "Programmes not fully disbursed though their start date is past: {shown} of {all}, the largest amount first"
        ),
        &[
            scribe.say("Program", "Programme"),
            scribe.say("#Menunggu (rupiah)", "#Waiting (rupiah)"),
            scribe.say("Desa", "Village"),
            "OPD",
            scribe.say("Keadaan", "State"),
            scribe.say("#Dijanjikan (rupiah)", "#Pledged (rupiah)"),
            scribe.say("#Dianggarkan (rupiah)", "#Committed (rupiah)"),
            scribe.say("#Disalurkan (rupiah)", "#Disbursed (rupiah)"),
            scribe.say("Rencana mulai", "Planned start"),
            scribe.say("#Lewat (hari)", "#Past (days)"),
        ],
        rows,
    );
    (said, (!table.rows.is_empty()).then(|| scribe.cite_simulated(table)))
}
