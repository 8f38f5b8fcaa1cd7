//! What may be said about a change: only what the figures are sure of.

use crate::data::record::Observation;
use crate::locale::Locale;

/// How a value changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Up by more than chance explains.
    Up,
    /// Down by more than chance explains.
    Down,
    /// Within the uncertainty of the two values.
    Unclear,
    /// The same value.
    Same,
    /// The margins are not known, so neither is the certainty.
    Unknown,
}

/// The change from one value to another, with half their 95 % intervals in the same unit.
///
/// The margin of a difference of two independent estimates is the root of the sum of their squares.
#[must_use]
pub fn change(from: (f64, Option<f64>), to: (f64, Option<f64>)) -> Change {
    let difference = to.0 - from.0;
    match (from.1, to.1) {
        _ if difference == 0.0 => Change::Same,
        (Some(before), Some(after)) if difference.abs() <= before.hypot(after) => Change::Unclear,
        (Some(_), Some(_)) if difference > 0.0 => Change::Up,
        (Some(_), Some(_)) => Change::Down,
        _ => Change::Unknown,
    }
}

/// The change between two observations.
#[must_use]
pub fn between(from: &Observation, to: &Observation) -> Change {
    let read = |observed: &Observation| {
        let margin = observed.margin.as_deref().and_then(|margin| margin.parse().ok());
        Some((observed.number()?, margin))
    };
    match (read(from), read(to)) {
        (Some(from), Some(to)) => change(from, to),
        _ => Change::Unknown,
    }
}

impl Change {
    /// What is said after a name, such as "turun secara jelas".
    #[must_use]
    pub fn verb(self, locale: Locale) -> &'static str {
        match self {
            Self::Up => locale.say("naik secara jelas", "clearly rose"),
            Self::Down => locale.say("turun secara jelas", "clearly fell"),
            Self::Unclear => locale.say("tidak berubah secara jelas", "shows no clear change"),
            Self::Same => locale.say("tetap", "stayed the same"),
            Self::Unknown => locale
                .say("berubah, tetapi kepastiannya tidak diketahui", "changed, but how surely is not known"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_within_the_margins_is_not_clear() {
        // Pati, 2023 to 2024.
        assert_eq!(change((9.31, Some(1.80)), (9.17, Some(1.79))), Change::Unclear);
        // Pati, 2006 to 2025.
        assert_eq!(change((22.14, Some(2.57)), (8.24, Some(1.70))), Change::Down);
        assert_eq!(change((8.24, Some(1.70)), (22.14, Some(2.57))), Change::Up);
    }

    #[test]
    fn without_margins_nothing_is_certain() {
        assert_eq!(change((9.31, None), (9.17, Some(1.79))), Change::Unknown);
        assert_eq!(change((9.31, None), (9.31, None)), Change::Same);
    }
}
