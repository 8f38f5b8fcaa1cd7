//! The counts in the database, and what the rows that hold them tell now.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::Datelike as _;
use entity::indicator::Disclosure;
use entity::need::NeedType;
use entity::observation::Standing;
use entity::region::RegionLevel;
use entity::released_cell::Measure;
use entity::source::SourceKind;
use entity::{
    assessment, indicator, need, observation, region, registry_change, registry_cycle, source, sync_count,
};
use sea_orm::{
    ColumnTrait as _, DatabaseTransaction, DbErr, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};

use super::key::{ALL, Key, rows};
use super::{LEAST, LEAST_SENSITIVE};

/// A count that may be told.
#[derive(Clone, Debug)]
pub struct Count {
    /// How many.
    pub counted: i64,
    /// The smallest that is told; 0 where any is.
    pub least: i64,
    /// Who said it; the simulation where any part of a sum is simulated.
    pub source: i64,
    /// Somebody else has published it.
    pub is_known: bool,
}

/// A value that depends on another: a rate on its numerator.
#[derive(Clone, Debug)]
pub struct Rate {
    /// The observation.
    pub observation: observation::Model,
    /// Its numerator.
    pub numerator: Key,
}

/// Everything that a release looks at.
#[derive(Debug, Default)]
pub struct Counts {
    /// Cells by what they are about, sums included.
    pub cells: BTreeMap<Key, Count>,
    /// Needs with their cells.
    pub needs: Vec<(Key, need::Model)>,
    /// Observations with their cells.
    pub observations: Vec<(Key, observation::Model)>,
    /// Counts of the registry; the cells of one row share all but their category with its key.
    pub registry: Vec<(Key, sync_count::Model)>,
    /// Rates.
    pub rates: Vec<Rate>,
    /// Regions and those above them.
    pub regions: Regions,
}

/// The tree of regions.
#[derive(Debug, Default)]
pub struct Regions {
    parents: HashMap<i64, i64>,
    villages: HashSet<i64>,
}

impl Regions {
    async fn read(db: &DatabaseTransaction) -> Result<Self, DbErr> {
        let all: Vec<(i64, RegionLevel, Option<i64>)> = region::Entity::find()
            .select_only()
            .columns([region::Column::Id, region::Column::Level, region::Column::ParentId])
            .filter(region::Column::Level.is_in([RegionLevel::Village, RegionLevel::District]))
            .into_tuple()
            .all(db)
            .await?;
        let villages = all.iter().filter(|(_, level, _)| *level == RegionLevel::Village);
        Ok(Self {
            villages: villages.map(|(id, ..)| *id).collect(),
            parents: all.iter().filter_map(|(id, _, parent)| Some((*id, (*parent)?))).collect(),
        })
    }

    /// The region above, up to the regency.
    #[must_use]
    pub fn above(&self, region: i64) -> Option<i64> {
        self.parents.get(&region).copied()
    }

    /// Whether the region is a regency or larger.
    #[must_use]
    pub fn is_large(&self, region: i64) -> bool {
        !self.parents.contains_key(&region)
    }

    /// Whether the region is a village.
    #[must_use]
    pub fn is_village(&self, region: i64) -> bool {
        self.villages.contains(&region)
    }
}

impl Counts {
    /// Reads every count, and sums them up.
    pub async fn read(db: &DatabaseTransaction) -> Result<Self, DbErr> {
        let simulated: HashSet<i64> = source::Entity::find()
            .filter(source::Column::Kind.eq(SourceKind::Simulated))
            .all(db)
            .await?
            .iter()
            .map(|source| source.id)
            .collect();
        let mut counts = Self { regions: Regions::read(db).await?, ..Self::default() };
        counts.read_needs(db).await?;
        counts.read_indicators(db, &simulated).await?;
        counts.read_registry(db).await?;
        counts.add_up(&simulated);
        Ok(counts)
    }

    fn add(&mut self, key: Key, counted: i64, least: i64, source: i64) {
        self.cells.insert(key, Count { counted, least, source, is_known: false });
    }

    async fn read_needs(&mut self, db: &DatabaseTransaction) -> Result<(), DbErr> {
        let days: Vec<(i64, Option<chrono::NaiveDate>, Option<chrono::NaiveDate>)> =
            assessment::Entity::find()
                .select_only()
                .columns([assessment::Column::Id, assessment::Column::HeldOn, assessment::Column::PlannedOn])
                .into_tuple()
                .all(db)
                .await?;
        let years: HashMap<i64, String> = days
            .into_iter()
            .filter_map(|(id, held, planned)| Some((id, held.or(planned)?.year().to_string())))
            .collect();
        for need in need::Entity::find().all(db).await? {
            let key = Key {
                measure: Measure::NeedUnits,
                category: stored(&need.need_type),
                period: years.get(&need.assessment_id).cloned().unwrap_or_default(),
                series: String::new(),
                region: need.village_id,
                record: need.key.clone(),
            };
            self.add(key.clone(), need.quantity.into(), least_of(&need), need.source_id);
            self.needs.push((key, need));
        }
        Ok(())
    }

    async fn read_indicators(
        &mut self,
        db: &DatabaseTransaction,
        simulated: &HashSet<i64>,
    ) -> Result<(), DbErr> {
        let indicators = indicator::Entity::find().all(db).await?;
        let by_id: HashMap<i64, &indicator::Model> = indicators.iter().map(|it| (it.id, it)).collect();
        let told_by_releases = indicators
            .iter()
            .filter(|it| it.disclosure != Disclosure::Open || it.numerator_id.is_some())
            .map(|it| it.id);
        let values = observation::Entity::find()
            .filter(observation::Column::IndicatorId.is_in(told_by_releases))
            .all(db)
            .await?;
        let sources: HashMap<i64, String> =
            source::Entity::find().all(db).await?.into_iter().map(|source| (source.id, source.key)).collect();
        for value in values {
            let Some(indicator) = by_id.get(&value.indicator_id) else { continue };
            let about = |indicator: &indicator::Model| Key {
                measure: Measure::Indicator,
                category: indicator.key.clone(),
                period: value.period.clone(),
                series: value.method.clone(),
                region: value.region_id,
                record: String::new(),
            };
            // What an office or a newspaper has said of a whole regency is known to everybody.
            let is_known = !simulated.contains(&value.source_id) && self.regions.is_large(value.region_id);
            if let Some(numerator) = indicator.numerator_id.and_then(|id| by_id.get(&id)) {
                let numerator = about(numerator);
                self.rates.extend((!is_known).then_some(Rate { observation: value, numerator }));
                continue;
            }
            let mut key = about(indicator);
            if value.standing == Standing::Alternative {
                key.record = sources.get(&value.source_id).cloned().unwrap_or_default();
            }
            let least = if indicator.disclosure == Disclosure::Sensitive { LEAST_SENSITIVE } else { LEAST };
            // Counted in units of the smallest decimal, as the value is.
            let least = least * 10_i64.pow(indicator.decimals.unsigned_abs());
            let count = Count { counted: value.value, least, source: value.source_id, is_known };
            self.cells.insert(key.clone(), count);
            self.observations.push((key, value));
        }
        Ok(())
    }

    async fn read_registry(&mut self, db: &DatabaseTransaction) -> Result<(), DbErr> {
        let cycles: HashMap<i64, String> = registry_cycle::Entity::find()
            .all(db)
            .await?
            .into_iter()
            .map(|cycle| (cycle.id, cycle.key))
            .collect();
        let key = |measure, category: &str, cycle: i64, region| Key {
            measure,
            category: category.to_owned(),
            period: cycles.get(&cycle).cloned().unwrap_or_default(),
            series: String::new(),
            region,
            record: String::new(),
        };
        for row in sync_count::Entity::find().all(db).await? {
            for (category, counted) in counts_of(&row) {
                let key = key(Measure::RegistryRows, category, row.cycle_id, row.village_id);
                self.add(key, counted.into(), LEAST, row.source_id);
            }
            self.registry.push((key(Measure::RegistryRows, "", row.cycle_id, row.village_id), row));
        }
        let corrections: Vec<(i64, i64, registry_change::ChangeState, i64, i64)> =
            registry_change::Entity::find()
                .select_only()
                .column(registry_change::Column::VillageId)
                .column(registry_change::Column::CycleId)
                .column(registry_change::Column::State)
                .column_as(registry_change::Column::Id.count(), "corrections")
                .column_as(registry_change::Column::SourceId.max(), "source_id")
                .group_by(registry_change::Column::VillageId)
                .group_by(registry_change::Column::CycleId)
                .group_by(registry_change::Column::State)
                .into_tuple()
                .all(db)
                .await?;
        // How many a village proposes is told of it; what became of them, of its kecamatan and regency: by state they
        // would be too few nearly everywhere.
        for (village, cycle, state, counted, source) in corrections {
            let measure = Measure::RegistryCorrections;
            self.increase(key(measure, ALL, cycle, village), counted, source);
            let mut region = village;
            while let Some(above) = self.regions.above(region) {
                self.increase(key(measure, &stored(&state), cycle, above), counted, source);
                region = above;
            }
        }
        Ok(())
    }

    fn increase(&mut self, key: Key, counted: i64, source: i64) {
        let none = Count { counted: 0, least: LEAST, source, is_known: false };
        self.cells.entry(key).or_insert(none).counted += counted;
    }

    /// Adds the sums of villages, kecamatan and regencies.
    fn add_up(&mut self, simulated: &HashSet<i64>) {
        let mut sums: BTreeMap<Key, Count> = BTreeMap::new();
        let mut into = |key: Key, part: &Count| {
            let sum = sums.entry(key).or_insert(Count { counted: 0, is_known: false, ..part.clone() });
            sum.counted += part.counted;
            sum.least = sum.least.max(part.least);
            if simulated.contains(&part.source) {
                sum.source = part.source;
            }
        };
        for (key, count) in &self.cells {
            let is_alternative = key.measure == Measure::Indicator && !key.record.is_empty();
            // Whether a kecamatan has the rows of the village or those of the regency differs from village to village: a sum
            // over those that are told and those that are not would tell the latter apart.
            let is_mixed = key.category == rows::DISTRICT;
            if is_alternative || is_mixed || !self.regions.is_village(key.region) {
                continue;
            }
            if !key.record.is_empty() {
                into(key.of_region(key.region), count);
            }
            let mut region = key.region;
            while let Some(above) = self.regions.above(region) {
                into(key.of_region(above), count);
                region = above;
            }
        }
        for (key, sum) in sums {
            self.cells.entry(key).or_insert(sum);
        }
    }
}

/// The counts of a row of the registry by category.
pub fn counts_of(row: &sync_count::Model) -> [(&'static str, i32); 8] {
    [
        (rows::VILLAGE, row.village_rows),
        (rows::DISTRICT, row.district_rows),
        (rows::REGENCY, row.regency_rows),
        (rows::MINISTRY, row.ministry_rows),
        (rows::UNMATCHED, row.unmatched_rows),
        (rows::ONLY_VILLAGE, row.only_village),
        (rows::ONLY_REGENCY, row.only_regency),
        (rows::DIFFERING, row.differing),
    ]
}

/// A value of a vocabulary as it is stored.
fn stored<V: sea_orm::ActiveEnum<Value = String>>(value: &V) -> String {
    value.to_value()
}

/// Units that are things, not people; a need of another kind in one of these may be told whatever it counts.
const THINGS: [&str; 6] = ["meter", "100 meter", "kilometer", "unit", "titik", "paket"];

fn least_of(need: &need::Model) -> i64 {
    match need.need_type {
        NeedType::Disability | NeedType::ChronicIllness | NeedType::OutOfSchool => LEAST_SENSITIVE,
        NeedType::Other if THINGS.contains(&need.unit.as_str()) => 0,
        _ => LEAST,
    }
}
