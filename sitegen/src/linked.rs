//! The records with their relations in both directions, looked up by key.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use chrono::NaiveDate;

use crate::chart::{Cell, place};
use crate::classes;
use crate::data::record::{
    Accompaniment, ActionItem, Activity, Agency, AgencyName, Assessment, Attendance, Boundary,
    CodeAssignment, Decision, District, FundingSource, Indicator, Meeting, Need, Observation, Potential,
    Programme, Region, RegistryCycle, Scheme, Stakeholder, SyncCount, Transaction, Village,
};
use crate::data::vocabulary::{
    AccompanimentState, ActionState, IndicatorKind, NeedState, RegionKind, Standing,
};
use crate::data::{Dataset, of_every_kind};
use crate::ledger;
use crate::locale::Locale;
use crate::reads::{Contents, Many, One, Settled};
use crate::scribe::say;

/// The bits of latitudes and longitudes, which can be looked up.
type Places = Vec<(u64, u64)>;

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
    namesakes_of: Many<'d, Village>,
    cells: Mutex<HashMap<Places, Arc<[Cell]>>>,
    village_indicators: Settled<Vec<&'d str>>,
    village_rate: Settled<Option<&'d str>>,
    rate_bounds: Settled<Option<Vec<f64>>>,
    simulations: Settled<Vec<&'d str>>,
    contents: Contents,
    /// How often lots show as much as accompaniment does; drawn once for both languages, as it is slow.
    pub(crate) lots: OnceLock<Option<f64>>,
}

/// The records that belong to `key`.
pub(crate) fn of<'r, 'd, T: Hash>(groups: &'r Many<'d, T>, key: &str) -> &'r [&'d T] {
    groups.get(key)
}

impl<'d> Linked<'d> {
    /// Links the records.
    #[must_use]
    pub fn new(data: &'d Dataset) -> Self {
        let mut contents = contents(data);
        let known = &mut contents;
        let common = common(data);
        let rate = rate(data, &common);
        let bounds = rate.filter(|_| !data.boundaries.is_empty()).map(|it| bounds(data, it));
        let village_indicators = known.settle("village indicators", common);
        let village_rate = known.settle("village rate", rate.map(|it| it.key.as_str()));
        let rate_bounds = known.settle("bounds of the village rate", bounds);
        let simulations: Vec<&str> = data.sources.keys().filter(|key| data.is_simulated(key)).collect();
        let simulations = known.settle("simulations", simulations);
        Self {
            regions: One::new(known, &data.regions, |it| &it.code),
            villages: One::new(known, &data.villages, |it| &it.code),
            districts: One::new(known, &data.districts, |it| &it.code),
            boundaries: One::new(known, &data.boundaries, |it| &it.region.code),
            agencies: One::new(known, &data.agencies, |it| &it.key),
            stakeholders: One::new(known, &data.stakeholders, |it| &it.key),
            funding_sources: One::new(known, &data.funding_sources, |it| &it.key),
            indicators: One::new(known, &data.indicators, |it| &it.key),
            schemes: One::new(known, &data.schemes, |it| &it.key),
            programmes: One::new(known, &data.programmes, |it| &it.key),
            meetings: One::new(known, &data.meetings, |it| &it.key),
            decisions: One::new(known, &data.decisions, |it| &it.key),
            cycles: One::new(known, &data.cycles, |it| &it.key),
            villages_of: Many::new(known, "villages of", &data.villages, |it| Some(&it.district.code)),
            codes_of: Many::new(known, "codes of", &data.codes, |it| Some(&it.region.code)),
            former_names_of: Many::new(known, "former names of", &data.agency_names, |it| {
                Some(&it.agency.key)
            }),
            accompaniments_of: Many::new(known, "accompaniments of", &data.accompaniments, |it| {
                Some(&it.region.code)
            }),
            accompaniments_by: Many::new(known, "accompaniments by", &data.accompaniments, |it| {
                Some(&it.agency.key)
            }),
            assessments_of: Many::new(known, "assessments of", &data.assessments, |it| {
                Some(&it.village.code)
            }),
            needs_of: Many::new(known, "needs of", &data.needs, |it| Some(&it.village.code)),
            potentials_of: Many::new(known, "potentials of", &data.potentials, |it| Some(&it.village.code)),
            programmes_of: Many::new(known, "programmes of", &data.programmes, |it| Some(&it.village.code)),
            programmes_by: Many::new(known, "programmes by", &data.programmes, |it| Some(&it.agency.key)),
            activities_of: Many::new(known, "activities of", &data.activities, |it| Some(&it.programme.key)),
            funds_of: Many::new(known, "funds of", &data.funding_sources, |it| {
                it.stakeholder.as_ref().map(|of| of.key.as_str())
            }),
            transactions_of: Many::new(known, "transactions of", &data.transactions, |it| {
                Some(&it.region.code)
            }),
            transactions_from: Many::new(known, "transactions from", &data.transactions, |it| {
                Some(&it.funding_source.key)
            }),
            transactions_for: Many::new(known, "transactions for", &data.transactions, |it| {
                it.need.as_ref().map(|of| of.key.as_str())
            }),
            received_by: Many::new(known, "received by", &data.transactions, |it| {
                it.receiver_stakeholder.as_ref().map(|of| of.key.as_str())
            }),
            observations_of: Many::new(known, "observations of", &data.observations, |it| {
                (it.standing == Standing::Published).then_some(it.region.code.as_str())
            }),
            sync_of: Many::new(known, "sync of", &data.sync_counts, |it| Some(&it.village.code)),
            attendances_of: Many::new(known, "attendances of", &data.attendances, |it| Some(&it.meeting.key)),
            attended_by: Many::new(known, "attended by", &data.attendances, |it| {
                it.stakeholder.as_ref().map(|of| of.key.as_str())
            }),
            decisions_of: Many::new(known, "decisions of", &data.decisions, |it| Some(&it.meeting.key)),
            actions_of: Many::new(known, "actions of", &data.action_items, |it| Some(&it.decision.key)),
            actions_by: Many::new(known, "actions by", &data.action_items, |it| {
                it.agency.as_ref().map(|of| of.key.as_str())
            }),
            actions_in: Many::new(known, "actions in", &data.action_items, |it| {
                it.village.as_ref().map(|of| of.code.as_str())
            }),
            namesakes_of: Many::new(known, "namesakes of", &data.villages, |it| Some(&it.name)),
            cells: Mutex::default(),
            village_indicators,
            village_rate,
            rate_bounds,
            simulations,
            lots: OnceLock::new(),
            data,
            contents,
        }
    }

    /// A region of any level above the village.
    #[must_use]
    pub fn region(&self, code: &str) -> Option<&'d Region> {
        self.regions.get(code)
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
        self.villages.get(code)
    }

    /// A kecamatan of the regency.
    #[must_use]
    pub fn district(&self, code: &str) -> Option<&'d District> {
        self.districts.get(code)
    }

    /// An agency.
    #[must_use]
    pub fn agency(&self, key: &str) -> Option<&'d Agency> {
        self.agencies.get(key)
    }

    /// A stakeholder.
    #[must_use]
    pub fn stakeholder(&self, key: &str) -> Option<&'d Stakeholder> {
        self.stakeholders.get(key)
    }

    /// A funding source.
    #[must_use]
    pub fn funding_source(&self, key: &str) -> Option<&'d FundingSource> {
        self.funding_sources.get(key)
    }

    /// An indicator.
    #[must_use]
    pub fn indicator(&self, key: &str) -> Option<&'d Indicator> {
        self.indicators.get(key)
    }

    /// A scheme.
    #[must_use]
    pub fn scheme(&self, key: &str) -> Option<&'d Scheme> {
        self.schemes.get(key)
    }

    /// A programme.
    #[must_use]
    pub fn programme(&self, key: &str) -> Option<&'d Programme> {
        self.programmes.get(key)
    }

    /// A meeting.
    #[must_use]
    pub fn meeting(&self, key: &str) -> Option<&'d Meeting> {
        self.meetings.get(key)
    }

    /// A decision.
    #[must_use]
    pub fn decision(&self, key: &str) -> Option<&'d Decision> {
        self.decisions.get(key)
    }

    /// A registry cycle.
    #[must_use]
    pub fn cycle(&self, key: &str) -> Option<&'d RegistryCycle> {
        self.cycles.get(key)
    }

    /// Whether another village of the regency has the same name.
    #[must_use]
    pub fn has_namesake(&self, village: &Village) -> bool {
        self.namesakes_of.get(&village.name).len() > 1
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
        self.boundaries.get(code)
    }

    /// Where each of these villages stands in a map of tiles; worked out once for the same places, as it is slow.
    #[must_use]
    pub fn cells(&self, villages: &[&Village]) -> Arc<[Cell]> {
        let centroids: Vec<(f64, f64)> = villages.iter().map(|village| village.centroid()).collect();
        let key: Places = centroids.iter().map(|(lat, lon)| (lat.to_bits(), lon.to_bits())).collect();
        let known = || self.cells.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cells) = known().get(&key) {
            return Arc::clone(cells);
        }
        let cells: Arc<[Cell]> = place(&centroids).into();
        known().insert(key, Arc::clone(&cells));
        cells
    }

    /// Indicators that most villages have, those of most values first.
    pub fn village_indicators(&self) -> &[&'d str] {
        self.village_indicators.get()
    }

    /// The rate of the registry that most villages have: it can be compared between villages of different size, which a
    /// count cannot.
    pub fn village_rate(&self) -> Option<&'d Indicator> {
        self.indicator(self.village_rate.get().as_ref()?)
    }

    /// Bounds of the classes that the latest values of this rate have over all villages of the regency; none where nobody has
    /// brought boundaries to show them in.
    pub fn rate_bounds(&self) -> Option<&[f64]> {
        self.rate_bounds.get().as_deref()
    }

    /// Keys of the sources that are the simulator.
    pub fn simulations(&self) -> &[&'d str] {
        self.simulations.get()
    }

    /// What is in all that can be read.
    #[must_use]
    pub fn contents(&self) -> &Contents {
        &self.contents
    }

    /// Whether nobody has pledged, bound or paid anything for a need that stands open, or all of it was taken back.
    #[must_use]
    pub fn is_unfunded(&self, need: &Need) -> bool {
        need.state == NeedState::Open && !ledger::is_left(of(&self.transactions_for, &need.key))
    }
}

/// What is in the records of every kind.
fn contents(data: &Dataset) -> Contents {
    macro_rules! take {
        ($($records:ident),+) => {{
            // By name, so that no kind is forgotten.
            let Dataset { version: _, regency: _, sources, $($records),+ } = data;
            let mut contents = Contents::default();
            $(contents.take($records);)+
            contents.take_keyed(sources);
            contents
        }};
    }
    of_every_kind!(take)
}

/// Keys of the indicators that most villages have, those of most values first.
fn common(data: &Dataset) -> Vec<&str> {
    let villages: HashSet<&str> = data.villages.iter().map(|it| it.code.as_str()).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for observed in &data.observations {
        if observed.standing == Standing::Published && villages.contains(observed.region.code.as_str()) {
            *counts.entry(&observed.indicator.key).or_default() += 1;
        }
    }
    let mut common: Vec<(&str, usize)> =
        counts.into_iter().filter(|(_, count)| *count * 2 >= villages.len()).collect();
    common.sort_by_key(|(_, count)| Reverse(*count));
    common.into_iter().map(|(key, _)| key).collect()
}

/// The rate of the registry that most villages have.
fn rate<'d>(data: &'d Dataset, common: &[&str]) -> Option<&'d Indicator> {
    let mut common = common.iter().filter_map(|key| data.indicators.iter().find(|it| it.key == **key));
    common.find(|it| it.kind == IndicatorKind::Registry && it.unit == "persen")
}

/// Bounds of classes of the latest values of an indicator for villages.
fn bounds(data: &Dataset, indicator: &Indicator) -> Vec<f64> {
    let villages: HashSet<&str> = data.villages.iter().map(|it| it.code.as_str()).collect();
    let values = data.observations.iter().filter(|it| {
        it.indicator.key == indicator.key
            && it.standing == Standing::Published
            && villages.contains(it.region.code.as_str())
    });
    // Observations come by their periods.
    let latest: BTreeMap<&str, &Observation> = values.map(|it| (it.region.code.as_str(), it)).collect();
    classes::bounds(latest.into_values().filter_map(Observation::number), rate_decimals(indicator))
}

/// Digits behind the decimal point of the bounds of a rate.
#[must_use]
pub fn rate_decimals(indicator: &Indicator) -> u8 {
    u8::try_from(indicator.decimals).unwrap_or_default().min(1)
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

/// The accompaniment that ended last before a day.
#[must_use]
pub fn last_ended<'d>(all: &[&'d Accompaniment], today: NaiveDate) -> Option<&'d Accompaniment> {
    let ended = all.iter().copied().filter(|it| it.ends_on.is_some_and(|end| end < today));
    ended.max_by_key(|it| (it.ends_on, it.starts_on))
}

/// The accompaniments that a page begins with: those that run, else the last one.
pub fn told_first<'d>(
    all: &[&'d Accompaniment],
    today: NaiveDate,
) -> impl Iterator<Item = &'d Accompaniment> {
    let running: Vec<&Accompaniment> = all.iter().copied().filter(|it| is_current(it, today)).collect();
    let last = if running.is_empty() { last_ended(all, today) } else { None };
    running.into_iter().chain(last)
}

/// Whether nothing is left to be done for an action item.
#[must_use]
pub fn is_done(item: &ActionItem) -> bool {
    matches!(item.state, ActionState::Done | ActionState::Verified)
}

/// Days by which an action item is late; none when it is not.
#[must_use]
pub fn days_late(item: &ActionItem, today: NaiveDate) -> Option<i64> {
    let late = (today - item.due_on?).num_days();
    (!is_done(item) && late > 0).then_some(late)
}
