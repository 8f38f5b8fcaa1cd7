//! What the agencies found in their villages: assessments with needs and potentials.

use chrono::NaiveDate;

use super::accompaniment::Pairing;
use super::draw::Draw;
use super::need::{self, NEEDS, Need, NeedKind};
use super::portrait::Portrait;
use super::sheet::{Cells, row};
use super::time::{day, drawn};
use super::world::World;

/// Kinds of strength with their texts.
const POTENTIALS: &[(&str, &str)] = &[
    ("AGRICULTURE", "Lahan padi dan jagung dengan kelompok tani yang aktif (simulasi)"),
    ("AGRICULTURE", "Kebun ketela sebagai bahan baku tapioka rumah tangga (simulasi)"),
    ("FISHERY", "Tambak bandeng dan garam rakyat (simulasi)"),
    ("TOURISM", "Embung dan hutan desa yang dapat menjadi tujuan wisata (simulasi)"),
    ("CRAFT", "Kerajinan batik dan anyaman rumah tangga (simulasi)"),
    ("TRADE", "Pasar desa yang buka dua hari sepekan (simulasi)"),
    ("INSTITUTION", "BUMDesa dan kelompok simpan pinjam perempuan (simulasi)"),
    ("LAND", "Tanah kas desa yang belum diusahakan (simulasi)"),
];

/// Where assessments that were held stand: nearly all are published.
const STATES: &[&str] = &[
    "PUBLISHED",
    "PUBLISHED",
    "PUBLISHED",
    "PUBLISHED",
    "PUBLISHED",
    "PUBLISHED",
    "PUBLISHED",
    "PUBLISHED",
    "RECAPPED",
    "VERIFIED",
    "SUBMITTED",
];

/// A visit to a village and what it found.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// Natural key.
    pub key: String,
    village: usize,
    agency: String,
    accompaniment: String,
    state: &'static str,
    planned_on: NaiveDate,
    held_on: Option<NaiveDate>,
    participants: Option<i64>,
    potentials: Vec<&'static (&'static str, &'static str)>,
    /// Needs that it found.
    pub needs: Vec<Need>,
}

/// A baseline of 2022 in every accompanied village and a second look of 2024 in about half of them; one of 2026
/// is planned where the accompaniment was carried over.
#[must_use]
pub fn assessments(world: &World, portraits: &[Portrait], pairings: &[Pairing]) -> Vec<Assessment> {
    let mut assessments = Vec::new();
    for pairing in pairings.iter().filter(|pairing| pairing.leads) {
        let code = &world.villages[pairing.village].code;
        let mut draw = Draw::new(world.seed, &format!("assessment/{code}/{}", pairing.starts_on));
        if pairing.continues.is_some() {
            assessments.push(planned(pairing, code, drawn(&mut draw, day(2026, 11, 16), day(2027, 1, 29))));
            continue;
        }
        let hardship = portraits[pairing.village].hardship;
        let held_on = drawn(&mut draw, day(2022, 2, 14), day(2022, 6, 17));
        assessments.push(held(pairing, code, held_on, hardship, &mut draw));
        if draw.chance(55) {
            let held_on = drawn(&mut draw, day(2024, 5, 6), day(2024, 10, 25));
            assessments.push(held(pairing, code, held_on, hardship, &mut draw));
        }
    }
    assessments
}

fn planned(pairing: &Pairing, code: &str, planned_on: NaiveDate) -> Assessment {
    Assessment {
        key: format!("sim-asesmen-2026-{code}"),
        village: pairing.village,
        agency: pairing.agency.clone(),
        accompaniment: pairing.key.clone(),
        state: "PLANNED",
        planned_on,
        held_on: None,
        participants: None,
        potentials: Vec::new(),
        needs: Vec::new(),
    }
}

fn held(pairing: &Pairing, code: &str, held_on: NaiveDate, hardship: i64, draw: &mut Draw) -> Assessment {
    use chrono::Datelike as _;

    let year = held_on.year();
    let is_baseline = year == 2022;
    // A second look finds what is left, which is less.
    let thin = if is_baseline { 1 } else { 4 };
    let found: Vec<&NeedKind> = NEEDS.iter().filter(|kind| draw.chance(kind.frequency / thin)).collect();
    let needs = found.into_iter().map(|kind| {
        let (least, most) = kind.units;
        let quantity = (draw.between(least, most) + least + (most - least) * hardship / 1_000) / 2;
        Need {
            key: format!("sim-{}-{year}-{code}", kind.slug),
            village: pairing.village,
            lead: pairing.agency.clone(),
            kind,
            quantity,
            found_on: held_on,
            answer: need::answer(draw),
        }
    });
    let needs = needs.collect();
    let mut potentials: Vec<_> = POTENTIALS.iter().collect();
    draw.shuffle(&mut potentials);
    potentials.truncate(if is_baseline { 2 } else { 1 });
    Assessment {
        key: format!("sim-asesmen-{year}-{code}"),
        village: pairing.village,
        agency: pairing.agency.clone(),
        accompaniment: pairing.key.clone(),
        state: draw.pick(STATES),
        planned_on: super::time::moved(held_on, -draw.between(0, 21)),
        held_on: Some(held_on),
        participants: Some(draw.between(14, 46)),
        potentials,
        needs,
    }
}

/// Rows of the assessments.
#[must_use]
pub fn rows(world: &World, assessments: &[Assessment]) -> Vec<Cells> {
    assessments
        .iter()
        .map(|assessment| {
            row! {
                key: &assessment.key,
                method: "FOCUS_GROUP",
                state: assessment.state,
                planned_on: assessment.planned_on,
                held_on: assessment.held_on,
                participants: assessment.participants,
                summary: summary(assessment),
                village: &world.villages[assessment.village].code,
                agency: &assessment.agency,
                accompaniment: &assessment.accompaniment,
            }
        })
        .collect()
}

fn summary(assessment: &Assessment) -> Option<String> {
    assessment.held_on?;
    let found: Vec<&str> = assessment.needs.iter().map(|need| need.kind.title).collect();
    let found = if found.is_empty() { "tidak ada kebutuhan baru".to_owned() } else { found.join("; ") };
    Some(format!("Simulasi. Diskusi kelompok terarah mencatat: {}.", found.to_lowercase()))
}

/// Rows of the potentials.
#[must_use]
pub fn potential_rows(world: &World, assessments: &[Assessment]) -> Vec<Cells> {
    let found = assessments
        .iter()
        .flat_map(|assessment| assessment.potentials.iter().zip(1..).map(move |at| (assessment, at)));
    found
        .map(|(assessment, ((kind, description), number))| {
            row! {
                key: format!("{}-potensi-{number}", assessment.key),
                kind: *kind,
                description: *description,
                assessment: &assessment.key,
                village: &world.villages[assessment.village].code,
            }
        })
        .collect()
}
