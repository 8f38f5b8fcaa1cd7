//! From values to places: scales, round ticks, and how numbers on an axis are written.

use super::Unit;
use super::measure::{self, TEXT};
use crate::locale::Locale;

/// Beyond this no figure of a regency makes sense, and floats stop counting in ones.
const LARGEST: f64 = 1e15;

/// The value if it can be drawn: finite and of a size that arithmetic survives.
pub fn usable(value: f64) -> Option<f64> {
    (value.is_finite() && value.abs() <= LARGEST).then_some(value)
}

/// Lowest and highest of the usable values; `None` if there is none.
pub fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().filter_map(usable).fold(None, |seen, value| match seen {
        None => Some((value, value)),
        Some((low, high)) => Some((low.min(value), high.max(value))),
    })
}

/// A linear map from values to units of the drawing.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    from: (f64, f64),
    to: (f64, f64),
}

impl Scale {
    /// Maps `from.0` to `to.0` and `from.1` to `to.1`.
    pub const fn new(from: (f64, f64), to: (f64, f64)) -> Self {
        Self { from, to }
    }

    /// The end of what is mapped to, in units.
    pub const fn end(&self) -> f64 {
        self.to.1
    }

    /// Where `value` stands, in units. In a domain of one value all stand in the middle.
    pub fn at(&self, value: f64) -> f64 {
        let span = self.from.1 - self.from.0;
        let part = if span == 0.0 { 0.5 } else { (value - self.from.0) / span };
        self.to.0 + part * (self.to.1 - self.to.0)
    }
}

/// Round numbers on an axis, 1, 2 or 5 times a power of ten apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticks {
    /// Ascending, at least two.
    pub values: Vec<f64>,
    /// Digits after the decimal mark that tell them apart.
    pub decimals: usize,
}

impl Ticks {
    /// About `count` ticks that enclose `low` and `high`.
    pub fn around(low: f64, high: f64, count: usize) -> Self {
        let (low, high) = widened(low, high);
        let step = round_step((high - low) / count.max(1) as f64);
        let first = (low / step + 1e-9).floor();
        let last = (high / step - 1e-9).ceil();
        let mut values = Vec::new();
        let mut at = first;
        while at <= last {
            values.push(at * step);
            at += 1.0;
        }
        Self { values, decimals: decimals(step) }
    }

    /// The first and the last tick.
    pub fn range(&self) -> (f64, f64) {
        (self.values.first().copied().unwrap_or(0.0), self.values.last().copied().unwrap_or(1.0))
    }

    /// What stands at each tick.
    pub fn labels(&self, unit: &Unit, locale: Locale) -> Vec<String> {
        self.values.iter().map(|&value| label(value, self.decimals, unit, locale)).collect()
    }
}

/// A domain with some extent, also when all values are equal.
fn widened(low: f64, high: f64) -> (f64, f64) {
    let (low, high) = (low.min(high), low.max(high));
    let size = low.abs().max(high.abs());
    if size < 1e-12 {
        (0.0, 1.0)
    } else if high - low > size * 1e-9 {
        (low, high)
    } else {
        (low - size * 0.1, high + size * 0.1)
    }
}

/// The least of 1, 2, 5 times a power of ten that is not below `raw`.
fn round_step(raw: f64) -> f64 {
    let power = 10_f64.powf(raw.log10().floor());
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| raw <= factor * power * (1.0 + 1e-9));
    factor.unwrap_or(10.0) * power
}

/// Digits after the decimal mark that a step of this size needs.
fn decimals(step: f64) -> usize {
    (0..12)
        .find(|&digits| step >= 10_f64.powi(-digits) * 0.999)
        .map_or(12, |digits| digits.unsigned_abs() as usize)
}

/// `value` with its unit, the minus in front of everything.
fn label(value: f64, decimals: usize, unit: &Unit, locale: Locale) -> String {
    let digits = locale.rounded(value.abs(), decimals);
    let is_zero = !digits.bytes().any(|digit| (b'1'..=b'9').contains(&digit));
    let sign = if value < 0.0 && !is_zero { "−" } else { "" };
    format!("{sign}{}{digits}{}", unit.prefix, unit.suffix)
}

/// The years between `low` and `high` that have room, counted back from the last, which matters
/// most, plus the first if it still fits. `room` is the length of the axis in units.
pub fn years(low: f64, high: f64, room: f64) -> Vec<(f64, String)> {
    let (first, last) = (low.ceil(), high.floor());
    if last < first {
        return vec![(low, format!("{low:.1}"))];
    }
    let count = last - first + 1.0;
    let needed = measure::width("2024", TEXT) + 12.0;
    let per_year = if high > low { room / (high - low) } else { room };
    let step = [1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0]
        .into_iter()
        .find(|step| step * per_year >= needed)
        .unwrap_or(count);
    let mut years = Vec::new();
    let mut year = last;
    while year >= first && years.len() < 200 {
        years.push((year, format!("{year:.0}")));
        year -= step;
    }
    if let Some((earliest, _)) = years.last()
        && (earliest - first) * per_year >= needed
    {
        years.push((first, format!("{first:.0}")));
    }
    years.reverse();
    years
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(low: f64, high: f64, count: usize) -> Vec<f64> {
        Ticks::around(low, high, count).values
    }

    #[test]
    fn ticks_are_round_and_enclose_the_values() {
        assert_eq!(ticks(0.0, 16.2, 4), [0.0, 5.0, 10.0, 15.0, 20.0]);
        assert_eq!(ticks(-3.0, 7.0, 5), [-4.0, -2.0, 0.0, 2.0, 4.0, 6.0, 8.0]);
        assert_eq!(Ticks::around(0.12, 0.48, 4).decimals, 1);
        assert_eq!(Ticks::around(9.1, 9.4, 4).decimals, 1);
        assert_eq!(Ticks::around(9.12, 9.14, 4).decimals, 3);
    }

    #[test]
    fn any_domain_has_a_few_ticks() {
        let domains = [
            (0.0, 0.0),
            (5.0, 5.0),
            (-1e15, 1e15),
            (1e15, 1e15),
            (3.0, -3.0),
            (1e-300, 2e-300),
            (0.0, 1e-320),
        ];
        for (low, high) in domains {
            let ticks = Ticks::around(low, high, 5);
            assert!((2..=12).contains(&ticks.values.len()), "{low} {high} {ticks:?}");
            assert!(ticks.values.iter().all(|value| value.is_finite()));
        }
    }

    #[test]
    fn numbers_follow_the_language() {
        let rupiah = Unit { prefix: "Rp".into(), suffix: " juta".into() };
        assert_eq!(label(-1_234_567.5, 1, &rupiah, Locale::Id), "−Rp1.234.567,5 juta");
        assert_eq!(label(1_234.0, 0, &Unit::default(), Locale::En), "1,234");
        assert_eq!(label(-0.0, 0, &Unit::default(), Locale::Id), "0");
    }

    #[test]
    fn the_last_year_always_has_its_label() {
        let labels =
            |room| years(2005.0, 2024.0, room).into_iter().map(|(_, label)| label).collect::<Vec<_>>();
        assert_eq!(labels(250.0), ["2005", "2009", "2014", "2019", "2024"]);
        assert_eq!(labels(60.0), ["2005", "2024"]);
        assert_eq!(labels(2000.0).len(), 20);
    }

    #[test]
    fn what_cannot_be_drawn_has_no_extent() {
        assert_eq!(extent([f64::NAN, f64::INFINITY, 1e300]), None);
        assert_eq!(extent([f64::NAN, 3.0, -2.0]), Some((-2.0, 3.0)));
    }
}
