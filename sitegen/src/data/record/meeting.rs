//! Meetings, who took part, what was decided and what is to be done.

use chrono::NaiveDate;

use crate::data::vocabulary::{ActionState, DatePrecision, MeetingKind, MeetingState};

use super::{
    AgencyKey, DecisionKey, MeetingKey, PageFields, PageInfo, Paged, RegionCode, SourceKey, StakeholderKey,
    VillageCode, paged, schema,
};

/// A meeting or dated public act.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct Meeting {
    /// Natural key, stable over editions.
    pub key: String,
    /// Title.
    pub title: String,
    /// Title in English.
    pub title_en: String,
    /// What it was.
    pub kind: MeetingKind,
    /// Where its minutes stand.
    pub state: MeetingState,
    /// Day; see the precision.
    pub held_on: NaiveDate,
    /// How exactly the day is known.
    pub date_precision: DatePrecision,
    /// Where.
    pub place: Option<String>,
    /// Office that chaired it.
    pub chair: Option<String>,
    /// What it was about.
    pub summary: String,
    /// The same in English.
    pub summary_en: String,
    /// The meeting before in its series.
    pub previous: Option<MeetingKey>,
    /// The region that it is about.
    pub region: Option<RegionCode>,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "MeetingConnection")]
struct MeetingPage {
    nodes: Vec<Meeting>,
    page_info: PageInfo,
}

/// Reads a page of them.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "Page")]
pub struct Meetings {
    #[arguments(first: $first, after: $after, orderBy: [{ heldOn: DESC }, { key: ASC }])]
    meetings: MeetingPage,
}

paged!(Meeting, Meetings, meetings);

/// Who took part in a meeting.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct Attendance {
    /// Natural key, stable over editions.
    pub key: String,
    /// Who attended, as an office or organisation.
    pub party: String,
    /// The meeting.
    pub meeting: MeetingKey,
    /// The stakeholder, if it is one.
    pub stakeholder: Option<StakeholderKey>,
    /// The agency, if it is one.
    pub agency: Option<AgencyKey>,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "AttendanceConnection")]
struct AttendancePage {
    nodes: Vec<Attendance>,
    page_info: PageInfo,
}

/// Reads a page of them.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "Page")]
pub struct Attendances {
    #[arguments(first: $first, after: $after, orderBy: [{ key: ASC }])]
    attendances: AttendancePage,
}

paged!(Attendance, Attendances, attendances);

/// What a meeting decided.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct Decision {
    /// Natural key, stable over editions.
    pub key: String,
    /// Number within the meeting, from 1.
    pub number: i32,
    /// The decision.
    pub text: String,
    /// The same in English.
    pub text_en: String,
    /// The meeting.
    pub meeting: MeetingKey,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "DecisionConnection")]
struct DecisionPage {
    nodes: Vec<Decision>,
    page_info: PageInfo,
}

/// Reads a page of them.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "Page")]
pub struct Decisions {
    #[arguments(first: $first, after: $after, orderBy: [{ number: ASC }, { key: ASC }])]
    decisions: DecisionPage,
}

paged!(Decision, Decisions, decisions);

/// What is to be done about a decision.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct ActionItem {
    /// Natural key, stable over editions.
    pub key: String,
    /// What is to be done.
    pub title: String,
    /// The same in English.
    pub title_en: String,
    /// Day by which it is due.
    pub due_on: Option<NaiveDate>,
    /// The first due day, where it was moved.
    pub original_due_on: Option<NaiveDate>,
    /// Where it stands.
    pub state: ActionState,
    /// Day on which it was done.
    pub completed_on: Option<NaiveDate>,
    /// What shows its progress.
    pub evidence: Option<String>,
    /// The same in English.
    pub evidence_en: Option<String>,
    /// Why it was postponed.
    pub postponed_reason: Option<String>,
    /// The decision.
    pub decision: DecisionKey,
    /// The agency that owns it.
    pub agency: Option<AgencyKey>,
    /// The village that it concerns.
    pub village: Option<VillageCode>,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "ActionItemConnection")]
struct ActionItemPage {
    nodes: Vec<ActionItem>,
    page_info: PageInfo,
}

/// Reads a page of them.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "Page")]
pub struct ActionItems {
    #[arguments(first: $first, after: $after, orderBy: [{ dueOn: ASC }, { key: ASC }])]
    action_items: ActionItemPage,
}

paged!(ActionItem, ActionItems, action_items);
