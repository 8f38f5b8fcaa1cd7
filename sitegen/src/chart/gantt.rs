//! Schedules: what was planned, what was done, and where we are.

use chrono::{Datelike as _, Months, NaiveDate};

use super::axis::Scale;
use super::ink::{Ink, Role};
use super::legend::Legend;
use super::measure::{self, SMALL};
use super::rows::Rows;
use super::sheet::{self, Lettering, Sheet};
use super::{Figure, Frame};
use crate::locale::Locale;

/// Tasks over time: planned as outline, actual as fill, today as a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gantt {
    /// Words around the figure, and its width.
    pub frame: Frame,
    /// From top to bottom, sorted by the caller.
    pub tasks: Vec<Task>,
    /// The day the line stands for.
    pub today: NaiveDate,
    /// What is written on that line, such as "hari ini, 23 November 2026".
    pub today_label: String,
    /// What the key calls the outline.
    pub planned_name: String,
    /// What the key calls the fill.
    pub actual_name: String,
}

/// One task. A period that ends before it starts is read the other way round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Task {
    /// What is to be done.
    pub label: String,
    /// First planned day.
    pub planned_start: NaiveDate,
    /// Last planned day.
    pub planned_end: NaiveDate,
    /// Day it began, if it did.
    pub actual_start: Option<NaiveDate>,
    /// Day it ended; a task that began and has not ended runs until today.
    pub actual_end: Option<NaiveDate>,
    /// State in words, such as "terlambat 12 hari".
    pub note: String,
    /// Whether the note must not be overlooked.
    pub overdue: bool,
}

/// What the time axis counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Months,
    Quarters,
    Years(i32),
}

impl Figure for Gantt {
    fn draw(&self, id: &str, locale: Locale) -> String {
        if self.tasks.is_empty() {
            return sheet::draw_empty(&self.frame, id, "gantt");
        }
        let width = self.frame.width.units();
        let names = [(Role::Plan, self.planned_name.as_str()), (Role::Actual, self.actual_name.as_str())];
        let legend = Legend::new(names.map(|(role, name)| (Ink::from(role), name)), width);
        let top = legend.height() + 42.0;
        let texts = self.tasks.iter().map(|task| (task.label.as_str(), task.note.as_str()));
        let rows = Rows::with_notes(texts, &self.frame, top);
        let (first, last) = self.days();
        let step = Step::for_span(first, last);
        let from = step.floor(first).unwrap_or(first);
        let x = Scale::new((day(from), day(last) + 1.0), (rows.left, width - 1.0));

        let svg = sheet::draw(&self.frame, id, "gantt", rows.bottom + 2.0, |sheet| {
            legend.draw(sheet);
            for y in rows.boundaries() {
                sheet.line((0.0, y), (width, y), Role::Grid);
            }
            draw_axis(sheet, step.periods(from, last), step, x, (top, rows.bottom), locale);
            // Lines run behind the words.
            self.draw_today(sheet, x, legend.height(), rows.bottom);
            for (index, task) in self.tasks.iter().enumerate() {
                let note = if task.overdue { Role::Strong } else { Role::Muted };
                rows.draw_label(sheet, index, Role::Text, note);
                self.draw_task(sheet, task, x, rows.middle(index));
            }
        });
        rows.spots().on(&svg)
    }
}

impl Gantt {
    fn days(&self) -> (NaiveDate, NaiveDate) {
        let days = self.tasks.iter().flat_map(|task| {
            [Some(task.planned_start), Some(task.planned_end), task.actual_start, task.actual_end]
        });
        let days = days.flatten();
        days.fold((self.today, self.today), |(first, last), day| (first.min(day), last.max(day)))
    }

    fn draw_task(&self, sheet: &Sheet<'_>, task: &Task, x: Scale, middle: f64) {
        let (from, to) = in_order(task.planned_start, task.planned_end);
        sheet.rect((x.at(day(from)), middle - 8.0), (x.at(day(to) + 1.0), middle + 8.0), Role::Plan);
        let Some(start) = task.actual_start else { return };
        let (from, to) = in_order(start, task.actual_end.unwrap_or(self.today.max(start)));
        sheet.rect((x.at(day(from)), middle - 4.0), (x.at(day(to) + 1.0), middle + 4.0), Role::Actual);
    }

    fn draw_today(&self, sheet: &Sheet<'_>, x: Scale, top: f64, bottom: f64) {
        let width = self.frame.width.units();
        let at = x.at(day(self.today) + 0.5);
        let label = measure::cut(&self.today_label, SMALL, width / measure::BOLD);
        let half = measure::width(&label, SMALL) * measure::BOLD / 2.0;
        let middle = at.min(width - half).max(half);
        sheet.text((middle, top + 8.0), &label, Lettering::small(Role::Strong).centered());
        sheet.line((at, top + 17.0), (at, bottom), Role::Today);
    }
}

impl Step {
    /// Months up to eight of them, quarters up to ten, else years, never too many.
    fn for_span(first: NaiveDate, last: NaiveDate) -> Self {
        let years = last.year().saturating_sub(first.year());
        match last.signed_duration_since(first).num_days() {
            ..=245 => Self::Months,
            246..=920 => Self::Quarters,
            _ => Self::Years(
                [1, 2, 5, 10, 50].into_iter().find(|step| years / step <= 12).unwrap_or(years / 10),
            ),
        }
    }

    /// The first day of the period a day lies in.
    fn floor(self, date: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Months => date.with_day(1),
            Self::Quarters => NaiveDate::from_ymd_opt(date.year(), date.month0() / 3 * 3 + 1, 1),
            Self::Years(_) => NaiveDate::from_ymd_opt(date.year(), 1, 1),
        }
    }

    fn after(self, date: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Months => date.checked_add_months(Months::new(1)),
            Self::Quarters => date.checked_add_months(Months::new(3)),
            Self::Years(years) => NaiveDate::from_ymd_opt(date.year().checked_add(years)?, 1, 1),
        }
    }

    /// First days of the periods.
    fn periods(self, from: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        std::iter::successors(Some(from), move |date| self.after(*date)).take_while(move |date| *date <= last)
    }

    fn label(self, date: NaiveDate, locale: Locale) -> String {
        match self {
            Self::Months => {
                let month = locale.month(date);
                month.chars().take(3).collect()
            }
            Self::Quarters => {
                let quarter = (date.month0() / 3) as usize;
                let name = locale
                    .say(["Tw I", "Tw II", "Tw III", "Tw IV"][quarter], ["Q1", "Q2", "Q3", "Q4"][quarter]);
                name.to_owned()
            }
            Self::Years(_) => date.year().to_string(),
        }
    }
}

/// Period starts as vertical hairlines, each named to its right; the year where it begins.
fn draw_axis(
    sheet: &Sheet<'_>,
    periods: impl Iterator<Item = NaiveDate>,
    step: Step,
    x: Scale,
    (top, bottom): (f64, f64),
    locale: Locale,
) {
    let periods: Vec<NaiveDate> = periods.collect();
    for date in &periods {
        sheet.line((x.at(day(*date)), top - 18.0), (x.at(day(*date)), bottom), Role::Grid);
    }
    let mut free_from = f64::NEG_INFINITY;
    for (date, label) in labels(&periods, step, x, locale) {
        let left = x.at(day(date)) + 3.0;
        let right = left + measure::width(&label, SMALL);
        // A period that only begins at the end of the sheet goes without its name.
        if left >= free_from && right <= x.end() {
            sheet.text((left, top - 11.0), &label, Lettering::small(Role::Muted));
            free_from = right + 4.0;
        }
    }
}

/// Names of periods. Where those of quarters have no room, years alone are named.
fn labels(periods: &[NaiveDate], step: Step, x: Scale, locale: Locale) -> Vec<(NaiveDate, String)> {
    let begins = |(index, date): &(usize, &NaiveDate)| *index == 0 || date.month() == 1;
    let named = periods.iter().enumerate().map(|it| {
        let short = step.label(*it.1, locale);
        let is_long = begins(&it) && !matches!(step, Step::Years(_));
        (*it.1, if is_long { format!("{short} {}", it.1.year()) } else { short })
    });
    let named: Vec<(NaiveDate, String)> = named.collect();
    let has_room = |from: NaiveDate, label: &str, to: NaiveDate| {
        x.at(day(from)) + 3.0 + measure::width(label, SMALL) < x.at(day(to))
    };
    let all_have = named.windows(2).all(|pair| has_room(pair[0].0, &pair[0].1, pair[1].0));
    if step != Step::Quarters || all_have {
        return named;
    }
    let years = periods.iter().enumerate().filter(begins).map(|(_, date)| (*date, date.year().to_string()));
    let mut years: Vec<(NaiveDate, String)> = years.collect();
    // The rest of a first year may be short; the second one has its whole name.
    if let [first, second, ..] = years.as_slice()
        && !has_room(first.0, &first.1, second.0)
    {
        years.remove(0);
    }
    years
}

fn in_order(start: NaiveDate, end: NaiveDate) -> (NaiveDate, NaiveDate) {
    (start.min(end), start.max(end))
}

fn day(date: NaiveDate) -> f64 {
    f64::from(date.num_days_from_ce())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is named of quarters on an axis of a width.
    fn named(first: (i32, u32), quarters: usize, width: f64) -> Vec<String> {
        let from = NaiveDate::from_ymd_opt(first.0, first.1, 1).unwrap();
        let last = from.checked_add_months(Months::new(u32::try_from(3 * quarters).unwrap() - 1)).unwrap();
        let periods: Vec<NaiveDate> = Step::Quarters.periods(from, last).collect();
        let x = Scale::new((day(from), day(last)), (0.0, width));
        labels(&periods, Step::Quarters, x, Locale::Id).into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn quarters_are_all_named_or_their_years_are() {
        assert_eq!(named((2024, 10), 3, 600.0), ["Tw IV 2024", "Tw I 2025", "Tw II"]);
        assert_eq!(named((2024, 7), 9, 320.0), ["2024", "2025", "2026"]);
        assert_eq!(named((2024, 10), 9, 220.0), ["2025", "2026"]);
    }
}
