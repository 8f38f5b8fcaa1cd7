//! Indicators, observations, conflicting claims and sources.

use chrono::NaiveDate;

use crate::data::vocabulary::{
    Better, CellState, Disclosure, Frequency, IndicatorKind, ObservationStatus, SourceKind, Standing,
};

use super::{IndicatorKey, PageFields, PageInfo, Paged, RegionCode, SourceKey, below, paged, schema};

/// Who said something.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct Source {
    /// Natural key, stable over editions.
    pub key: String,
    /// What kind of source it is.
    pub kind: SourceKind,
    /// Title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Address.
    pub url: Option<String>,
    /// Day of publication.
    pub published_on: Option<NaiveDate>,
    /// Day on which it was read.
    pub retrieved_on: Option<NaiveDate>,
    /// Licence of the content.
    pub licence: Option<String>,
    /// What a reader should know.
    pub note: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "SourceConnection")]
struct SourcePage {
    nodes: Vec<Source>,
    page_info: PageInfo,
}

/// Reads a page of them.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "Page")]
pub struct Sources {
    #[arguments(first: $first, after: $after, orderBy: [{ key: ASC }])]
    sources: SourcePage,
}

paged!(Source, Sources, sources);

/// What is measured.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct Indicator {
    /// Natural key, stable over editions.
    pub key: String,
    /// Name in Indonesian.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// Where its values come from. Survey rates and registry counts never share an axis.
    pub kind: IndicatorKind,
    /// Satuan, in Indonesian.
    pub unit: String,
    /// Unit in English.
    pub unit_en: String,
    /// Digits kept after the decimal point, 0 to 6.
    pub decimals: i32,
    /// Which way is better.
    pub better: Better,
    /// Konsep.
    pub concept: String,
    /// Definisi.
    pub definition: String,
    /// Klasifikasi.
    pub classification: String,
    /// Ukuran.
    pub measure: String,
    /// Kode referensi.
    pub reference_code: Option<String>,
    /// Whether its values count people, and so are told by releases only.
    pub disclosure: Disclosure,
    /// Who produces it.
    pub producer: String,
    /// How often it comes.
    pub frequency: Frequency,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "IndicatorConnection")]
struct IndicatorPage {
    nodes: Vec<Indicator>,
    page_info: PageInfo,
}

/// Reads a page of them.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "Page")]
pub struct Indicators {
    #[arguments(first: $first, after: $after, orderBy: [{ key: ASC }])]
    indicators: IndicatorPage,
}

paged!(Indicator, Indicators, indicators);

/// A value of an indicator.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct Observation {
    /// Period as the series names it: 2024, 2024-09, 2024-Q1.
    pub period: String,
    /// First day of the period.
    pub starts_on: NaiveDate,
    /// Last day of the period.
    pub ends_on: NaiveDate,
    /// The value, exact; absent where it is not told.
    pub value: Option<String>,
    /// Whether it is told.
    pub cell_state: CellState,
    /// Half of the 95 % interval, in the unit of the value.
    pub margin: Option<String>,
    /// How the margin was made.
    pub margin_basis: Option<String>,
    /// Survey or method; part of the series.
    pub method: String,
    /// Status of the value.
    pub status: ObservationStatus,
    /// Published, or another claim.
    pub standing: Standing,
    /// Why this claim was chosen, or not.
    pub rule: Option<String>,
    /// What a reader should know.
    pub note: Option<String>,
    /// The indicator.
    pub indicator: IndicatorKey,
    /// The region.
    pub region: RegionCode,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

impl Observation {
    /// The value as a number to draw and compare; none where it is not told.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        self.value.as_deref()?.parse().ok()
    }
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "ObservationConnection")]
struct ObservationPage {
    nodes: Vec<Observation>,
    page_info: PageInfo,
}

below!(
    $ Observation by Observations, ListsOfRegions: regions(code).observations(orderBy: [{ startsOn: ASC }]) of ObservationPage,
    "Region" in "RegionConnection",
    100 rows of 12
);

/// Two public claims that disagree.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct ClaimConflict {
    /// Natural key, stable over editions.
    pub key: String,
    /// What they are about.
    pub topic: String,
    /// The same in English.
    pub topic_en: String,
    /// The first claim.
    pub claim: String,
    /// The second claim.
    pub other_claim: String,
    /// What follows for the data.
    pub lesson: String,
    /// The same in English.
    pub lesson_en: String,
    /// Who made the first claim.
    pub source: SourceKey,
    /// Who made the second claim.
    pub other_source: SourceKey,
    /// The indicator, if it is about one.
    pub indicator: Option<IndicatorKey>,
    /// The region, if it is about one.
    pub region: Option<RegionCode>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "ClaimConflictConnection")]
struct ClaimConflictPage {
    nodes: Vec<ClaimConflict>,
    page_info: PageInfo,
}

/// Reads a page of them.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "Page")]
pub struct ClaimConflicts {
    #[arguments(first: $first, after: $after, orderBy: [{ key: ASC }])]
    claim_conflicts: ClaimConflictPage,
}

paged!(ClaimConflict, ClaimConflicts, claim_conflicts);
