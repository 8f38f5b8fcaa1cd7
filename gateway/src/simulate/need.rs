//! The needs of villages: what is missing, what it costs, and what became of it.

use chrono::NaiveDate;

use super::assessment::Assessment;
use super::draw::Draw;
use super::sheet::{Cells, row};
use super::world::World;

/// A kind of need: one of the seven components of a poor village, or a thing that villages ask for beside them.
#[derive(Debug)]
pub struct NeedKind {
    /// Need type of the API.
    pub need_type: &'static str,
    /// Its part of a key.
    pub slug: &'static str,
    /// Title.
    pub title: &'static str,
    /// Unit of the quantity.
    pub unit: &'static str,
    /// Rupiah per unit.
    pub unit_cost: i64,
    /// Least and most units, at least two, so that a half can be met.
    pub units: (i64, i64),
    /// Key of the agency of that sector.
    pub agency: &'static str,
    /// Sector of the programme that meets it.
    pub sector: &'static str,
    /// Name of that programme.
    pub programme: &'static str,
    /// Funding sources that pay for it.
    pub payers: &'static [&'static str],
    /// In how many of a hundred villages it is found.
    pub frequency: usize,
}

/// Unit costs are of the order that the press reports: Rp15 million per house, Rp2 to 4 million per latrine.
pub const NEEDS: &[NeedKind] = &[
    NeedKind {
        need_type: "RTLH",
        slug: "rtlh",
        title: "Perbaikan rumah tidak layak huni",
        unit: "rumah",
        unit_cost: 15_000_000,
        units: (2, 34),
        agency: "disperkim",
        sector: "HOUSING",
        programme: "Perbaikan rumah",
        payers: &["sim-infak", "sim-tjslp-a", "sim-apbd-prov", "sim-zakat", "sim-donor"],
        frequency: 88,
    },
    NeedKind {
        need_type: "LATRINE",
        slug: "jamban",
        title: "Pembangunan jamban keluarga",
        unit: "jamban",
        unit_cost: 3_500_000,
        units: (2, 40),
        agency: "dputr",
        sector: "SANITATION",
        programme: "Jambanisasi",
        payers: &["sim-infak", "sim-dana-desa", "sim-tjslp-b", "sim-apbd-hibah"],
        frequency: 66,
    },
    NeedKind {
        need_type: "ELECTRICITY",
        slug: "listrik",
        title: "Sambungan listrik keluarga",
        unit: "sambungan",
        unit_cost: 1_500_000,
        units: (2, 26),
        agency: "dputr",
        sector: "ENERGY",
        programme: "Sambungan listrik",
        payers: &["sim-apbd-prov", "sim-tjslp-a"],
        frequency: 32,
    },
    NeedKind {
        need_type: "CLEAN_WATER",
        slug: "air",
        title: "Sambungan air bersih",
        unit: "sambungan",
        unit_cost: 2_500_000,
        units: (4, 80),
        agency: "dputr",
        sector: "WATER",
        programme: "Air bersih desa",
        payers: &["sim-apbn", "sim-dana-desa", "sim-lsm", "sim-apbd-bankeu"],
        frequency: 38,
    },
    NeedKind {
        need_type: "OUT_OF_SCHOOL",
        slug: "sekolah",
        title: "Bantuan kembali bersekolah",
        unit: "anak",
        unit_cost: 2_400_000,
        units: (3, 36),
        agency: "disdikbud",
        sector: "EDUCATION",
        programme: "Kembali ke sekolah",
        payers: &["sim-zakat", "sim-infak", "sim-tjslp-b", "sim-donor"],
        frequency: 44,
    },
    NeedKind {
        need_type: "DISABILITY",
        slug: "difabel",
        title: "Alat bantu bagi penyandang disabilitas",
        unit: "orang",
        unit_cost: 4_000_000,
        units: (3, 32),
        agency: "dinsos-p3akb",
        sector: "SOCIAL_PROTECTION",
        programme: "Alat bantu disabilitas",
        payers: &["sim-apbn", "sim-zakat", "sim-lsm"],
        frequency: 36,
    },
    NeedKind {
        need_type: "CHRONIC_ILLNESS",
        slug: "sakit",
        title: "Pendampingan warga berpenyakit menahun",
        unit: "orang",
        unit_cost: 1_200_000,
        units: (4, 48),
        agency: "dinkes",
        sector: "HEALTH",
        programme: "Kunjungan kesehatan rumah",
        payers: &["sim-zakat", "sim-lsm", "sim-apbd-hibah"],
        frequency: 36,
    },
    NeedKind {
        need_type: "UNEMPLOYMENT",
        slug: "kerja",
        title: "Pelatihan kerja dan alat usaha",
        unit: "orang",
        unit_cost: 3_000_000,
        units: (4, 45),
        agency: "disnaker",
        sector: "LIVELIHOOD",
        programme: "Pelatihan kerja",
        payers: &["sim-tjslp-a", "sim-apbn", "sim-infak", "sim-dana-desa"],
        frequency: 50,
    },
    NeedKind {
        need_type: "OTHER",
        slug: "jalan",
        title: "Perbaikan jalan lingkungan",
        unit: "meter",
        unit_cost: 250_000,
        units: (400, 1_400),
        agency: "dputr",
        sector: "INFRASTRUCTURE",
        programme: "Jalan lingkungan",
        payers: &["sim-dana-desa", "sim-apbd-bankeu"],
        frequency: 30,
    },
];

/// What became of a need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// No programme and no money.
    Nobody,
    /// A programme that looks for money.
    Offered,
    /// Money is promised, work has not begun.
    Pledged,
    /// Work goes on.
    Running,
    /// Half of it was met.
    Partly,
    /// All of it was met.
    Fully,
    /// A programme was cancelled and its money taken back.
    Cancelled,
}

/// Answers by how many of a hundred needs get them.
const ANSWERS: &[(Answer, usize)] = &[
    (Answer::Nobody, 26),
    (Answer::Offered, 8),
    (Answer::Pledged, 10),
    (Answer::Running, 16),
    (Answer::Partly, 14),
    (Answer::Fully, 23),
    (Answer::Cancelled, 3),
];

/// A need of a village.
#[derive(Clone, Debug)]
pub struct Need {
    /// Natural key.
    pub key: String,
    /// Place of the village in the world.
    pub village: usize,
    /// Key of the agency that accompanies the village.
    pub lead: String,
    /// Its kind.
    pub kind: &'static NeedKind,
    /// How many units.
    pub quantity: i64,
    /// Day on which it was found.
    pub found_on: NaiveDate,
    /// What became of it.
    pub answer: Answer,
}

impl Need {
    /// Key of the programme that answers it.
    #[must_use]
    pub fn programme(&self) -> Option<String> {
        (self.answer != Answer::Nobody).then(|| format!("{}-program", self.key))
    }

    /// Units that money was found for.
    #[must_use]
    pub fn funded(&self) -> i64 {
        if self.answer == Answer::Partly { self.quantity / 2 } else { self.quantity }
    }

    fn state(&self) -> &'static str {
        match self.answer {
            Answer::Nobody | Answer::Offered | Answer::Cancelled => "OPEN",
            Answer::Pledged | Answer::Running | Answer::Partly => "MATCHED",
            Answer::Fully => "MET",
        }
    }
}

/// What becomes of the next need.
pub fn answer(draw: &mut Draw) -> Answer {
    let mut left = draw.below(100);
    for (answer, share) in ANSWERS {
        if left < *share {
            return *answer;
        }
        left -= share;
    }
    Answer::Nobody
}

/// Rows of the needs.
#[must_use]
pub fn rows(world: &World, assessments: &[Assessment]) -> Vec<Cells> {
    let found =
        assessments.iter().flat_map(|assessment| assessment.needs.iter().map(move |need| (assessment, need)));
    found
        .map(|(assessment, need)| {
            row! {
                key: &need.key,
                need_type: need.kind.need_type,
                title: format!("{} (simulasi)", need.kind.title),
                quantity: need.quantity,
                unit: need.kind.unit,
                unit_cost: need.kind.unit_cost,
                state: need.state(),
                assessment: &assessment.key,
                village: &world.villages[need.village].code,
                agency: world.known_agency(need.kind.agency),
                programme: need.programme(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::fund;

    #[test]
    fn every_kind_of_need_has_somebody_to_pay_for_it_in_a_kelurahan_too() {
        let (desa, kelurahan) = (fund::payers(true), fund::payers(false));
        for kind in NEEDS {
            assert!(kind.payers.iter().all(|payer| desa.contains(payer)), "{}", kind.title);
            assert!(kind.payers.iter().any(|payer| kelurahan.contains(payer)), "{}", kind.title);
        }
    }

    #[test]
    fn answers_are_parts_of_a_hundred() {
        assert_eq!(ANSWERS.iter().map(|(_, share)| share).sum::<usize>(), 100);
    }
}
