//! Which agency accompanies which village: 47 villages over 28 agencies, as the press reported of August 2022,
//! with the few real pairs kept and the others drawn.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::draw::Draw;
use super::portrait::Portrait;
use super::sheet::{Cells, row};
use super::time::day;
use super::world::{SCHEME, World};

/// Accompanied villages, real ones included.
pub const VILLAGES: usize = 47;

/// Agencies that accompany them.
pub const AGENCIES: usize = 28;

/// Villages that one agency leads at most.
const MOST: usize = 3;

/// Agencies that give support beside the leading one.
const SUPPORTS: usize = 6;

/// Of the simulated pairs in drawn order: up to which one they were carried over, graduated, ended; the others
/// are active.
const CONTINUED: usize = 8;
const GRADUATED: usize = 12;
const ENDED: usize = 15;

const BASIS: &str = "Peringkat jumlah keluarga terdata di kecamatannya (simulasi)";

/// An agency in a village for a period.
#[derive(Clone, Debug)]
pub struct Pairing {
    /// Natural key.
    pub key: String,
    /// Place of the village in the world.
    pub village: usize,
    /// Key of the agency.
    pub agency: String,
    /// Whether a source tells of it.
    pub is_real: bool,
    /// Whether it is the responsible agency.
    pub leads: bool,
    /// Where it stands.
    pub state: &'static str,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// Key of the pairing that it carries on.
    pub continues: Option<String>,
}

/// All pairs of the movement: the real ones first, then the leading, the supporting and the renewed ones.
#[must_use]
pub fn pairings(world: &World, portraits: &[Portrait]) -> Vec<Pairing> {
    let mut pairings: Vec<Pairing> =
        world.accompaniments.iter().filter_map(|known| real(world, known)).collect();
    let villages = choose_villages(world, portraits, &pairings);
    let agencies = deal_agencies(world, &pairings, villages.len());
    let mut draw = Draw::new(world.seed, "accompaniment/state");
    let mut fates: Vec<usize> = (0..villages.len()).collect();
    draw.shuffle(&mut fates);
    let led = villages.iter().zip(agencies).zip(fates).map(|((&village, agency), fate)| {
        let (state, ends_on) = fate_of(fate);
        Pairing {
            key: format!("sim-{agency}-{}", world.villages[village].code),
            village,
            agency,
            is_real: false,
            leads: true,
            state,
            starts_on: day(2022, 1, 1),
            ends_on,
            continues: None,
        }
    });
    pairings.extend(led);
    let supports = supports(world, &pairings);
    let renewed: Vec<Pairing> =
        pairings.iter().filter(|pairing| pairing.state == "CONTINUED").map(renew).collect();
    pairings.extend(supports);
    pairings.extend(renewed);
    pairings
}

fn real(world: &World, known: &super::world::Accompaniment) -> Option<Pairing> {
    Some(Pairing {
        key: known.key.clone(),
        village: world.villages.iter().position(|village| village.code == known.village)?,
        agency: known.agency.clone(),
        is_real: true,
        leads: true,
        state: "ACTIVE",
        starts_on: day(2022, 1, 1),
        ends_on: None,
        continues: None,
    })
}

/// Two villages of each kecamatan, three of some, the hardest first; one in six is passed over, since targeting
/// is not perfect anywhere.
fn choose_villages(world: &World, portraits: &[Portrait], known: &[Pairing]) -> Vec<usize> {
    let mut draw = Draw::new(world.seed, "accompaniment/village");
    let districts = world.districts.len().max(1);
    let mut places: Vec<usize> = (0..districts).map(|_| VILLAGES / districts).collect();
    let mut order: Vec<usize> = (0..districts).collect();
    draw.shuffle(&mut order);
    for &at in order.iter().take(VILLAGES % districts) {
        places[at] += 1;
    }
    let mut chosen = Vec::new();
    for (district, places) in world.districts.iter().zip(places) {
        let is_known = |at: &usize| known.iter().any(|pairing| pairing.village == *at);
        let (taken, mut free): (Vec<usize>, Vec<usize>) = world.villages_of(district).partition(is_known);
        free.sort_by_key(|&at| (portraits[at].rank, at));
        for _ in taken.len()..places {
            let next = usize::from(free.len() > 1 && draw.chance(16));
            if next < free.len() {
                chosen.push(free.remove(next));
            }
        }
    }
    chosen
}

/// One agency per village: each agency once, then some a second and a third time.
fn deal_agencies(world: &World, known: &[Pairing], villages: usize) -> Vec<String> {
    let mut draw = Draw::new(world.seed, "accompaniment/agency");
    let mut load: BTreeMap<&str, usize> = BTreeMap::new();
    for pairing in known {
        *load.entry(&pairing.agency).or_default() += 1;
    }
    let mut others: Vec<&str> = world
        .agencies
        .iter()
        .filter(|agency| !agency.of_district && !load.contains_key(agency.key.as_str()))
        .map(|agency| agency.key.as_str())
        .collect();
    draw.shuffle(&mut others);
    others.truncate(AGENCIES.saturating_sub(load.len()));
    let mut dealt: Vec<String> = others.iter().map(|agency| (*agency).to_owned()).collect();
    load.extend(others.into_iter().map(|agency| (agency, 1)));
    while dealt.len() < villages {
        let free: Vec<&str> =
            load.iter().filter(|(_, load)| **load < MOST).map(|(agency, _)| *agency).collect();
        if free.is_empty() {
            break;
        }
        let agency = draw.pick(&free);
        *load.entry(agency).or_default() += 1;
        dealt.push(agency.to_owned());
    }
    draw.shuffle(&mut dealt);
    dealt
}

fn fate_of(fate: usize) -> (&'static str, Option<NaiveDate>) {
    match fate {
        ..CONTINUED => ("CONTINUED", Some(day(2024, 12, 31))),
        CONTINUED..GRADUATED => ("GRADUATED", Some(day(2025, 12, 31))),
        GRADUATED..ENDED => ("ENDED", Some(day(2024, 12, 31))),
        _ => ("ACTIVE", None),
    }
}

/// Agencies with a single village support another one.
fn supports(world: &World, led: &[Pairing]) -> Vec<Pairing> {
    let mut draw = Draw::new(world.seed, "accompaniment/support");
    let load = |agency: &str| led.iter().filter(|pairing| pairing.agency == agency).count();
    let mut free: Vec<&Pairing> =
        led.iter().filter(|pairing| !pairing.is_real && load(&pairing.agency) == 1).collect();
    let mut villages: Vec<&Pairing> =
        led.iter().filter(|pairing| !pairing.is_real && pairing.state == "ACTIVE").collect();
    draw.shuffle(&mut free);
    draw.shuffle(&mut villages);
    let pairs = free.into_iter().zip(villages).filter(|(helper, lead)| helper.agency != lead.agency);
    pairs
        .take(SUPPORTS)
        .map(|(helper, lead)| Pairing {
            key: format!("sim-{}-{}-dukungan", helper.agency, world.villages[lead.village].code),
            agency: helper.agency.clone(),
            leads: false,
            ..lead.clone()
        })
        .collect()
}

fn renew(old: &Pairing) -> Pairing {
    Pairing {
        key: format!("{}-2025", old.key),
        state: "ACTIVE",
        starts_on: day(2025, 1, 1),
        ends_on: None,
        continues: Some(old.key.clone()),
        ..old.clone()
    }
}

/// The rows of the simulated pairs.
#[must_use]
pub fn rows(world: &World, portraits: &[Portrait], pairings: &[Pairing]) -> Vec<Cells> {
    let simulated = pairings.iter().filter(|pairing| !pairing.is_real);
    simulated
        .map(|pairing| {
            row! {
                key: &pairing.key,
                role: if pairing.leads { "LEAD" } else { "SUPPORT" },
                state: pairing.state,
                starts_on: pairing.starts_on,
                ends_on: pairing.ends_on,
                date_precision: "YEAR",
                basis: BASIS,
                basis_rank: portraits[pairing.village].rank,
                note: "Pasangan OPD dan desa ini hasil simulasi; daftar resminya tidak diumumkan.",
                region: &world.villages[pairing.village].code,
                agency: &pairing.agency,
                scheme: SCHEME,
                continues: pairing.continues.as_ref(),
            }
        })
        .collect()
}
