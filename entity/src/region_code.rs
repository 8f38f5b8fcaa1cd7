//! Kemendagri region codes: `33`, `33.18`, `33.18.16`, `33.18.16.2012`.

use std::fmt;
use std::str::FromStr;

/// Lengths of the parts of a code: province, regency, district, village.
const PARTS: [usize; 4] = [2, 2, 2, 4];

/// A well-formed region code; whether a region bears it is for the database to say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionCode(String);

/// Why a text is not a region code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidRegionCode(String);

impl fmt::Display for InvalidRegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a region code: expected 33, 33.18, 33.18.16 or 33.18.16.2012, with or without dots. \
             A spreadsheet may have turned the code into a number; keep the column as text.",
            self.0
        )
    }
}

impl std::error::Error for InvalidRegionCode {}

impl FromStr for RegionCode {
    type Err = InvalidRegionCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidRegionCode(text.to_owned());
        let trimmed = text.trim();
        if trimmed.is_empty() || !trimmed.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return Err(invalid());
        }
        let digits = trimmed.replace('.', "");
        let mut parts = Vec::new();
        let mut rest = digits.as_str();
        for length in PARTS {
            if rest.is_empty() {
                break;
            }
            let (part, behind) = rest.split_at_checked(length).ok_or_else(invalid)?;
            parts.push(part);
            rest = behind;
        }
        let dotted = parts.join(".");
        // Dots that stand anywhere else mean an eaten zero: `33.1` was once `33.10`.
        if !rest.is_empty() || (trimmed.contains('.') && trimmed != dotted) {
            return Err(invalid());
        }
        Ok(Self(dotted))
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dotted_and_plain_forms_are_the_same_code() {
        for (text, dotted) in [
            ("33", "33"),
            ("3318", "33.18"),
            ("33.18.16", "33.18.16"),
            ("3318162012", "33.18.16.2012"),
            (" 33.18.16.2012 ", "33.18.16.2012"),
        ] {
            assert_eq!(text.parse::<RegionCode>().unwrap().to_string(), dotted);
        }
    }

    #[test]
    fn eaten_and_foreign_forms_are_refused() {
        for text in
            ["", "33.1", "33.18.1", "3.318", "33.18.16.201", "33,18", "Kajen", "33181620121", "331816201"]
        {
            assert!(text.parse::<RegionCode>().is_err(), "{text}");
        }
    }
}
