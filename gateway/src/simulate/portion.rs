//! Parting a known total, so that the parts add up to it exactly.

/// Parts `total` by weights, each part being at least `floor`.
///
/// What is left by rounding down goes to the largest remainders, the first of equals first. When the total
/// does not suffice for the floor, the heaviest weights get one floor each and the others nothing: a part is
/// never between 0 and the floor.
#[must_use]
pub fn parts(total: i64, weights: &[u64], floor: i64) -> Vec<i64> {
    let count = i64::try_from(weights.len()).unwrap_or(i64::MAX);
    if weights.is_empty() || total <= 0 {
        return vec![0; weights.len()];
    }
    if floor > 0 && total < count.saturating_mul(floor) {
        return scarce(total, weights, floor);
    }
    let spare = i128::from(total - count * floor);
    let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum::<i128>().max(1);
    let shares: Vec<i128> = weights.iter().map(|weight| spare * i128::from(*weight)).collect();
    let mut parts: Vec<i64> =
        shares.iter().map(|share| floor + i64::try_from(share / sum).unwrap_or_default()).collect();
    let missing = usize::try_from(total - parts.iter().sum::<i64>()).unwrap_or_default();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(shares[at] % sum));
    for at in order.into_iter().cycle().take(missing) {
        parts[at] += 1;
    }
    parts
}

/// The floor for as many of the heaviest as the total allows; the rest, or a total below the floor, goes to the
/// heaviest of all.
fn scarce(total: i64, weights: &[u64], floor: i64) -> Vec<i64> {
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(weights[at]));
    let mut parts = vec![0; weights.len()];
    let served = usize::try_from(total / floor).unwrap_or_default();
    for &at in order.iter().take(served) {
        parts[at] = floor;
    }
    parts[order[0]] += total % floor;
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_and_keep_the_floor() {
        for (total, floor) in [(713_369, 5), (10_247, 5), (406 * 5, 5), (3, 0), (83_356, 1)] {
            let weights: Vec<u64> = (0..406).map(|at| (at * 37) % 101).collect();
            let parts = parts(total, &weights, floor);
            assert_eq!(parts.iter().sum::<i64>(), total);
            assert!(parts.iter().all(|part| *part >= floor), "{total}");
        }
    }

    #[test]
    fn a_scarce_total_leaves_no_small_part() {
        let parts = parts(23, &[1, 9, 4, 2, 8, 7], 5);
        assert_eq!(parts, [0, 8, 5, 0, 5, 5]);
    }

    #[test]
    fn nothing_is_parted_into_nothing() {
        assert_eq!(parts(0, &[1, 2], 5), [0, 0]);
        assert!(parts(9, &[], 5).is_empty());
    }
}
