//! Whether accompanied villages fare otherwise than others, and whether the poorest were chosen.

mod choice;
mod course;
mod effect;

use std::collections::BTreeMap;

use chrono::Datelike as _;
use serde::Serialize;

use crate::data::record::{Accompaniment, Indicator, Observation};
use crate::data::vocabulary::{AccompanimentRole, IndicatorKind};
use crate::evaluation::{self, Choice, Estimate, Village};
use crate::linked::of;
use crate::locale::Locale;
use crate::scribe::{Scribe, say};
use crate::view::{Figure, Heading, KeyFigure};

use super::table::as_count;

/// The scheme that is evaluated: the regency's own.
const SCHEME: &str = "satu-opd-satu-desa";

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct Evaluation {
    heading: Heading,
    effect: Option<Figure>,
    course: Option<Figure>,
    choice: Option<Figure>,
    left_out: String,
}

/// Villages with the outcome before accompaniment and after.
struct Compared<'d> {
    indicator: &'d Indicator,
    /// Values by year, of the accompanied and of the others, of villages that have one in every year.
    course: BTreeMap<i32, [Vec<f64>; 2]>,
    villages: Vec<Village<'d>>,
    before: &'d str,
    after: &'d str,
    began: i32,
    /// Villages left out, for lack of a told value or because another scheme accompanies them.
    left_out: usize,
    simulated: bool,
    sources: Vec<String>,
}

impl<'d> Compared<'d> {
    fn of(scribe: &Scribe<'_, 'd>) -> Option<Self> {
        let linked = scribe.linked;
        let data = linked.data;
        // A rate of the registry: a count would follow the number of people, and no survey knows villages.
        let mut common = linked.village_indicators().iter().filter_map(|key| linked.indicator(key));
        let indicator = common.find(|it| it.kind == IndicatorKind::Registry && it.unit == "persen")?;
        let leads = |code: &str| -> Vec<&'d Accompaniment> {
            let all = of(&linked.accompaniments_of, code).iter().copied();
            all.filter(|it| it.role == AccompanimentRole::Lead).collect()
        };
        let is_ours = |it: &&Accompaniment| it.scheme.key == SCHEME;
        let starts =
            data.villages.iter().flat_map(|it| leads(&it.code)).filter(is_ours).map(|it| it.starts_on.year());
        let began = starts.min()?;
        let series: Vec<(&str, &str, Vec<&'d Observation>)> = data
            .villages
            .iter()
            .map(|it| (it.code.as_str(), it.district.code.as_str(), linked.series(&indicator.key, &it.code)))
            .collect();
        let all = || series.iter().flat_map(|(_, _, values)| values.iter().copied());
        let before = all().filter(|it| it.starts_on.year() < began).max_by_key(|it| it.starts_on)?;
        let after = all().max_by_key(|it| it.starts_on).filter(|it| it.starts_on.year() > began)?;
        let years: Vec<&str> = {
            let mut periods: Vec<&str> = all().map(|it| it.period.as_str()).collect();
            periods.sort_unstable();
            periods.dedup();
            periods
        };
        let mut compared = Self {
            indicator,
            course: BTreeMap::new(),
            villages: Vec::new(),
            before: &before.period,
            after: &after.period,
            began,
            left_out: 0,
            simulated: all().any(|it| it.simulated),
            sources: all().map(|it| it.source.key.clone()).collect(),
        };
        for (code, district, values) in &series {
            let leads = leads(code);
            let accompanied = leads.iter().any(is_ours);
            let value =
                |period: &str| values.iter().find(|it| it.period == period).and_then(|it| it.number());
            let is_mixed = !accompanied && !leads.is_empty();
            let (Some(before), Some(after), false) = (value(&before.period), value(&after.period), is_mixed)
            else {
                compared.left_out += 1;
                continue;
            };
            compared.villages.push(Village { district, accompanied, before, after });
            let found: Vec<Option<f64>> = years.iter().map(|period| value(period)).collect();
            if let Some(found) = found.into_iter().collect::<Option<Vec<f64>>>() {
                for (period, value) in years.iter().zip(found) {
                    let Ok(year) = period[..period.len().min(4)].parse() else { continue };
                    compared.course.entry(year).or_default()[usize::from(!accompanied)].push(value);
                }
            }
        }
        Some(compared)
    }
}

/// Which villages count as accompanied; other pages count those that are so today.
fn ever(scribe: &Scribe<'_, '_>, compared: &Compared<'_>) -> String {
    let began = compared.began;
    say!(
        scribe.locale,
        "Desa dampingan di sini adalah semua desa yang pernah didampingi sejak {began}, juga yang pendampingannya sudah \
         selesai.",
        "Accompanied here are all villages that have been since {began}, also those whose accompaniment has ended."
    )
}

/// Writes the page.
pub fn context(scribe: &Scribe<'_, '_>) -> Evaluation {
    let compared = Compared::of(scribe);
    let compared = compared.as_ref();
    let adjusted = compared.and_then(|it| evaluation::adjusted(&it.villages));
    let lots = compared.and_then(|it| *scribe.linked.lots.get_or_init(|| evaluation::by_lot(&it.villages)));
    let choices = compared.map(|it| evaluation::choices(&it.villages)).unwrap_or_default();
    Evaluation {
        heading: heading(scribe, compared, adjusted, lots, &choices),
        // Figures are numbered as they are drawn, so they are drawn in the order of the page.
        effect: compared.zip(adjusted).and_then(|(it, adjusted)| effect::figure(scribe, it, adjusted, lots?)),
        course: compared.and_then(|it| course::figure(scribe, it)),
        choice: compared.and_then(|it| choice::figure(scribe, it, &choices)),
        left_out: compared.map(|it| left_out(scribe, it.left_out)).unwrap_or_default(),
    }
}

fn left_out(scribe: &Scribe<'_, '_>, count: usize) -> String {
    let written = scribe.locale.whole(as_count(count));
    match count {
        0 => String::new(),
        1 => say!(
            scribe.locale,
            "Satu desa tidak ikut: nilainya dirahasiakan atau tidak ada, atau didampingi skema lain.",
            "One village is left out: its value is confidential or missing, or another scheme accompanies it."
        ),
        _ => say!(
            scribe.locale,
            "{written} desa tidak ikut: nilainya dirahasiakan atau tidak ada, atau didampingi skema lain.",
            "{written} villages are left out: their values are confidential or missing, or another scheme accompanies them."
        ),
    }
}

/// A difference of two shares, with its sign: `−1,2`.
fn points(locale: Locale, value: f64) -> String {
    let written = locale.rounded(value.abs(), 1);
    if value <= -LEAST_SAID { format!("−{written}") } else { written }
}

/// Half of the last digit that is written: what is nearer to zero is zero on the page.
const LEAST_SAID: f64 = 0.05;

/// What may be said of a difference in an outcome: something only where its interval and the lots agree, and rounding leaves
/// any of it.
fn finding(locale: Locale, outcome: &str, adjusted: Estimate, lots: f64) -> String {
    let size = locale.rounded(adjusted.value.abs(), 1);
    let is_clear = adjusted.is_clear() && lots < 0.05 && adjusted.value.abs() >= LEAST_SAID;
    if !is_clear {
        return say!(
            locale,
            "{outcome}: belum terlihat perbedaan yang jelas antara desa dampingan dan desa lain yang awalnya serupa",
            "{outcome}: no clear difference is seen between accompanied villages and others that began alike"
        );
    }
    if adjusted.value < 0.0 {
        say!(
            locale,
            "{outcome}: di desa dampingan kini {size} poin persen lebih rendah daripada di desa lain yang awalnya serupa",
            "{outcome}: now {size} percentage points lower in accompanied villages than in others that began alike"
        )
    } else {
        say!(
            locale,
            "{outcome}: di desa dampingan kini {size} poin persen lebih tinggi daripada di desa lain yang awalnya serupa",
            "{outcome}: now {size} percentage points higher in accompanied villages than in others that began alike"
        )
    }
}

fn heading(
    scribe: &Scribe<'_, '_>,
    compared: Option<&Compared<'_>>,
    adjusted: Option<Estimate>,
    lots: Option<f64>,
    choices: &[Choice<'_>],
) -> Heading {
    let locale = scribe.locale;
    let title = scribe.say("Evaluasi pendampingan", "Evaluation of the accompaniment").to_owned();
    let Some((compared, adjusted, lots)) =
        compared.zip(adjusted).zip(lots).map(|((compared, adjusted), lots)| (compared, adjusted, lots))
    else {
        let lead = scribe.say(
            "Data desa belum cukup untuk membandingkan desa dampingan dengan desa lain.",
            "The data on villages do not suffice to compare accompanied villages with others.",
        );
        return Heading { title, lead: lead.to_owned(), ..Heading::default() };
    };
    let (before, after) = (compared.before, compared.after);
    let (low, high) = adjusted.interval();
    let (low, high) = (points(locale, low), points(locale, high));
    let (chosen, highest) = choice::hits(choices);
    let (chosen_text, highest_text) = (locale.whole(as_count(chosen)), locale.whole(as_count(highest)));
    let by_lot = locale.rounded(choices.iter().map(Choice::by_lot).sum(), 0);
    let outcome = scribe.say(&compared.indicator.name, &compared.indicator.name_en);
    let finding = finding(locale, outcome, adjusted, lots);
    Heading {
        title,
        lead: format!("{finding}."),
        lead_simulated: compared.simulated,
        key_figures: vec![
            KeyFigure {
                label: scribe.say("Selisih yang disesuaikan", "Adjusted difference").to_owned(),
                value: points(locale, adjusted.value),
                unit: scribe.say("poin persen", "percentage points").to_owned(),
                detail: say!(
                    locale,
                    "selang kepercayaan 95 % {low} sampai {high}; {before} sampai {after}",
                    "95 % confidence interval {low} to {high}; {before} to {after}"
                ),
                simulated: compared.simulated,
                ..KeyFigure::default()
            },
            KeyFigure {
                label: scribe
                    .say(
                        "Desa dampingan yang termasuk bernilai tertinggi di kecamatannya",
                        "Accompanied villages that are among the highest of their kecamatan",
                    )
                    .to_owned(),
                value: say!(locale, "{highest_text} dari {chosen_text}", "{highest_text} of {chosen_text}"),
                unit: scribe.say("desa", "villages").to_owned(),
                detail: say!(locale, "dengan undian: kira-kira {by_lot}", "by lot: about {by_lot}"),
                simulated: compared.simulated,
                ..KeyFigure::default()
            },
        ],
        ..Heading::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_told_only_where_interval_and_lots_are_sure_and_rounding_leaves_it() {
        let clear = Estimate { value: -1.24, error: 0.3 };
        let said =
            |estimate, lots| Locale::ALL.map(|locale| finding(locale, "Keluarga terdata", estimate, lots));
        assert_eq!(
            said(clear, 0.002),
            [
                "Keluarga terdata: di desa dampingan kini 1,2 poin persen lebih rendah daripada di desa lain yang awalnya \
                 serupa",
                "Keluarga terdata: now 1.2 percentage points lower in accompanied villages than in others that began alike",
            ]
        );
        assert_eq!(
            said(Estimate { value: 1.24, ..clear }, 0.002),
            [
                "Keluarga terdata: di desa dampingan kini 1,2 poin persen lebih tinggi daripada di desa lain yang awalnya \
                 serupa",
                "Keluarga terdata: now 1.2 percentage points higher in accompanied villages than in others that began alike",
            ]
        );
        let unclear = [
            "Keluarga terdata: belum terlihat perbedaan yang jelas antara desa dampingan dan desa lain yang awalnya serupa",
            "Keluarga terdata: no clear difference is seen between accompanied villages and others that began alike",
        ];
        let tiny = Estimate { value: -0.04, error: 0.001 };
        for (estimate, lots) in [(clear, 0.2), (Estimate { error: 1.0, ..clear }, 0.002), (tiny, 0.002)] {
            assert_eq!(said(estimate, lots), unclear);
        }
    }

    #[test]
    fn a_difference_has_a_sign_unless_it_rounds_to_zero() {
        let written = [-1.26, -0.04, 0.0, 0.31].map(|value| points(Locale::En, value));
        assert_eq!(written, ["−1.3", "0.0", "0.0", "0.3"]);
    }
}
