//! Tables and schedules that several pages show.

use chrono::NaiveDate;

use crate::chart::{Gantt, Task};
use crate::data::record::{Accompaniment, ActionItem, Need, Programme, SyncCount, Transaction, Village};
use crate::data::vocabulary::ProgrammeState;
use crate::edition::measure::{self, Measure};
use crate::ledger::Total;
use crate::linked::{days_late, is_done, of};
use crate::locale::Locale;
use crate::meaning;
use crate::scribe::{Scribe, Sketch, say};
use crate::shorthand::NOT_AVAILABLE;
use crate::view::{Cell, Figure, Table};

use super::funding::unstated;
use super::query;

/// What a table leaves out because the page is about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A village.
    Village,
    /// An agency.
    Agency,
    /// Neither.
    All,
}

/// Leaves out a column.
fn without(columns: &mut Vec<&str>, rows: &mut [Vec<Cell>], left_out: &str) {
    if let Some(at) = columns.iter().position(|label| *label == left_out) {
        columns.remove(at);
        for row in rows {
            row.remove(at);
        }
    }
}

fn table(
    caption: String,
    mut columns: Vec<&str>,
    mut rows: Vec<Vec<Cell>>,
    left_out: &[&str],
) -> Option<Table> {
    for label in left_out {
        without(&mut columns, &mut rows, label);
    }
    // A column of which nothing is known only takes room.
    for at in (1..columns.len()).rev() {
        if rows.iter().all(|row| row[at].text == NOT_AVAILABLE) {
            columns.remove(at);
            for row in &mut rows {
                row.remove(at);
            }
        }
    }
    (!rows.is_empty()).then(|| Table::new(caption, &columns, rows))
}

/// Who accompanies which village.
pub fn accompaniments(scribe: &Scribe<'_, '_>, rows: &[&Accompaniment], about: About) -> Option<Table> {
    let (village, agency) = (scribe.say("Wilayah", "Place"), "OPD");
    let locale = scribe.locale;
    let row = |it: &&Accompaniment| {
        let scheme = it_scheme(scribe, it);
        vec![
            Cell::link(scribe.region(&it.region.code)).marked(it.simulated),
            Cell::link(scribe.agency(&it.agency.key)).marked(it.simulated && about == About::Village),
            Cell::number(locale.dated(it.starts_on, it.date_precision), it.starts_on),
            it.ends_on.map_or_else(
                || Cell::text(scribe.say("belum ada", "none yet")),
                |last| Cell::number(locale.dated(last, it.date_precision), last),
            ),
            Cell::text(it.state.label(locale)),
            Cell::text(scheme),
            Cell::text(it.role.label(locale)),
            scribe.source(&it.source.key),
        ]
    };
    let columns = vec![
        village,
        agency,
        scribe.say("Sejak", "Since"),
        scribe.say("Sampai", "Until"),
        scribe.say("Keadaan", "State"),
        scribe.say("Skema", "Scheme"),
        scribe.say("Peran", "Role"),
        scribe.say("Sumber", "Source"),
    ];
    let left_out = match about {
        About::Village => vec![village],
        About::Agency => vec![agency],
        About::All => vec![],
    };
    let caption = scribe.say("Pendampingan, yang terbaru lebih dahulu", "Accompaniments, the latest first");
    table(caption.to_owned(), columns, rows.iter().map(row).collect(), &left_out)
}

fn it_scheme(scribe: &Scribe<'_, '_>, it: &Accompaniment) -> String {
    let scheme = scribe.linked.scheme(&it.scheme.key);
    scheme.map(|scheme| scribe.scheme_name(scheme).to_owned()).unwrap_or_default()
}

/// The needs of a village that have no funder, and how many there are; absent where nobody has asked what it needs.
pub fn open_needs<'d>(scribe: &Scribe<'_, 'd>, village: &Village) -> (Cell, Vec<&'d Need>) {
    let needs = of(&scribe.linked.needs_of, &village.code);
    let open: Vec<&Need> = needs.iter().copied().filter(|it| scribe.linked.is_unfunded(it)).collect();
    let count = Cell::number(scribe.locale.whole(as_count(open.len())), open.len());
    let cell =
        if needs.is_empty() { Cell::absent() } else { count.marked(needs.iter().any(|it| it.simulated)) };
    (cell, open)
}

/// What villages need, what it costs, and whether anybody pays.
pub fn needs(scribe: &Scribe<'_, '_>, rows: &[&Need], about: About, caption: &str) -> Option<Table> {
    let locale = scribe.locale;
    let (village, agency) = (scribe.say("Desa", "Village"), "OPD");
    let row = |it: &&Need| {
        let place = scribe.linked.village(&it.village.code).map(|of| Cell::link(scribe.village(of)));
        let corrected = |measure: Measure| scribe.is_corrected(measure.key, &it.key, "");
        let state = if scribe.linked.is_unfunded(it) {
            scribe.say("belum ada pendana", "no funder yet")
        } else {
            it.state.label(locale)
        };
        vec![
            scribe.original(&it.title).marked(it.simulated),
            scribe.cost(it).corrected(corrected(measure::COST)),
            place.unwrap_or_else(Cell::absent),
            Cell::text(it.need_type.label(locale)),
            scribe.quantity(it).corrected(corrected(measure::QUANTITY)),
            Cell::text(state),
            it.agency.as_ref().map_or_else(Cell::absent, |of| Cell::link(scribe.agency(&of.key))),
            scribe.source(&it.source.key),
        ]
    };
    let columns = vec![
        scribe.say("Kebutuhan", "Need"),
        scribe.say("#Biaya (rupiah)", "#Cost (rupiah)"),
        village,
        scribe.say("Jenis", "Kind"),
        scribe.say("#Jumlah", "#Quantity"),
        scribe.say("Keadaan", "State"),
        agency,
        scribe.say("Sumber", "Source"),
    ];
    let left_out = match about {
        About::Village => vec![village],
        About::Agency => vec![agency],
        About::All => vec![],
    };
    table(caption.to_owned(), columns, rows.iter().map(row).collect(), &left_out)
}

/// Rows of the ledger, the latest first.
pub fn ledger(scribe: &Scribe<'_, '_>, rows: &[&Transaction], about: About, caption: &str) -> Option<Table> {
    let locale = scribe.locale;
    let place = scribe.say("Tempat", "Place");
    let row = |it: &&Transaction| {
        vec![
            Cell::number(locale.dated(it.occurred_on, it.date_precision), it.occurred_on),
            scribe.amount(it),
            Cell::text(it.kind.label(locale)),
            scribe.original(&it.description),
            Cell::link(scribe.region(&it.region.code)),
            Cell::link(scribe.fund(&it.funding_source.key)),
            Cell::text(it.value_kind.label(locale)),
            scribe.source(&it.source.key),
        ]
    };
    let columns = vec![
        scribe.say("Tanggal", "Date"),
        scribe.say("#Jumlah (rupiah)", "#Amount (rupiah)"),
        scribe.say("Tahap", "Stage"),
        scribe.say("Untuk", "For"),
        place,
        scribe.say("Dari", "From"),
        scribe.say("Wujud", "Form"),
        scribe.say("Sumber", "Source"),
    ];
    let left_out = if about == About::Village { vec![place] } else { vec![] };
    table(caption.to_owned(), columns, rows.iter().rev().map(row).collect(), &left_out)
}

/// What is to be done, by when, and where it stands.
pub fn actions(scribe: &Scribe<'_, '_>, rows: &[&ActionItem], about: About, caption: &str) -> Option<Table> {
    let locale = scribe.locale;
    let agency = "OPD";
    let row = |it: &&ActionItem| {
        vec![
            Cell::text(scribe.say(&it.title, &it.title_en)).marked(it.simulated),
            Cell::text(standing(scribe, it)),
            due(scribe, it),
            it.agency.as_ref().map_or_else(Cell::absent, |of| Cell::link(scribe.agency(&of.key))),
            Cell::text(locale.prefer(it.evidence.as_deref().unwrap_or_default(), it.evidence_en.as_deref())),
            scribe.source(&it.source.key),
        ]
    };
    let columns = vec![
        scribe.say("Tindak lanjut", "Action item"),
        scribe.say("Keadaan", "State"),
        scribe.say("Tenggat", "Due"),
        agency,
        scribe.say("Bukti", "Evidence"),
        scribe.say("Sumber", "Source"),
    ];
    let left_out = if about == About::Agency { vec![agency] } else { vec![] };
    table(caption.to_owned(), columns, rows.iter().map(row).collect(), &left_out)
}

fn due(scribe: &Scribe<'_, '_>, it: &ActionItem) -> Cell {
    let Some(day) = it.due_on else {
        return Cell::text(scribe.say("belum ditetapkan", "not set"));
    };
    let written = scribe.locale.date(day);
    let text = match it.original_due_on.filter(|first| *first != day) {
        Some(first) => {
            let first = scribe.locale.date(first);
            say!(scribe.locale, "{written} (semula {first})", "{written} (first {first})")
        }
        None => written,
    };
    Cell::number(text, day)
}

/// Where an action item stands, in words that count the days it is late.
pub fn standing(scribe: &Scribe<'_, '_>, it: &ActionItem) -> String {
    let state = it.state.label(scribe.locale);
    // What is done waits for nothing.
    let reason = it.postponed_reason.as_ref().filter(|_| !is_done(it));
    let state = match reason {
        Some(reason) => format!("{state}: {reason}"),
        None => state.to_owned(),
    };
    match days_late(it, scribe.today) {
        Some(days) => {
            let days = scribe.locale.whole(days);
            say!(scribe.locale, "{state}, terlambat {days} hari", "{state}, {days} days late")
        }
        None => state,
    }
}

/// Agreement of the registry of a village between levels, by cycle.
pub fn registry(scribe: &Scribe<'_, '_>, rows: &[&SyncCount]) -> Option<Table> {
    let locale = scribe.locale;
    let mut rows = rows.to_vec();
    rows.sort_by_key(|it| scribe.linked.cycle(&it.cycle.key).map(|cycle| cycle.starts_on));
    let row = |it: &&SyncCount| {
        let period = scribe.linked.cycle(&it.cycle.key).map_or("", |cycle| cycle.period.as_str());
        let corrected = |measure: Measure| scribe.is_corrected(measure.key, &it.village.code, &it.cycle.key);
        vec![
            scribe.period(period).marked(it.simulated),
            share_in_sync(it)
                .map_or_else(|| scribe.count(None, it.cell_state), |share| Cell::rounded(locale, share, 0)),
            scribe.count(it.village_rows, it.cell_state).corrected(corrected(measure::ENTRIES)),
            scribe.count(it.regency_rows, it.cell_state).corrected(corrected(measure::ENTRIES_OF_REGENCY)),
            it.lag_days.map_or_else(Cell::absent, |days| Cell::number(locale.whole(i64::from(days)), days)),
            scribe.source(&it.source.key),
        ]
    };
    let columns = vec![
        scribe.say("Putaran", "Cycle"),
        scribe.say("#Sama di kedua tingkat (persen)", "#The same at both levels (per cent)"),
        scribe.say("#Entri di desa", "#Entries at the village"),
        scribe.say("#Entri di kabupaten", "#Entries at the regency"),
        scribe.say("#Jeda (hari)", "#Lag (days)"),
        scribe.say("Sumber", "Source"),
    ];
    let caption = scribe.say(
        "Keselarasan data pendataan antara desa dan kabupaten",
        "Agreement of the registry between village and regency",
    );
    table(caption.to_owned(), columns, rows.iter().map(row).collect(), &[])
}

/// Rows that both levels hold with the same content, per cent of all rows that either holds; none where a part of it is
/// not told.
pub fn share_in_sync(count: &SyncCount) -> Option<f64> {
    let all = count.village_rows? + count.only_regency?;
    let apart = count.only_village? + count.only_regency? + count.differing?;
    (all > 0).then(|| f64::from(all - apart) / f64::from(all) * 100.0)
}

/// How many programmes a schedule draws; its table has them all.
const DRAWN: usize = 40;

/// Programmes as a schedule: planned, actual, and today.
pub fn schedule(
    scribe: &Scribe<'_, '_>,
    id: &'static str,
    programmes: &[&Programme],
    about: About,
) -> Option<Figure> {
    if programmes.is_empty() {
        return None;
    }
    let (locale, today) = (scribe.locale, scribe.today);
    let late = programmes.iter().filter(|it| days_over(it, today).is_some()).count();
    let (late_text, all) = (locale.whole(as_count(late)), locale.whole(as_count(programmes.len())));
    let title = match late {
        0 if programmes.iter().all(|it| is_over(it)) => scribe
            .say("Semua program sudah selesai atau dibatalkan", "All programmes are done or cancelled")
            .to_owned(),
        0 => scribe
            .say(
                "Semua program yang belum selesai masih dalam jadwalnya",
                "All programmes that are not done are within their schedule",
            )
            .to_owned(),
        _ => say!(
            locale,
            "{late_text} dari {all} program belum selesai, padahal jadwalnya sudah lewat",
            "{late_text} of {all} programmes are past their schedule and not done"
        ),
    };
    let tasks: Vec<Task> = programmes.iter().take(DRAWN).map(|it| task(scribe, it, about)).collect();
    let drawn = locale.whole(as_count(tasks.len()));
    let notes = (tasks.len() < programmes.len()).then(|| {
        say!(
            locale,
            "Digambar {drawn} dari {all} program; semuanya ada di tabel.",
            "Drawn are {drawn} of {all} programmes; the table has them all."
        )
    });
    let today_text = locale.date(today);
    let sketch = Sketch {
        id,
        title,
        period: today_text.clone(),
        meaning: meaning::schedule(scribe),
        query: query::programmes(&match (about, programmes) {
            (About::Village, [first, ..]) => {
                format!("village: {{ code: {{ eq: \"{}\" }} }}", first.village.code)
            }
            (About::Agency, [first, ..]) => format!("agency: {{ key: {{ eq: \"{}\" }} }}", first.agency.key),
            _ => String::new(),
        }),
        subtitle: say!(
            locale,
            "Rencana dan pelaksanaan program per {today_text}",
            "Planned and actual dates of programmes on {today_text}"
        ),
        desc: say!(
            locale,
            "Bagan Gantt {drawn} program dengan rencana, pelaksanaan, dan garis hari ini. Belum selesai, padahal jadwalnya \
             sudah lewat: {late_text} dari {all}. Tabel di bawah.",
            "Gantt chart of {drawn} programmes with plan, actual dates and a line for today. Past their schedule and not \
             done: {late_text} of {all}. Table below."
        ),
        table: schedule_table(scribe, programmes, about),
        notes: notes.into_iter().collect(),
        sources: programmes.iter().map(|it| it.source.key.clone()).collect(),
    };
    Some(scribe.draw(sketch, |frame| {
        Box::new(Gantt {
            frame,
            tasks: tasks.clone(),
            today,
            today_label: say!(locale, "hari ini, {today_text}", "today, {today_text}"),
            planned_name: scribe.say("direncanakan", "planned").to_owned(),
            actual_name: scribe.say("dilaksanakan", "actual").to_owned(),
        })
    }))
}

fn task(scribe: &Scribe<'_, '_>, it: &Programme, about: About) -> Task {
    let village = scribe.linked.village(&it.village.code).filter(|_| about != About::Village);
    Task {
        label: match village {
            Some(village) => format!("{}, {}", it.name, village.name),
            None => it.name.clone(),
        },
        planned_start: it.planned_start,
        planned_end: it.planned_end,
        actual_start: it.actual_start,
        actual_end: it.actual_end,
        note: progress(scribe, it),
        overdue: days_over(it, scribe.today).is_some(),
    }
}

/// Days by which a programme has run past its plan without being done.
fn days_over(it: &Programme, today: NaiveDate) -> Option<i64> {
    let over = (today - it.planned_end).num_days();
    (!is_over(it) && over > 0).then_some(over)
}

fn is_over(it: &Programme) -> bool {
    matches!(it.state, ProgrammeState::Done | ProgrammeState::Cancelled) || it.actual_end.is_some()
}

fn progress(scribe: &Scribe<'_, '_>, it: &Programme) -> String {
    let state = it.state.label(scribe.locale);
    match days_over(it, scribe.today) {
        Some(days) => {
            let days = scribe.locale.whole(days);
            say!(scribe.locale, "{state}, terlambat {days} hari", "{state}, {days} days late")
        }
        None => state.to_owned(),
    }
}

fn schedule_table(scribe: &Scribe<'_, '_>, programmes: &[&Programme], about: About) -> Table {
    let locale = scribe.locale;
    let (village, agency) = (scribe.say("Desa", "Village"), "OPD");
    let day = |day: NaiveDate| Cell::number(locale.date(day), day);
    let not_yet = || Cell::text(scribe.say("belum", "not yet"));
    let row = |it: &&Programme| {
        let place = scribe.linked.village(&it.village.code).map(|of| Cell::link(scribe.village(of)));
        let steps = of(&scribe.linked.activities_of, &it.key);
        let done = steps.iter().filter(|step| step.actual_end.is_some()).count();
        vec![
            scribe.original(&it.name).marked(it.simulated),
            Cell::text(progress(scribe, it)),
            place.unwrap_or_else(Cell::absent),
            Cell::link(scribe.agency(&it.agency.key)),
            Cell::text(it.sector.label(locale)),
            day(it.planned_start),
            day(it.planned_end),
            it.actual_start.map_or_else(not_yet, day),
            it.actual_end.map_or_else(not_yet, day),
            Cell::text(format!("{done}/{}", steps.len())),
        ]
    };
    let mut columns = vec![
        "Program",
        scribe.say("Keadaan", "State"),
        village,
        agency,
        scribe.say("Sektor", "Sector"),
        scribe.say("Rencana mulai", "Planned start"),
        scribe.say("Rencana selesai", "Planned end"),
        scribe.say("Mulai", "Start"),
        scribe.say("Selesai", "End"),
        scribe.say("#Kegiatan selesai", "#Activities done"),
    ];
    if locale == Locale::En {
        columns[0] = "Programme";
    }
    let mut rows: Vec<Vec<Cell>> = programmes.iter().map(row).collect();
    match about {
        About::Village => without(&mut columns, &mut rows, village),
        About::Agency => without(&mut columns, &mut rows, agency),
        About::All => {}
    }
    Table::new(scribe.say("Jadwal program", "Schedule of programmes"), &columns, rows)
}

/// A total of cash: the shorthand where nothing is recorded, words where no amount is stated.
pub fn total(scribe: &Scribe<'_, '_>, total: Total) -> Cell {
    let (amount, unknown) = (total.amount, unstated(scribe.locale, total.unknown));
    let written = scribe.locale.rupiah(amount);
    match (amount, total.unknown) {
        (0, 0) => Cell::absent(),
        (0, _) => Cell::text(unknown),
        (_, 0) => Cell::number(written, amount),
        _ => Cell::number(format!("{written}; {unknown}"), amount),
    }
    .marked(total.simulated)
}

/// Up to three by name, more by their number: `Cluwak dan Tayu`, `7 kecamatan`.
pub fn few(locale: Locale, names: &[&str], noun: &str) -> String {
    match names.len() {
        0..=3 => locale.list(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()),
        count => format!("{} {noun}", locale.whole(as_count(count))),
    }
}

/// A count of records as a number that is written.
pub fn as_count(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
