//! What was decided, who is to do it by when, and the schedule.

use serde::Serialize;

use crate::chart::{Gantt, Task};
use crate::data::record::{ActionItem, Meeting, Programme};
use crate::data::vocabulary::{ActionState, ProgrammeState};
use crate::linked::{days_late, is_done, of};
use crate::locale::Locale;
use crate::meaning;
use crate::scribe::{Scribe, Sketch, say};
use crate::view::{Cell, Figure, Heading, KeyFigure, Link, Table};

use super::overview::SEED_MEETING;
use super::query;
use super::table::{self, About, as_count};

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct FollowUp {
    heading: Heading,
    seed: Option<Entry>,
    overdue: Option<Table>,
    items: Option<Figure>,
    programmes: Option<Figure>,
    meetings: Vec<Entry>,
}

/// A meeting with what followed.
#[derive(Debug, Serialize)]
struct Entry {
    id: String,
    title: String,
    date: String,
    kind: String,
    place: String,
    chair: String,
    summary: String,
    attended: Vec<Link>,
    decisions: Vec<Decided>,
    simulated: bool,
    source: Link,
}

#[derive(Debug, Serialize)]
struct Decided {
    text: String,
    items: Option<Table>,
}

/// Writes the page.
pub fn context(scribe: &Scribe<'_, '_>) -> FollowUp {
    let data = scribe.linked.data;
    let late: Vec<&ActionItem> =
        data.action_items.iter().filter(|item| days_late(item, scribe.today).is_some()).collect();
    let programmes: Vec<&Programme> = data
        .programmes
        .iter()
        .filter(|it| !matches!(it.state, ProgrammeState::Done | ProgrammeState::Cancelled))
        .collect();
    FollowUp {
        heading: heading(scribe),
        seed: scribe.linked.meeting(SEED_MEETING).map(|meeting| entry(scribe, meeting)),
        overdue: table::actions(
            scribe,
            &late,
            About::All,
            scribe.say("Tindak lanjut yang melewati tenggatnya", "Action items past their due date"),
        ),
        items: items(scribe),
        programmes: table::schedule(scribe, "jadwal-program", &programmes, About::All),
        meetings: data
            .meetings
            .iter()
            .filter(|meeting| meeting.key != SEED_MEETING)
            .map(|meeting| entry(scribe, meeting))
            .collect(),
    }
}

/// How many action items there are, and where they stand.
struct Tally {
    all: usize,
    done: usize,
    late: usize,
    undated: usize,
}

impl Tally {
    fn of<'i>(scribe: &Scribe<'_, '_>, items: impl Iterator<Item = &'i ActionItem>) -> Self {
        let mut tally = Self { all: 0, done: 0, late: 0, undated: 0 };
        for item in items {
            tally.all += 1;
            tally.done += usize::from(is_done(item));
            tally.late += usize::from(days_late(item, scribe.today).is_some());
            tally.undated += usize::from(item.due_on.is_none());
        }
        tally
    }
}

/// The answer of the page: what public sources name comes first and is never counted together with what is simulated.
fn answer(locale: Locale, public: &Tally, simulated: &Tally) -> String {
    let standing = |tally: &Tally| {
        let (done, late) = (locale.whole(as_count(tally.done)), locale.whole(as_count(tally.late)));
        match (tally.done, tally.late) {
            (0, 0) => locale.say("belum ada yang selesai", "none is done yet").to_owned(),
            (0, _) => say!(
                locale,
                "belum ada yang selesai dan {late} melewati tenggatnya",
                "none is done yet, and past their due date: {late}"
            ),
            (_, 0) => say!(locale, "{done} selesai", "done: {done}"),
            _ => say!(
                locale,
                "{done} selesai dan {late} melewati tenggatnya",
                "done: {done}; past their due date: {late}"
            ),
        }
    };
    let counted = |tally: &Tally| locale.whole(as_count(tally.all));
    let (of_public, of_simulated) = (standing(public), standing(simulated));
    let (named, made) = (counted(public), counted(simulated));
    let public = match public.all {
        0 => locale
            .say("Sumber publik belum menyebut tindak lanjut.", "Public sources name no action item yet.")
            .to_owned(),
        _ => say!(
            locale,
            "Tindak lanjut menurut sumber publik: {named}; {of_public}.",
            "Action items by public sources: {named}; {of_public}."
        ),
    };
    match simulated.all {
        0 => public,
        _ => say!(
            locale,
            "{public} Simulasi: {made}; {of_simulated}.",
            "{public} Simulated: {made}; {of_simulated}."
        ),
    }
}

fn heading(scribe: &Scribe<'_, '_>) -> Heading {
    let locale = scribe.locale;
    let items = || scribe.linked.data.action_items.iter();
    let public = Tally::of(scribe, items().filter(|item| !item.simulated));
    let simulated = Tally::of(scribe, items().filter(|item| item.simulated));
    let key = |label: &str, of: fn(&Tally) -> usize| {
        let made = locale.whole(as_count(of(&simulated)));
        KeyFigure {
            label: label.to_owned(),
            value: locale.whole(as_count(of(&public))),
            detail: if simulated.all > 0 {
                say!(locale, "sumber publik; simulasi\u{a0}{made}", "public sources; simulated\u{a0}{made}")
            } else {
                scribe.say("sumber publik", "public sources").to_owned()
            },
            ..KeyFigure::default()
        }
    };
    Heading {
        title: scribe.say("Keputusan dan tindak lanjut", "Decisions and follow-up").to_owned(),
        lead: answer(locale, &public, &simulated),
        key_figures: vec![
            key(scribe.say("Tindak lanjut", "Action items"), |it| it.all),
            key(scribe.say("Selesai", "Done"), |it| it.done),
            key(scribe.say("Terlambat", "Late"), |it| it.late),
            key(scribe.say("Tanpa tenggat", "Without a due date"), |it| it.undated),
        ],
        lead_simulated: simulated.all > 0,
        ..Heading::default()
    }
}

fn entry(scribe: &Scribe<'_, '_>, meeting: &Meeting) -> Entry {
    let attended = of(&scribe.linked.attendances_of, &meeting.key).iter().map(|it| {
        match (&it.stakeholder, &it.agency) {
            (Some(of), _) => scribe.stakeholder(&of.key),
            (None, Some(of)) => scribe.agency(&of.key),
            (None, None) => Link::plain(&*it.party),
        }
    });
    let decisions = of(&scribe.linked.decisions_of, &meeting.key).iter().map(|decision| {
        let text = scribe.say(&decision.text, &decision.text_en).to_owned();
        let caption = say!(scribe.locale, "Tindak lanjut: {text}", "Action items: {text}");
        Decided {
            items: table::actions(scribe, of(&scribe.linked.actions_of, &decision.key), About::All, &caption),
            text,
        }
    });
    Entry {
        id: meeting.key.clone(),
        title: Cell::text(scribe.say(&meeting.title, &meeting.title_en)).marked(meeting.simulated).text,
        date: if meeting.held_on > scribe.today {
            let day = scribe.locale.dated(meeting.held_on, meeting.date_precision);
            say!(scribe.locale, "{day} (direncanakan)", "{day} (planned)")
        } else {
            scribe.locale.dated(meeting.held_on, meeting.date_precision)
        },
        kind: meeting.kind.label(scribe.locale).to_owned(),
        place: meeting.place.clone().unwrap_or_default(),
        chair: meeting.chair.clone().unwrap_or_default(),
        summary: scribe.say(&meeting.summary, &meeting.summary_en).to_owned(),
        attended: attended.collect(),
        decisions: decisions.collect(),
        simulated: meeting.simulated,
        source: scribe.cite(&meeting.source.key),
    }
}

/// Action items with a due date, from the meeting that decided them. Those that are done stand in the table only, after
/// the others, so that the drawing shows its first rows.
fn items(scribe: &Scribe<'_, '_>) -> Option<Figure> {
    let mut dated: Vec<(&ActionItem, &Meeting)> = scribe
        .linked
        .data
        .action_items
        .iter()
        .filter(|item| item.due_on.is_some())
        .filter_map(|item| {
            let decision = scribe.linked.decision(&item.decision.key)?;
            Some((item, scribe.linked.meeting(&decision.meeting.key)?))
        })
        .collect();
    if dated.is_empty() {
        return None;
    }
    dated.sort_by_key(|(item, _)| is_done(item));
    let open = scribe.locale.whole(as_count(dated.iter().filter(|(item, _)| !is_done(item)).count()));
    let late = dated.iter().filter(|(item, _)| days_late(item, scribe.today).is_some()).count();
    let (late, all) = (scribe.locale.whole(as_count(late)), scribe.locale.whole(as_count(dated.len())));
    let tasks: Vec<Task> = dated
        .iter()
        .filter(|(item, _)| !is_done(item))
        .map(|(item, meeting)| Task {
            label: scribe.say(&item.title, &item.title_en).to_owned(),
            planned_start: meeting.held_on,
            planned_end: item.due_on.unwrap_or(meeting.held_on),
            actual_start: (item.state != ActionState::Open).then_some(meeting.held_on),
            actual_end: item.completed_on,
            note: table::standing(scribe, item),
            overdue: days_late(item, scribe.today).is_some(),
        })
        .collect();
    let not_yet = || Cell::text(scribe.say("belum", "not yet"));
    let rows = dated.iter().map(|(item, meeting)| {
        let day = |day: chrono::NaiveDate| Cell::number(scribe.locale.date(day), day);
        vec![
            Cell::text(scribe.say(&item.title, &item.title_en)).marked(item.simulated),
            Cell::text(table::standing(scribe, item)),
            day(meeting.held_on),
            item.due_on.map_or_else(Cell::absent, day),
            item.completed_on.map_or_else(not_yet, day),
        ]
    });
    let today = scribe.locale.date(scribe.today);
    let sketch = Sketch {
        id: "jadwal-tindak-lanjut",
        period: today.clone(),
        meaning: meaning::follow_up(scribe),
        query: query::action_items(),
        title: say!(
            scribe.locale,
            "{late} dari {all} tindak lanjut bertenggat sudah terlambat",
            "{late} of {all} dated action items are late"
        ),
        subtitle: say!(
            scribe.locale,
            "Yang belum selesai per {today}: dari keputusan sampai tenggat, dan pengerjaannya",
            "Unfinished on {today}: from decision to due date, and the work on it"
        ),
        desc: say!(
            scribe.locale,
            "Bagan Gantt {open} tindak lanjut yang belum selesai dengan tenggat, pelaksanaan, dan garis hari ini. Terlambat: \
             {late} dari {all} yang bertenggat. Tabel di bawah.",
            "Gantt chart of {open} unfinished action items with due dates, progress and a line for today. Late: {late} of \
             {all} that have a due date. Table below."
        ),
        table: Table::new(
            scribe.say("Jadwal tindak lanjut", "Schedule of action items"),
            &[
                scribe.say("Tindak lanjut", "Action item"),
                scribe.say("Keadaan", "State"),
                scribe.say("Diputuskan", "Decided"),
                scribe.say("Tenggat", "Due"),
                scribe.say("Selesai", "Done"),
            ],
            rows.collect(),
        ),
        notes: vec![],
        sources: dated.iter().map(|(item, _)| item.source.key.clone()).collect(),
    };
    Some(scribe.draw(sketch, |frame| {
        Box::new(Gantt {
            frame,
            tasks: tasks.clone(),
            today: scribe.today,
            today_label: say!(scribe.locale, "hari ini, {today}", "today, {today}"),
            planned_name: scribe.say("sampai tenggat", "until due").to_owned(),
            actual_name: scribe.say("dikerjakan", "worked on").to_owned(),
        })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_simulated_is_counted_apart() {
        let tally = |all, done, late| Tally { all, done, late, undated: 0 };
        let said = |public: &Tally, simulated: &Tally| Locale::ALL.map(|it| answer(it, public, simulated));
        assert_eq!(
            said(&tally(5, 0, 0), &tally(96, 74, 3)),
            [
                "Tindak lanjut menurut sumber publik: 5; belum ada yang selesai. Simulasi: 96; 74 selesai dan 3 melewati \
                 tenggatnya.",
                "Action items by public sources: 5; none is done yet. Simulated: 96; done: 74; past their due date: 3.",
            ]
        );
        assert_eq!(
            said(&tally(0, 0, 0), &tally(0, 0, 0)),
            ["Sumber publik belum menyebut tindak lanjut.", "Public sources name no action item yet."]
        );
        assert_eq!(
            said(&tally(2, 1, 0), &tally(0, 0, 0)),
            [
                "Tindak lanjut menurut sumber publik: 2; 1 selesai.",
                "Action items by public sources: 2; done: 1."
            ]
        );
    }
}
