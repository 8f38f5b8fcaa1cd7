//! One stakeholder: what it gave, where, and which meetings it took part in.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::chart::{Bar, BarChart, Tone};
use crate::data::record::{Stakeholder, Transaction};
use crate::data::vocabulary::TransactionKind;
use crate::ledger::{self, Counting};
use crate::linked::of;
use crate::links::Target;
use crate::meaning;
use crate::scribe::{Scribe, Sketch, say};
use crate::view::{Cell, Fact, Facts, Figure, Heading, KeyFigure, Link, Table};

use super::funding;
use super::query;
use super::stakeholders::{given, is_simulated};
use super::table::{self, About, as_count};

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct StakeholderPage {
    heading: Heading,
    facts: Facts,
    places: Option<Figure>,
    given: Option<Table>,
    received: Option<Table>,
    meetings: Option<Table>,
}

/// Writes the page of a stakeholder that is in the data.
pub fn context(scribe: &Scribe<'_, '_>, key: &str) -> Option<StakeholderPage> {
    let stakeholder = scribe.linked.stakeholder(key)?;
    let rows = given(scribe, key);
    Some(StakeholderPage {
        heading: heading(scribe, stakeholder, &rows),
        facts: facts(scribe, stakeholder),
        places: places(scribe, key, &rows),
        given: table::ledger(
            scribe,
            &rows,
            About::All,
            scribe.say("Dana yang diberikan, yang terbaru lebih dahulu", "Money given, the latest first"),
        ),
        received: table::ledger(
            scribe,
            of(&scribe.linked.received_by, key),
            About::All,
            scribe.say("Dana yang diterima untuk disalurkan", "Money received to be passed on"),
        ),
        meetings: meetings(scribe, key),
    })
}

fn heading(scribe: &Scribe<'_, '_>, stakeholder: &Stakeholder, rows: &[&Transaction]) -> Heading {
    let name = scribe.stakeholder_name(stakeholder);
    let role = scribe.locale.prefer(&stakeholder.role, stakeholder.role_en.as_deref());
    let stages = [
        (TransactionKind::Pledge, scribe.say("Dijanjikan", "Pledged")),
        (TransactionKind::Disbursement, scribe.say("Disalurkan", "Disbursed")),
        (TransactionKind::Expenditure, scribe.say("Dipakai", "Spent")),
    ];
    let figure = |(stage, label): (TransactionKind, &str)| {
        if !rows.iter().any(|row| row.kind == stage) {
            return None;
        }
        let total = ledger::total(rows, stage, Counting::LastMile);
        let unknown = scribe.locale.whole(as_count(total.unknown));
        Some(KeyFigure {
            label: label.to_owned(),
            value: scribe.locale.rupiah_short(total.amount),
            detail: match total.unknown {
                0 => scribe.say("uang tunai", "cash").to_owned(),
                _ => say!(
                    scribe.locale,
                    "uang tunai; {unknown} catatan tanpa jumlah",
                    "cash; records without an amount: {unknown}"
                ),
            },
            simulated: total.simulated,
            ..KeyFigure::default()
        })
    };
    Heading {
        title: name.to_owned(),
        lead: format!("{role}."),
        crumbs: vec![Link::to(scribe.say("Mitra", "Stakeholders"), scribe.href(Target::Stakeholders))],
        key_figures: stages.into_iter().filter_map(figure).collect(),
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

/// Cash that was spent, by place.
fn places(scribe: &Scribe<'_, '_>, key: &str, rows: &[&Transaction]) -> Option<Figure> {
    let spent = ledger::counted(rows, TransactionKind::Expenditure, Counting::LastMile);
    let mut by_place: BTreeMap<&str, Vec<(&Transaction, i64)>> = BTreeMap::new();
    for (row, left) in &spent {
        by_place.entry(&row.region.code).or_default().push((row, *left));
    }
    let mut places: Vec<(&str, ledger::Total)> = by_place
        .iter()
        .map(|(code, rows)| (*code, ledger::sum(rows)))
        .filter(|(_, total)| total.amount > 0)
        .collect();
    if places.len() < 2 {
        return None;
    }
    places.sort_by_key(|(code, total)| (std::cmp::Reverse(total.amount), *code));
    let (first, all) = (scribe.region(places.first()?.0).text, scribe.locale.whole(as_count(places.len())));
    let bars: Vec<Bar> = places
        .iter()
        .map(|(code, total)| Bar {
            label: scribe.region(code).text,
            value: Some(total.amount as f64),
            text: scribe.locale.rupiah_short(total.amount),
            highlight: false,
            simulated: total.simulated,
        })
        .collect();
    let cells = places.iter().map(|(code, total)| {
        vec![
            Cell::link(scribe.region(code)),
            Cell::number(scribe.locale.rupiah(total.amount), total.amount).marked(total.simulated),
        ]
    });
    let sketch = Sketch {
        id: "tempat",
        period: funding::years_of(scribe, &funding::rows_of(&spent)),
        meaning: meaning::money(scribe),
        query: query::money(
            &format!("fundingSource: {{ stakeholder: {{ key: {{ eq: \"{key}\" }} }} }}"),
            "{ kind: true }, { region: { code: true } }",
            "kind region { code }",
        ),
        title: say!(
            scribe.locale,
            "Dana dipakai di {all} tempat, terbanyak di {first}",
            "Money was spent in {all} places, most of it in {first}"
        ),
        subtitle: scribe.say("Uang tunai yang dipakai, rupiah", "Cash spent, rupiah").to_owned(),
        desc: say!(
            scribe.locale,
            "Diagram batang {all} tempat; terbanyak {first}. Tabel di bawah.",
            "Bar chart of {all} places; the most in {first}. Table below."
        ),
        table: Table::new(
            scribe.say("Uang tunai yang dipakai menurut tempat", "Cash spent by place"),
            &[scribe.say("Tempat", "Place"), scribe.say("#Jumlah (rupiah)", "#Amount (rupiah)")],
            cells.collect(),
        ),
        notes: vec![],
        sources: spent.iter().map(|(row, _)| row.source.key.clone()).collect(),
    };
    Some(scribe.draw(sketch, |frame| Box::new(BarChart { frame, bars: bars.clone(), tone: Tone::S2 })))
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
