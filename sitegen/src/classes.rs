//! Classes of numbers on a map: where each begins, and which a number is in.

/// Bounds that part numbers into five classes of about as many each, rounded to `decimals`; fewer where numbers repeat.
pub fn bounds(numbers: impl IntoIterator<Item = f64>, decimals: u8) -> Vec<f64> {
    let mut sorted: Vec<f64> = numbers.into_iter().filter(|number| number.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let shift = 10f64.powi(decimals.into());
    let at = |part: usize| sorted.get(sorted.len() * part / 5).map(|number| (number * shift).round() / shift);
    let mut bounds: Vec<f64> = (1..5).filter_map(at).collect();
    bounds.dedup();
    // A bound at the lowest number would leave the class below it empty.
    bounds.retain(|bound| sorted.first().is_some_and(|lowest| bound > lowest));
    bounds
}

/// The class of a number: from each bound on, the next one.
#[must_use]
pub fn step(number: f64, bounds: &[f64]) -> u8 {
    let above = bounds.iter().filter(|bound| number >= **bound).count();
    u8::try_from(above + 1).unwrap_or(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_hold_about_as_many_each() {
        let numbers: Vec<f64> = (0..100).map(f64::from).collect();
        let bounds = bounds(numbers.iter().copied(), 0);
        assert_eq!(bounds, [20.0, 40.0, 60.0, 80.0]);
        let in_class = |class: u8| numbers.iter().filter(|number| step(**number, &bounds) == class).count();
        assert_eq!((1..=5).map(in_class).collect::<Vec<_>>(), [20; 5]);
    }

    #[test]
    fn numbers_that_repeat_make_fewer_classes() {
        assert_eq!(bounds([7.0; 40], 1), Vec::<f64>::new());
        assert_eq!(step(7.0, &[]), 1);
        let mostly = std::iter::repeat_n(0.0, 30).chain((1..=10).map(f64::from));
        assert_eq!(bounds(mostly, 1), [3.0]);
    }
}
