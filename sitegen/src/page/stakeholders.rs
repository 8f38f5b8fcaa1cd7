//! All stakeholders.

use serde::Serialize;

use crate::data::record::{Stakeholder, Transaction};
use crate::data::vocabulary::TransactionKind;
use crate::ledger::{self, Counting};
use crate::linked::of;
use crate::locale::Locale;
use crate::scribe::{Scribe, say};
use crate::view::{Cell, Heading, Table};

use super::table::{self, as_count};

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct Stakeholders {
    heading: Heading,
    table: Table,
}

/// Ledger rows of the money that a stakeholder gives.
pub fn given<'d>(scribe: &Scribe<'_, 'd>, stakeholder: &str) -> Vec<&'d Transaction> {
    let funds = of(&scribe.linked.funds_of, stakeholder);
    let mut rows: Vec<&Transaction> =
        funds.iter().flat_map(|fund| of(&scribe.linked.transactions_from, &fund.key)).copied().collect();
    rows.sort_by_key(|row| (row.occurred_on, &row.key));
    rows
}

/// Whether the simulator made a stakeholder.
pub fn is_simulated(scribe: &Scribe<'_, '_>, stakeholder: &Stakeholder) -> bool {
    scribe.linked.data.is_simulated(&stakeholder.source.key)
}

/// Writes the page.
pub fn context(scribe: &Scribe<'_, '_>) -> Stakeholders {
    let all = &scribe.linked.data.stakeholders;
    let simulated = all.iter().filter(|it| is_simulated(scribe, it)).count();
    Stakeholders {
        heading: Heading {
            title: scribe.say("Mitra dan pemangku kepentingan", "Stakeholders").to_owned(),
            lead: answer(scribe.locale, all.len() - simulated, simulated),
            lead_simulated: simulated > 0,
            ..Heading::default()
        },
        table: table(scribe, all),
    }
}

/// How many take part; what is simulated is counted apart.
fn answer(locale: Locale, public: usize, simulated: usize) -> String {
    let (named, made) = (locale.whole(as_count(public)), locale.whole(as_count(simulated)));
    let public = say!(
        locale,
        "Sumber publik menyebut {named} lembaga yang ikut menanggulangi kemiskinan.",
        "Public sources name {named} organisations that take part."
    );
    match simulated {
        0 => public,
        _ => say!(locale, "{public} Lembaga simulasi: {made}.", "{public} Simulated ones: {made}."),
    }
}

fn table(scribe: &Scribe<'_, '_>, all: &[Stakeholder]) -> Table {
    let mut all: Vec<&Stakeholder> = all.iter().collect();
    all.sort_by_cached_key(|it| (scribe.stakeholder_name(it).to_lowercase(), it.key.clone()));
    let rows = all.into_iter().map(|it| {
        let simulated = is_simulated(scribe, it);
        let rows = given(scribe, &it.key);
        let spent = ledger::total(&rows, TransactionKind::Expenditure, Counting::LastMile);
        let role = scribe.locale.prefer(&it.role, it.role_en.as_deref());
        vec![
            Cell::link(scribe.stakeholder(&it.key)).marked(simulated),
            table::total(scribe, spent),
            Cell::text(it.kind.label(scribe.locale)),
            Cell::text(role),
            Cell::number(scribe.locale.whole(as_count(rows.len())), rows.len()),
            scribe.source(&it.source.key),
        ]
    });
    Table::new(
        scribe.say("Lembaga menurut nama", "Organisations by name"),
        &[
            scribe.say("Lembaga", "Organisation"),
            scribe.say("#Tunai yang dipakai (rupiah)", "#Cash spent (rupiah)"),
            scribe.say("Jenis", "Kind"),
            scribe.say("Peran", "Role"),
            scribe.say("#Catatan dana", "#Ledger rows"),
            scribe.say("Sumber", "Source"),
        ],
        rows.collect(),
    )
}
