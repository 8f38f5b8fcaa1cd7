//! Whether money goes to the poorer places: the concentration index, and the curve that shows it.
//!
//! O'Donnell, van Doorslaer, Wagstaff and Lindelow, Analyzing Health Equity Using Household Survey Data (World Bank,
//! 2008), chapters 7 and 8. Places are ranked from the poorest; `p` is the share of people in a place, `R` the share in
//! all poorer ones and half of its own, `h` the money per person, `m` its mean: `C = 2/m * sum(p h R) - 1`. Below zero,
//! the poorer have more than their share. The standard error comes from the regression of `2 var(R) h/m` on `R`, weighted
//! by `p` and robust to unequal variance.

/// Fewer places than this, or fewer that got money, allow no statement.
pub const LEAST: (usize, usize) = (30, 10);

/// A place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// How poor it is; higher is poorer.
    pub poverty: f64,
    /// How many people or families it stands for.
    pub people: f64,
    /// What it got, in rupiah.
    pub amount: f64,
}

/// How money is spread over places from the poorest on.
#[derive(Clone, Debug, PartialEq)]
pub struct Concentration {
    /// From -1 to 1; below zero the poorer places have more than their share.
    pub index: f64,
    /// Half of its 95 % interval.
    pub margin: f64,
    /// Shares of people and of money from the poorest on, from (0, 0) to (1, 1).
    pub curve: Vec<(f64, f64)>,
    /// How many places.
    pub places: usize,
    /// How many of them got money.
    pub funded: usize,
}

/// What the index is sure of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaning {
    /// More than their share goes to the poorer.
    Poorer,
    /// More than their share goes to the less poor.
    LessPoor,
    /// The interval holds zero.
    Neither,
}

impl Concentration {
    /// Measures the spread; none where there are too few places for a statement, see [`LEAST`].
    #[must_use]
    pub fn of(places: &[Place]) -> Option<Self> {
        let usable = |it: &&Place| {
            it.people > 0.0 && it.people.is_finite() && it.poverty.is_finite() && it.amount >= 0.0
        };
        let mut ranked: Vec<Place> = places.iter().filter(usable).copied().collect();
        let funded = ranked.iter().filter(|it| it.amount > 0.0).count();
        if ranked.len() < LEAST.0 || funded < LEAST.1 {
            return None;
        }
        ranked.sort_by(|a, b| b.poverty.total_cmp(&a.poverty));
        let (people, money) =
            ranked.iter().fold((0.0, 0.0), |(people, money), it| (people + it.people, money + it.amount));
        let mean = money / people;
        // Share, rank and relative money of each place; those equally poor share their rank.
        let mut points = Vec::with_capacity(ranked.len());
        let mut curve = vec![(0.0, 0.0)];
        let (mut below, mut given) = (0.0, 0.0);
        for tied in ranked.chunk_by(|a, b| a.poverty.total_cmp(&b.poverty).is_eq()) {
            let share = tied.iter().map(|it| it.people).sum::<f64>() / people;
            let rank = below + share / 2.0;
            points.extend(tied.iter().map(|it| (it.people / people, rank, it.amount / it.people / mean)));
            below += share;
            given += tied.iter().map(|it| it.amount).sum::<f64>() / money;
            curve.push((below, given));
        }
        let index = 2.0 * points.iter().map(|(share, rank, money)| share * rank * money).sum::<f64>() - 1.0;
        let margin = 1.96 * standard_error(&points)?;
        Some(Self { index, margin, curve, places: ranked.len(), funded })
    }

    /// What may be said about it.
    #[must_use]
    pub fn leaning(&self) -> Leaning {
        if self.index.abs() <= self.margin {
            Leaning::Neither
        } else if self.index < 0.0 {
            Leaning::Poorer
        } else {
            Leaning::LessPoor
        }
    }
}

/// Standard error of the slope of the convenient regression.
fn standard_error(points: &[(f64, f64, f64)]) -> Option<f64> {
    let mean = |of: &dyn Fn(&(f64, f64, f64)) -> f64| points.iter().map(|it| it.0 * of(it)).sum::<f64>();
    let rank = mean(&|it| it.1);
    let spread = mean(&|it| (it.1 - rank).powi(2));
    // All equally poor: there is nothing to rank.
    if spread <= 1e-9 {
        return None;
    }
    let outcome = |it: &(f64, f64, f64)| 2.0 * spread * it.2;
    let level = mean(&outcome);
    let slope = mean(&|it| (it.1 - rank) * (outcome(it) - level)) / spread;
    let count = points.len() as f64;
    let squares: f64 = points
        .iter()
        .map(|it| {
            let residual = outcome(it) - level - slope * (it.1 - rank);
            (it.0 * (it.1 - rank) * residual).powi(2)
        })
        .sum();
    Some((count / (count - 2.0) * squares).sqrt() / spread)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(amount: impl Fn(u32) -> f64) -> Vec<Place> {
        (0..100).map(|at| Place { poverty: f64::from(at), people: 10.0, amount: amount(at) }).collect()
    }

    fn index(amount: impl Fn(u32) -> f64) -> f64 {
        Concentration::of(&places(amount)).unwrap().index
    }

    #[test]
    fn equal_money_per_person_has_no_concentration() {
        assert!(index(|_| 7.0).abs() < 1e-9);
        let sizes: Vec<Place> = (0..50)
            .map(|at| Place { poverty: f64::from(at), people: f64::from(at + 1), amount: f64::from(at + 1) })
            .collect();
        assert!(Concentration::of(&sizes).unwrap().index.abs() < 1e-9);
    }

    #[test]
    fn all_money_at_one_end_comes_near_the_bounds() {
        // Ten of a hundred places, so the bound is 0.9.
        assert!((index(|at| f64::from(u8::from(at >= 90))) + 0.9).abs() < 1e-9);
        assert!((index(|at| f64::from(u8::from(at < 10))) - 0.9).abs() < 1e-9);
    }

    #[test]
    fn it_is_twice_the_area_between_curve_and_diagonal() {
        let spread = Concentration::of(&places(|at| f64::from(at * at % 37))).unwrap();
        let area: f64 = spread
            .curve
            .windows(2)
            .map(|pair| (pair[1].0 - pair[0].0) * f64::midpoint(pair[0].1, pair[1].1))
            .sum();
        assert!((spread.index - (1.0 - 2.0 * area)).abs() < 1e-9);
        assert_eq!((spread.curve[0], spread.curve.len()), ((0.0, 0.0), 101));
        let last = spread.curve[100];
        assert!((last.0 - 1.0).abs() < 1e-9 && (last.1 - 1.0).abs() < 1e-9);
    }

    #[test]
    fn places_equally_poor_have_one_rank_whatever_their_order() {
        let mut tied = places(f64::from);
        for place in &mut tied {
            place.poverty = 5.0;
        }
        // All ranks are one: there is nothing to compare.
        assert_eq!(Concentration::of(&tied), None);
        let mut halves = places(f64::from);
        for place in &mut halves {
            place.poverty = f64::from(u8::from(place.poverty >= 50.0));
        }
        let once = Concentration::of(&halves).unwrap();
        halves.reverse();
        let again = Concentration::of(&halves).unwrap();
        assert!((once.index - again.index).abs() < 1e-12);
        assert_eq!(once.curve.len(), 3);
    }

    #[test]
    fn chance_is_not_called_a_leaning_and_too_few_places_get_no_number() {
        // Without a pattern.
        let noise = |at: u32| f64::from(at.wrapping_mul(2_654_435_761) >> 24);
        assert_eq!(Concentration::of(&places(noise)).unwrap().leaning(), Leaning::Neither);
        assert_eq!(Concentration::of(&places(f64::from)).unwrap().leaning(), Leaning::Poorer);
        assert_eq!(Concentration::of(&places(|at| f64::from(99 - at))).unwrap().leaning(), Leaning::LessPoor);
        assert_eq!(Concentration::of(&places(noise)[..29]), None);
        assert_eq!(Concentration::of(&places(|at| f64::from(u8::from(at < 9)))), None);
        assert_eq!(Concentration::of(&[]), None);
    }
}
