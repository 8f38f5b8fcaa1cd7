//! Needs without a funder that fit what a stakeholder has paid for before.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::data::record::{Need, Transaction};
use crate::data::vocabulary::{NeedType, Sector, TransactionKind};
use crate::links::Target;
use crate::locale::Locale;
use crate::scribe::{Scribe, say};
use crate::view::{Cell, Link, Table};

use super::super::funding::needs as count_of_needs;
use super::super::table::as_count;

/// How many needs are shown; the page of the money has all.
const SHOWN: usize = 20;

/// The needs that fit, and by which rule.
#[derive(Debug, Serialize)]
pub struct Fits {
    rule: String,
    simulated: bool,
    table: Option<Table>,
    all: Link,
}

/// How near a need is to what was paid for before; the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Village,
    District,
    Sector,
}

/// Where and for what a stakeholder gave.
#[derive(Debug, Default)]
struct Given<'d> {
    sectors: BTreeSet<Sector>,
    villages: BTreeSet<&'d str>,
    districts: BTreeSet<&'d str>,
}

impl Given<'_> {
    /// How a need fits; none where its sector was never paid for.
    fn fit(&self, sector: Option<Sector>, village: &str, district: &str) -> Option<Fit> {
        if !sector.is_some_and(|sector| self.sectors.contains(&sector)) {
            None
        } else if self.villages.contains(village) {
            Some(Fit::Village)
        } else if self.districts.contains(district) {
            Some(Fit::District)
        } else {
            Some(Fit::Sector)
        }
    }
}

/// The sector that a kind of need belongs to; a need of another kind has none.
fn sector_of(need: NeedType) -> Option<Sector> {
    match need {
        NeedType::Rtlh => Some(Sector::Housing),
        NeedType::Latrine => Some(Sector::Sanitation),
        NeedType::CleanWater => Some(Sector::Water),
        NeedType::Electricity => Some(Sector::Energy),
        NeedType::OutOfSchool => Some(Sector::Education),
        NeedType::ChronicIllness => Some(Sector::Health),
        NeedType::Disability => Some(Sector::SocialProtection),
        NeedType::Unemployment => Some(Sector::Livelihood),
        NeedType::Other => None,
    }
}

/// The needs of `open` that fit a stakeholder with these ledger rows.
pub fn fits(scribe: &Scribe<'_, '_>, name: &str, rows: &[&Transaction], open: &[&Need]) -> Fits {
    let mut given = Given::default();
    for row in rows.iter().filter(|row| row.kind != TransactionKind::Reversal) {
        given.sectors.extend(row.sector);
        let code = row.region.code.as_str();
        if let Some(village) = scribe.linked.village(code) {
            given.villages.insert(&village.code);
            given.districts.insert(&village.district.code);
        } else if let Some(district) = scribe.linked.district(code) {
            given.districts.insert(&district.code);
        }
    }
    let fit = |need: &&Need| {
        let programme = need.programme.as_ref().and_then(|it| scribe.linked.programme(&it.key));
        let sector = programme.map(|it| it.sector).or_else(|| sector_of(need.need_type));
        let district = scribe.linked.village(&need.village.code).map(|it| it.district.code.as_str());
        given.fit(sector, &need.village.code, district.unwrap_or_default())
    };
    let mut found: Vec<(Fit, &Need)> = open.iter().filter_map(|need| Some((fit(need)?, *need))).collect();
    found.sort_by_key(|(fit, need)| (*fit, std::cmp::Reverse(need.cost), &need.key));
    let sectors: Vec<String> = given.sectors.iter().map(|it| it.label(scribe.locale).to_owned()).collect();
    let shown = &found[..found.len().min(SHOWN)];
    Fits {
        rule: rule(scribe.locale, name, &sectors, found.len(), shown.len()),
        simulated: found.iter().any(|(_, need)| need.simulated),
        table: table(scribe, shown),
        all: Link::to(
            scribe.say("Semua kebutuhan tanpa pendana", "All needs without a funder"),
            format!("{}#{}", scribe.href(Target::Funding), scribe.say("kebutuhan", "needs")),
        ),
    }
}

/// By which rule needs are chosen, and how many there are.
fn rule(locale: Locale, name: &str, sectors: &[String], found: usize, shown: usize) -> String {
    if sectors.is_empty() {
        return say!(
            locale,
            "Belum tercatat untuk sektor apa {name} memberi, sehingga belum ada kebutuhan yang dapat dicocokkan.",
            "It is not recorded for which sector {name} gave, so no need can be matched yet."
        );
    }
    let sectors = locale.list(sectors);
    if found == 0 {
        return say!(
            locale,
            "Tidak ada kebutuhan tanpa pendana dalam sektor yang pernah didanai {name}: {sectors}.",
            "No need without a funder lies in a sector that {name} has paid for: {sectors}."
        );
    }
    let (count, shown_text) = (count_of_needs(locale, found), locale.whole(as_count(shown)));
    let listed = if shown < found {
        say!(locale, " Ditampilkan {shown_text} yang pertama.", " The first {shown_text} are shown.")
    } else {
        String::new()
    };
    let said = match found {
        1 => say!(
            locale,
            "{count} tanpa pendana cocok, karena sektornya pernah didanai {name} ({sectors}).",
            "{count} without a funder fits, as {name} has paid for its sector before ({sectors})."
        ),
        _ => say!(
            locale,
            "{count} tanpa pendana cocok, karena sektornya pernah didanai {name} ({sectors}). Yang di desa yang sama lebih \
             dahulu, lalu yang di kecamatan yang sama, lalu yang lain; di dalamnya dari yang termahal.",
            "{count} without a funder fit, as {name} has paid for their sectors before ({sectors}). Those in the same \
             villages come first, then those in the same kecamatan, then the others; within each, the dearest first."
        ),
    };
    said + &listed
}

fn table(scribe: &Scribe<'_, '_>, found: &[(Fit, &Need)]) -> Option<Table> {
    let locale = scribe.locale;
    let rows: Vec<Vec<Cell>> = found
        .iter()
        .map(|(fit, it)| {
            let village = scribe.linked.village(&it.village.code);
            let since = it.assessment.held_on;
            vec![
                scribe.original(&it.title).marked(it.simulated),
                scribe.cost(it),
                village.map_or_else(Cell::absent, |of| Cell::link(scribe.village(of))),
                scribe.quantity(it),
                since.map_or_else(Cell::absent, |day| Cell::number(locale.date(day), day)),
                Cell::text(match fit {
                    Fit::Village => scribe.say("sektor dan desa yang sama", "same sector and village"),
                    Fit::District => {
                        scribe.say("sektor dan kecamatan yang sama", "same sector and kecamatan")
                    }
                    Fit::Sector => scribe.say("sektor yang sama", "same sector"),
                }),
            ]
        })
        .collect();
    let table = Table::new(
        scribe.say("Kebutuhan tanpa pendana yang cocok", "Needs without a funder that fit"),
        &[
            scribe.say("Kebutuhan", "Need"),
            scribe.say("#Biaya (rupiah)", "#Cost (rupiah)"),
            scribe.say("Desa", "Village"),
            scribe.say("#Jumlah", "#Quantity"),
            scribe.say("Sejak", "Since"),
            scribe.say("Mengapa cocok", "Why it fits"),
        ],
        rows,
    );
    (!table.rows.is_empty()).then(|| scribe.cite_simulated(table))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Locale::{En, Id};

    #[test]
    fn a_need_fits_by_sector_first_and_nearness_second() {
        let given = Given {
            sectors: BTreeSet::from([Sector::Housing]),
            villages: BTreeSet::from(["33.18.16.2012"]),
            districts: BTreeSet::from(["33.18.16"]),
        };
        let fit = |sector, village, district| given.fit(sector, village, district);
        assert_eq!(fit(Some(Sector::Housing), "33.18.16.2012", "33.18.16"), Some(Fit::Village));
        assert_eq!(fit(Some(Sector::Housing), "33.18.16.2001", "33.18.16"), Some(Fit::District));
        assert_eq!(fit(Some(Sector::Housing), "33.18.01.2001", "33.18.01"), Some(Fit::Sector));
        assert_eq!(fit(Some(Sector::Water), "33.18.16.2012", "33.18.16"), None);
        assert_eq!(fit(None, "33.18.16.2012", "33.18.16"), None);
        assert!(Fit::Village < Fit::District && Fit::District < Fit::Sector);
    }

    #[test]
    fn the_rule_is_said_with_what_it_finds() {
        let housing = ["perumahan".to_owned()];
        assert_eq!(
            rule(Id, "Fatayat", &[], 0, 0),
            "Belum tercatat untuk sektor apa Fatayat memberi, sehingga belum ada kebutuhan yang dapat dicocokkan."
        );
        assert_eq!(
            rule(En, "Baznas", &["housing".to_owned()], 0, 0),
            "No need without a funder lies in a sector that Baznas has paid for: housing."
        );
        assert_eq!(
            rule(En, "Baznas", &["housing".to_owned()], 1, 1),
            "1 need without a funder fits, as Baznas has paid for its sector before (housing)."
        );
        let many = rule(Id, "Baznas", &housing, 30, 20);
        assert!(many.starts_with("30 kebutuhan tanpa pendana cocok"), "{many}");
        assert!(many.ends_with("Ditampilkan 20 yang pertama."), "{many}");
        assert!(!rule(En, "Baznas", &housing, 20, 20).contains("first 20"));
    }
}
