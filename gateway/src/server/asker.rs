//! Who sends a request: their address, what they may, and what they want to know.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;

use poem::Request;
use poem::http::{HeaderMap, header};

use super::execute::COST;
use super::request_log::RequestId;
use crate::rate::{Purse, Rates};
use crate::settings::HttpSettings;

/// Headers that proxies add.
const BY_PROXIES: [&str; 2] = ["x-forwarded-for", "forwarded"];

/// Tells clients apart.
#[derive(Clone)]
pub struct Askers {
    rates: Option<Rates>,
    trusted_proxies: usize,
    operator_token: Option<Arc<str>>,
}

/// Who asks.
#[derive(Clone)]
pub struct Asker {
    /// Under which id the log has the request.
    pub id: RequestId,
    /// What they may still ask; no bound where there is none.
    pub purse: Option<Purse>,
    /// Whether they operate this gateway.
    pub is_operator: bool,
    /// Whether answers are to tell what they may have cost.
    pub wants_cost: bool,
}

impl Askers {
    /// Tells clients apart as the operator says.
    #[must_use]
    pub fn new(settings: &HttpSettings) -> Self {
        Self {
            rates: NonZeroU32::new(settings.rate).map(Rates::per_minute),
            trusted_proxies: settings.trusted_proxies,
            operator_token: settings.operator_token.as_deref().map(Into::into),
        }
    }

    /// Who sent a request.
    #[must_use]
    pub fn of(&self, request: &Request) -> Asker {
        let headers = request.headers();
        let peer = request.remote_addr().as_socket_addr().map(SocketAddr::ip);
        let address = self.address(peer, headers);
        let is_near = address.is_some_and(|address| address.to_canonical().is_loopback());
        Asker {
            id: RequestId::of(request),
            purse: self.rates.as_ref().filter(|_| !is_near).map(|rates| {
                // A client without an address shares with the others of its kind.
                rates.of(address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)))
            }),
            is_operator: self.is_operator(headers, is_near),
            wants_cost: headers.get(COST).is_some_and(|wanted| wanted == "report"),
        }
    }

    /// The address of the client: that of the connection, or the one that the farthest trusted proxy has seen.
    fn address(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> Option<IpAddr> {
        let Some(behind) = self.trusted_proxies.checked_sub(1) else { return peer };
        let forwarded = headers.get_all(BY_PROXIES[0]).iter().filter_map(|value| value.to_str().ok());
        let seen: Vec<&str> = forwarded.flat_map(|value| value.split(',')).map(str::trim).collect();
        seen.iter().rev().nth(behind).and_then(|address| address.parse().ok()).or(peer)
    }

    fn is_operator(&self, headers: &HeaderMap, is_near: bool) -> bool {
        match &self.operator_token {
            Some(token) => headers
                .get(header::AUTHORIZATION)
                .and_then(|value| value.as_bytes().strip_prefix(b"Bearer "))
                // Hashes are compared in a time that tells nothing of how much of the secret is right.
                .is_some_and(|given| blake3::hash(given) == blake3::hash(token.as_bytes())),
            None => is_near && BY_PROXIES.iter().all(|name| !headers.contains_key(*name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn askers(trusted_proxies: usize) -> Askers {
        Askers::new(&HttpSettings { trusted_proxies, ..HttpSettings::DEFAULT })
    }

    fn forwarded(value: &str) -> HeaderMap {
        HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), value.parse().unwrap())])
    }

    #[test]
    fn only_what_trusted_proxies_add_counts() {
        let peer: Option<IpAddr> = "192.0.2.9".parse().ok();
        let headers = forwarded("198.51.100.1, 203.0.113.2, 203.0.113.3");
        for (proxies, expected) in
            [(0, "192.0.2.9"), (1, "203.0.113.3"), (2, "203.0.113.2"), (9, "192.0.2.9")]
        {
            let found = askers(proxies).address(peer, &headers);
            assert_eq!(found.unwrap().to_string(), expected, "{proxies} proxies");
        }
        assert_eq!(askers(1).address(peer, &forwarded("unknown")), peer);
    }

    #[test]
    fn operators_are_who_has_the_secret_or_else_who_is_near() {
        let near = askers(0);
        assert!(near.is_operator(&HeaderMap::new(), true));
        assert!(!near.is_operator(&HeaderMap::new(), false));
        assert!(!near.is_operator(&forwarded("127.0.0.1"), true));
        let settings = HttpSettings { operator_token: Some("secret".to_owned()), ..HttpSettings::DEFAULT };
        let secret = Askers::new(&settings);
        let bearing = |value: &str| HeaderMap::from_iter([(header::AUTHORIZATION, value.parse().unwrap())]);
        assert!(secret.is_operator(&bearing("Bearer secret"), false));
        for wrong in [HeaderMap::new(), bearing("Bearer other"), bearing("secret"), bearing("Bearer ")] {
            assert!(!secret.is_operator(&wrong, true), "{wrong:?}");
        }
    }
}
