//! One value, and how each format writes it.

use std::fmt::{self, Display, Write as _};

use chrono::NaiveDate;

/// A value of a table to take away; what is absent is no cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'t> {
    /// Words, codes and keys.
    Text(&'t str),
    /// A count.
    Whole(i64),
    /// Whole rupiah.
    Rupiah(i64),
    /// A decimal of which every digit counts.
    Exact(&'t str),
    /// A number as a figure writes it, with a decimal point.
    Number(&'t str),
    /// A day.
    Day(NaiveDate),
    /// Yes or no.
    Flag(bool),
}

/// As CSV writes it.
impl Display for Cell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) | Self::Exact(text) | Self::Number(text) => f.write_str(text),
            Self::Whole(number) | Self::Rupiah(number) => number.fmt(f),
            Self::Day(day) => day.fmt(f),
            Self::Flag(flag) => flag.fmt(f),
        }
    }
}

impl Cell<'_> {
    /// As CSV writes it; in `room`, which loses what is in it, where it is no text already.
    pub fn text<'a>(&'a self, room: &'a mut String) -> &'a str {
        match self {
            Self::Text(text) | Self::Exact(text) | Self::Number(text) => text,
            Self::Flag(true) => "true",
            Self::Flag(false) => "false",
            other => {
                room.clear();
                // Nothing stops a write to memory.
                let _ = write!(room, "{other}");
                room
            }
        }
    }

    /// Whether JSON writes it as it stands, without quotation marks. Decimals and rupiah are strings, as the API gives
    /// them, since many readers of JSON would round them.
    #[must_use]
    pub fn is_bare_in_json(&self) -> bool {
        matches!(self, Self::Whole(_) | Self::Number(_) | Self::Flag(_))
    }
}

/// Whether a text is a number as JSON and CSV write numbers: `-1250.5`, without a plus or a zero in front.
#[must_use]
pub fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    are_digits(whole) && are_digits(fraction) && (whole == "0" || !whole.starts_with('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_what_json_takes_for_one() {
        for number in ["0", "-0.14", "1250.5", "713369"] {
            assert!(is_number(number), "{number}");
        }
        for text in ["", "-", "1.", ".5", "33.18.16", "007", "+1", "1,5", "1e3", "2024-09", "−1"] {
            assert!(!is_number(text), "{text}");
        }
    }
}
