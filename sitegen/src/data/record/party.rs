//! Agencies, stakeholders, schemes and accompaniments.

use chrono::NaiveDate;

use crate::data::vocabulary::{
    AccompanimentRole, AccompanimentState, AgencyKind, DatePrecision, OwnerLevel, StakeholderKind,
};

use super::{
    AccompanimentKey, AgencyKey, DistrictCode, PageFields, PageInfo, Paged, RegencyCode, RegionCode,
    SchemeKey, SourceKey, below, paged, schema,
};

/// A regional agency (OPD).
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct Agency {
    /// Natural key, stable over editions.
    pub key: String,
    /// Current abbreviation.
    pub abbreviation: String,
    /// Current name.
    pub name: String,
    /// Name in English.
    pub name_en: Option<String>,
    /// Legal form.
    pub kind: AgencyKind,
    /// Day since when it has its current name.
    pub named_since: Option<NaiveDate>,
    /// What a reader should know.
    pub note: Option<String>,
    /// The kecamatan, for kecamatan offices.
    pub district: Option<DistrictCode>,
    /// The regency that it belongs to.
    pub regency: RegencyCode,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "AgencyConnection")]
struct AgencyPage {
    nodes: Vec<Agency>,
    page_info: PageInfo,
}

/// Reads a page of them.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "Page")]
pub struct Agencies {
    #[arguments(first: $first, after: $after, orderBy: [{ name: ASC }])]
    agencies: AgencyPage,
}

paged!(Agency, Agencies, agencies);

/// A former name of an agency.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct AgencyName {
    /// Natural key, stable over editions.
    pub key: String,
    /// Abbreviation at that time.
    pub abbreviation: String,
    /// Name at that time.
    pub name: String,
    /// First day on which it was valid.
    pub valid_from: Option<NaiveDate>,
    /// First day on which it is no longer valid.
    pub valid_to: NaiveDate,
    /// The agency.
    pub agency: AgencyKey,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "AgencyNameConnection")]
struct AgencyNamePage {
    nodes: Vec<AgencyName>,
    page_info: PageInfo,
}

/// Reads a page of them.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "Page")]
pub struct AgencyNames {
    #[arguments(first: $first, after: $after, orderBy: [{ validTo: DESC }])]
    agency_names: AgencyNamePage,
}

paged!(AgencyName, AgencyNames, agency_names);

/// An organisation that takes part.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct Stakeholder {
    /// Natural key, stable over editions.
    pub key: String,
    /// Name.
    pub name: String,
    /// Name in English.
    pub name_en: Option<String>,
    /// What it is.
    pub kind: StakeholderKind,
    /// What it does for the movement.
    pub role: String,
    /// The same in English.
    pub role_en: Option<String>,
    /// The regency where it works; absent where it works everywhere.
    pub regency: Option<RegencyCode>,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "StakeholderConnection")]
struct StakeholderPage {
    nodes: Vec<Stakeholder>,
    page_info: PageInfo,
}

/// Reads a page of them.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "Page")]
pub struct Stakeholders {
    #[arguments(first: $first, after: $after, orderBy: [{ name: ASC }])]
    stakeholders: StakeholderPage,
}

paged!(Stakeholder, Stakeholders, stakeholders);

/// A scheme of accompaniment.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct Scheme {
    /// Natural key, stable over editions.
    pub key: String,
    /// Name.
    pub name: String,
    /// Name in English.
    pub name_en: Option<String>,
    /// At which level it was set up.
    pub owner_level: OwnerLevel,
    /// What it is.
    pub description: Option<String>,
    /// First day on which it is valid.
    pub valid_from: Option<NaiveDate>,
    /// First day on which it is no longer valid.
    pub valid_to: Option<NaiveDate>,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "SchemeConnection")]
struct SchemePage {
    nodes: Vec<Scheme>,
    page_info: PageInfo,
}

/// Reads a page of them.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "Page")]
pub struct Schemes {
    #[arguments(first: $first, after: $after, orderBy: [{ key: ASC }])]
    schemes: SchemePage,
}

paged!(Scheme, Schemes, schemes);

/// Who accompanies which village, and when.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct Accompaniment {
    /// Natural key, stable over editions.
    pub key: String,
    /// Lead or support.
    pub role: AccompanimentRole,
    /// Where it stands.
    pub state: AccompanimentState,
    /// First day; see the precision.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// How exactly the dates are known.
    pub date_precision: DatePrecision,
    /// Why the village was chosen: registry, vintage, rule.
    pub basis: Option<String>,
    /// Rank within its kecamatan by that rule, 1 is the poorest.
    pub basis_rank: Option<i32>,
    /// The decree.
    pub decree: Option<String>,
    /// What a reader should know.
    pub note: Option<String>,
    /// The village or kecamatan.
    pub region: RegionCode,
    /// The agency.
    pub agency: AgencyKey,
    /// The scheme.
    pub scheme: SchemeKey,
    /// The accompaniment that it goes on from.
    pub continues: Option<AccompanimentKey>,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "AccompanimentConnection")]
struct AccompanimentPage {
    nodes: Vec<Accompaniment>,
    page_info: PageInfo,
}

below!(
    $ Accompaniment by Accompaniments, ListsOfRegions: regions(code).accompaniments(orderBy: [{ startsOn: DESC }, { key: ASC }]) of AccompanimentPage,
    "Region" in "RegionConnection",
    10 rows of 60
);
