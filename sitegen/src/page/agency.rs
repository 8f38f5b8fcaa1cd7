//! One agency: its villages, programmes, needs in its charge and action items.

use serde::Serialize;

use crate::data::record::{Accompaniment, Agency, Need};
use crate::linked::{days_late, last_ended, of, told_first};
use crate::links::Target;
use crate::scribe::{Scribe, say};
use crate::view::{Fact, Facts, Figure, Heading, KeyFigure, Link, Table};

use super::agencies;
use super::table::{self, About, as_count};

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct AgencyPage {
    heading: Heading,
    facts: Facts,
    accompaniments: Option<Table>,
    schedule: Option<Figure>,
    needs: Option<Table>,
    actions: Option<Table>,
}

/// Writes the page of an agency that is in the data.
pub fn context(scribe: &Scribe<'_, '_>, key: &str) -> Option<AgencyPage> {
    let linked = scribe.linked;
    let agency = linked.agency(key)?;
    let needs: Vec<&Need> = linked
        .data
        .needs
        .iter()
        .filter(|need| need.agency.as_ref().is_some_and(|of| of.key == key) && linked.is_unfunded(need))
        .collect();
    Some(AgencyPage {
        heading: heading(scribe, agency, &needs),
        facts: facts(scribe, agency),
        accompaniments: table::accompaniments(scribe, of(&linked.accompaniments_by, key), About::Agency),
        schedule: table::schedule(scribe, "jadwal", of(&linked.programmes_by, key), About::Agency),
        needs: table::needs(
            scribe,
            &needs,
            About::Agency,
            scribe.say("Kebutuhan tanpa pendana dalam urusannya", "Needs without a funder in its charge"),
        ),
        actions: table::actions(
            scribe,
            of(&linked.actions_by, key),
            About::Agency,
            scribe.say("Tindak lanjut yang ditugaskan kepadanya", "Action items that it owns"),
        ),
    })
}

fn heading(scribe: &Scribe<'_, '_>, agency: &Agency, needs: &[&Need]) -> Heading {
    let running = agencies::running(scribe, &agency.key);
    let villages: Vec<String> = running.iter().map(|it| scribe.region(&it.region.code).text).collect();
    let name = scribe.agency_name(agency);
    let listed = scribe.locale.list(&villages);
    let mut key_figures = Vec::new();
    if !running.is_empty() {
        key_figures.push(KeyFigure {
            label: scribe.say("Pendampingan yang berjalan", "Running accompaniments").to_owned(),
            value: scribe.locale.whole(as_count(running.len())),
            simulated: running.iter().any(|it| it.simulated),
            ..KeyFigure::default()
        });
    }
    if !needs.is_empty() {
        key_figures.push(KeyFigure {
            label: scribe
                .say("Kebutuhan tanpa pendana dalam urusannya", "Needs without a funder in its charge")
                .to_owned(),
            value: scribe.locale.whole(as_count(needs.len())),
            simulated: needs.iter().any(|need| need.simulated),
            ..KeyFigure::default()
        });
    }
    let items = of(&scribe.linked.actions_by, &agency.key);
    if !items.is_empty() {
        let late = items.iter().filter(|item| days_late(item, scribe.today).is_some()).count();
        let all = scribe.locale.whole(as_count(items.len()));
        key_figures.push(KeyFigure {
            label: scribe.say("Tindak lanjut yang terlambat", "Action items that are late").to_owned(),
            value: scribe.locale.whole(as_count(late)),
            unit: say!(scribe.locale, "dari {all}", "of {all}"),
            simulated: items.iter().any(|item| item.simulated),
            ..KeyFigure::default()
        });
    }
    Heading {
        title: name.to_owned(),
        lead: if villages.is_empty() {
            not_running(scribe, of(&scribe.linked.accompaniments_by, &agency.key), name)
        } else {
            say!(scribe.locale, "{name} mendampingi {listed}.", "The {name} accompanies {listed}.")
        },
        crumbs: vec![Link::to("OPD", scribe.href(Target::Agencies))],
        key_figures,
        lead_simulated: told_first(of(&scribe.linked.accompaniments_by, &agency.key), scribe.today)
            .any(|it| it.simulated),
        simulated: false,
    }
}

/// What is said of an agency that accompanies nobody now.
fn not_running(scribe: &Scribe<'_, '_>, all: &[&Accompaniment], name: &str) -> String {
    let locale = scribe.locale;
    if all.is_empty() {
        return say!(
            locale,
            "{name} belum tercatat mendampingi desa.",
            "The {name} is not recorded as accompanying a village."
        );
    }
    let last = last_ended(all, scribe.today);
    match last.and_then(|it| Some(locale.dated(it.ends_on?, it.date_precision))) {
        Some(until) => say!(
            locale,
            "{name} sedang tidak mendampingi desa; pendampingan terakhirnya berlangsung sampai {until}.",
            "The {name} accompanies no village at present; its last accompaniment lasted until {until}."
        ),
        None => say!(
            locale,
            "{name} sedang tidak mendampingi desa.",
            "The {name} accompanies no village at present."
        ),
    }
}

fn facts(scribe: &Scribe<'_, '_>, agency: &Agency) -> Facts {
    let fact = |term: &str, details| Fact { term: term.to_owned(), details, simulated: false };
    let former = of(&scribe.linked.former_names_of, &agency.key).iter().map(|it| {
        let until = scribe.locale.date(it.valid_to);
        let (name, short) = (&it.name, &it.abbreviation);
        Link::plain(say!(
            scribe.locale,
            "{name} ({short}), sampai {until}",
            "{name} ({short}), until {until}"
        ))
    });
    let since = agency.named_since.map(|day| Link::plain(scribe.locale.date(day)));
    let district = agency.district.as_ref().and_then(|of| scribe.linked.district(&of.code));
    let mut facts = vec![
        fact(scribe.say("Singkatan", "Abbreviation"), vec![Link::plain(&*agency.abbreviation)]),
        fact(scribe.say("Bentuk", "Form"), vec![Link::plain(agency.kind.label(scribe.locale))]),
        fact("Kecamatan", district.map(|it| scribe.district(it)).into_iter().collect()),
        fact(scribe.say("Nama ini sejak", "Current name since"), since.into_iter().collect()),
        fact(scribe.say("Nama sebelumnya", "Former names"), former.collect()),
        fact(scribe.say("Sumber", "Source"), vec![scribe.cite(&agency.source.key)]),
    ];
    facts.retain(|fact| !fact.details.is_empty());
    facts
}
