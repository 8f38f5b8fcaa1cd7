//! Everything that a report states, as the gateway gave it: plain records with their relations as keys.

pub mod record;
pub mod vocabulary;

use std::collections::BTreeMap;

use cynic::QueryBuilder as _;

use crate::client::Client;
use crate::reads::{Keyed, Records};
use record::{
    Accompaniment, ActionItem, Activity, Agency, AgencyName, Assessment, Attendance, Boundary, ClaimConflict,
    CodeAssignment, Decision, District, FundingSource, Indicator, Meeting, Need, Observation, Page, Paged,
    Potential, Programme, Region, RegistryCycle, ReleasedCell, Scheme, Source, Stakeholder, SyncCount,
    Transaction, Village,
};
use vocabulary::SourceKind;

/// Rows per request: the most that the gateway gives.
const PAGE: i32 = 100;

/// The records of one regency, with the country and the province for comparison.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    /// Data version of the gateway before the first record was read.
    pub version: i64,
    /// Code of the regency.
    pub regency: String,
    /// Regions of all levels above the village.
    pub regions: Records<Region>,
    /// Kecamatan of the regency, by code.
    pub districts: Records<District>,
    /// Desa and kelurahan of the regency, by code.
    pub villages: Records<Village>,
    /// BPS codes.
    pub codes: Records<CodeAssignment>,
    /// Where regions end, of those that the operator has brought boundaries for.
    pub boundaries: Records<Boundary>,
    /// Agencies.
    pub agencies: Records<Agency>,
    /// Former names of agencies.
    pub agency_names: Records<AgencyName>,
    /// Stakeholders.
    pub stakeholders: Records<Stakeholder>,
    /// Schemes of accompaniment.
    pub schemes: Records<Scheme>,
    /// Accompaniments, the latest first.
    pub accompaniments: Records<Accompaniment>,
    /// Assessments.
    pub assessments: Records<Assessment>,
    /// Needs.
    pub needs: Records<Need>,
    /// Potentials.
    pub potentials: Records<Potential>,
    /// Programmes, by planned start.
    pub programmes: Records<Programme>,
    /// Activities of programmes.
    pub activities: Records<Activity>,
    /// Funding sources.
    pub funding_sources: Records<FundingSource>,
    /// Ledger, by date.
    pub transactions: Records<Transaction>,
    /// Indicators.
    pub indicators: Records<Indicator>,
    /// Observations, by period.
    pub observations: Records<Observation>,
    /// Claims that contradict each other.
    pub conflicts: Records<ClaimConflict>,
    /// Registry cycles, by start.
    pub cycles: Records<RegistryCycle>,
    /// Sync counts.
    pub sync_counts: Records<SyncCount>,
    /// Counts of people and families for kecamatan and the regency, as the newest release tells them.
    pub released_cells: Records<ReleasedCell>,
    /// Meetings, the latest first.
    pub meetings: Records<Meeting>,
    /// Who took part.
    pub attendances: Records<Attendance>,
    /// Decisions.
    pub decisions: Records<Decision>,
    /// Action items.
    pub action_items: Records<ActionItem>,
    /// Sources, by key.
    pub sources: Keyed<Source>,
}

/// Which data a gateway has.
///
/// # Errors
/// When it cannot be reached.
pub fn version(client: &Client) -> anyhow::Result<record::Version> {
    client.run(&record::Version::build(()))
}

/// The changes of rows since a data version, the latest last.
///
/// # Errors
/// When the gateway cannot be reached or refuses.
pub fn revisions(client: &Client, since: i64) -> anyhow::Result<Vec<record::Revision>> {
    let mut revisions = Vec::new();
    let mut after = None;
    loop {
        let page = record::ChangesSince { first: PAGE, after, since: Some(since.into()) };
        let answer = client.run(&record::Revisions::build(page))?.revisions;
        revisions.extend(answer.nodes);
        if !answer.page_info.has_next_page {
            return Ok(revisions);
        }
        after = answer.page_info.end_cursor;
    }
}

impl Dataset {
    /// Reads the records of one regency, noun by noun, page by page.
    ///
    /// # Errors
    /// When the gateway cannot be reached or refuses a query; the error names the query.
    pub fn fetch(client: &Client, regency: &str, progress: &dyn Fn(usize)) -> anyhow::Result<Self> {
        let fetch = Fetch { client, progress };
        let version = version(client)?;
        let within = |code: &str| code.starts_with(&format!("{regency}."));
        let mut villages: Vec<Village> = fetch.all()?;
        villages.retain(|village| within(&village.code));
        let mut districts: Vec<District> = fetch.all()?;
        districts.retain(|district| within(&district.code));
        let mut codes: Vec<CodeAssignment> = fetch.all()?;
        codes.retain(|assigned| within(&assigned.region.code));
        let mut boundaries: Vec<Boundary> = fetch.all()?;
        boundaries.retain(|boundary| within(&boundary.region.code));
        let sources: Vec<Source> = fetch.all()?;
        Ok(Self {
            version: version.data_version.parse().unwrap_or_default(),
            regency: regency.to_owned(),
            regions: fetch.all()?.into(),
            districts: districts.into(),
            villages: villages.into(),
            codes: codes.into(),
            boundaries: boundaries.into(),
            agencies: fetch.all()?.into(),
            agency_names: fetch.all()?.into(),
            stakeholders: fetch.all()?.into(),
            schemes: fetch.all()?.into(),
            accompaniments: fetch.all()?.into(),
            assessments: fetch.all()?.into(),
            needs: fetch.all()?.into(),
            potentials: fetch.all()?.into(),
            programmes: fetch.all()?.into(),
            activities: fetch.all()?.into(),
            funding_sources: fetch.all()?.into(),
            transactions: fetch.all()?.into(),
            indicators: fetch.all()?.into(),
            observations: fetch.all()?.into(),
            conflicts: fetch.all()?.into(),
            cycles: fetch.all()?.into(),
            sync_counts: fetch.all()?.into(),
            released_cells: fetch.all()?.into(),
            meetings: fetch.all()?.into(),
            attendances: fetch.all()?.into(),
            decisions: fetch.all()?.into(),
            action_items: fetch.all()?.into(),
            sources: sources.into_iter().map(|source| (source.key.clone(), source)).collect(),
        })
    }

    /// Whether a source is the simulator.
    #[must_use]
    pub fn is_simulated(&self, source: &str) -> bool {
        self.sources.get(source).is_some_and(|source| source.kind == SourceKind::Simulated)
    }

    /// Leaves out everything that the simulator made.
    #[must_use]
    pub fn without_simulated(mut self) -> Self {
        let sources = self.sources.clone();
        let real = |key: &str| sources.get(key).is_none_or(|source| source.kind != SourceKind::Simulated);
        self.regions.retain(|it| !it.simulated);
        self.districts.retain(|it| !it.simulated);
        self.villages.retain(|it| !it.simulated);
        self.codes.retain(|it| !it.simulated);
        self.boundaries.retain(|it| !it.simulated);
        self.agencies.retain(|it| !it.simulated);
        self.agency_names.retain(|it| !it.simulated);
        self.stakeholders.retain(|it| !it.simulated);
        self.schemes.retain(|it| !it.simulated);
        self.indicators.retain(|it| !it.simulated);
        self.conflicts.retain(|it| real(&it.source.key) && real(&it.other_source.key));
        self.cycles.retain(|it| !it.simulated);
        self.sync_counts.retain(|it| !it.simulated);
        self.released_cells.retain(|it| !it.simulated);
        self.accompaniments.retain(|it| !it.simulated);
        self.assessments.retain(|it| !it.simulated);
        self.needs.retain(|it| !it.simulated);
        self.potentials.retain(|it| !it.simulated);
        self.programmes.retain(|it| !it.simulated);
        self.activities.retain(|it| !it.simulated);
        self.funding_sources.retain(|it| !it.simulated);
        self.transactions.retain(|it| !it.simulated);
        self.observations.retain(|it| !it.simulated);
        self.meetings.retain(|it| !it.simulated);
        self.attendances.retain(|it| !it.simulated);
        self.decisions.retain(|it| !it.simulated);
        self.action_items.retain(|it| !it.simulated);
        self.sources.retain(|source| source.kind != SourceKind::Simulated);
        self
    }
}

/// The texts of the operations by which [`Dataset::fetch`] reads, by their names: what a gateway that answers trusted
/// documents only has to know.
#[must_use]
pub fn operations() -> BTreeMap<String, String> {
    fn of<R: Paged>() -> (String, String) {
        named(R::Query::build(Page { first: PAGE, after: None }))
    }
    fn named<Query, Variables>(operation: cynic::Operation<Query, Variables>) -> (String, String) {
        (operation.operation_name.unwrap_or_default().into_owned(), operation.query)
    }
    [
        named(record::Version::build(())),
        named(record::Revisions::build(record::ChangesSince { first: PAGE, after: None, since: None })),
        of::<Accompaniment>(),
        of::<ActionItem>(),
        of::<Activity>(),
        of::<Agency>(),
        of::<AgencyName>(),
        of::<Assessment>(),
        of::<Attendance>(),
        of::<Boundary>(),
        of::<ClaimConflict>(),
        of::<CodeAssignment>(),
        of::<Decision>(),
        of::<District>(),
        of::<FundingSource>(),
        of::<Indicator>(),
        of::<Meeting>(),
        of::<Need>(),
        of::<Observation>(),
        of::<Potential>(),
        of::<Programme>(),
        of::<Region>(),
        of::<RegistryCycle>(),
        of::<ReleasedCell>(),
        of::<Scheme>(),
        of::<Source>(),
        of::<Stakeholder>(),
        of::<SyncCount>(),
        of::<Transaction>(),
        of::<Village>(),
    ]
    .into()
}

struct Fetch<'c> {
    client: &'c Client,
    progress: &'c dyn Fn(usize),
}

impl Fetch<'_> {
    /// Every row of a noun.
    fn all<R: Paged>(&self) -> anyhow::Result<Vec<R>> {
        let mut rows = Vec::new();
        let mut after = None;
        loop {
            let answer: R::Query = self.client.run(&R::Query::build(Page { first: PAGE, after }))?;
            let (page, info) = R::page(answer);
            (self.progress)(page.len());
            rows.extend(page);
            if !info.has_next_page {
                return Ok(rows);
            }
            after = info.end_cursor;
        }
    }
}
