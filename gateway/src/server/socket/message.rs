//! The messages of the protocol `graphql-transport-ws`, and why a socket is closed.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::server::execute::{Answer, Outcome};

/// What client and server may add to a message.
type Payload = Option<Map<String, Value>>;

/// What a client says.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Said {
    /// The first message.
    ConnectionInit {
        /// Nothing here needs it; must be an object.
        #[serde(default, rename = "payload")]
        _payload: Payload,
    },
    /// Are you there?
    Ping {
        /// Given back.
        #[serde(default)]
        payload: Payload,
    },
    /// I am.
    Pong {
        /// Not read; must be an object.
        #[serde(default, rename = "payload")]
        _payload: Payload,
    },
    /// Run this.
    Subscribe {
        /// The client's name for it.
        id: String,
        /// The parameters of the request.
        payload: Value,
    },
    /// I have heard enough of it.
    Complete {
        /// The client's name for it.
        id: String,
    },
}

impl Said {
    /// Reads a message.
    ///
    /// # Errors
    /// The end of the socket, when it is none of the protocol.
    pub fn read(text: &str) -> Result<Self, Close> {
        let said = serde_json::from_str(text).map_err(|error| Close::bad_message(&error.to_string()))?;
        match &said {
            Self::Subscribe { id, .. } | Self::Complete { id } if id.is_empty() => {
                Err(Close::bad_message("`id` is empty"))
            }
            _ => Ok(said),
        }
    }
}

/// The answer to `connection_init`.
pub const ACKNOWLEDGED: &str = r#"{"type":"connection_ack"}"#;

/// The answer to a ping.
#[must_use]
pub fn pong(payload: Payload) -> String {
    match payload {
        Some(payload) => json!({ "type": "pong", "payload": payload }).to_string(),
        None => json!({ "type": "pong" }).to_string(),
    }
}

/// One answer: as data when the operation ran, and otherwise as the error that ends it.
#[must_use]
pub fn told(id: &str, answer: &Answer) -> String {
    if answer.outcome == Outcome::Ran {
        // Written around the answer as it is: parsing it again would cost as much as writing it did.
        let body = String::from_utf8_lossy(&answer.body);
        return format!(r#"{{"id":{},"type":"next","payload":{body}}}"#, Value::from(id));
    }
    let errors = serde_json::from_slice::<Value>(&answer.body).map(|mut body| body["errors"].take());
    json!({ "id": id, "type": "error", "payload": errors.unwrap_or_default() }).to_string()
}

/// The end of an operation.
#[must_use]
pub fn complete(id: &str) -> String {
    json!({ "id": id, "type": "complete" }).to_string()
}

/// Why the server ends a socket: a code of the protocol, and a reason for whoever looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Close {
    /// The close code.
    pub code: u16,
    /// The reason, of at most 123 bytes.
    pub reason: Cow<'static, str>,
}

impl Close {
    /// The server ends.
    pub const GOING_AWAY: Self = Self::new(1001, "The server ends");
    /// A frame is larger than what is read.
    pub const UNREADABLE: Self = Self::new(1009, "The message is too large or cannot be read");
    /// No answer to a ping.
    pub const SILENT: Self = Self::new(1002, "No sign of life");
    /// An operation before the acknowledgement.
    pub const UNAUTHORIZED: Self = Self::new(4401, "Unauthorized");
    /// The client speaks another protocol.
    pub const PROTOCOL: Self = Self::new(4406, "Subprotocol not acceptable");
    /// `connection_init` did not come.
    pub const INIT_TIMEOUT: Self = Self::new(4408, "Connection initialisation timeout");
    /// `connection_init` came again.
    pub const INIT_AGAIN: Self = Self::new(4429, "Too many initialisation requests");

    const fn new(code: u16, reason: &'static str) -> Self {
        Self { code, reason: Cow::Borrowed(reason) }
    }

    /// A message that is none of the protocol.
    #[must_use]
    pub fn bad_message(what: &str) -> Self {
        Self { code: 4400, reason: shortened(format!("Invalid message: {what}")).into() }
    }

    /// An operation under a name that another has.
    #[must_use]
    pub fn taken(id: &str) -> Self {
        Self { code: 4409, reason: shortened(format!("Subscriber for {id} already exists")).into() }
    }
}

/// A control frame holds 125 bytes, and two of them are the code.
fn shortened(mut reason: String) -> String {
    const LONGEST: usize = 123;
    if reason.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|&at| reason.is_char_boundary(at)).unwrap_or_default();
        reason.truncate(end);
    }
    reason
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_fits_its_frame_whatever_the_client_names() {
        assert_eq!(Close::taken("a").reason, "Subscriber for a already exists");
        for long in ["x".repeat(500), "é".repeat(250), "🏃".repeat(120)] {
            let reason = Close::taken(&long).reason;
            assert!((120..=123).contains(&reason.len()), "{reason}");
        }
    }

    #[test]
    fn what_is_not_of_the_protocol_is_a_bad_message() {
        for text in [
            "",
            "[]",
            "{}",
            r#"{"type":"start"}"#,
            r#"{"type":"subscribe","payload":{}}"#,
            r#"{"type":"subscribe","id":"1"}"#,
            r#"{"type":"subscribe","id":"","payload":{}}"#,
            r#"{"type":"subscribe","id":1,"payload":{}}"#,
            r#"{"type":"complete"}"#,
            r#"{"type":"ping","payload":"x"}"#,
            r#"{"type":"connection_init","payload":[]}"#,
        ] {
            assert_eq!(Said::read(text).err().map(|close| close.code), Some(4400), "{text}");
        }
    }
}
