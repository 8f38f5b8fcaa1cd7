//! One stakeholder: what it gave, where, for what, what became of it, which needs fit, and where it took part.

mod fit;
mod given;
mod outcome;
mod places;

use serde::Serialize;

use crate::data::record::{ActionItem, Need, Stakeholder, Transaction};
use crate::data::vocabulary::TransactionKind;
use crate::ledger::{self, Counting};
use crate::linked::of;
use crate::links::Target;
use crate::scribe::{Scribe, say};
use crate::view::{Cell, Fact, Facts, Figure, Heading, KeyFigure, Link, Table};

use super::funding::{STAGES, rows_of, unstated, years_of};
use super::overview::unfunded;
use super::stakeholders::{given as given_by, is_simulated};
use super::table::{self, About, as_count};

/// How many rows of a long ledger are shown; the downloads have all.
const SHOWN: usize = 50;

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct StakeholderPage {
    heading: Heading,
    facts: Facts,
    years: Option<Figure>,
    given: Option<Table>,
    places: Option<Figure>,
    reached: Option<Table>,
    sectors: Option<Figure>,
    outcome: outcome::Outcome,
    fit: fit::Fits,
    ledger: Option<Table>,
    received: Option<Table>,
    meetings: Option<Table>,
    actions: Option<Table>,
    none_given: String,
}

/// Writes the page of a stakeholder that is in the data.
pub fn context(scribe: &Scribe<'_, '_>, key: &str) -> Option<StakeholderPage> {
    let stakeholder = scribe.linked.stakeholder(key)?;
    let rows = given_by(scribe, key);
    let open: Vec<&Need> = unfunded(scribe);
    let name = scribe.stakeholder_name(stakeholder);
    // Figures are numbered as they are drawn, so in the order of the page.
    let years = given::years(scribe, key, &rows);
    let places = places::map(scribe, key, &rows);
    let sectors = given::sectors(scribe, key, &rows);
    Some(StakeholderPage {
        heading: heading(scribe, stakeholder, &rows),
        facts: facts(scribe, stakeholder),
        given: given::table(scribe, &rows),
        reached: places::table(scribe, &rows),
        outcome: outcome::outcome(scribe, &rows),
        fit: fit::fits(scribe, name, &rows, &open),
        ledger: latest(scribe, &rows, scribe.say("Dana yang diberikan", "Money given")),
        received: latest(
            scribe,
            of(&scribe.linked.received_by, key),
            scribe.say("Dana yang diterima untuk disalurkan", "Money received to be passed on"),
        ),
        meetings: meetings(scribe, key),
        actions: actions(scribe, key),
        none_given: if rows.is_empty() {
            say!(
                scribe.locale,
                "Belum ada dana dari {name} yang disebut sumber laporan ini. Itu tidak berarti tidak ada: dana yang \
                 disalurkan langsung sering tidak diumumkan.",
                "No source of this report states money from {name} yet. That does not mean there is none: money that is \
                 given directly is often not made public."
            )
        } else {
            String::new()
        },
        years,
        places,
        sectors,
    })
}

/// The last stage of which public or simulated records state an amount of cash.
fn furthest(rows: &[&Transaction]) -> Option<TransactionKind> {
    let is_known = |stage: &&TransactionKind| ledger::total(rows, **stage, Counting::LastMile).amount > 0;
    STAGES.iter().rev().find(is_known).copied()
}

/// The condition on transactions that chooses those of a stakeholder.
fn filter(key: &str) -> String {
    format!("fundingSource: {{ stakeholder: {{ key: {{ eq: \"{key}\" }} }} }}")
}

/// The latest of some rows of the ledger.
fn latest(scribe: &Scribe<'_, '_>, rows: &[&Transaction], what: &str) -> Option<Table> {
    let shown = &rows[rows.len().saturating_sub(SHOWN)..];
    let (count, all) =
        (scribe.locale.whole(as_count(shown.len())), scribe.locale.whole(as_count(rows.len())));
    let caption = if shown.len() < rows.len() {
        say!(
            scribe.locale,
            "{what}: {count} catatan terbaru dari {all}; semuanya ada di unduhan",
            "{what}: the latest {count} of {all} records; the downloads have them all"
        )
    } else {
        say!(scribe.locale, "{what}, yang terbaru lebih dahulu", "{what}, the latest first")
    };
    table::ledger(scribe, shown, About::All, &caption)
}

fn heading(scribe: &Scribe<'_, '_>, stakeholder: &Stakeholder, rows: &[&Transaction]) -> Heading {
    let name = scribe.stakeholder_name(stakeholder);
    let role = scribe.locale.prefer(&stakeholder.role, stakeholder.role_en.as_deref());
    let labels = [
        scribe.say("Dijanjikan", "Pledged"),
        scribe.say("Dianggarkan", "Committed"),
        scribe.say("Disalurkan", "Disbursed"),
        scribe.say("Dipakai", "Spent"),
    ];
    let figure = |(stage, label): (TransactionKind, &str)| {
        let counted = ledger::counted(rows, stage, Counting::LastMile);
        let total = ledger::sum(&counted);
        if total.amount == 0 && total.unknown == 0 {
            return None;
        }
        let (cash, years) = (scribe.say("uang tunai", "cash"), years_of(scribe, &rows_of(&counted)));
        let cash = format!("{cash}, {years}");
        Some(KeyFigure {
            label: label.to_owned(),
            value: if total.amount == 0 {
                scribe.say("tidak disebut", "not stated").to_owned()
            } else {
                scribe.locale.rupiah_short(total.amount)
            },
            detail: match total.unknown {
                0 => cash,
                unknown => format!("{cash}; {}", unstated(scribe.locale, unknown)),
            },
            simulated: total.simulated,
            ..KeyFigure::default()
        })
    };
    Heading {
        title: Cell::text(name).marked(is_simulated(scribe, stakeholder)).text,
        lead: format!("{role}."),
        crumbs: vec![Link::to(scribe.say("Mitra", "Stakeholders"), scribe.href(Target::Stakeholders))],
        key_figures: STAGES.into_iter().zip(labels).filter_map(figure).collect(),
        lead_simulated: false,
        simulated: is_simulated(scribe, stakeholder),
    }
}

fn facts(scribe: &Scribe<'_, '_>, stakeholder: &Stakeholder) -> Facts {
    let fact = |term: &str, details| Fact { term: term.to_owned(), details, simulated: false };
    let funds = of(&scribe.linked.funds_of, &stakeholder.key).iter().map(|fund| {
        Link::plain(format!("{} ({})", scribe.fund_name(fund), fund.channel.label(scribe.locale)))
    });
    let mut facts = vec![
        fact(scribe.say("Jenis", "Kind"), vec![Link::plain(stakeholder.kind.label(scribe.locale))]),
        fact(scribe.say("Sumber dana", "Funding sources"), funds.collect()),
        fact(scribe.say("Sumber", "Source"), vec![scribe.cite(&stakeholder.source.key)]),
    ];
    facts.retain(|fact| !fact.details.is_empty());
    facts
}

/// What follows from the meetings that it attended.
fn actions(scribe: &Scribe<'_, '_>, key: &str) -> Option<Table> {
    let attended = of(&scribe.linked.attended_by, key);
    let decisions = attended.iter().flat_map(|it| of(&scribe.linked.decisions_of, &it.meeting.key));
    let mut items: Vec<&ActionItem> =
        decisions.flat_map(|decision| of(&scribe.linked.actions_of, &decision.key)).copied().collect();
    items.sort_by(|a, b| (a.due_on.is_none(), a.due_on, &a.key).cmp(&(b.due_on.is_none(), b.due_on, &b.key)));
    items.dedup_by(|a, b| a.key == b.key);
    let caption = scribe.say(
        "Tindak lanjut dari pertemuan yang dihadiri, menurut tenggat",
        "Action items from the meetings attended, by due date",
    );
    table::actions(scribe, &items, About::All, caption)
}

fn meetings(scribe: &Scribe<'_, '_>, key: &str) -> Option<Table> {
    let attended = of(&scribe.linked.attended_by, key);
    let rows: Vec<Vec<Cell>> = attended
        .iter()
        .filter_map(|it| scribe.linked.meeting(&it.meeting.key))
        .map(|meeting| {
            let day = scribe.locale.dated(meeting.held_on, meeting.date_precision);
            let anchor = format!("{}#{}", scribe.href(Target::FollowUp), meeting.key);
            let title = scribe.say(&meeting.title, &meeting.title_en);
            vec![
                Cell::link(Link::to(title, anchor)).marked(meeting.simulated),
                Cell::number(day, meeting.held_on),
                scribe.source(&meeting.source.key),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| {
        Table::new(
            scribe.say("Pertemuan yang dihadiri", "Meetings attended"),
            &[
                scribe.say("Pertemuan", "Meeting"),
                scribe.say("Tanggal", "Date"),
                scribe.say("Sumber", "Source"),
            ],
            rows,
        )
    })
}
