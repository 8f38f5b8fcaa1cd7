//! Figures per village and year that fit the totals that are public.
//!
//! Exactly kept, wherever the database holds them for the regency:
//! the population of 2020 (also per kecamatan) and of December 2024; the people listed in DTKS in 2023; the
//! families matched and the people in both lists of July 2023; the people that the social agency named in
//! 2025; and how many villages had which IDM status in each year. Everything else is simulated freely.
//! No survey figure is broken down: surveys say nothing on villages.

use super::accompaniment::Pairing;
use super::draw::Draw;
use super::indicator::{HOUSES, LISTED, LISTED_SHARE, NO_LATRINE, STUNTING};
use super::portion::parts;
use super::portrait::Portrait;
use super::sheet::{Cells, row};
use super::time::day;
use super::village_index;
use super::world::{REGENCY, World};

/// Years with figures.
const YEARS: std::ops::RangeInclusive<i32> = 2019..=2025;

/// Families listed and houses, in per mille of their number in 2022, by year from 2019.
const COURSE: [i64; 7] = [985, 1_020, 1_060, 1_000, 960, 925, 895];

/// What one year of accompaniment takes off, in per mille.
const EFFECT: i64 = 18;

/// A rate of stunted children stands alone, without its count that a release could look at, so villages where fewer than
/// this are stunted have a rate of zero.
const FEW_CHILDREN: i64 = 10;

/// A known total of one moment: indicator, period, first and last day.
type Moment = (&'static str, &'static str, (i32, u32, u32), (i32, u32, u32));

/// Totals that villages are made to add up to.
const MOMENTS: &[Moment] = &[
    ("keluarga-ekstrem-padan", "2023-07", (2023, 7, 1), (2023, 7, 31)),
    ("p3ke-dtks-desil-1", "2023-07", (2023, 7, 1), (2023, 7, 31)),
    ("dtsen-orang-miskin", "2025", (2025, 1, 1), (2025, 12, 31)),
];

/// The figures of all villages.
#[derive(Clone, Debug)]
pub struct Figures {
    /// People per year from 2019, per village.
    pub people: Vec<Vec<i64>>,
    /// People listed in DTKS per year from 2019, per village; empty when no total is known.
    pub in_registry: Vec<Vec<i64>>,
}

impl Figures {
    /// Draws the figures that other tables need as well.
    #[must_use]
    pub fn draw(world: &World, portraits: &[Portrait]) -> Self {
        let people = YEARS.map(|year| people(world, portraits, year)).collect();
        let known = world.value("dtks-orang", REGENCY, "2023");
        let in_registry = known.map_or(Vec::new(), |total| {
            let years = YEARS.zip(COURSE);
            years
                .map(|(year, course)| {
                    // The known year keeps its total, the others follow the course around it.
                    let total = if year == 2023 { total } else { total * course / COURSE[4] };
                    parts(total, &burden(world, portraits, &format!("registry/{}", year / 2)), 0)
                })
                .collect()
        });
        Self { people, in_registry }
    }
}

/// The rows of all villages.
#[must_use]
pub fn rows(world: &World, portraits: &[Portrait], pairings: &[Pairing], figures: &Figures) -> Vec<Cells> {
    let mut rows = Vec::new();
    for (year, at) in YEARS.zip(0..) {
        for (village, portrait) in portraits.iter().enumerate() {
            let code = &world.villages[village].code;
            if world.value("penduduk", REGENCY, "2020").is_some() {
                rows.push(yearly("penduduk", code, year, figures.people[at][village].to_string()));
            }
            if let Some(listed) = figures.in_registry.get(at).filter(|_| year < 2025) {
                rows.push(yearly("dtks-orang", code, year, listed[village].to_string()));
            }
            let accompanied = accompanied_years(pairings, village, year);
            rows.extend(hardships(world, code, *portrait, year, accompanied));
        }
    }
    for (indicator, period, first, last) in MOMENTS {
        let Some(total) = world.value(indicator, REGENCY, period) else { continue };
        let shares = parts(total, &burden(world, portraits, indicator), 0);
        for (village, share) in world.villages.iter().zip(shares) {
            let (first, last) = (day(first.0, first.1, first.2), day(last.0, last.1, last.2));
            rows.push(cells(indicator, &village.code, period, (first, last), share.to_string()));
        }
    }
    rows.extend(village_index::values(world, portraits).into_iter().map(|(village, year, value)| {
        yearly(super::indicator::VILLAGE_INDEX, &world.villages[village].code, year, decimal(value, 4))
    }));
    rows
}

/// Population by year: straight between the census of 2020 and the count of December 2024, and on from there.
fn people(world: &World, portraits: &[Portrait], year: i32) -> Vec<i64> {
    let census: i64 = portraits.iter().map(|portrait| portrait.people).sum();
    let counted = world.value("penduduk", REGENCY, "2024-12").unwrap_or(census * 104 / 100);
    if year == 2020 {
        return portraits.iter().map(|portrait| portrait.people).collect();
    }
    let total = census + (counted - census) * i64::from(year - 2020) / 4;
    let mut draw = Draw::new(world.seed, "people");
    let weights: Vec<u64> = portraits
        .iter()
        .map(|portrait| {
            let growth = draw.between(-12, 12) * i64::from(year - 2020);
            (portrait.people * (1_000 + growth / 4)).unsigned_abs()
        })
        .collect();
    parts(total, &weights, 100)
}

/// Weights by which a total of people in need is parted over the villages.
fn burden(world: &World, portraits: &[Portrait], name: &str) -> Vec<u64> {
    let mut draw = Draw::new(world.seed, name);
    let weight =
        |portrait: &Portrait| portrait.people * (250 + portrait.hardship) / 100 * draw.between(88, 112);
    portraits.iter().map(weight).map(i64::unsigned_abs).collect()
}

/// Years that a village had been accompanied by the end of `year`.
fn accompanied_years(pairings: &[Pairing], village: usize, year: i32) -> i64 {
    use chrono::Datelike as _;

    let of_village = pairings.iter().filter(|pairing| pairing.village == village && pairing.leads);
    let years = of_village.map(|pairing| {
        let last = pairing.ends_on.map_or(year, |day| day.year()).min(year);
        i64::from((last - pairing.starts_on.year() + 1).max(0))
    });
    years.sum()
}

/// What grows from the hardship of a village.
fn hardships(world: &World, code: &str, portrait: Portrait, year: i32, accompanied: i64) -> Vec<Cells> {
    let mut draw = Draw::new(world.seed, &format!("figures/{code}/{year}"));
    let course = usize::try_from(year - YEARS.start()).ok().and_then(|at| COURSE.get(at)).unwrap_or(&1_000);
    let course = course - accompanied * EFFECT;
    let mut count = |per_mille: i64| {
        let noise = draw.between(955, 1_045);
        portrait.families * per_mille / 1_000 * course / 1_000 * noise / 1_000
    };
    let listed = count(70 + portrait.hardship * 42 / 100);
    let houses = count(4 + portrait.hardship * 60 / 1_000);
    let no_latrine = count(2 + portrait.hardship * 45 / 1_000);
    let children = portrait.families * 26 / 100;
    let stunted = at_least(count(9 + portrait.hardship * 55 / 1_000), FEW_CHILDREN).min(children);
    vec![
        yearly(LISTED, code, year, listed.to_string()),
        yearly(LISTED_SHARE, code, year, decimal(listed * 10_000 / portrait.families.max(1), 2)),
        yearly(HOUSES, code, year, houses.to_string()),
        yearly(NO_LATRINE, code, year, no_latrine.to_string()),
        yearly(STUNTING, code, year, decimal(stunted * 10_000 / children.max(1), 2)),
    ]
}

/// A count with those left out that are too few.
#[must_use]
pub fn at_least(count: i64, least: i64) -> i64 {
    if count < least { 0 } else { count }
}

/// A scaled value as text.
#[must_use]
pub fn decimal(scaled: i64, decimals: u32) -> String {
    let unit = 10_i64.pow(decimals);
    format!("{}.{:0width$}", scaled / unit, scaled % unit, width = decimals as usize)
}

/// The row of an observation for a year.
#[must_use]
pub fn yearly(indicator: &str, region: &str, year: i32, value: String) -> Cells {
    cells(indicator, region, &year.to_string(), (day(year, 1, 1), day(year, 12, 31)), value)
}

fn cells(
    indicator: &str,
    region: &str,
    period: &str,
    (first, last): (chrono::NaiveDate, chrono::NaiveDate),
    value: String,
) -> Cells {
    row! {
        period: period,
        starts_on: first,
        ends_on: last,
        value: value,
        method: "Simulasi",
        status: "ESTIMATED",
        standing: "PUBLISHED",
        indicator: indicator,
        region: region,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scaled_values_are_written_with_their_decimals() {
        for (scaled, decimals, text) in
            [(7_312, 4, "0.7312"), (905, 2, "9.05"), (1_200, 2, "12.00"), (4, 0, "4.0")]
        {
            let written = decimal(scaled, decimals);
            assert_eq!(written, text);
        }
    }

    #[test]
    fn counts_that_are_too_small_become_none() {
        assert_eq!([0, 4, 5, 9].map(|count| at_least(count, 5)), [0, 0, 5, 9]);
    }
}
