//! From what needs cost to what is done about them, with what falls away at each step.

use crate::chart::{Fall, Step, Waterfall};
use crate::data::record::{Need, Transaction};
use crate::data::vocabulary::{NeedState, ProgrammeState};
use crate::ledger::gap::{self, Gap, Reached};
use crate::linked::of;
use crate::meaning;
use crate::scribe::{Scribe, Sketch, say};
use crate::view::{Cell, Figure, Table};

use super::super::query;
use super::super::table::as_count;
use super::sentence;

/// The names of the steps after the need, each with what falls away before it.
const STEPS: [[(&str, &str); 2]; 5] = [
    [("Dijanjikan", "Pledged"), ("belum dijanjikan", "not pledged")],
    [("Dianggarkan", "Committed"), ("dijanjikan, belum dianggarkan", "pledged, not committed")],
    [("Disalurkan", "Disbursed"), ("dianggarkan, belum disalurkan", "committed, not disbursed")],
    [("Dipakai", "Spent"), ("disalurkan, belum dipakai", "disbursed, not spent")],
    [
        ("Terwujud", "Realised"),
        ("dipakai, belum selesai atau belum berbukti", "spent, not done or without evidence"),
    ],
];

/// The figure of all needs that are not withdrawn; none where no cost is known.
pub fn figure(scribe: &Scribe<'_, '_>) -> Option<Figure> {
    let needs: Vec<&Need> =
        scribe.linked.data.needs.iter().filter(|need| need.state != NeedState::Withdrawn).collect();
    let with_money = needs.iter().map(|need| (*need, of(&scribe.linked.transactions_for, &need.key)));
    let is_done = |row: &Transaction| {
        let programme = row.programme.as_ref().and_then(|it| scribe.linked.programme(&it.key));
        programme.is_some_and(|it| it.state == ProgrammeState::Done)
    };
    let gap = gap::gap(with_money, &is_done);
    if gap.cost <= 0 {
        return None;
    }
    let locale = scribe.locale;
    let day = locale.date(scribe.today);
    let place = scribe.region_name(&scribe.linked.data.regency);
    let [pledged, .., realised] = gap.reached;
    let title = sentence::gap(locale, gap.cost, realised.amount, pledged.fallen);
    let largest = gap.reached.iter().zip(STEPS).max_by_key(|(it, _)| it.fallen)?;
    let (fall, amount) = (scribe.say(largest.1[1].0, largest.1[1].1), locale.rupiah_short(largest.0.fallen));
    let (cost, done) = (locale.rupiah_short(gap.cost), locale.rupiah_short(realised.amount));
    let count = sentence::needs(locale, gap.needs);
    let sources = needs.iter().map(|need| need.source.key.clone());
    let of_money = needs.iter().flat_map(|need| of(&scribe.linked.transactions_for, &need.key));
    let sketch = Sketch {
        id: "kesenjangan",
        title,
        subtitle: say!(
            locale,
            "Biaya {count} dan uang tunai dari semua saluran untuk kebutuhan itu, rupiah, {place}, sampai {day}",
            "Cost of {count} and cash of all channels for them, rupiah, {place}, to {day}"
        ),
        period: day.clone(),
        meaning: meaning::gap(scribe),
        query: query::gap(),
        desc: say!(
            locale,
            "Diagram air terjun dari kebutuhan {cost} sampai terwujud {done}, {place}, per {day}. Yang hilang terbanyak: \
             {fall}, {amount}. Tabel di bawah.",
            "Waterfall chart from needs of {cost} to {done} realised, {place}, on {day}. Most falls away here: {fall}, \
             {amount}. Table below."
        ),
        table: table(scribe, &gap),
        notes: notes(scribe, &gap),
        sources: sources.chain(of_money.map(|row| row.source.key.clone())).collect(),
    };
    let steps = steps(scribe, &gap);
    Some(scribe.draw(sketch, |frame| Box::new(Waterfall { frame, steps: steps.clone() })))
}

fn notes(scribe: &Scribe<'_, '_>, gap: &Gap) -> Vec<String> {
    let mut notes = vec![
        scribe
            .say(
                "Dibandingkan kebutuhan demi kebutuhan, agar kelebihan di satu desa tidak menutupi kekurangan di desa \
                 lain. Uang tunai saja; barang, tenaga, dan kredit tidak dijumlah dengannya. Terwujud berarti dipakai, \
                 ada buktinya, dan programnya selesai.",
                "Compared need by need, so that too much in one village does not hide too little in another. Cash only; \
                 goods, work and credit are not added to it. Realised means spent, with evidence, for a programme that \
                 is done.",
            )
            .to_owned(),
    ];
    if gap.unpriced > 0 {
        let count = sentence::needs(scribe.locale, gap.unpriced);
        notes.push(say!(
            scribe.locale,
            "Tidak ikut, karena biayanya tidak disebut atau dirahasiakan: {count}.",
            "Left out, as the cost is not stated or confidential: {count}."
        ));
    }
    notes
}

fn steps(scribe: &Scribe<'_, '_>, gap: &Gap) -> Vec<Step> {
    let locale = scribe.locale;
    let fall = |at: usize| {
        let reached = gap.reached.get(at).filter(|it| it.fallen > 0)?;
        let (id, en) = STEPS[at][1];
        Some(Fall {
            label: locale.say(id, en).to_owned(),
            value: reached.fallen as f64,
            text: locale.rupiah_short(reached.fallen),
        })
    };
    let step = |(id, en): (&str, &str), amount: i64, note: String, at: usize| Step {
        label: locale.say(id, en).to_owned(),
        note,
        value: amount as f64,
        text: locale.rupiah_short(amount),
        simulated: gap.simulated,
        fall: fall(at),
    };
    let first = step(("Kebutuhan", "Needs"), gap.cost, String::new(), 0);
    let others = gap
        .reached
        .iter()
        .enumerate()
        .map(|(at, reached)| step(STEPS[at][0], reached.amount, note(scribe, reached), at + 1));
    std::iter::once(first).chain(others).collect()
}

/// What else must be known at a step.
fn note(scribe: &Scribe<'_, '_>, reached: &Reached) -> String {
    let mut said = vec![
        sentence::surplus(scribe.locale, reached.surplus),
        sentence::unstated(scribe.locale, reached.unknown),
    ];
    said.retain(|it| !it.is_empty());
    said.join("; ")
}

fn table(scribe: &Scribe<'_, '_>, gap: &Gap) -> Table {
    let locale = scribe.locale;
    let rupiah = |amount: i64| Cell::number(locale.rupiah(amount), amount);
    let count = |count: usize| Cell::number(locale.whole(as_count(count)), count);
    let mut rows = vec![vec![
        Cell::text(scribe.say("Kebutuhan", "Needs")),
        rupiah(gap.cost).marked(gap.simulated),
        rupiah(0),
        rupiah(0),
        count(gap.unpriced),
    ]];
    rows.extend(gap.reached.iter().zip(STEPS).map(|(reached, [(id, en), _])| {
        vec![
            Cell::text(scribe.say(id, en)),
            rupiah(reached.amount).marked(gap.simulated),
            rupiah(reached.fallen).marked(gap.simulated),
            rupiah(reached.surplus).marked(gap.simulated),
            count(reached.unknown),
        ]
    }));
    Table::new(
        scribe.say("Dari kebutuhan sampai terwujud", "From need to realised"),
        &[
            scribe.say("Tahap", "Step"),
            scribe.say("#Jumlah (rupiah)", "#Amount (rupiah)"),
            scribe.say(
                "#Hilang sejak tahap sebelumnya (rupiah)",
                "#Fallen away since the step before (rupiah)",
            ),
            scribe.say("#Lebih dari tahap sebelumnya (rupiah)", "#More than the step before (rupiah)"),
            scribe.say("#Tanpa jumlah (catatan)", "#Without an amount (records)"),
        ],
        rows,
    )
}
