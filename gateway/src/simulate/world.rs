//! The world that the simulator adds to, read from the database: only what is real.
//!
//! Rows of an earlier simulation are left out, so that a second run sees the same world and draws the same data.

use std::collections::HashMap;

use entity::agency::AgencyKind;
use entity::ledger_transaction::Entity as LedgerTransaction;
use entity::observation::Standing;
use entity::region::{RegionKind, RegionLevel};
use entity::source::SourceKind;
use entity::{accompaniment, agency, indicator, observation, region, scheme, source};
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

/// The regency whose movement is simulated.
pub const REGENCY: &str = "33.18";

/// The scheme of the movement.
pub const SCHEME: &str = "satu-opd-satu-desa";

/// A desa or kelurahan.
#[derive(Clone, Debug)]
pub struct Village {
    /// Kemendagri code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Code of its kecamatan.
    pub district: String,
    /// Whether it is a desa; a kelurahan has neither Dana Desa nor an IDM.
    pub is_desa: bool,
}

/// An agency of the regency.
#[derive(Clone, Debug)]
pub struct Agency {
    /// Natural key.
    pub key: String,
    /// Whether it is the office of a kecamatan.
    pub of_district: bool,
}

/// An accompaniment that a source tells of.
#[derive(Clone, Debug)]
pub struct Accompaniment {
    /// Natural key.
    pub key: String,
    /// Code of the village.
    pub village: String,
    /// Key of the agency.
    pub agency: String,
}

/// Real rows that the totals of a national simulation count in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Provinces.
    pub provinces: usize,
    /// Kabupaten and kota.
    pub regencies: usize,
    /// Kecamatan.
    pub districts: usize,
    /// Desa and kelurahan.
    pub villages: usize,
    /// Rows of the ledger.
    pub transactions: usize,
    /// Observations.
    pub observations: usize,
}

/// The real world, in an order that does not depend on the database.
#[derive(Clone, Debug)]
pub struct World {
    /// Start of all random numbers.
    pub seed: u64,
    /// Villages of the regency, by code.
    pub villages: Vec<Village>,
    /// Codes of its kecamatan, in order.
    pub districts: Vec<String>,
    /// Its agencies, by key.
    pub agencies: Vec<Agency>,
    /// Known accompaniments of villages in the scheme of the movement.
    pub accompaniments: Vec<Accompaniment>,
    /// Real rows.
    pub counts: Counts,
    /// Published values, scaled as stored, by indicator, region and period.
    observations: HashMap<(String, String, String), i64>,
}

impl World {
    /// Reads the world; `None` when the database does not hold the facts that a simulation starts from.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn read(db: &DatabaseConnection, seed: u64) -> Result<Option<Self>, DbErr> {
        let regions = region::Entity::find()
            .filter(region::Column::SourceId.not_in_subquery(simulated()))
            .order_by_asc(region::Column::Code)
            .all(db)
            .await?;
        let codes: HashMap<i64, String> =
            regions.iter().map(|found| (found.id, found.code.clone())).collect();
        let agencies = agency::Entity::find()
            .filter(agency::Column::SourceId.not_in_subquery(simulated()))
            .order_by_asc(agency::Column::Key)
            .all(db)
            .await?;
        let Some(scheme) = scheme::Entity::find().filter(scheme::Column::Key.eq(SCHEME)).one(db).await?
        else {
            return Ok(None);
        };
        let villages: Vec<Village> = regions.iter().filter_map(|found| village(found, &codes)).collect();
        if villages.is_empty() || agencies.is_empty() {
            return Ok(None);
        }
        let mut districts: Vec<String> = villages.iter().map(|village| village.district.clone()).collect();
        districts.dedup();
        let level = |level| regions.iter().filter(|found| found.level == level).count();
        let counts = Counts {
            provinces: level(RegionLevel::Province),
            regencies: level(RegionLevel::Regency),
            districts: level(RegionLevel::District),
            villages: level(RegionLevel::Village),
            transactions: real_transactions(db).await?,
            observations: real_observations(db).await?,
        };
        let accompaniments = accompaniments(db, scheme.id, &codes, &agencies).await?;
        let observations = published(db, &codes).await?;
        let agencies = agencies
            .into_iter()
            .map(|found| Agency { of_district: found.kind == AgencyKind::Kecamatan, key: found.key })
            .collect();
        Ok(Some(Self { seed, villages, districts, agencies, accompaniments, counts, observations }))
    }

    /// A world that knows of real rows only how many there are.
    #[cfg(test)]
    pub fn bare(seed: u64, counts: Counts) -> Self {
        Self {
            seed,
            villages: Vec::new(),
            districts: Vec::new(),
            agencies: Vec::new(),
            accompaniments: Vec::new(),
            counts,
            observations: HashMap::new(),
        }
    }

    /// A published value, scaled as stored.
    #[must_use]
    pub fn value(&self, indicator: &str, region: &str, period: &str) -> Option<i64> {
        self.observations.get(&(indicator.to_owned(), region.to_owned(), period.to_owned())).copied()
    }

    /// The key of an agency, when there is one of that key.
    #[must_use]
    pub fn known_agency<'k>(&self, key: &'k str) -> Option<&'k str> {
        self.agencies.iter().any(|agency| agency.key == key).then_some(key)
    }

    /// Places of the villages of a kecamatan.
    pub fn villages_of(&self, district: &str) -> impl Iterator<Item = usize> {
        self.villages
            .iter()
            .enumerate()
            .filter(move |(_, village)| village.district == district)
            .map(|(at, _)| at)
    }
}

/// Ids of the sources that are simulations.
fn simulated() -> SelectStatement {
    Query::select()
        .column(source::Column::Id)
        .from(source::Entity)
        .and_where(source::Column::Kind.eq(SourceKind::Simulated))
        .to_owned()
}

fn village(found: &region::Model, codes: &HashMap<i64, String>) -> Option<Village> {
    let of_regency = codes.get(&found.regency_id?)? == REGENCY;
    (of_regency && found.level == RegionLevel::Village).then_some(())?;
    Some(Village {
        code: found.code.clone(),
        name: found.name.clone(),
        district: codes.get(&found.district_id?)?.clone(),
        is_desa: found.kind == RegionKind::Desa,
    })
}

async fn real_transactions(db: &DatabaseConnection) -> Result<usize, DbErr> {
    let real = entity::ledger_transaction::Column::SourceId.not_in_subquery(simulated());
    LedgerTransaction::find().filter(real).count(db).await.map(count)
}

async fn real_observations(db: &DatabaseConnection) -> Result<usize, DbErr> {
    let real = observation::Column::SourceId.not_in_subquery(simulated());
    observation::Entity::find().filter(real).count(db).await.map(count)
}

fn count(rows: u64) -> usize {
    usize::try_from(rows).unwrap_or(usize::MAX)
}

async fn accompaniments(
    db: &DatabaseConnection,
    scheme: i64,
    codes: &HashMap<i64, String>,
    agencies: &[agency::Model],
) -> Result<Vec<Accompaniment>, DbErr> {
    let known = accompaniment::Entity::find()
        .filter(accompaniment::Column::SchemeId.eq(scheme))
        .filter(accompaniment::Column::SourceId.not_in_subquery(simulated()))
        .order_by_asc(accompaniment::Column::Key)
        .all(db)
        .await?;
    let known = known.into_iter().filter_map(|found| {
        let agency = agencies.iter().find(|agency| agency.id == found.agency_id)?;
        let village = codes.get(&found.region_id)?.clone();
        Some(Accompaniment { key: found.key, village, agency: agency.key.clone() })
    });
    Ok(known.collect())
}

async fn published(
    db: &DatabaseConnection,
    codes: &HashMap<i64, String>,
) -> Result<HashMap<(String, String, String), i64>, DbErr> {
    let indicators = indicator::Entity::find().all(db).await?;
    let keys: HashMap<i64, String> = indicators.into_iter().map(|found| (found.id, found.key)).collect();
    let found = observation::Entity::find()
        .filter(observation::Column::Standing.eq(Standing::Published))
        .filter(observation::Column::SourceId.not_in_subquery(simulated()))
        .order_by_asc(observation::Column::Id)
        .all(db)
        .await?;
    let found = found.into_iter().filter_map(|row| {
        let series = (keys.get(&row.indicator_id)?.clone(), codes.get(&row.region_id)?.clone(), row.period);
        Some((series, row.value))
    });
    Ok(found.collect())
}
