//! How much one client may ask within a minute, counted in the cost of its operations.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// After so many payments, clients that have all their allowance again are forgotten.
const FORGET_AFTER: usize = 4_096;

/// What every client may ask. Clones share it.
#[derive(Clone)]
pub struct Rates {
    // governor: the generic cell rate algorithm, 64 bits a client, and nothing to do when time passes.
    limiter: Arc<DefaultKeyedRateLimiter<IpAddr>>,
    most: NonZeroU32,
    payments: Arc<AtomicUsize>,
}

/// What one client may ask.
#[derive(Clone)]
pub struct Purse {
    rates: Rates,
    client: IpAddr,
}

impl Rates {
    /// So much cost per client and minute.
    #[must_use]
    pub fn per_minute(cost: NonZeroU32) -> Self {
        let limiter = Arc::new(RateLimiter::keyed(Quota::per_minute(cost)));
        Self { limiter, most: cost, payments: Arc::default() }
    }

    /// The allowance of a client. Those of one `IPv6` network share: whoever has one has them all.
    #[must_use]
    pub fn of(&self, client: IpAddr) -> Purse {
        let client = match client.to_canonical() {
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (!0 << 64))),
            address @ IpAddr::V4(_) => address,
        };
        Purse { rates: self.clone(), client }
    }
}

impl std::fmt::Debug for Purse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Purse").field(&self.client).finish()
    }
}

impl Purse {
    /// Pays for an operation. What costs more than a minute's allowance takes all of it.
    ///
    /// # Errors
    /// How long until there is enough.
    pub fn pay(&self, cost: u64) -> Result<(), Duration> {
        let Rates { limiter, most, payments } = &self.rates;
        if payments.fetch_add(1, Ordering::Relaxed) % FORGET_AFTER == FORGET_AFTER - 1 {
            limiter.retain_recent();
        }
        let cost = u32::try_from(cost).unwrap_or(u32::MAX).min(most.get());
        let Some(cost) = NonZeroU32::new(cost) else { return Ok(()) };
        match limiter.check_key_n(&self.client, cost) {
            Ok(Err(not_until)) => Err(not_until.wait_time_from(DefaultClock::default().now())),
            // More than may ever be asked does not come up: the cost is at most the whole allowance.
            Ok(Ok(())) | Err(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(cost: u32) -> Rates {
        Rates::per_minute(NonZeroU32::new(cost).unwrap())
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_client_that_has_spent_its_minute_waits_and_others_do_not() {
        let rates = rates(100);
        let purse = rates.of(address("192.0.2.1"));
        assert_eq!(purse.pay(60), Ok(()));
        assert_eq!(purse.pay(40), Ok(()));
        let wait = purse.pay(50).unwrap_err();
        assert!(wait > Duration::from_secs(20) && wait <= Duration::from_secs(30), "{wait:?}");
        assert_eq!(purse.pay(0), Ok(()));
        assert_eq!(rates.of(address("192.0.2.2")).pay(100), Ok(()));
    }

    #[test]
    fn what_costs_more_than_a_minute_takes_all_of_it() {
        let purse = rates(100).of(address("192.0.2.1"));
        assert_eq!(purse.pay(u64::MAX), Ok(()));
        assert!(purse.pay(1).is_err());
    }

    #[test]
    fn addresses_of_one_network_share_and_an_embedded_one_is_itself() {
        let rates = rates(10);
        assert_eq!(rates.of(address("2001:db8::1")).pay(10), Ok(()));
        assert!(rates.of(address("2001:db8::2")).pay(10).is_err());
        assert_eq!(rates.of(address("2001:db8:0:1::1")).pay(10), Ok(()));
        assert_eq!(rates.of(address("192.0.2.1")).pay(10), Ok(()));
        assert!(rates.of(address("::ffff:192.0.2.1")).pay(10).is_err());
    }
}
