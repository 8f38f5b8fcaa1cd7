//! A country of the size of Indonesia around the real regency, to see how the product bears its weight.
//!
//! Nothing here is a place: provinces bear code numbers that no real one has, and names say what they are. The
//! rows are made while they are loaded, so that only the tree down to the kecamatan is held in memory.

use std::sync::Arc;

use super::draw::Draw;
use super::fund;
use super::indicator::{HOUSES, LISTED, LISTED_SHARE, NO_LATRINE, STUNTING};
use super::observation::{decimal, yearly};
use super::portion::parts;
use super::sheet::{Cells, Rows, row};
use super::time::{day, drawn, moved};
use super::world::{Counts, SCHEME, World};

/// What the country holds in the end, the real rows counted in.
pub const TOTAL: Counts = Counts {
    provinces: 38,
    regencies: 514,
    districts: 7_285,
    villages: 83_762,
    transactions: 300_000,
    observations: 2_500_000,
};

/// Code numbers that no province of Indonesia bears.
const PROVINCES: &[std::ops::RangeInclusive<usize>] = &[22..=29, 41..=49, 54..=59, 66..=69, 77..=79, 83..=89];

/// Years with observations.
const YEARS: std::ops::RangeInclusive<i32> = 2020..=2025;

/// Accompanied villages per regency: the first one of so many kecamatan.
const ACCOMPANIED: usize = 6;

/// Agencies of every regency: part of the key, abbreviation, name, kind.
const AGENCIES: &[(&str, &str, &str, &str)] = &[
    ("perencanaan", "Bappeda", "Badan perencanaan", "BADAN"),
    ("sosial", "Dinsos", "Dinas sosial", "DINAS"),
    ("perumahan", "Disperkim", "Dinas perumahan", "DINAS"),
];

#[derive(Debug)]
struct Regency {
    code: String,
    is_city: bool,
}

#[derive(Debug)]
struct District {
    code: String,
    regency: usize,
    villages: usize,
}

/// The simulated part of the country.
#[derive(Clone, Debug)]
pub struct Nation {
    seed: u64,
    provinces: Arc<Vec<String>>,
    regencies: Arc<Vec<Regency>>,
    districts: Arc<Vec<District>>,
    transactions: usize,
    observations: usize,
}

/// A village and the codes above it.
struct Village {
    code: String,
    district: String,
    regency: String,
    is_city: bool,
}

impl Nation {
    /// Draws the tree that makes the real regions up to the whole country, around a regency with so many
    /// simulated transactions and observations.
    #[must_use]
    pub fn draw(world: &World, transactions: usize, observations: usize) -> Self {
        let missing =
            |total: usize, real: usize| i64::try_from(total.saturating_sub(real)).unwrap_or_default();
        let provinces: Vec<String> = PROVINCES
            .iter()
            .cloned()
            .flatten()
            .take(TOTAL.provinces.saturating_sub(world.counts.provinces))
            .map(|number| number.to_string())
            .collect();
        let mut draw = Draw::new(world.seed, "nation");
        let mut weights =
            |count: usize| -> Vec<u64> { (0..count).map(|_| draw.between(60, 140).unsigned_abs()).collect() };
        let mut regencies = Vec::new();
        let shares = parts(missing(TOTAL.regencies, world.counts.regencies), &weights(provinces.len()), 1);
        for (province, count) in provinces.iter().zip(shares) {
            for number in 1..=count {
                // One in five is a city; cities are numbered from 71.
                let is_city = number * 5 > count * 4;
                let number = if is_city { number - count * 4 / 5 + 70 } else { number };
                regencies.push(Regency { code: format!("{province}.{number:02}"), is_city });
            }
        }
        let shares = parts(missing(TOTAL.districts, world.counts.districts), &weights(regencies.len()), 1);
        let mut districts = Vec::new();
        for (regency, count) in shares.into_iter().enumerate() {
            let numbers = 1..=count;
            districts.extend(numbers.map(|number| District {
                code: format!("{}.{number:02}", regencies[regency].code),
                regency,
                villages: 0,
            }));
        }
        let shares = parts(missing(TOTAL.villages, world.counts.villages), &weights(districts.len()), 1);
        for (district, share) in districts.iter_mut().zip(shares) {
            district.villages = usize::try_from(share).unwrap_or_default();
        }
        Self {
            seed: world.seed,
            provinces: Arc::new(provinces),
            regencies: Arc::new(regencies),
            districts: Arc::new(districts),
            transactions: TOTAL.transactions.saturating_sub(world.counts.transactions + transactions),
            observations: TOTAL.observations.saturating_sub(world.counts.observations + observations),
        }
    }

    /// Rows of the regions, from the top.
    #[must_use]
    pub fn region_rows(&self) -> Rows {
        let (provinces, regencies, districts) =
            (self.provinces.clone(), self.regencies.clone(), self.districts.clone());
        let provinces = (0..provinces.len()).map(move |at| {
            let code = &provinces[at];
            row! { code: code, level: "PROVINCE", kind: "PROVINCE", name: format!("Simulasi {code}"), parent: "00" }
        });
        let regencies = (0..regencies.len()).map(move |at| {
            let Regency { code, is_city } = &regencies[at];
            row! {
                code: code, level: "REGENCY", kind: if *is_city { "KOTA" } else { "KABUPATEN" },
                name: format!("Simulasi {code}"),
                parent: &code[..2], province: &code[..2],
            }
        });
        let districts = (0..districts.len()).map(move |at| {
            let District { code, .. } = &districts[at];
            row! {
                code: code, level: "DISTRICT", kind: "KECAMATAN", name: format!("Simulasi {code}"),
                parent: &code[..5], province: &code[..2], regency: &code[..5],
            }
        });
        let villages = self.villages().map(|village| {
            row! {
                name: format!("Simulasi {}", village.code),
                code: &village.code, level: "VILLAGE", kind: if village.is_city { "KELURAHAN" } else { "DESA" },
                parent: &village.district, province: &village.code[..2], regency: &village.regency,
                district: &village.district,
            }
        });
        Box::new(provinces.chain(regencies).chain(districts).chain(villages))
    }

    /// Every simulated village, in the order of the codes' tree.
    fn villages(&self) -> impl Iterator<Item = Village> + Send + use<> {
        let (regencies, districts) = (self.regencies.clone(), self.districts.clone());
        (0..districts.len()).flat_map(move |at| {
            let (regencies, districts) = (regencies.clone(), districts.clone());
            (1..=districts[at].villages).map(move |number| {
                let district = &districts[at];
                let regency = &regencies[district.regency];
                let block = if regency.is_city { 1_000 } else { 2_000 };
                Village {
                    code: format!("{}.{}", district.code, block + number),
                    district: district.code.clone(),
                    regency: regency.code.clone(),
                    is_city: regency.is_city,
                }
            })
        })
    }

    /// Rows of the agencies.
    #[must_use]
    pub fn agency_rows(&self) -> Rows {
        let regencies = self.regencies.clone();
        let rows = (0..regencies.len() * AGENCIES.len()).map(move |at| {
            let code = &regencies[at / AGENCIES.len()].code;
            let (slug, abbreviation, name, kind) = AGENCIES[at % AGENCIES.len()];
            row! {
                key: format!("sim-{slug}-{code}"),
                abbreviation: format!("{abbreviation} {code} (simulasi)"),
                name: format!("{name} {code} (simulasi)"),
                kind: kind,
                regency: code,
            }
        });
        Box::new(rows)
    }

    /// Rows of the accompaniments.
    #[must_use]
    pub fn accompaniment_rows(&self) -> Rows {
        let mut of_regency = (String::new(), 0);
        let first = self.villages().filter(|village| village.code.ends_with("001"));
        let rows = first.filter_map(move |village| {
            if of_regency.0 != village.regency {
                of_regency = (village.regency.clone(), 0);
            }
            of_regency.1 += 1;
            let number = of_regency.1;
            (number <= ACCOMPANIED).then(|| {
                let agency = AGENCIES[number % AGENCIES.len()].0;
                row! {
                    key: format!("sim-{agency}-{}", village.code),
                    role: "LEAD",
                    state: "ACTIVE",
                    starts_on: day(2022, 1, 1),
                    date_precision: "YEAR",
                    region: &village.code,
                    agency: format!("sim-{agency}-{}", village.regency),
                    scheme: SCHEME,
                }
            })
        });
        Box::new(rows)
    }

    /// Rows of the ledger, as many as are missing: closed chains of four, nine in ten villages at a time.
    #[must_use]
    pub fn transaction_rows(&self) -> Rows {
        let nation = self.clone();
        let rounds = (0_usize..).flat_map(move |round| {
            let seed = nation.seed;
            let villages = nation.villages().zip(0_usize..);
            villages
                .filter(move |(_, at)| at % 10 != round % 10)
                .flat_map(move |(village, _)| chain(seed, &village, round))
        });
        Box::new(rounds.take(self.transactions))
    }

    /// Rows of the observations, as many as are missing.
    #[must_use]
    pub fn observation_rows(&self) -> Rows {
        let seed = self.seed;
        let rows = self.villages().flat_map(move |village| observations(seed, &village.code));
        Box::new(rows.take(self.observations))
    }
}

fn chain(seed: u64, village: &Village, round: usize) -> [Cells; 4] {
    let is_city = village.is_city;
    let village = &village.code;
    let mut draw = Draw::new(seed, &format!("nation/money/{village}/{round}"));
    let amount = draw.between(5, 400) * 500_000;
    let payer = draw.pick(&fund::payers(!is_city));
    let sector = draw.pick(&["HOUSING", "SANITATION", "WATER", "LIVELIHOOD", "EDUCATION"]);
    let mut on = drawn(&mut draw, day(2022, 3, 1), day(2025, 9, 30));
    ["PLEDGE", "COMMITMENT", "DISBURSEMENT", "EXPENDITURE"].map(|kind| {
        on = moved(on, draw.between(5, 60));
        row! {
            key: format!("sim-{village}-{round}-{}", kind.to_lowercase()),
            kind: kind,
            occurred_on: on,
            date_precision: "DAY",
            amount: amount,
            amount_state: "KNOWN",
            value_kind: "CASH",
            receiver: "Pemerintah setempat (simulasi)",
            sector: sector,
            description: "Bantuan desa (simulasi)",
            funding_source: payer,
            region: village,
        }
    })
}

fn observations(seed: u64, village: &str) -> Vec<Cells> {
    let mut draw = Draw::new(seed, &format!("nation/figures/{village}"));
    let families = draw.between(400, 2_400);
    let mut rows = Vec::with_capacity(30);
    for (indicator, low, high, is_share) in [
        (LISTED, 80, 480, false),
        (LISTED_SHARE, 80, 480, true),
        (HOUSES, 15, 70, false),
        (NO_LATRINE, 13, 50, false),
        (STUNTING, 60, 280, true),
    ] {
        let per_mille = draw.between(low, high);
        for year in YEARS {
            let now = per_mille * draw.between(960, 1_040) / 1_000;
            // Shares keep two decimals of a per cent, counts are of families.
            let value =
                if is_share { decimal(now * 10, 2) } else { (families * now / 1_000).max(5).to_string() };
            rows.push(yearly(indicator, village, year, value));
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn nation() -> Nation {
        let counts = Counts { provinces: 1, regencies: 4, districts: 21, villages: 406, ..Counts::default() };
        Nation::draw(&World::bare(2022, counts), 600, 23_000)
    }

    fn cell(cells: &Cells, name: &str) -> String {
        let found = cells.iter().find(|(column, _)| *column == name);
        found.and_then(|(_, text)| text.clone()).unwrap_or_default()
    }

    #[test]
    fn the_regions_make_the_country_complete() {
        let rows: Vec<Cells> = nation().region_rows().collect();
        for (level, count) in [
            ("PROVINCE", TOTAL.provinces - 1),
            ("REGENCY", TOTAL.regencies - 4),
            ("DISTRICT", TOTAL.districts - 21),
            ("VILLAGE", TOTAL.villages - 406),
        ] {
            assert_eq!(rows.iter().filter(|row| cell(row, "level") == level).count(), count, "{level}");
        }
        let codes: HashSet<String> = rows.iter().map(|row| cell(row, "code")).collect();
        assert_eq!(codes.len(), rows.len());
        let mut known = HashSet::from(["00".to_owned()]);
        for row in &rows {
            assert!(cell(row, "name").starts_with("Simulasi "));
            assert!(cell(row, "code").parse::<entity::region_code::RegionCode>().is_ok());
            assert!(known.contains(&cell(row, "parent")), "a parent stands before its children");
            known.insert(cell(row, "code"));
        }
        assert!(codes.iter().all(|code| !code.starts_with("33")));
    }

    #[test]
    fn the_ledger_and_the_observations_are_filled_up() {
        let nation = nation();
        assert_eq!(nation.transaction_rows().count(), TOTAL.transactions - 600);
        assert_eq!(nation.observations, TOTAL.observations - 23_000);
        let sums: Vec<String> = nation.transaction_rows().take(4).map(|row| cell(&row, "amount")).collect();
        assert!(sums.iter().all(|sum| *sum == sums[0]));
    }
}
