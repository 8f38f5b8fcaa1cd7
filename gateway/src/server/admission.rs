//! How many requests are at work at once, and how many may wait for a place.

use tokio::sync::{Semaphore, SemaphorePermit};

use super::fault::Fault;

/// Places to work and places to wait. Whoever finds neither is turned away at once: under too much load, quick
/// answers for most are worth more than late ones for all.
pub struct Admission {
    working: Semaphore,
    waiting: Semaphore,
    places: (usize, usize),
}

impl Admission {
    /// So many places to work, and so many to wait.
    #[must_use]
    pub fn new(working: usize, waiting: usize) -> Self {
        let most = |count: usize| count.min(Semaphore::MAX_PERMITS);
        let places = (most(working), most(waiting));
        Self { working: Semaphore::new(places.0), waiting: Semaphore::new(places.1), places }
    }

    /// How many are at work, and how many wait.
    #[must_use]
    pub fn taken(&self) -> (usize, usize) {
        let (working, waiting) = self.places;
        (working - self.working.available_permits(), waiting - self.waiting.available_permits())
    }

    /// Takes a place to work, in the order of arrival.
    ///
    /// # Errors
    /// When as many wait already as may.
    pub async fn enter(&self) -> Result<SemaphorePermit<'_>, Fault> {
        if let Ok(place) = self.working.try_acquire() {
            return Ok(place);
        }
        let _waiting = self.waiting.try_acquire().map_err(|_| Fault::Overloaded)?;
        self.working.acquire().await.map_err(|_| Fault::Overloaded)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn those_who_wait_come_in_by_turn_and_those_beyond_are_turned_away() {
        let admission = Admission::new(1, 1);
        let first = admission.enter().await.unwrap();
        let mut second = Box::pin(admission.enter());
        assert!(second.as_mut().now_or_never().is_none());
        assert!(matches!(admission.enter().await, Err(Fault::Overloaded)));
        drop(first);
        let second = second.await.unwrap();
        // The place to wait is free again.
        let mut third = Box::pin(admission.enter());
        assert!(third.as_mut().now_or_never().is_none());
        drop(second);
        assert!(third.await.is_ok());
    }
}
