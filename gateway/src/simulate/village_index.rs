//! The village index of each desa, so that as many desa have each status as the regency's figures say.

use super::draw::Draw;
use super::portrait::Portrait;
use super::world::{REGENCY, World};

/// Years of the index; what replaced it in 2025 cannot be compared.
const YEARS: std::ops::RangeInclusive<i32> = 2019..=2024;

/// Statuses from the best: the indicator that counts them in the regency, the bounds of the index in ten
/// thousandths, and how many of a thousand desa have it by year where no source tells.
const STATUSES: &[(&str, (i64, i64), [usize; 6])] = &[
    ("desa-mandiri", (8_156, 8_900), [5, 10, 15, 52, 112, 200]),
    ("desa-maju", (7_073, 8_155), [177, 234, 347, 461, 536, 561]),
    ("desa-berkembang", (5_990, 7_072), [780, 756, 638, 487, 352, 239]),
    ("desa-tertinggal", (4_908, 5_989), [38, 0, 0, 0, 0, 0]),
];

/// The index of each desa as (place of the village, year, ten thousandths).
#[must_use]
pub fn values(world: &World, portraits: &[Portrait]) -> Vec<(usize, i32, i64)> {
    let mut values = Vec::new();
    for (year, at) in YEARS.zip(0..) {
        let mut order = by_strength(world, portraits, year).into_iter().peekable();
        let desa = order.len();
        for (status, (least, most), usual) in STATUSES {
            let known =
                world.value(status, REGENCY, &year.to_string()).and_then(|known| usize::try_from(known).ok());
            let count = known.unwrap_or(desa * usual[at] / 1_000);
            values.extend(spread(order.by_ref().take(count), *least, *most, count, year));
        }
        // What rounding leaves over is put into the last status but one, where most desa are.
        let left: Vec<usize> = order.collect();
        let (least, most) = STATUSES[2].1;
        let count = left.len();
        values.extend(spread(left.into_iter(), least, most, count, year));
    }
    values
}

/// Desa from the strongest, by their hardship and the chances of the year.
fn by_strength(world: &World, portraits: &[Portrait], year: i32) -> Vec<usize> {
    let mut draw = Draw::new(world.seed, &format!("index/{year}"));
    let mut order: Vec<(i64, usize)> = portraits
        .iter()
        .enumerate()
        .map(|(at, portrait)| (portrait.hardship + draw.between(-45, 45), at))
        .filter(|(_, at)| world.villages[*at].is_desa)
        .collect();
    order.sort_unstable();
    order.into_iter().map(|(_, at)| at).collect()
}

/// Values from `most` down to `least`, evenly.
fn spread(
    order: impl Iterator<Item = usize>,
    least: i64,
    most: i64,
    count: usize,
    year: i32,
) -> impl Iterator<Item = (usize, i32, i64)> {
    let steps = i64::try_from(count.max(1)).unwrap_or(1);
    order.zip(0..).map(move |(village, step)| (village, year, most - (most - least) * step / steps))
}
