//! What happened, as the data tell it: money, accompaniment, work, meetings, follow-up, corrections.

use chrono::NaiveDate;

use crate::data::record::{Accompaniment, ActionItem, Assessment, Meeting, Programme, Transaction};
use crate::edition::{Correction, Issue};
use crate::linked::of;
use crate::links::Target;
use crate::scribe::{Scribe, say};

/// Something that happened on a day.
#[derive(Debug)]
pub enum Event<'d> {
    /// A row of the ledger.
    Money(&'d Transaction),
    /// An accompaniment began.
    Began(&'d Accompaniment),
    /// An accompaniment ended.
    Ended(&'d Accompaniment),
    /// A village was assessed.
    Assessed(&'d Assessment),
    /// A programme began.
    Started(&'d Programme),
    /// A programme was done.
    Done(&'d Programme),
    /// A meeting was held.
    Met(&'d Meeting),
    /// An action item was done.
    Acted(&'d ActionItem),
    /// A published value was corrected.
    Corrected(&'d Correction),
}

/// What is told of an event.
#[derive(Debug)]
pub struct Told {
    /// In one line.
    pub title: String,
    /// More about it; empty where there is no more.
    pub summary: String,
    /// Whether the simulator made it.
    pub simulated: bool,
}

/// What happened to what a page is about.
pub fn of_page<'e>(scribe: &Scribe<'e, 'e>, issue: Option<&'e Issue>) -> Vec<Event<'e>> {
    let (linked, data) = (scribe.linked, scribe.linked.data);
    let mut events = Events::default();
    let corrected = issue.map(|issue| issue.changes.corrected.as_slice()).unwrap_or_default();
    match scribe.target {
        Target::Village(code) => {
            events.money(of(&linked.transactions_of, code).iter().copied());
            events.accompaniments(of(&linked.accompaniments_of, code).iter().copied());
            events.programmes(of(&linked.programmes_of, code).iter().copied());
            events.assessments(of(&linked.assessments_of, code).iter().copied());
            events.actions(of(&linked.actions_in, code).iter().copied());
            events.0.extend(corrected.iter().filter(|it| it.subject == code).map(Event::Corrected));
        }
        Target::Agency(key) => {
            let received = |it: &&Transaction| it.receiver_agency.as_ref().is_some_and(|by| by.key == key);
            events.money(data.transactions.iter().filter(received));
            events.accompaniments(of(&linked.accompaniments_by, key).iter().copied());
            events.programmes(of(&linked.programmes_by, key).iter().copied());
            events.assessments(data.assessments.iter().filter(|it| it.agency.key == key));
            events.actions(of(&linked.actions_by, key).iter().copied());
        }
        Target::Stakeholder(key) => {
            let funds = of(&linked.funds_of, key);
            events.money(funds.iter().flat_map(|fund| of(&linked.transactions_from, &fund.key)).copied());
            events.money(of(&linked.received_by, key).iter().copied());
            let attended = of(&linked.attended_by, key).iter();
            events.meetings(attended.filter_map(|it| linked.meeting(&it.meeting.key)));
        }
        _ => {
            events.money(data.transactions.iter());
            events.accompaniments(data.accompaniments.iter());
            events.programmes(data.programmes.iter());
            events.assessments(data.assessments.iter());
            events.meetings(data.meetings.iter());
            events.actions(data.action_items.iter());
            events.0.extend(corrected.iter().map(Event::Corrected));
        }
    }
    events.0
}

/// The day of the latest row of the ledger or meeting; what a feed is as old as in which nothing happened.
pub fn latest(scribe: &Scribe<'_, '_>) -> NaiveDate {
    let data = scribe.linked.data;
    let days = data.transactions.iter().map(|it| it.occurred_on);
    let days = days.chain(data.meetings.iter().map(|it| it.held_on));
    days.filter(|day| *day <= scribe.today).max().unwrap_or(scribe.today)
}

#[derive(Default)]
struct Events<'e>(Vec<Event<'e>>);

impl<'e> Events<'e> {
    fn money(&mut self, rows: impl Iterator<Item = &'e Transaction>) {
        self.0.extend(rows.map(Event::Money));
    }

    fn accompaniments(&mut self, rows: impl Iterator<Item = &'e Accompaniment>) {
        self.0.extend(rows.flat_map(|it| [Event::Began(it), Event::Ended(it)]));
    }

    fn programmes(&mut self, rows: impl Iterator<Item = &'e Programme>) {
        self.0.extend(rows.flat_map(|it| [Event::Started(it), Event::Done(it)]));
    }

    fn assessments(&mut self, rows: impl Iterator<Item = &'e Assessment>) {
        self.0.extend(rows.map(Event::Assessed));
    }

    fn meetings(&mut self, rows: impl Iterator<Item = &'e Meeting>) {
        self.0.extend(rows.map(Event::Met));
    }

    fn actions(&mut self, rows: impl Iterator<Item = &'e ActionItem>) {
        self.0.extend(rows.map(Event::Acted));
    }
}

impl Event<'_> {
    /// When it happened; none if it did not, or nobody says.
    pub fn day(&self) -> Option<NaiveDate> {
        match self {
            Self::Money(it) => Some(it.occurred_on),
            Self::Began(it) => Some(it.starts_on),
            Self::Ended(it) => it.ends_on,
            Self::Assessed(it) => it.held_on,
            Self::Started(it) => it.actual_start,
            Self::Done(it) => it.actual_end,
            Self::Met(it) => Some(it.held_on),
            Self::Acted(it) => it.completed_on,
            Self::Corrected(it) => it.at.as_deref()?.get(..10)?.parse().ok(),
        }
    }

    /// What it is called for ever.
    pub fn key(&self) -> String {
        match self {
            Self::Money(it) => format!("transaction/{}", it.key),
            Self::Began(it) => format!("accompaniment/{}/start", it.key),
            Self::Ended(it) => format!("accompaniment/{}/end", it.key),
            Self::Assessed(it) => format!("assessment/{}", it.key),
            Self::Started(it) => format!("programme/{}/start", it.key),
            Self::Done(it) => format!("programme/{}/end", it.key),
            Self::Met(it) => format!("meeting/{}", it.key),
            Self::Acted(it) => format!("action-item/{}", it.key),
            Self::Corrected(Correction { measure, subject, period, at, .. }) => {
                // A key is part of a URI, which has no spaces.
                let at = at.as_deref().unwrap_or_default();
                format!("correction/{measure}/{subject}/{period}/{at}").replace(' ', "_")
            }
        }
    }

    /// The page that says more.
    pub fn about(&self, scribe: &Scribe<'_, '_>) -> Target<'_> {
        match self {
            Self::Money(it) => place(scribe, &it.region.code),
            Self::Began(it) | Self::Ended(it) => place(scribe, &it.region.code),
            Self::Assessed(it) => Target::Village(&it.village.code),
            Self::Started(it) | Self::Done(it) => Target::Village(&it.village.code),
            Self::Met(_) | Self::Acted(_) => Target::FollowUp,
            Self::Corrected(_) => Target::Changes,
        }
    }

    /// What is told of it.
    pub fn told(&self, scribe: &Scribe<'_, '_>) -> Told {
        let locale = scribe.locale;
        let told = |title, summary, simulated| Told { title, summary, simulated };
        let at = |code: &str| scribe.region(code).text;
        let by = |key: &str| scribe.agency(key).text;
        match self {
            Self::Money(it) => {
                let (kind, amount, place) =
                    (it.kind.label(locale), scribe.amount(it).text, at(&it.region.code));
                let from = scribe.fund(&it.funding_source.key).text;
                let summary = [it.description.as_str(), it.reason.as_deref().unwrap_or_default()];
                let summary: Vec<&str> = summary.into_iter().filter(|text| !text.is_empty()).collect();
                told(
                    say!(
                        locale,
                        "{place}: {kind}, {amount}, dari {from}",
                        "{place}: {kind}, {amount}, from {from}"
                    ),
                    summary.join(". "),
                    it.simulated,
                )
            }
            Self::Began(it) => {
                let (agency, place) = (by(&it.agency.key), at(&it.region.code));
                let title = say!(
                    locale,
                    "{agency} mulai mendampingi {place}",
                    "{agency} begins to accompany {place}"
                );
                told(title, it.role.label(locale).to_owned(), it.simulated)
            }
            Self::Ended(it) => {
                let (agency, place) = (by(&it.agency.key), at(&it.region.code));
                let title = say!(
                    locale,
                    "Pendampingan {place} oleh {agency} berakhir",
                    "{agency} no longer accompanies {place}"
                );
                told(title, it.state.label(locale).to_owned(), it.simulated)
            }
            Self::Assessed(it) => {
                let (agency, place) = (by(&it.agency.key), at(&it.village.code));
                let title = say!(locale, "{place}: asesmen oleh {agency}", "{place}: assessment by {agency}");
                told(title, it.summary.clone().unwrap_or_default(), it.simulated)
            }
            Self::Started(it) => {
                let (name, place, agency) = (&it.name, at(&it.village.code), by(&it.agency.key));
                told(say!(locale, "{place}: {name} dimulai", "{place}: {name} begins"), agency, it.simulated)
            }
            Self::Done(it) => {
                let (name, place, agency) = (&it.name, at(&it.village.code), by(&it.agency.key));
                told(say!(locale, "{place}: {name} selesai", "{place}: {name} is done"), agency, it.simulated)
            }
            Self::Met(it) => {
                let title = scribe.say(&it.title, &it.title_en).to_owned();
                told(title, scribe.say(&it.summary, &it.summary_en).to_owned(), it.simulated)
            }
            Self::Acted(it) => {
                let (title, state) = (scribe.say(&it.title, &it.title_en), it.state.label(locale));
                let evidence =
                    locale.prefer(it.evidence.as_deref().unwrap_or_default(), it.evidence_en.as_deref());
                told(format!("{title}: {state}"), evidence.to_owned(), it.simulated)
            }
            Self::Corrected(it) => corrected(scribe, it),
        }
    }
}

fn corrected(scribe: &Scribe<'_, '_>, it: &Correction) -> Told {
    let name = scribe.linked.indicator(&it.measure).map(|of| scribe.say(&of.name, &of.name_en));
    let (name, place) = (name.unwrap_or(&it.measure), scribe.region(&it.subject).text);
    let (period, old, new) = (&it.period, scribe.locale.decimal(&it.old), scribe.locale.decimal(&it.new));
    let is_it = |of: &&crate::data::record::Observation| {
        of.indicator.key == it.measure && of.region.code == it.subject && of.period == it.period
    };
    Told {
        title: say!(
            scribe.locale,
            "Koreksi: {name}, {place}, {period}: semula {old}, menjadi {new}",
            "Correction: {name}, {place}, {period}: {new} instead of {old}"
        ),
        summary: it.reason.clone().unwrap_or_default(),
        simulated: scribe.linked.data.observations.iter().find(is_it).is_some_and(|of| of.simulated),
    }
}

/// The page of a region, or the first page where it has none.
fn place<'k>(scribe: &Scribe<'_, '_>, code: &'k str) -> Target<'k> {
    if scribe.linked.village(code).is_some() {
        return Target::Village(code);
    }
    if scribe.linked.district(code).is_some() { Target::District(code) } else { Target::Overview }
}
