//! Random numbers that are the same on every machine.
//!
//! Each thing that is simulated draws from a stream of its own, named after it. So another village, table or
//! year does not change what was drawn for the others.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub struct Draw(ChaCha8Rng);

impl Draw {
    /// The stream of that name under a seed.
    #[must_use]
    pub fn new(seed: u64, name: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&seed.to_le_bytes()).update(name.as_bytes());
        Self(ChaCha8Rng::from_seed(*hasher.finalize().as_bytes()))
    }

    /// A number of `0..end`; 0 when `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        // The upper half of a product: no division, the same on 32 and 64 bits, and a bias below 2^-32.
        let product = u128::from(self.0.next_u64()) * (end as u128);
        usize::try_from(product >> 64).unwrap_or_default()
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = usize::try_from(high - low + 1).unwrap_or_default();
        low + i64::try_from(self.below(width)).unwrap_or_default()
    }

    /// Yes in `percent` of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    ///
    /// # Panics
    /// When there is nothing to pick from.
    pub fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// Puts items into a random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_the_same_everywhere() {
        let mut draw = Draw::new(2022, "a name");
        let drawn: Vec<i64> = (0..6).map(|_| draw.between(1, 100)).collect();
        assert_eq!(drawn, [39, 28, 49, 80, 49, 51]);
    }

    #[test]
    fn another_name_or_seed_is_another_stream() {
        let first = |seed, name| Draw::new(seed, name).below(1_000_000);
        assert_ne!(first(1, "a"), first(2, "a"));
        assert_ne!(first(1, "a"), first(1, "b"));
    }

    #[test]
    fn numbers_stay_within_their_bounds_and_reach_them() {
        let mut draw = Draw::new(7, "bounds");
        let drawn: Vec<i64> = (0..1_000).map(|_| draw.between(-2, 2)).collect();
        assert_eq!((drawn.iter().min(), drawn.iter().max()), (Some(&-2), Some(&2)));
    }
}
