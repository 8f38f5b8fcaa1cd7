//! Everything that a report states, as the gateway gave it: plain records with their relations as keys.

mod country;
pub mod record;
pub mod vocabulary;

pub use country::{Country, operations};

use std::collections::HashSet;

use cynic::QueryBuilder as _;

use crate::client::Client;
use crate::reads::{Keyed, Records};
use record::{
    Accompaniment, ActionItem, Activity, Agency, AgencyName, Assessment, Attendance, Boundary, ClaimConflict,
    CodeAssignment, Decision, District, FundingSource, Indicator, Meeting, Need, Observation, Potential,
    Programme, Region, RegistryCycle, ReleasedCell, Scheme, Source, Stakeholder, SyncCount, Transaction,
    Village,
};
use vocabulary::SourceKind;

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
    let since = Some(record::DataVersion::from(since));
    country::pages(client, &|_| {}, |first, after| record::ChangesSince {
        first,
        after,
        since: since.clone(),
    })
}

/// Gives the names of all kinds of records to a macro; what takes them apart fails to compile where one is missing.
macro_rules! of_every_kind {
    ($then:ident) => {
        $then!(
            regions,
            districts,
            villages,
            codes,
            boundaries,
            agencies,
            agency_names,
            stakeholders,
            schemes,
            accompaniments,
            assessments,
            needs,
            potentials,
            programmes,
            activities,
            funding_sources,
            transactions,
            indicators,
            observations,
            conflicts,
            cycles,
            sync_counts,
            released_cells,
            meetings,
            attendances,
            decisions,
            action_items
        )
    };
}
pub(crate) use of_every_kind;

impl Dataset {
    /// Reads the records of one regency.
    ///
    /// # Errors
    /// As [`Country::read`].
    pub fn fetch(client: &Client, regency: &str, progress: &dyn Fn(usize)) -> anyhow::Result<Self> {
        Country::read(client, progress)?.regency(client, regency, progress)
    }

    /// Leaves out the sources that none of the records names.
    fn with_cited_sources(mut self) -> Self {
        macro_rules! cited {
            ($($records:ident),+) => {{
                let others = self.conflicts.iter().map(|it| it.other_source.key.clone());
                let mut cited: HashSet<String> = others.collect();
                $(cited.extend(self.$records.iter().map(|it| it.source.key.clone()));)+
                cited
            }};
        }
        let cited = of_every_kind!(cited);
        self.sources.retain(|source| cited.contains(&source.key));
        self
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
