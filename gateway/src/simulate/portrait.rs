//! What the simulator assumes of each village: how many people live there and how hard their life is.
//!
//! Every simulated figure of a village grows from these few numbers, so that its figures fit each other: a
//! village with much hardship has many listed families, many unfit houses, a low index, and is accompanied.

use super::draw::Draw;
use super::portion::parts;
use super::world::{REGENCY, World};

/// People per family, in tenths.
const FAMILY_TENTHS: i64 = 33;

/// Least population of a village that a known total is parted into.
const LEAST_PEOPLE: i64 = 600;

/// Population of a kecamatan that no source tells, when the regency's is not known either.
const USUAL_PEOPLE: i64 = 60_000;

/// The assumptions on one village.
#[derive(Clone, Copy, Debug)]
pub struct Portrait {
    /// People in 2020.
    pub people: i64,
    /// Families in 2020.
    pub families: i64,
    /// Hardship from 0 to 1000.
    pub hardship: i64,
    /// Rank of hardship within the kecamatan, 1 is the hardest.
    pub rank: i32,
}

/// One portrait per village of the world, in its order.
///
/// The census of 2020 is kept: villages add up to their kecamatan where its population is known, and all of
/// them to the regency.
#[must_use]
pub fn portraits(world: &World) -> Vec<Portrait> {
    let mut portraits: Vec<Portrait> = world.villages.iter().map(|_| BLANK).collect();
    let mut people = people_of_districts(world).into_iter();
    for district in &world.districts {
        let mut draw = Draw::new(world.seed, &format!("portrait/{district}"));
        let members: Vec<usize> = world.villages_of(district).collect();
        let weights: Vec<u64> = members.iter().map(|_| draw.between(40, 160).unsigned_abs()).collect();
        let people = parts(people.next().unwrap_or(USUAL_PEOPLE), &weights, LEAST_PEOPLE);
        let usual = draw.between(300, 620);
        let mut hardships: Vec<i64> = members.iter().map(|_| usual + draw.between(-260, 260)).collect();
        hardships.sort_unstable_by(|one, other| other.cmp(one));
        let mut order = members.clone();
        draw.shuffle(&mut order);
        // Villages known to be accompanied were chosen as those with the most poor people.
        order.sort_by_key(|&at| !is_accompanied(world, at));
        for ((&at, hardship), rank) in order.iter().zip(hardships).zip(1..) {
            (portraits[at].hardship, portraits[at].rank) = (hardship.clamp(20, 980), rank);
        }
        for (at, people) in members.into_iter().zip(people) {
            (portraits[at].people, portraits[at].families) = (people, people * 10 / FAMILY_TENTHS);
        }
    }
    portraits
}

const BLANK: Portrait = Portrait { people: 0, families: 0, hardship: 0, rank: 0 };

fn is_accompanied(world: &World, village: usize) -> bool {
    world.accompaniments.iter().any(|known| known.village == world.villages[village].code)
}

/// The census of 2020 per kecamatan; what is left of the regency's total is parted over the others.
fn people_of_districts(world: &World) -> Vec<i64> {
    let known: Vec<Option<i64>> =
        world.districts.iter().map(|district| world.value("penduduk", district, "2020")).collect();
    let sizes = world.districts.iter().zip(&known).map(|(district, known)| match known {
        Some(_) => 0,
        None => world.villages_of(district).count() as u64,
    });
    let sizes: Vec<u64> = sizes.collect();
    let villages = i64::try_from(sizes.iter().sum::<u64>()).unwrap_or_default();
    let left = match world.value("penduduk", REGENCY, "2020") {
        Some(total) => total - known.iter().flatten().sum::<i64>(),
        None => USUAL_PEOPLE * i64::try_from(world.districts.len()).unwrap_or_default(),
    };
    let shares = parts(left.max(villages * LEAST_PEOPLE), &sizes, 0);
    known.into_iter().zip(shares).map(|(known, share)| known.unwrap_or(share)).collect()
}
