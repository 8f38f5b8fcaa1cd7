//! The programmes that answer needs, with the steps of their schedules.

use chrono::{Datelike as _, NaiveDate};

use super::draw::Draw;
use super::need::{Answer, Need};
use super::sheet::{Cells, row};
use super::time::{along, day, drawn, moved, present};
use super::world::World;

/// Steps of every programme with the share of its time, in per cent, that each ends at.
const STEPS: &[(&str, i64)] = &[
    ("Verifikasi lapangan", 15),
    ("Pengadaan bahan dan tenaga", 35),
    ("Pelaksanaan", 88),
    ("Serah terima dan pelaporan", 100),
];

/// A programme for one need.
#[derive(Clone, Debug)]
pub struct Programme<'n> {
    /// Natural key.
    pub key: String,
    /// The need that it answers.
    pub need: &'n Need,
    /// Where it stands.
    pub state: &'static str,
    /// Planned first and last day.
    pub planned: (NaiveDate, NaiveDate),
    /// First day of the work.
    pub actual_start: Option<NaiveDate>,
    /// Last day of the work.
    pub actual_end: Option<NaiveDate>,
}

impl Programme<'_> {
    /// What it costs, in rupiah.
    #[must_use]
    pub fn budget(&self) -> i64 {
        self.need.funded() * self.need.kind.unit_cost
    }
}

/// One programme for each need that somebody takes up.
#[must_use]
pub fn programmes<'n>(world: &World, needs: impl Iterator<Item = &'n Need>) -> Vec<Programme<'n>> {
    needs.filter_map(|need| programme(world.seed, need)).collect()
}

fn programme(seed: u64, need: &Need) -> Option<Programme<'_>> {
    let key = need.programme()?;
    let mut draw = Draw::new(seed, &key);
    let draw = &mut draw;
    let length = draw.between(75, 300);
    // Time to find money for what was found.
    let earliest = moved(need.found_on, 75);
    let start = match need.answer {
        Answer::Nobody => return None,
        Answer::Offered => drawn(draw, day(2026, 12, 1), day(2027, 4, 30)),
        // A third of the pledges have waited past the day on which work was to begin.
        Answer::Pledged if draw.chance(34) => drawn(draw, day(2026, 5, 1), day(2026, 9, 30)),
        Answer::Pledged => drawn(draw, day(2026, 12, 1), day(2027, 3, 31)),
        Answer::Running => drawn(draw, day(2026, 1, 15), day(2026, 8, 31)),
        Answer::Partly | Answer::Fully | Answer::Cancelled => drawn(draw, earliest, day(2025, 9, 1)),
    };
    let planned = (start, moved(start, length));
    let begun = moved(start, draw.between(-4, 45));
    let ended = moved(planned.1, draw.between(-12, 110)).min(moved(present(), -5)).max(moved(begun, 20));
    let (state, actual_start, actual_end) = match need.answer {
        Answer::Nobody => return None,
        Answer::Offered if draw.chance(30) => ("DRAFT", None, None),
        Answer::Offered => ("OFFERED", None, None),
        Answer::Pledged => ("MATCHED", None, None),
        Answer::Running => ("RUNNING", Some(begun), None),
        Answer::Partly | Answer::Fully => ("DONE", Some(begun), Some(ended)),
        Answer::Cancelled => ("CANCELLED", None, None),
    };
    Some(Programme { key, need, state, planned, actual_start, actual_end })
}

/// Rows of the programmes.
#[must_use]
pub fn rows(world: &World, programmes: &[Programme<'_>]) -> Vec<Cells> {
    programmes
        .iter()
        .map(|programme| {
            let village = &world.villages[programme.need.village];
            row! {
                key: &programme.key,
                name: format!("{} {} {} (simulasi)", programme.need.kind.programme, village.name, programme.need.found_on.year()),
                sector: programme.need.kind.sector,
                state: programme.state,
                planned_start: programme.planned.0,
                planned_end: programme.planned.1,
                actual_start: programme.actual_start,
                actual_end: programme.actual_end,
                budget: programme.budget(),
                village: &village.code,
                agency: &programme.need.lead,
            }
        })
        .collect()
}

/// Rows of the steps. Work under way has done some of them and is late with others.
#[must_use]
pub fn activity_rows(world: &World, programmes: &[Programme<'_>]) -> Vec<Cells> {
    programmes.iter().flat_map(|programme| steps(world.seed, programme)).collect()
}

fn steps(seed: u64, programme: &Programme<'_>) -> Vec<Cells> {
    let mut draw = Draw::new(seed, &format!("{}/steps", programme.key));
    let lateness = draw.between(0, 60);
    let mut from = 0;
    let steps = STEPS.iter().zip(1..).map(|((name, to), sequence): (_, i32)| {
        let planned = between(programme.planned.0, programme.planned.1, from, *to);
        let (actual_start, actual_end) = match (programme.actual_start, programme.actual_end) {
            (Some(first), Some(last)) => {
                let (first, last) = between(first, last, from, *to);
                (Some(first), Some(last))
            }
            (Some(first), None) => {
                let (first, last) = between(first, moved(programme.planned.1, lateness), from, *to);
                (happened(first), happened(last))
            }
            _ => (None, None),
        };
        from = *to;
        row! {
            key: format!("{}-{sequence}", programme.key),
            sequence: sequence,
            name: format!("{name} (simulasi)"),
            planned_start: planned.0,
            planned_end: planned.1,
            actual_start: actual_start,
            actual_end: actual_end,
            programme: &programme.key,
        }
    });
    steps.collect()
}

fn between(first: NaiveDate, last: NaiveDate, from: i64, to: i64) -> (NaiveDate, NaiveDate) {
    (along(first, last, from, 100), along(first, last, to, 100))
}

/// A day, unless it has not come yet.
fn happened(day: NaiveDate) -> Option<NaiveDate> {
    (day <= present()).then_some(day)
}
