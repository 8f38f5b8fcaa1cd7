//! How records are read: what belongs to no village once for all regencies, the rest one regency at a time, so that a country
//! needs no more memory than its largest regency.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use cynic::{Operation, QueryBuilder as _};

use crate::client::Client;

use super::record::{
    self, Accompaniment, ActionItem, Activity, Agency, AgencyName, Assessment, Attendance, Below, Boundary,
    ClaimConflict, Code, CodeAssignment, Decision, District, FundingSource, Indicator, Lists as _, Meeting,
    Need, Observation, Page, PageOfLevels, PageOfRegions, Paged, Potential, Programme, Region, RegistryCycle,
    ReleasedCell, Scheme, Source, Stakeholder, SyncCount, Transaction, Village,
};
use super::vocabulary::RegionLevel;
use super::{Dataset, version};

/// Rows per request: the most that the gateway gives.
const PAGE: i32 = 100;

const ABOVE: [RegionLevel; 3] = [RegionLevel::Country, RegionLevel::Province, RegionLevel::Regency];
const BELOW: [RegionLevel; 2] = [RegionLevel::District, RegionLevel::Village];

/// What a gateway has that belongs to no village.
#[derive(Debug)]
pub struct Country {
    version: i64,
    /// The country, its provinces and its regencies, by code.
    pub regions: Vec<Region>,
    agencies: Vec<Agency>,
    agency_names: Vec<AgencyName>,
    stakeholders: Vec<Stakeholder>,
    schemes: Vec<Scheme>,
    funding_sources: Vec<FundingSource>,
    indicators: Vec<Indicator>,
    conflicts: Vec<ClaimConflict>,
    cycles: Vec<RegistryCycle>,
    meetings: Vec<Meeting>,
    attendances: Vec<Attendance>,
    decisions: Vec<Decision>,
    action_items: Vec<ActionItem>,
    sources: Vec<Source>,
}

impl Country {
    /// Reads it, noun by noun, page by page; `progress` is told of rows as they come.
    ///
    /// # Errors
    /// When the gateway cannot be reached or refuses a query; the error names the query.
    pub fn read(client: &Client, progress: &dyn Fn(usize)) -> anyhow::Result<Self> {
        let reading = Reading { client, progress };
        let version = version(client)?;
        Ok(Self {
            version: version.data_version.parse().unwrap_or_default(),
            regions: reading.regions("", &ABOVE)?,
            agencies: reading.all()?,
            agency_names: reading.all()?,
            stakeholders: reading.all()?,
            schemes: reading.all()?,
            funding_sources: reading.all()?,
            indicators: reading.all()?,
            conflicts: reading.all()?,
            cycles: reading.all()?,
            meetings: reading.all()?,
            attendances: reading.all()?,
            decisions: reading.all()?,
            action_items: reading.all()?,
            sources: reading.all()?,
        })
    }

    /// Reads the records of a regency, with its province and the regencies beside it for comparison.
    ///
    /// # Errors
    /// As [`Country::read`].
    pub fn regency(&self, client: &Client, code: &str, progress: &dyn Fn(usize)) -> anyhow::Result<Dataset> {
        let reading = Reading { client, progress };
        let mut regions = self.around(code);
        let around: Vec<String> = regions.iter().map(|it| it.code.clone()).collect();
        let below = reading.regions(code, &BELOW)?;
        let of_level = |level: RegionLevel| -> Vec<String> {
            below.iter().filter(|it| it.level == level).map(|it| it.code.clone()).collect()
        };
        let (districts, villages) = (of_level(RegionLevel::District), of_level(RegionLevel::Village));
        let within = [districts.clone(), villages.clone()].concat();
        let with_itself = [vec![code.to_owned()], within.clone()].concat();
        let with_others = [around, within.clone()].concat();
        regions.extend(below);
        regions.sort_by(|one, other| one.code.cmp(&other.code));

        let mut accompaniments: Vec<Accompaniment> = reading.below(&with_itself)?;
        accompaniments.sort_by(|a, b| (b.starts_on, &a.key).cmp(&(a.starts_on, &b.key)));
        let mut assessments: Vec<Assessment> = reading.below(&villages)?;
        assessments.sort_by_cached_key(|it| (last(it.held_on.map(Reverse)), it.key.clone()));
        let mut programmes: Vec<Programme> = reading.below(&villages)?;
        programmes.sort_by_cached_key(|it| (it.planned_start, it.key.clone()));
        let keys: Vec<String> = programmes.iter().map(|it| it.key.clone()).collect();
        let mut activities: Vec<Activity> = reading.below(&keys)?;
        activities.sort_by_cached_key(|it| (it.planned_start, it.key.clone()));
        let mut transactions: Vec<Transaction> = reading.below(&with_itself)?;
        transactions.sort_by_cached_key(|it| (it.occurred_on, it.key.clone()));
        let mut observations: Vec<Observation> = reading.below(&with_others)?;
        observations.sort_by_key(|it| it.starts_on);
        let mut sync_counts: Vec<SyncCount> = reading.below(&villages)?;
        sync_counts.sort_by_key(|it| last(it.lag_days));
        let mut released_cells: Vec<ReleasedCell> = reading.below(&with_itself)?;
        released_cells
            .sort_by(|a, b| (a.measure, &a.category, &a.period).cmp(&(b.measure, &b.category, &b.period)));
        let mut needs: Vec<Need> = reading.below(&villages)?;
        needs.sort_by(|a, b| a.key.cmp(&b.key));
        let mut potentials: Vec<Potential> = reading.below(&villages)?;
        potentials.sort_by(|a, b| a.key.cmp(&b.key));
        let mut codes: Vec<CodeAssignment> = reading.below(&within)?;
        codes.sort_by(|a, b| a.code.cmp(&b.code));
        let beside = |it: &&Region| it.level == RegionLevel::Regency && it.code != code;
        let about: HashSet<&str> =
            regions.iter().filter(|it| !beside(it)).map(|it| it.code.as_str()).collect();
        let common = self.common(code, &about, &accompaniments, &transactions);
        let data = Dataset {
            version: self.version,
            regency: code.to_owned(),
            districts: reading.known(districts)?.into(),
            needs: needs.into(),
            potentials: potentials.into(),
            villages: reading.known(villages)?.into(),
            codes: codes.into(),
            boundaries: reading.below::<Boundary>(&within)?.into(),
            accompaniments: accompaniments.into(),
            assessments: assessments.into(),
            programmes: programmes.into(),
            activities: activities.into(),
            transactions: transactions.into(),
            observations: observations.into(),
            sync_counts: sync_counts.into(),
            released_cells: released_cells.into(),
            regions: regions.into(),
            ..common
        };
        Ok(data.with_cited_sources())
    }

    /// The country, its provinces and its regencies alone, for pages that lead to reports.
    #[must_use]
    pub fn regions(&self) -> Dataset {
        let country = self.regions.iter().find(|it| it.level == RegionLevel::Country);
        Dataset {
            version: self.version,
            regency: country.map(|it| it.code.clone()).unwrap_or_default(),
            regions: self.regions.clone().into(),
            sources: self.sources.iter().map(|it| (it.key.clone(), it.clone())).collect(),
            ..Dataset::default()
        }
    }

    /// A regency with the regions above it and those beside it.
    fn around(&self, regency: &str) -> Vec<Region> {
        let parent = |code: &str| {
            let found = self.regions.iter().find(|it| it.code == code);
            found.and_then(|it| it.parent.as_ref()).map(|it| it.code.as_str())
        };
        let province = parent(regency);
        let country = province.and_then(parent);
        let is_around = |it: &&Region| {
            let code = Some(it.code.as_str());
            let is_beside = it.level == RegionLevel::Regency && parent(&it.code) == province;
            is_beside || code == Some(regency) || code == province || code == country
        };
        self.regions.iter().filter(is_around).cloned().collect()
    }

    /// What of this belongs to the report of a regency: what is its own, what is said of the regions `about`, and what its
    /// records name.
    fn common(
        &self,
        regency: &str,
        about: &HashSet<&str>,
        accompaniments: &[Accompaniment],
        transactions: &[Transaction],
    ) -> Dataset {
        fn those<T: Clone>(all: &[T], is_in: impl Fn(&T) -> bool) -> Vec<T> {
            all.iter().filter(|it| is_in(it)).cloned().collect()
        }
        let is_about =
            |region: Option<&record::RegionCode>| region.is_none_or(|it| about.contains(&*it.code));
        let meetings = those(&self.meetings, |it| is_about(it.region.as_ref()));
        let keys: HashSet<&str> = meetings.iter().map(|it| it.key.as_str()).collect();
        let attendances = those(&self.attendances, |it| keys.contains(&*it.meeting.key));
        let decisions = those(&self.decisions, |it| keys.contains(&*it.meeting.key));
        let keys: HashSet<&str> = decisions.iter().map(|it| it.key.as_str()).collect();
        let action_items = those(&self.action_items, |it| keys.contains(&*it.decision.key));

        let paying: HashSet<&str> = transactions.iter().map(|it| it.funding_source.key.as_str()).collect();
        let acting: HashSet<&str> = (accompaniments.iter().map(|it| it.agency.key.as_str()))
            .chain(transactions.iter().filter_map(|it| Some(it.receiver_agency.as_ref()?.key.as_str())))
            .collect();
        let behind = self.funding_sources.iter().filter(|it| paying.contains(&*it.key));
        let named: HashSet<&str> = (behind.filter_map(|it| Some(it.stakeholder.as_ref()?.key.as_str())))
            .chain(transactions.iter().filter_map(|it| Some(it.receiver_stakeholder.as_ref()?.key.as_str())))
            .chain(attendances.iter().filter_map(|it| Some(it.stakeholder.as_ref()?.key.as_str())))
            .collect();
        let is_own = |of: &Stakeholder| of.regency.as_ref().is_none_or(|it| it.code == regency);
        let agencies = those(&self.agencies, |it| it.regency.code == regency || acting.contains(&*it.key));
        let stakeholders = those(&self.stakeholders, |it| is_own(it) || named.contains(&*it.key));
        let of_agency: HashSet<&str> = agencies.iter().map(|it| it.key.as_str()).collect();
        let own = stakeholders.iter().filter(|it| is_own(it));
        let own: HashSet<&str> = own.map(|it| it.key.as_str()).collect();
        let funding_sources = those(&self.funding_sources, |it| {
            paying.contains(&*it.key)
                || it.stakeholder.as_ref().is_some_and(|of| own.contains(&*of.key))
                || it.agency.as_ref().is_some_and(|of| of_agency.contains(&*of.key))
        });
        Dataset {
            conflicts: those(&self.conflicts, |it| is_about(it.region.as_ref())).into(),
            agency_names: those(&self.agency_names, |it| of_agency.contains(&*it.agency.key)).into(),
            agencies: agencies.into(),
            stakeholders: stakeholders.into(),
            funding_sources: funding_sources.into(),
            meetings: meetings.into(),
            attendances: attendances.into(),
            decisions: decisions.into(),
            action_items: action_items.into(),
            schemes: self.schemes.clone().into(),
            indicators: self.indicators.clone().into(),
            cycles: self.cycles.clone().into(),
            sources: self.sources.iter().map(|it| (it.key.clone(), it.clone())).collect(),
            ..Dataset::default()
        }
    }
}

/// What is not there comes last, as the gateway has it.
fn last<T>(value: Option<T>) -> (bool, Option<T>) {
    (value.is_none(), value)
}

/// The texts of the operations by which a report is read, by their names: what a gateway that answers trusted documents only
/// has to know.
#[must_use]
pub fn operations() -> BTreeMap<String, String> {
    fn named<Query, Variables>(operation: Operation<Query, Variables>) -> (String, String) {
        (operation.operation_name.unwrap_or_default().into_owned(), operation.query)
    }
    fn paged<R: Paged<Page = Page>>() -> (String, String) {
        named(R::Query::build(Page { first: 0, after: None }))
    }
    fn known<R: Paged<Page = PageOfRegions>>() -> (String, String) {
        named(R::Query::build(PageOfRegions { first: 0, after: None, of: None }))
    }
    fn below<R: Below>() -> (String, String) {
        named(R::ask(R::Lists::new(&[], 0, None)))
    }
    let since = record::ChangesSince { first: 0, after: None, since: None };
    let levels = PageOfLevels { first: 0, after: None, within: String::new(), levels: None };
    [
        named(record::Version::build(())),
        named(record::Revisions::build(since)),
        named(record::Regions::build(levels)),
        known::<District>(),
        known::<Village>(),
        paged::<ActionItem>(),
        paged::<Agency>(),
        paged::<AgencyName>(),
        paged::<Attendance>(),
        paged::<ClaimConflict>(),
        paged::<Decision>(),
        paged::<FundingSource>(),
        paged::<Indicator>(),
        paged::<Meeting>(),
        paged::<RegistryCycle>(),
        paged::<Scheme>(),
        paged::<Source>(),
        paged::<Stakeholder>(),
        below::<Accompaniment>(),
        below::<Activity>(),
        below::<Assessment>(),
        below::<Boundary>(),
        below::<CodeAssignment>(),
        below::<Need>(),
        below::<Observation>(),
        below::<Potential>(),
        below::<Programme>(),
        below::<ReleasedCell>(),
        below::<SyncCount>(),
        below::<Transaction>(),
    ]
    .into()
}

/// Every row of a list, page by page.
pub(super) fn pages<R: Paged>(
    client: &Client,
    progress: &dyn Fn(usize),
    page: impl Fn(i32, Option<String>) -> R::Page,
) -> anyhow::Result<Vec<R>> {
    let mut rows = Vec::new();
    let mut after = None;
    loop {
        let (page, end) = R::page(client.run(&R::Query::build(page(PAGE, after)))?);
        progress(page.len());
        rows.extend(page);
        if !end.has_next_page {
            return Ok(rows);
        }
        after = end.end_cursor;
    }
}

struct Reading<'c> {
    client: &'c Client,
    progress: &'c dyn Fn(usize),
}

impl Reading<'_> {
    /// Every row of a noun.
    fn all<R: Paged<Page = Page>>(&self) -> anyhow::Result<Vec<R>> {
        self.pages(|first, after| Page { first, after })
    }

    /// The regions of some levels whose codes begin so.
    fn regions(&self, within: &str, levels: &[RegionLevel]) -> anyhow::Result<Vec<Region>> {
        self.pages(|first, after| PageOfLevels {
            first,
            after,
            within: within.to_owned(),
            levels: Some(levels.to_vec()),
        })
    }

    /// The regions of these codes.
    fn known<R: Paged<Page = PageOfRegions>>(&self, codes: Vec<String>) -> anyhow::Result<Vec<R>> {
        let codes: Vec<Code> = codes.into_iter().map(Code).collect();
        self.pages(|first, after| PageOfRegions { first, after, of: Some(codes.clone()) })
    }

    fn pages<R: Paged>(&self, page: impl Fn(i32, Option<String>) -> R::Page) -> anyhow::Result<Vec<R>> {
        pages(self.client, self.progress, page)
    }

    /// The rows of the lists of these, one list after the other.
    fn below<R: Below>(&self, of: &[String]) -> anyhow::Result<Vec<R>> {
        let mut rows = Vec::new();
        for of in of.chunks(R::LISTS) {
            for list in R::lists(self.client.run(&R::ask(R::Lists::new(of, R::ROWS, None)))?) {
                (self.progress)(list.rows.len());
                rows.extend(list.rows);
                let mut end = list.end;
                while end.has_next_page {
                    let lists = R::Lists::new(std::slice::from_ref(&list.of), PAGE, end.end_cursor);
                    let Some(list) = R::lists(self.client.run(&R::ask(lists))?).pop() else { break };
                    (self.progress)(list.rows.len());
                    rows.extend(list.rows);
                    end = list.end;
                }
            }
        }
        Ok(rows)
    }
}
