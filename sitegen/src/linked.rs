//! The records with their relations in both directions, looked up by key.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use chrono::NaiveDate;

use crate::chart::{Cell, place};
use crate::data::Dataset;
use crate::data::record::{
    Accompaniment, ActionItem, Activity, Agency, AgencyName, Assessment, Attendance, Boundary,
    CodeAssignment, Decision, District, FundingSource, Indicator, Meeting, Need, Observation, Potential,
    Programme, Region, RegistryCycle, Scheme, Stakeholder, SyncCount, Transaction, Village,
};
use crate::data::vocabulary::{AccompanimentState, ActionState, NeedState, RegionKind, Standing};
use crate::locale::Locale;
use crate::scribe::say;

/// One record per key.
type One<'d, T> = HashMap<&'d str, &'d T>;

/// Records by the key of what they belong to, in the order of the data.
type Many<'d, T> = HashMap<&'d str, Vec<&'d T>>;

/// The data of a report, linked.
#[derive(Debug)]
pub struct Linked<'d> {
    /// The records themselves.
    pub data: &'d Dataset,
    regions: One<'d, Region>,
    villages: One<'d, Village>,
    districts: One<'d, District>,
    boundaries: One<'d, Boundary>,
    agencies: One<'d, Agency>,
    stakeholders: One<'d, Stakeholder>,
    funding_sources: One<'d, FundingSource>,
    indicators: One<'d, Indicator>,
    schemes: One<'d, Scheme>,
    programmes: One<'d, Programme>,
    meetings: One<'d, Meeting>,
    decisions: One<'d, Decision>,
    cycles: One<'d, RegistryCycle>,
    pub(crate) villages_of: Many<'d, Village>,
    pub(crate) codes_of: Many<'d, CodeAssignment>,
    pub(crate) former_names_of: Many<'d, AgencyName>,
    pub(crate) accompaniments_of: Many<'d, Accompaniment>,
    pub(crate) accompaniments_by: Many<'d, Accompaniment>,
    pub(crate) assessments_of: Many<'d, Assessment>,
    pub(crate) needs_of: Many<'d, Need>,
    pub(crate) potentials_of: Many<'d, Potential>,
    pub(crate) programmes_of: Many<'d, Programme>,
    pub(crate) programmes_by: Many<'d, Programme>,
    pub(crate) activities_of: Many<'d, Activity>,
    pub(crate) funds_of: Many<'d, FundingSource>,
    pub(crate) transactions_of: Many<'d, Transaction>,
    pub(crate) transactions_from: Many<'d, Transaction>,
    pub(crate) transactions_for: Many<'d, Transaction>,
    pub(crate) received_by: Many<'d, Transaction>,
    pub(crate) observations_of: Many<'d, Observation>,
    pub(crate) sync_of: Many<'d, SyncCount>,
    pub(crate) attendances_of: Many<'d, Attendance>,
    pub(crate) attended_by: Many<'d, Attendance>,
    pub(crate) decisions_of: Many<'d, Decision>,
    pub(crate) actions_of: Many<'d, ActionItem>,
    pub(crate) actions_by: Many<'d, ActionItem>,
    pub(crate) actions_in: Many<'d, ActionItem>,
    /// How many villages of the regency have a name.
    namesakes: HashMap<&'d str, usize>,
    village_cells: OnceLock<Vec<Cell>>,
    village_indicators: OnceLock<Vec<String>>,
    /// How often lots show as much as accompaniment does; drawn once for both languages, as it is slow.
    pub(crate) lots: OnceLock<Option<f64>>,
}

fn one<'d, T>(records: &'d [T], key: impl Fn(&'d T) -> &'d str) -> One<'d, T> {
    records.iter().map(|record| (key(record), record)).collect()
}

fn many<'d, T>(records: &'d [T], of: impl Fn(&'d T) -> Option<&'d str>) -> Many<'d, T> {
    let mut groups = Many::new();
    for record in records {
        if let Some(key) = of(record) {
            groups.entry(key).or_default().push(record);
        }
    }
    groups
}

/// The records that belong to `key`.
pub(crate) fn of<'r, 'd, T>(groups: &'r Many<'d, T>, key: &str) -> &'r [&'d T] {
    groups.get(key).map_or(&[], Vec::as_slice)
}

impl<'d> Linked<'d> {
    /// Links the records.
    #[must_use]
    pub fn new(data: &'d Dataset) -> Self {
        let mut namesakes = HashMap::new();
        for village in &data.villages {
            *namesakes.entry(village.name.as_str()).or_insert(0) += 1;
        }
        Self {
            regions: one(&data.regions, |it| &it.code),
            villages: one(&data.villages, |it| &it.code),
            districts: one(&data.districts, |it| &it.code),
            boundaries: one(&data.boundaries, |it| &it.region.code),
            agencies: one(&data.agencies, |it| &it.key),
            stakeholders: one(&data.stakeholders, |it| &it.key),
            funding_sources: one(&data.funding_sources, |it| &it.key),
            indicators: one(&data.indicators, |it| &it.key),
            schemes: one(&data.schemes, |it| &it.key),
            programmes: one(&data.programmes, |it| &it.key),
            meetings: one(&data.meetings, |it| &it.key),
            decisions: one(&data.decisions, |it| &it.key),
            cycles: one(&data.cycles, |it| &it.key),
            villages_of: many(&data.villages, |it| Some(&it.district.code)),
            codes_of: many(&data.codes, |it| Some(&it.region.code)),
            former_names_of: many(&data.agency_names, |it| Some(&it.agency.key)),
            accompaniments_of: many(&data.accompaniments, |it| Some(&it.region.code)),
            accompaniments_by: many(&data.accompaniments, |it| Some(&it.agency.key)),
            assessments_of: many(&data.assessments, |it| Some(&it.village.code)),
            needs_of: many(&data.needs, |it| Some(&it.village.code)),
            potentials_of: many(&data.potentials, |it| Some(&it.village.code)),
            programmes_of: many(&data.programmes, |it| Some(&it.village.code)),
            programmes_by: many(&data.programmes, |it| Some(&it.agency.key)),
            activities_of: many(&data.activities, |it| Some(&it.programme.key)),
            funds_of: many(&data.funding_sources, |it| it.stakeholder.as_ref().map(|of| of.key.as_str())),
            transactions_of: many(&data.transactions, |it| Some(&it.region.code)),
            transactions_from: many(&data.transactions, |it| Some(&it.funding_source.key)),
            transactions_for: many(&data.transactions, |it| it.need.as_ref().map(|of| of.key.as_str())),
            received_by: many(&data.transactions, |it| {
                it.receiver_stakeholder.as_ref().map(|of| of.key.as_str())
            }),
            observations_of: many(&data.observations, |it| {
                (it.standing == Standing::Published).then_some(it.region.code.as_str())
            }),
            sync_of: many(&data.sync_counts, |it| Some(&it.village.code)),
            attendances_of: many(&data.attendances, |it| Some(&it.meeting.key)),
            attended_by: many(&data.attendances, |it| it.stakeholder.as_ref().map(|of| of.key.as_str())),
            decisions_of: many(&data.decisions, |it| Some(&it.meeting.key)),
            actions_of: many(&data.action_items, |it| Some(&it.decision.key)),
            actions_by: many(&data.action_items, |it| it.agency.as_ref().map(|of| of.key.as_str())),
            actions_in: many(&data.action_items, |it| it.village.as_ref().map(|of| of.code.as_str())),
            namesakes,
            village_cells: OnceLock::new(),
            village_indicators: OnceLock::new(),
            lots: OnceLock::new(),
            data,
        }
    }

    /// A region of any level above the village.
    #[must_use]
    pub fn region(&self, code: &str) -> Option<&'d Region> {
        self.regions.get(code).copied()
    }

    /// `Kabupaten Pati`, `Pati Regency`; the code where it is not known.
    #[must_use]
    pub fn region_name(&self, code: &str, locale: Locale) -> String {
        let Some(region) = self.region(code) else { return code.to_owned() };
        let name = &region.name;
        match region.kind {
            RegionKind::Kabupaten => say!(locale, "Kabupaten {name}", "{name} Regency"),
            RegionKind::Kota => say!(locale, "Kota {name}", "{name} City"),
            _ => name.clone(),
        }
    }

    /// A village of the regency.
    #[must_use]
    pub fn village(&self, code: &str) -> Option<&'d Village> {
        self.villages.get(code).copied()
    }

    /// A kecamatan of the regency.
    #[must_use]
    pub fn district(&self, code: &str) -> Option<&'d District> {
        self.districts.get(code).copied()
    }

    /// An agency.
    #[must_use]
    pub fn agency(&self, key: &str) -> Option<&'d Agency> {
        self.agencies.get(key).copied()
    }

    /// A stakeholder.
    #[must_use]
    pub fn stakeholder(&self, key: &str) -> Option<&'d Stakeholder> {
        self.stakeholders.get(key).copied()
    }

    /// A funding source.
    #[must_use]
    pub fn funding_source(&self, key: &str) -> Option<&'d FundingSource> {
        self.funding_sources.get(key).copied()
    }

    /// An indicator.
    #[must_use]
    pub fn indicator(&self, key: &str) -> Option<&'d Indicator> {
        self.indicators.get(key).copied()
    }

    /// A scheme.
    #[must_use]
    pub fn scheme(&self, key: &str) -> Option<&'d Scheme> {
        self.schemes.get(key).copied()
    }

    /// A programme.
    #[must_use]
    pub fn programme(&self, key: &str) -> Option<&'d Programme> {
        self.programmes.get(key).copied()
    }

    /// A meeting.
    #[must_use]
    pub fn meeting(&self, key: &str) -> Option<&'d Meeting> {
        self.meetings.get(key).copied()
    }

    /// A decision.
    #[must_use]
    pub fn decision(&self, key: &str) -> Option<&'d Decision> {
        self.decisions.get(key).copied()
    }

    /// A registry cycle.
    #[must_use]
    pub fn cycle(&self, key: &str) -> Option<&'d RegistryCycle> {
        self.cycles.get(key).copied()
    }

    /// Whether another village of the regency has the same name.
    #[must_use]
    pub fn has_namesake(&self, village: &Village) -> bool {
        self.namesakes.get(village.name.as_str()).is_some_and(|count| *count > 1)
    }

    /// The published values of an indicator for a region, by period.
    #[must_use]
    pub fn series(&self, indicator: &str, region: &str) -> Vec<&'d Observation> {
        let observed = of(&self.observations_of, region).iter().copied();
        observed.filter(|it| it.indicator.key == indicator).collect()
    }

    /// Where a region ends, if the operator has brought its boundary.
    #[must_use]
    pub fn boundary(&self, code: &str) -> Option<&'d Boundary> {
        self.boundaries.get(code).copied()
    }

    /// Where each village of the regency stands in a map of tiles; worked out once, as it is slow.
    pub fn village_cells(&self) -> &[Cell] {
        self.village_cells.get_or_init(|| {
            let centroid = |it: &Village| (it.latitude.unwrap_or_default(), it.longitude.unwrap_or_default());
            place(&self.data.villages.iter().map(centroid).collect::<Vec<_>>())
        })
    }

    /// Indicators that most villages have, those of most values first; counted once.
    pub fn village_indicators(&self) -> &[String] {
        self.village_indicators.get_or_init(|| {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            for observed in &self.data.observations {
                if observed.standing == Standing::Published
                    && self.villages.contains_key(observed.region.code.as_str())
                {
                    *counts.entry(&observed.indicator.key).or_default() += 1;
                }
            }
            let mut common: Vec<(&str, usize)> =
                counts.into_iter().filter(|(_, count)| *count * 2 >= self.villages.len()).collect();
            common.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            common.into_iter().map(|(key, _)| key.to_owned()).collect()
        })
    }

    /// Whether nobody has pledged, bound or paid anything for a need that stands open.
    #[must_use]
    pub fn is_unfunded(&self, need: &Need) -> bool {
        need.state == NeedState::Open && of(&self.transactions_for, &need.key).is_empty()
    }
}

/// Whether an accompaniment goes on, or was the last there is to say.
#[must_use]
pub fn is_current(accompaniment: &Accompaniment, today: NaiveDate) -> bool {
    let stands = matches!(
        accompaniment.state,
        AccompanimentState::Active | AccompanimentState::Continued | AccompanimentState::Decreed
    );
    let began = accompaniment.starts_on <= today;
    stands && began && accompaniment.ends_on.is_none_or(|last| last >= today)
}

/// Days by which an action item is late; none when it is not.
#[must_use]
pub fn days_late(item: &ActionItem, today: NaiveDate) -> Option<i64> {
    let is_done = matches!(item.state, ActionState::Done | ActionState::Verified);
    let late = (today - item.due_on?).num_days();
    (!is_done && late > 0).then_some(late)
}
