//! What was decided, who is to do it by when, and the schedule.

use serde::Serialize;

use crate::chart::{Gantt, Task};
use crate::data::record::{ActionItem, Meeting, Programme};
use crate::data::vocabulary::{ActionState, ProgrammeState};
use crate::linked::{days_late, of};
use crate::meaning;
use crate::scribe::{Scribe, Sketch, say};
use crate::view::{Cell, Figure, Heading, KeyFigure, Link, Table};

use super::overview::SEED_MEETING;
use super::query;
use super::table::{self, About, as_count};

/// How many programmes the schedule shows before it sends the reader to the agencies.
const SHOWN_PROGRAMMES: usize = 40;

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct FollowUp {
    heading: Heading,
    seed: Option<Entry>,
    overdue: Option<Table>,
    items: Option<Figure>,
    programmes: Option<Figure>,
    programmes_all: String,
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
    let shown = programmes.len().min(SHOWN_PROGRAMMES);
    let (count, all) =
        (scribe.locale.whole(as_count(shown)), scribe.locale.whole(as_count(programmes.len())));
    FollowUp {
        heading: heading(scribe, &late),
        seed: scribe.linked.meeting(SEED_MEETING).map(|meeting| entry(scribe, meeting)),
        overdue: table::actions(
            scribe,
            &late,
            About::All,
            scribe.say("Tindak lanjut yang melewati tenggatnya", "Action items past their due date"),
        ),
        items: items(scribe),
        programmes: table::schedule(scribe, "jadwal-program", &programmes[..shown], About::All),
        programmes_all: if shown < programmes.len() {
            say!(
                scribe.locale,
                "Ditampilkan {count} dari {all} program yang belum selesai, menurut tanggal mulai; sisanya di \
                 halaman perangkat daerah masing-masing.",
                "Shown are {count} of {all} unfinished programmes, by start; the others are on the pages of \
                 their agencies."
            )
        } else {
            String::new()
        },
        meetings: data
            .meetings
            .iter()
            .filter(|meeting| meeting.key != SEED_MEETING)
            .map(|meeting| entry(scribe, meeting))
            .collect(),
    }
}

fn heading(scribe: &Scribe<'_, '_>, late: &[&ActionItem]) -> Heading {
    let items = &scribe.linked.data.action_items;
    let done: Vec<&ActionItem> = items.iter().filter(|item| is_done(item)).collect();
    let all = scribe.locale.whole(as_count(items.len()));
    let (done_count, late_count) =
        (scribe.locale.whole(as_count(done.len())), scribe.locale.whole(as_count(late.len())));
    let undated = items.iter().filter(|item| item.due_on.is_none()).count();
    let undated = scribe.locale.whole(as_count(undated));
    let key = |label: &str, value: &str, detail: String| KeyFigure {
        label: label.to_owned(),
        value: value.to_owned(),
        detail,
        simulated: items.iter().any(|item| item.simulated),
        ..KeyFigure::default()
    };
    Heading {
        title: scribe.say("Keputusan dan tindak lanjut", "Decisions and follow-up").to_owned(),
        lead: say!(
            scribe.locale,
            "Dari {all} tindak lanjut, {done_count} selesai dan {late_count} melewati tenggatnya.",
            "Of {all} action items, {done_count} are done and {late_count} are past their due date."
        ),
        key_figures: vec![
            key(
                scribe.say("Tindak lanjut", "Action items"),
                &all,
                say!(scribe.locale, "{undated} tanpa tenggat", "{undated} without a due date"),
            ),
            key(scribe.say("Selesai", "Done"), &done_count, String::new()),
            key(scribe.say("Terlambat", "Late"), &late_count, String::new()),
        ],
        lead_simulated: items.iter().any(|item| item.simulated),
        ..Heading::default()
    }
}

fn is_done(item: &ActionItem) -> bool {
    matches!(item.state, ActionState::Done | ActionState::Verified)
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
        title: scribe.say(&meeting.title, &meeting.title_en).to_owned(),
        date: scribe.locale.dated(meeting.held_on, meeting.date_precision),
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
    let rows = dated.iter().map(|(item, meeting)| {
        let day = |day: chrono::NaiveDate| Cell::number(scribe.locale.date(day), day);
        vec![
            Cell::text(scribe.say(&item.title, &item.title_en)).marked(item.simulated),
            day(meeting.held_on),
            item.due_on.map_or_else(Cell::absent, day),
            item.completed_on.map_or_else(Cell::absent, day),
            Cell::text(table::standing(scribe, item)),
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
            "Bagan Gantt {all} tindak lanjut dengan tenggat, pelaksanaan, dan garis hari ini. Tabel di bawah.",
            "Gantt chart of {all} action items with due dates, progress and a line for today. Table below."
        ),
        table: Table::new(
            scribe.say("Jadwal tindak lanjut", "Schedule of action items"),
            &[
                scribe.say("Tindak lanjut", "Action item"),
                scribe.say("Diputuskan", "Decided"),
                scribe.say("Tenggat", "Due"),
                scribe.say("Selesai", "Done"),
                scribe.say("Keadaan", "State"),
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
