//! The calendar of the simulation.

use chrono::{Days, NaiveDate};

use super::draw::Draw;

/// The simulated present: what lies behind it is a plan.
pub fn present() -> NaiveDate {
    day(2026, 11, 1)
}

/// A day that is written in the code; one that does not exist is the first day of the calendar.
pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// A day moved by a number of days, which may be negative.
pub fn moved(day: NaiveDate, days: i64) -> NaiveDate {
    let by = Days::new(days.unsigned_abs());
    let moved = if days < 0 { day.checked_sub_days(by) } else { day.checked_add_days(by) };
    moved.unwrap_or(day)
}

/// A day between two, both included.
pub fn drawn(draw: &mut Draw, first: NaiveDate, last: NaiveDate) -> NaiveDate {
    moved(first, draw.between(0, (last - first).num_days().max(0)))
}

/// The day that lies at `part` of `parts` between two days.
pub fn along(first: NaiveDate, last: NaiveDate, part: i64, parts: i64) -> NaiveDate {
    moved(first, (last - first).num_days() * part / parts.max(1))
}
