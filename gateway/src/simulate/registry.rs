//! Cycles of the welfare registry, corrections on their way, and how far the levels agree.
//!
//! Counts are as small as they come: a release keeps back those that are too small to be told.

use chrono::NaiveDate;

use super::accompaniment::Pairing;
use super::draw::Draw;
use super::observation::Figures;
use super::sheet::{Cells, row};
use super::time::{day, drawn, moved, present};
use super::world::World;

/// Cycles: registry, period, year and month of the first day, months.
const CYCLES: &[(&str, &str, i32, u32)] = &[
    ("DTKS", "2022-06", 2022, 6),
    ("DTKS", "2022-12", 2022, 12),
    ("DTKS", "2023-06", 2023, 6),
    ("DTKS", "2023-12", 2023, 12),
    ("DTKS", "2024-06", 2024, 6),
    ("DTKS", "2024-12", 2024, 12),
    ("DTSEN", "2025-Q1", 2025, 1),
    ("DTSEN", "2025-Q2", 2025, 4),
    ("DTSEN", "2025-Q3", 2025, 7),
    ("DTSEN", "2025-Q4", 2025, 10),
    ("DTSEN", "2026-Q1", 2026, 1),
    ("DTSEN", "2026-Q2", 2026, 4),
    ("DTSEN", "2026-Q3", 2026, 7),
];

/// People that DTSEN covers, per mille of the population.
const COVERED: i64 = 962;

/// Corrections of one batch.
const BATCH: (i64, i64) = (1, 14);

const KINDS: &[&str] =
    &["NEW", "NEW", "CORRECTION", "CORRECTION", "DECEASED", "MOVED", "ABLE", "DUPLICATE", "NOT_FOUND"];

/// Where corrections of past cycles have come to.
const SETTLED: &[&str] = &["REFLECTED", "REFLECTED", "REFLECTED", "DETERMINED", "REJECTED", "DECLINED"];

/// Where corrections of the last two cycles stand.
const UNDER_WAY: &[&str] = &[
    "REPORTED",
    "IN_MUSDES",
    "AGREED",
    "ENTERED",
    "ID_MATCHED",
    "ID_UNMATCHED",
    "DINSOS_VERIFIED",
    "RETURNED",
    "REGENT_APPROVED",
    "SENT",
];

fn key(at: usize) -> String {
    let (registry, period, ..) = CYCLES[at];
    format!("sim-{}-{}", registry.to_lowercase(), period.to_lowercase())
}

fn starts_on(at: usize) -> NaiveDate {
    day(CYCLES[at].2, CYCLES[at].3, 1)
}

/// Day of the ministry's word, unless it has not come yet.
fn determined_on(at: usize) -> Option<NaiveDate> {
    Some(moved(starts_on(at), 76)).filter(|_| at + 1 < CYCLES.len())
}

/// Rows of the cycles.
#[must_use]
pub fn cycle_rows() -> Vec<Cells> {
    let rows = CYCLES.iter().enumerate().map(|(at, (registry, period, ..))| {
        row! {
            key: key(at),
            registry: *registry,
            period: *period,
            starts_on: starts_on(at),
            cut_off_on: moved(starts_on(at), 16),
            determined_on: determined_on(at),
        }
    });
    rows.collect()
}

/// Rows that say how far village, kecamatan, regency and ministry agree. They do so more and more, and a little
/// sooner in accompanied villages.
#[must_use]
pub fn sync_rows(world: &World, figures: &Figures, pairings: &[Pairing]) -> Vec<Cells> {
    let mut rows = Vec::new();
    for (village, found) in world.villages.iter().enumerate() {
        let accompanied = pairings.iter().any(|pairing| pairing.village == village);
        for (at, (registry, _, year, _)) in CYCLES.iter().enumerate() {
            let mut draw = Draw::new(world.seed, &format!("sync/{}/{}", found.code, key(at)));
            let of_year = usize::try_from(*year - 2019).unwrap_or_default();
            let listed = match *registry {
                "DTKS" => figures.in_registry.get(of_year).map(|of_year| of_year[village]),
                _ => None,
            };
            let people = figures.people[of_year.min(figures.people.len() - 1)][village];
            let agreement = 22 + at * 5 + if accompanied { 9 } else { 0 };
            let regency_rows = listed.unwrap_or(people * COVERED / 1_000);
            rows.push(sync(&mut draw, &found.code, at, regency_rows, agreement));
        }
    }
    rows
}

fn sync(draw: &mut Draw, village: &str, at: usize, regency_rows: i64, agreement: usize) -> Cells {
    let is_in_sync = draw.chance(agreement);
    let mut gap = |most: i64| if is_in_sync { 0 } else { draw.between(0, most * 5) };
    let late = i64::try_from(CYCLES.len() - at).unwrap_or(1);
    let (only_village, only_regency) = (gap(late + 3), gap(late + 2));
    let differing = gap(late * 2 + 2);
    // Levels that do not agree differ in something.
    let differing = if is_in_sync || only_village + only_regency + differing > 0 { differing } else { 5 };
    let unmatched = if draw.chance(agreement) { 0 } else { draw.between(1, 5 + late * 4) };
    let village_rows = regency_rows - only_regency + only_village;
    let district_rows = if draw.chance(60) { regency_rows } else { village_rows };
    let lag = draw.between(14 + late * 3, 40 + late * 9);
    row! {
        village_rows: village_rows,
        district_rows: district_rows,
        regency_rows: regency_rows,
        ministry_rows: regency_rows - unmatched,
        unmatched_rows: unmatched,
        only_village: only_village,
        only_regency: only_regency,
        differing: differing,
        lag_days: determined_on(at).map(|_| lag),
        village: village,
        cycle: key(at),
    }
}

/// Rows of the corrections: two batches of every accompanied village and one of some others.
#[must_use]
pub fn change_rows(world: &World, pairings: &[Pairing]) -> Vec<Cells> {
    let mut rows = Vec::new();
    for (village, found) in world.villages.iter().enumerate() {
        let mut draw = Draw::new(world.seed, &format!("changes/{}", found.code));
        let is_accompanied = pairings.iter().any(|pairing| pairing.village == village);
        let batches = if is_accompanied { 2 } else { usize::from(draw.chance(28)) };
        let mut cycles: Vec<usize> = (0..CYCLES.len()).collect();
        draw.shuffle(&mut cycles);
        for at in cycles.into_iter().take(batches) {
            rows.extend(batch(world.seed, &mut draw, &found.code, at));
        }
    }
    rows
}

fn batch(seed: u64, draw: &mut Draw, village: &str, at: usize) -> Vec<Cells> {
    let is_recent = at + 2 >= CYCLES.len();
    let kind = draw.pick(KINDS);
    let state = draw.pick(if is_recent { UNDER_WAY } else { SETTLED });
    let reported_on = drawn(draw, starts_on(at), moved(starts_on(at), 15));
    let changed_on = moved(reported_on, draw.between(3, 110)).min(moved(present(), -1));
    let size = draw.between(BATCH.0, BATCH.1);
    let numbers = 1..=size;
    numbers
        .map(|number| {
            let key_of_row = format!("sim-usulan-{village}-{at}-{number}");
            row! {
                record_hash: record_hash(seed, &key_of_row),
                key: key_of_row,
                kind: kind,
                state: state,
                reported_on: reported_on,
                changed_on: changed_on,
                reason: reason(state),
                village: village,
                cycle: key(at),
            }
        })
        .collect()
}

/// A hash of nothing but the row's own key: there is no record behind it.
fn record_hash(seed: u64, key: &str) -> String {
    let secret = blake3::derive_key("Dampingan simulated registry records", &seed.to_le_bytes());
    blake3::keyed_hash(&secret, key.as_bytes()).to_hex().to_string()
}

fn reason(state: &str) -> Option<&'static str> {
    match state {
        "DECLINED" => Some("Musyawarah desa menilai tidak memenuhi kriteria (simulasi)"),
        "REJECTED" => Some("Di luar kriteria atau kuota (simulasi)"),
        "RETURNED" => Some("Berita acara belum lengkap (simulasi)"),
        "ID_UNMATCHED" => Some("Tidak padan dengan data kependudukan (simulasi)"),
        _ => None,
    }
}
