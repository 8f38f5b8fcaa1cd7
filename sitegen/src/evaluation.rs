//! Whether accompanied villages fare otherwise than others, and whether the poorest were chosen.
//!
//! Villages are chosen because they stand badly, so any of them would have come nearer to the mean without help
//! (Barnett, van der Pols, Dobson 2005, Int J Epidemiol 34). What can be said is therefore adjusted for where they began,
//! within their kecamatan, and held against lots drawn among the villages of each kecamatan.

use std::collections::BTreeMap;

use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

/// Lots that are drawn for the test.
const LOTS: usize = 999;

/// Half the width of a 95 % interval in standard errors.
const SURE: f64 = 1.96;

/// A village with an outcome before accompaniment began and after.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Village<'k> {
    /// Its kecamatan.
    pub district: &'k str,
    /// Whether it is accompanied.
    pub accompanied: bool,
    /// The outcome before.
    pub before: f64,
    /// The outcome after.
    pub after: f64,
}

/// An estimated difference in the unit of the outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Accompanied less others.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
}

impl Estimate {
    /// The 95 % interval.
    #[must_use]
    pub fn interval(&self) -> (f64, f64) {
        (self.value - SURE * self.error, self.value + SURE * self.error)
    }

    /// Whether zero is outside the interval.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        let (low, high) = self.interval();
        low > 0.0 || high < 0.0
    }

    /// The smallest true difference that would be found four times in five.
    #[must_use]
    pub fn detectable(&self) -> f64 {
        (SURE + 0.84) * self.error
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Sum of squared distances from the mean.
fn squares(values: &[f64]) -> f64 {
    let mean = mean(values);
    values.iter().map(|value| (value - mean).powi(2)).sum()
}

/// Values of the accompanied villages, and of the others.
fn parted(villages: &[Village<'_>], value: impl Fn(&Village<'_>) -> f64) -> (Vec<f64>, Vec<f64>) {
    let of_kind =
        |accompanied| villages.iter().filter(move |it| it.accompanied == accompanied).map(&value).collect();
    (of_kind(true), of_kind(false))
}

/// Difference in differences: the mean change of the accompanied less that of the others, with Welch's error. None where
/// either has fewer than two villages.
#[must_use]
pub fn difference(villages: &[Village<'_>]) -> Option<Estimate> {
    let (accompanied, others) = parted(villages, |it| it.after - it.before);
    if accompanied.len() < 2 || others.len() < 2 {
        return None;
    }
    let variance = |values: &[f64]| squares(values) / (values.len() - 1) as f64 / values.len() as f64;
    Some(Estimate {
        value: mean(&accompanied) - mean(&others),
        error: (variance(&accompanied) + variance(&others)).sqrt(),
    })
}

/// The change of the accompanied, beside that of the others, that is to be expected without any help, since they were
/// chosen for standing badly: (b − 1)(x̄ − μ), with b the slope of after on before among the others.
#[must_use]
pub fn expected_without_help(villages: &[Village<'_>]) -> Option<f64> {
    let (accompanied, others) = parted(villages, |it| it.before);
    let (_, after) = parted(villages, |it| it.after);
    if accompanied.is_empty() || others.len() < 2 {
        return None;
    }
    let (mean_before, mean_after) = (mean(&others), mean(&after));
    let shared: f64 =
        others.iter().zip(&after).map(|(before, after)| (before - mean_before) * (after - mean_after)).sum();
    let spread = squares(&others);
    (spread > 0.0).then(|| (shared / spread - 1.0) * (mean(&accompanied) - mean_before))
}

/// 1 for an accompanied village, 0 for another.
fn share(accompanied: bool) -> f64 {
    f64::from(u8::from(accompanied))
}

/// Sums of the regression of `after` on accompaniment and `before`, within kecamatan.
struct Within {
    /// Accompaniment, before and after as distances from the mean of the kecamatan.
    rows: Vec<[f64; 3]>,
    districts: usize,
}

impl Within {
    fn of(villages: &[Village<'_>], accompanied: &[bool]) -> Self {
        let mut sums: BTreeMap<&str, ([f64; 3], f64)> = BTreeMap::new();
        let values = || villages.iter().zip(accompanied).map(|(it, is)| [share(*is), it.before, it.after]);
        for (village, row) in villages.iter().zip(values()) {
            let (sum, count) = sums.entry(village.district).or_default();
            *count += 1.0;
            for (sum, value) in sum.iter_mut().zip(row) {
                *sum += value;
            }
        }
        let rows = villages.iter().zip(values()).map(|(village, row)| {
            let (sum, count) = sums[village.district];
            std::array::from_fn(|at| row[at] - sum[at] / count)
        });
        Self { rows: rows.collect(), districts: sums.len() }
    }

    /// The sum of the products of two columns.
    fn sum(&self, one: usize, other: usize) -> f64 {
        self.rows.iter().map(|row| row[one] * row[other]).sum()
    }

    /// The difference adjusted for where villages began, the slope of after on before, and what both are divided by. None where
    /// accompaniment and before tell the same.
    fn solved(&self) -> Option<(f64, f64, f64)> {
        let (dd, db, bb) = (self.sum(0, 0), self.sum(0, 1), self.sum(1, 1));
        let (dy, by) = (self.sum(0, 2), self.sum(1, 2));
        let determinant = dd * bb - db * db;
        let is_solved = determinant.abs() > 1e-9 * (dd * bb).max(f64::MIN_POSITIVE);
        is_solved.then(|| ((bb * dy - db * by) / determinant, (dd * by - db * dy) / determinant, determinant))
    }

    /// How many rows more there are than numbers that are estimated from them.
    fn free(&self) -> Option<usize> {
        self.rows.len().checked_sub(self.districts + 2).filter(|free| *free > 0)
    }

    /// The adjusted difference, with an error that holds for unequal variances (HC1).
    fn estimate(&self) -> Option<Estimate> {
        let (free, (effect, slope, determinant)) = (self.free()?, self.solved()?);
        let (db, bb) = (self.sum(0, 1), self.sum(1, 1));
        let meat: f64 = self
            .rows
            .iter()
            .map(|[d, b, y]| ((y - effect * d - slope * b) * (bb * d - db * b) / determinant).powi(2))
            .sum();
        Some(Estimate { value: effect, error: (meat * self.rows.len() as f64 / free as f64).sqrt() })
    }
}

/// The difference between accompanied and other villages of the same kecamatan that began alike. None where no kecamatan
/// has both kinds, or too few villages are left.
#[must_use]
pub fn adjusted(villages: &[Village<'_>]) -> Option<Estimate> {
    let accompanied: Vec<bool> = villages.iter().map(|it| it.accompanied).collect();
    Within::of(villages, &accompanied).estimate()
}

/// How often lots among the villages of each kecamatan give an adjusted difference at least as far from zero (Fisher's
/// test). The lots are the same each time.
#[must_use]
pub fn by_lot(villages: &[Village<'_>]) -> Option<f64> {
    let seen = adjusted(villages)?.value.abs();
    let mut of_district: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, village) in villages.iter().enumerate() {
        of_district.entry(village.district).or_default().push(at);
    }
    let accompanied: Vec<bool> = villages.iter().map(|it| it.accompanied).collect();
    let mut within = Within::of(villages, &accompanied);
    let mut random = ChaCha8Rng::seed_from_u64(0);
    let mut as_far = 0;
    for _ in 0..LOTS {
        for places in of_district.values() {
            let mut drawn: Vec<f64> = places.iter().map(|&at| share(accompanied[at])).collect();
            drawn.shuffle(&mut random);
            // Lots change who is accompanied in a kecamatan, and not how many.
            let mean = mean(&drawn);
            for (&at, is) in places.iter().zip(drawn) {
                within.rows[at][0] = is - mean;
            }
        }
        let far = within.solved().map_or(0.0, |(effect, ..)| effect.abs());
        as_far += usize::from(far >= seen - 1e-12);
    }
    Some((as_far + 1) as f64 / (LOTS + 1) as f64)
}

/// How well the choice of a kecamatan fits its order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice<'k> {
    /// The kecamatan.
    pub district: &'k str,
    /// Its villages.
    pub villages: usize,
    /// Those accompanied.
    pub accompanied: usize,
    /// Those of them that are among as many with the highest outcome before.
    pub highest: usize,
}

impl Choice<'_> {
    /// How many of them lots would have put there.
    #[must_use]
    pub fn by_lot(&self) -> f64 {
        (self.accompanied * self.accompanied) as f64 / self.villages as f64
    }
}

/// The choice of each kecamatan that has an accompanied village. Where two stand alike, both count among the highest.
#[must_use]
pub fn choices<'k>(villages: &[Village<'k>]) -> Vec<Choice<'k>> {
    let mut of_district: BTreeMap<&str, Vec<&Village<'k>>> = BTreeMap::new();
    for village in villages {
        of_district.entry(village.district).or_default().push(village);
    }
    let choice = |(district, mut found): (&'k str, Vec<&Village<'k>>)| {
        found.sort_by(|a, b| b.before.total_cmp(&a.before));
        let accompanied = found.iter().filter(|it| it.accompanied).count();
        let bound = found.get(accompanied.checked_sub(1)?)?.before;
        let highest = found.iter().filter(|it| it.accompanied && it.before >= bound).count();
        Some(Choice { district, villages: found.len(), accompanied, highest })
    };
    of_district.into_iter().filter_map(choice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn village(district: &'static str, accompanied: bool, before: f64, after: f64) -> Village<'static> {
        Village { district, accompanied, before, after }
    }

    /// Two kecamatan in which after = 2 + before / 2, and accompanied villages have `effect` more.
    fn world(effect: f64) -> Vec<Village<'static>> {
        let mut villages = Vec::new();
        for (district, level) in [("a", 10.0), ("b", 20.0)] {
            for step in 0..8_u8 {
                let before = level + f64::from(step);
                let accompanied = step >= 6;
                // A little noise that knows nothing of accompaniment: its sum over each kind is zero.
                let noise = if step % 2 == 0 { 0.1 } else { -0.1 };
                let after = 2.0 + before / 2.0 + if accompanied { effect } else { 0.0 } + noise;
                villages.push(village(district, accompanied, before, after));
            }
        }
        villages
    }

    fn close(one: f64, other: f64) {
        assert!((one - other).abs() < 1e-9, "{one} is not {other}");
    }

    #[test]
    fn differences_are_those_of_the_means() {
        let villages = [
            village("a", true, 10.0, 6.0),
            village("a", true, 12.0, 10.0),
            village("a", false, 8.0, 8.0),
            village("a", false, 6.0, 5.0),
        ];
        let found = difference(&villages).unwrap();
        // Changes −4, −2 against 0, −1: −3 − (−0.5); variances 2 and 0.5, of two villages each.
        close(found.value, -2.5);
        close(found.error, (1.0_f64 + 0.25).sqrt());
        assert!(found.is_clear());
    }

    #[test]
    fn who_stands_badly_comes_nearer_to_the_mean_without_help() {
        let villages = world(0.0);
        let seen = difference(&villages).unwrap().value;
        // Half of the distance is lost: accompanied began at 21.5, others at 17.5, and the mean moves alike.
        assert!(seen < -1.9, "{seen}");
        let expected = expected_without_help(&villages).unwrap();
        assert!((seen - expected).abs() < 0.1, "{seen} {expected}");
        let adjusted = adjusted(&villages).unwrap();
        assert!(!adjusted.is_clear(), "{adjusted:?}");
        assert!(by_lot(&villages).unwrap() > 0.05);
    }

    #[test]
    fn an_effect_is_found_beside_that() {
        let villages = world(-1.0);
        let adjusted = adjusted(&villages).unwrap();
        assert!((adjusted.value + 1.0).abs() < 0.15, "{adjusted:?}");
        assert!(adjusted.is_clear());
        assert!(by_lot(&villages).unwrap() < 0.05);
        assert!(adjusted.detectable() > SURE * adjusted.error);
    }

    #[test]
    fn too_few_villages_give_no_estimate() {
        let villages = [village("a", true, 1.0, 1.0), village("a", false, 2.0, 2.0)];
        assert_eq!((difference(&villages), adjusted(&villages), by_lot(&villages)), (None, None, None));
        let all_alike: Vec<_> = (0..9_u8).map(|step| village("a", true, f64::from(step), 1.0)).collect();
        assert_eq!(adjusted(&all_alike), None);
    }

    #[test]
    fn a_choice_is_held_against_the_order_of_its_kecamatan() {
        let villages = [
            village("a", true, 30.0, 0.0),
            village("a", false, 25.0, 0.0),
            village("a", true, 20.0, 0.0),
            village("a", false, 10.0, 0.0),
            village("b", false, 10.0, 0.0),
        ];
        let found = choices(&villages);
        assert_eq!(found, [Choice { district: "a", villages: 4, accompanied: 2, highest: 1 }]);
        close(found[0].by_lot(), 1.0);
    }
}
