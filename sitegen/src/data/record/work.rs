//! Assessments, needs, potentials, programmes and their activities.

use chrono::NaiveDate;

use crate::data::vocabulary::{
    AssessmentMethod, AssessmentState, CellState, NeedState, NeedType, PotentialKind, ProgrammeState, Sector,
};

use super::{
    AccompanimentKey, AgencyKey, AssessmentKey, PageInfo, ProgrammeKey, Rupiah, SourceKey, VillageCode,
    below, schema,
};

/// An assessment of a village.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct Assessment {
    /// Natural key, stable over editions.
    pub key: String,
    /// How it was done.
    pub method: AssessmentMethod,
    /// Where it stands.
    pub state: AssessmentState,
    /// Planned day.
    pub planned_on: Option<NaiveDate>,
    /// Day on which it was held.
    pub held_on: Option<NaiveDate>,
    /// How many took part.
    pub participants: Option<i32>,
    /// What was found, in a few sentences.
    pub summary: Option<String>,
    /// The village.
    pub village: VillageCode,
    /// The agency that assessed.
    pub agency: AgencyKey,
    /// The accompaniment that it belongs to.
    pub accompaniment: Option<AccompanimentKey>,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "AssessmentConnection")]
struct AssessmentPage {
    nodes: Vec<Assessment>,
    page_info: PageInfo,
}

below!(
    $ Assessment by Assessments, ListsOfRegions: villages(code).assessments(orderBy: [{ heldOn: DESC }, { key: ASC }]) of AssessmentPage,
    "Village" in "VillageConnection",
    10 rows of 80
);

/// The assessment that found a need.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
#[cynic(graphql_type = "Assessment")]
pub struct FoundBy {
    /// Natural key, stable over editions.
    pub key: String,
    /// Day on which it was held.
    pub held_on: Option<NaiveDate>,
}

/// A need that an assessment found.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct Need {
    /// Natural key, stable over editions.
    pub key: String,
    /// What kind of need.
    pub need_type: NeedType,
    /// What is needed.
    pub title: String,
    /// How many units; absent where it is not told.
    pub quantity: Option<i32>,
    /// Unit of the quantity.
    pub unit: String,
    /// Cost of one unit in whole rupiah.
    pub unit_cost: Option<Rupiah>,
    /// Quantity times unit cost, in whole rupiah.
    pub cost: Option<Rupiah>,
    /// Whether quantity and cost are told.
    pub cell_state: CellState,
    /// Where it stands.
    pub state: NeedState,
    /// The assessment that found it.
    pub assessment: FoundBy,
    /// The village.
    pub village: VillageCode,
    /// The agency responsible for this kind of need.
    pub agency: Option<AgencyKey>,
    /// The programme meant to meet it.
    pub programme: Option<ProgrammeKey>,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "NeedConnection")]
struct NeedPage {
    nodes: Vec<Need>,
    page_info: PageInfo,
}

below!(
    $ Need by Needs, ListsOfRegions: villages(code).needs(orderBy: [{ key: ASC }]) of NeedPage,
    "Village" in "VillageConnection",
    20 rows of 40
);

/// A potential that an assessment found.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct Potential {
    /// Natural key, stable over editions.
    pub key: String,
    /// What kind of strength.
    pub kind: PotentialKind,
    /// What it is.
    pub description: String,
    /// The village.
    pub village: VillageCode,
    /// The assessment that found it.
    pub assessment: AssessmentKey,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PotentialConnection")]
struct PotentialPage {
    nodes: Vec<Potential>,
    page_info: PageInfo,
}

below!(
    $ Potential by Potentials, ListsOfRegions: villages(code).potentials(orderBy: [{ key: ASC }]) of PotentialPage,
    "Village" in "VillageConnection",
    10 rows of 100
);

/// What an agency does in a village.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct Programme {
    /// Natural key, stable over editions.
    pub key: String,
    /// Name.
    pub name: String,
    /// Sector.
    pub sector: Sector,
    /// Where it stands.
    pub state: ProgrammeState,
    /// Planned first day.
    pub planned_start: NaiveDate,
    /// Planned last day.
    pub planned_end: NaiveDate,
    /// Actual first day.
    pub actual_start: Option<NaiveDate>,
    /// Actual last day.
    pub actual_end: Option<NaiveDate>,
    /// Budget in whole rupiah.
    pub budget: Option<Rupiah>,
    /// The village.
    pub village: VillageCode,
    /// The responsible agency.
    pub agency: AgencyKey,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "ProgrammeConnection")]
struct ProgrammePage {
    nodes: Vec<Programme>,
    page_info: PageInfo,
}

below!(
    $ Programme by Programmes, ListsOfRegions: villages(code).programmes(orderBy: [{ plannedStart: ASC }, { key: ASC }]) of ProgrammePage,
    "Village" in "VillageConnection",
    10 rows of 100
);

/// A step of a programme.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct Activity {
    /// Natural key, stable over editions.
    pub key: String,
    /// Place in the programme, from 1.
    pub sequence: i32,
    /// Name.
    pub name: String,
    /// Planned first day.
    pub planned_start: NaiveDate,
    /// Planned last day.
    pub planned_end: NaiveDate,
    /// Actual first day.
    pub actual_start: Option<NaiveDate>,
    /// Actual last day.
    pub actual_end: Option<NaiveDate>,
    /// The programme.
    pub programme: ProgrammeKey,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "ActivityConnection")]
struct ActivityPage {
    nodes: Vec<Activity>,
    page_info: PageInfo,
}

below!(
    $ Activity by Activities, ListsOfKeys: programmes(key).activities(orderBy: [{ plannedStart: ASC }, { key: ASC }]) of ActivityPage,
    "Programme" in "ProgrammeConnection",
    20 rows of 50
);
