//! The pages that lead to the reports of a country: all provinces, and the regencies of one.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::country;
use crate::data::record::Region;
use crate::data::vocabulary::{RegionLevel, TransactionKind};
use crate::ledger::{self, Counting};
use crate::linked::{Linked, is_current, of};
use crate::links::Target;
use crate::scribe::{Scribe, say};
use crate::view::{Cell, Heading, KeyFigure, Link, Table};

use super::funding::is_outside_regency_budget;
use super::table::as_count;

/// What the pages around reports say of one: sums over what it tells itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Summary {
    /// Villages.
    pub villages: usize,
    /// Villages that are accompanied on the day of the report.
    pub accompanied: usize,
    /// Whether one of these is simulated.
    pub is_simulated: bool,
    /// Recorded spending of cash from outside the regency budget by what public sources state, in rupiah; none where there
    /// is no record.
    pub spent: Option<i64>,
    /// Needs without a funder.
    pub unfunded: usize,
    /// Whether one of these is simulated.
    pub has_simulated_needs: bool,
}

impl Summary {
    /// Of the report from these data.
    #[must_use]
    pub fn of(linked: &Linked<'_>, today: NaiveDate) -> Self {
        let data = linked.data;
        let mut summary = Self { villages: data.villages.len(), ..Self::default() };
        for village in &data.villages {
            let running = of(&linked.accompaniments_of, &village.code).iter();
            let mut running = running.filter(|it| is_current(it, today)).peekable();
            summary.accompanied += usize::from(running.peek().is_some());
            summary.is_simulated |= running.any(|it| it.simulated);
        }
        for need in data.needs.iter().filter(|need| linked.is_unfunded(need)) {
            summary.unfunded += 1;
            summary.has_simulated_needs |= need.simulated;
        }
        let public = data.transactions.iter().filter(|it| !it.simulated);
        let outside: Vec<_> = public.filter(|it| is_outside_regency_budget(linked, it)).collect();
        let spent = ledger::counted(&outside, TransactionKind::Expenditure, Counting::LastMile);
        summary.spent = (!spent.is_empty()).then(|| ledger::sum(&spent).amount);
        summary
    }

    fn plus(self, other: Self) -> Self {
        Self {
            villages: self.villages + other.villages,
            accompanied: self.accompanied + other.accompanied,
            is_simulated: self.is_simulated || other.is_simulated,
            spent: match (self.spent, other.spent) {
                (Some(one), Some(other)) => Some(one + other),
                (one, other) => one.or(other),
            },
            unfunded: self.unfunded + other.unfunded,
            has_simulated_needs: self.has_simulated_needs || other.has_simulated_needs,
        }
    }
}

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct Country {
    heading: Heading,
    table: Table,
    /// Says how the figures are counted.
    counted: String,
}

/// Writes the page of all provinces, or of the regencies of one; `summaries` are those of the reports, by their regencies.
pub fn context(scribe: &Scribe<'_, '_>, summaries: &BTreeMap<String, Summary>) -> Country {
    let regions = &scribe.linked.data.regions;
    let reports = |of: &str| -> Vec<(&Region, Summary)> {
        let regencies = regions.iter().filter(|it| parent(it) == of);
        regencies.filter_map(|it| Some((it, *summaries.get(&it.code)?))).collect()
    };
    let provinces = regions.iter().filter(|it| it.level == RegionLevel::Province);
    let provinces = provinces.map(|province| (province, reports(&province.code)));
    let provinces: Vec<_> = provinces.filter(|(_, reports)| !reports.is_empty()).collect();
    // Where there is one province alone, its regencies stand on the first page.
    let province = match (scribe.target, provinces.as_slice()) {
        (Target::Province(code), _) => Some(code),
        (_, [(only, _)]) => Some(only.code.as_str()),
        _ => None,
    };
    let rows: Vec<(&Region, usize, Summary)> = if let Some(code) = province {
        reports(code).into_iter().map(|(regency, summary)| (regency, 1, summary)).collect()
    } else {
        let sum =
            |of: &[(&Region, Summary)]| of.iter().fold(Summary::default(), |sum, (_, it)| sum.plus(*it));
        provinces.iter().map(|(province, of)| (*province, of.len(), sum(of))).collect()
    };
    let place = province.unwrap_or(&scribe.linked.data.regency);
    let all = rows.iter().fold(Summary::default(), |sum, (.., it)| sum.plus(*it));
    let regencies = rows.iter().map(|(_, reports, _)| reports).sum();
    if all.is_simulated || all.has_simulated_needs {
        for source in scribe.linked.simulations() {
            scribe.cite(source);
        }
    }
    Country {
        heading: heading(scribe, place, regencies, all),
        table: table(scribe, province.is_none(), &rows),
        counted: counted(scribe),
    }
}

fn parent(region: &Region) -> &str {
    region.parent.as_ref().map_or("", |it| it.code.as_str())
}

fn heading(scribe: &Scribe<'_, '_>, place: &str, regencies: usize, all: Summary) -> Heading {
    let locale = scribe.locale;
    let name = scribe.region_title(place);
    let count = |number: usize| locale.whole(as_count(number));
    let (regencies, villages) = (count(regencies), count(all.villages));
    let crumbs = if let Target::Province(code) = scribe.target {
        vec![Link::to(scribe.region_title(code), scribe.href(scribe.target))]
    } else {
        vec![]
    };
    let key = |label: (&str, &str), value, unit: (&str, &str), simulated| KeyFigure {
        label: scribe.say(label.0, label.1).to_owned(),
        value,
        unit: scribe.say(unit.0, unit.1).to_owned(),
        simulated,
        ..KeyFigure::default()
    };
    let mut key_figures = vec![
        key(
            ("Desa yang sedang didampingi", "Accompanied villages"),
            count(all.accompanied),
            ("desa", "villages"),
            all.is_simulated,
        ),
        key(
            ("Kebutuhan yang belum ada pendananya", "Needs without a funder"),
            count(all.unfunded),
            ("kebutuhan", "needs"),
            all.has_simulated_needs,
        ),
    ];
    key_figures.extend(all.spent.map(|spent| {
        let label =
            ("Dana non-APBD yang tercatat dipakai", "Recorded spending from outside the regency budget");
        key(label, locale.rupiah_short(spent), ("", ""), false)
    }));
    Heading {
        title: say!(
            locale,
            "Pendampingan desa dan penanggulangan kemiskinan di {name}",
            "Accompanied villages and the fight against poverty in {name}"
        ),
        lead: say!(
            locale,
            "Laporan yang tersedia: {regencies} kabupaten/kota, dengan {villages} desa/kelurahan.",
            "Regencies and cities with a report: {regencies}. Villages in them: {villages}."
        ),
        crumbs,
        key_figures,
        ..Heading::default()
    }
}

fn table(scribe: &Scribe<'_, '_>, of_provinces: bool, rows: &[(&Region, usize, Summary)]) -> Table {
    let locale = scribe.locale;
    let number = |count: usize| Cell::number(locale.whole(as_count(count)), count);
    let cells = rows.iter().map(|(region, reports, it)| {
        let href = match (of_provinces, country::folder(region)) {
            (false, Some(folder)) => {
                format!("{}{folder}{}", scribe.target.root(locale), Target::Overview.folder(locale))
            }
            _ => scribe.href(Target::Province(&region.code)),
        };
        let name = Link::to(scribe.region_title(&region.code), href);
        let mut cells = vec![Cell::link(name), Cell::text(&*region.code)];
        cells.extend(of_provinces.then(|| number(*reports)));
        cells.extend([
            number(it.villages),
            number(it.accompanied).marked(it.is_simulated),
            number(it.unfunded).marked(it.has_simulated_needs),
            it.spent.map_or_else(Cell::absent, |spent| Cell::number(locale.rupiah_short(spent), spent)),
        ]);
        cells
    });
    let mut labels = vec![
        if of_provinces {
            scribe.say("Provinsi", "Province")
        } else {
            scribe.say("Kabupaten/kota", "Regency or city")
        },
        scribe.say("Kode", "Code"),
    ];
    labels.extend(of_provinces.then(|| scribe.say("#Kabupaten/kota", "#Regencies and cities")));
    labels.extend([
        scribe.say("#Desa/kelurahan", "#Villages"),
        scribe.say("#Sedang didampingi", "#Accompanied"),
        scribe.say("#Kebutuhan tanpa pendana", "#Needs without a funder"),
        scribe.say("#Dana non-APBD dipakai", "#Spent from outside the regency budget"),
    ]);
    let caption = if of_provinces {
        scribe.say("Laporan menurut provinsi", "Reports by province")
    } else {
        scribe.say("Laporan menurut kabupaten/kota", "Reports by regency and city")
    };
    Table::new(caption, &labels, cells.collect())
}

fn counted(scribe: &Scribe<'_, '_>) -> String {
    let (day, version) = (scribe.locale.date(scribe.today), scribe.linked.data.version);
    say!(
        scribe.locale,
        "Keadaan per {day}, versi data {version}. Angka di sini adalah jumlah angka setiap laporan; cara menghitungnya \
         dijelaskan di halaman metode masing-masing. Dana non-APBD hanya uang tunai yang menurut sumber publik sudah dipakai.",
        "As of {day}, data version {version}. Figures here are sums of those in each report; how they are counted is \
         explained on the method page of each. Money from outside the regency budget is cash alone that was spent by what \
         public sources state."
    )
}
