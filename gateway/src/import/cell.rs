//! From the text of a cell to a stored value, as Indonesian spreadsheets write it.

use chrono::NaiveDate;
use entity::region_code::RegionCode;

use crate::boundaries::geometry;
use crate::graph::noun::Kind;
use crate::graph::value::{Raw, parse_decimal, rescale};

/// Digits of a national identity number (NIK) and of a family card number (KK).
const IDENTITY_DIGITS: usize = 16;

/// How numbers are written in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// `1234.5`
    Point,
    /// `1.234,5`, as Indonesian spreadsheets save it in files that part columns by `;`.
    Comma,
}

/// Reads a cell that is not blank. `decimals` belongs to [`Kind::Decimal`] only.
///
/// # Errors
/// Why the text is not such a value, in words for the author of the file.
pub fn read(kind: Kind, text: &str, notation: Notation, decimals: u32) -> Result<Raw, String> {
    match kind {
        Kind::Text | Kind::DateTime => Ok(Raw::Text(text.to_owned())),
        Kind::Choice(vocabulary) => {
            if vocabulary.values.iter().any(|(value, _)| *value == text) {
                return Ok(Raw::Text(text.to_owned()));
            }
            let values: Vec<_> = vocabulary.values.iter().map(|(value, _)| *value).collect();
            Err(format!("expected one of {}", values.join(", ")))
        }
        Kind::RegionCode => region_code(text).map(Raw::Text),
        Kind::Date => date(text),
        Kind::Boolean => match text {
            "true" => Ok(Raw::Bool(true)),
            "false" => Ok(Raw::Bool(false)),
            _ => Err("expected true or false".to_owned()),
        },
        Kind::Int => {
            let whole = whole(text, notation)?;
            i32::try_from(whole).map(|whole| Raw::Int(whole.into())).map_err(|_| "too large".to_owned())
        }
        Kind::Rupiah | Kind::BigInt => whole(text, notation).map(Raw::Int),
        Kind::Geometry => geometry::canonical(text).map(Raw::Text),
        Kind::Degrees => fraction(text, notation, 6).map(Raw::Int),
        Kind::Decimal { .. } => fraction(text, notation, decimals).map(Raw::Int),
    }
}

/// The dotted form of a region code, `00` being the country.
pub fn region_code(text: &str) -> Result<String, String> {
    let looks_numeric = text.contains(',') || text.to_ascii_lowercase().contains("e+");
    match text.parse::<RegionCode>() {
        Ok(code) => Ok(code.to_string()),
        Err(error) if looks_numeric => {
            Err(format!("{error} Restore the codes from the original; they cannot be guessed."))
        }
        Err(error) => Err(error.to_string()),
    }
}

fn date(text: &str) -> Result<Raw, String> {
    let iso = NaiveDate::parse_from_str(text, "%Y-%m-%d");
    // Spreadsheets in Indonesia write 22/06/2022; a month first would be a guess and is not taken.
    iso.or_else(|_| NaiveDate::parse_from_str(text, "%d/%m/%Y"))
        .map(|date| Raw::Text(date.to_string()))
        .map_err(|_| "expected a date such as 2022-06-22 or 22/06/2022".to_owned())
}

fn whole(text: &str, notation: Notation) -> Result<i64, String> {
    let plain = plain(text, notation)?;
    plain.parse().map_err(|_| "expected a whole number, digits only".to_owned())
}

fn fraction(text: &str, notation: Notation, decimals: u32) -> Result<i64, String> {
    let plain = plain(text, notation)?;
    let (scaled, written) =
        parse_decimal(&plain).ok_or_else(|| "expected a number such as 9.17 or 9,17".to_owned())?;
    // Zeros behind the last kept digit say nothing; other digits would be lost.
    rescale(scaled, written, decimals).ok_or_else(|| format!("more than {decimals} decimals"))
}

/// The number with a decimal point and without marks between thousands.
fn plain(text: &str, notation: Notation) -> Result<String, String> {
    match notation {
        // In a file parted by commas a quoted `9,17` can only be a decimal comma, `1,234` could be both.
        Notation::Point => match text.split_once(',') {
            None => Ok(text.to_owned()),
            Some((_, behind)) if behind.len() == 3 || text.contains('.') => {
                Err("a comma here may part decimals or thousands; write the number without it".to_owned())
            }
            Some(_) => Ok(text.replacen(',', ".", 1)),
        },
        Notation::Comma => {
            let (whole, fraction) = text.split_once(',').unwrap_or((text, ""));
            let groups: Vec<&str> = whole.split('.').collect();
            let well_grouped = groups.len() == 1
                || ((1..=3).contains(&groups[0].trim_start_matches('-').len())
                    && groups[1..].iter().all(|group| group.len() == 3));
            // `7.42` beside decimal commas was written by another hand; `7.420` would be read as thousands.
            match (well_grouped, groups.len(), text.contains(',')) {
                (true, _, false) => Ok(groups.concat()),
                (true, _, true) => Ok(format!("{}.{fraction}", groups.concat())),
                (false, 2, false) => Ok(text.to_owned()),
                (false, ..) => Err("the marks in this number are not in their places".to_owned()),
            }
        }
    }
}

/// Whether a text holds something that looks like a NIK or KK number: sixteen digits in a row, or in groups
/// parted by one and the same mark.
#[must_use]
pub fn holds_identity_number(text: &str) -> bool {
    runs(text, None).any(|digits| digits == IDENTITY_DIGITS)
        || [' ', '.', '-'].into_iter().any(|mark| {
            runs(text, Some(mark)).any(|digits| digits == IDENTITY_DIGITS)
                && text.split(|c: char| !c.is_ascii_digit() && c != mark).any(|part| grouped(part, mark))
        })
}

/// Whether the groups are those in which people write the number: 6-6-4 or 4-4-4-4.
fn grouped(part: &str, mark: char) -> bool {
    let lengths: Vec<_> = part.split(mark).filter(|group| !group.is_empty()).map(str::len).collect();
    matches!(lengths.as_slice(), [6, 6, 4] | [4, 4, 4, 4] | [2, 2, 2, 6, 4])
}

fn runs(text: &str, mark: Option<char>) -> impl Iterator<Item = usize> {
    text.split(move |c: char| !c.is_ascii_digit() && Some(c) != mark)
        .map(|run| run.bytes().filter(u8::is_ascii_digit).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUPIAH: Kind = Kind::Rupiah;
    const RATE: Kind = Kind::Decimal { decimals: "" };

    #[test]
    fn numbers_are_read_as_their_file_writes_them() {
        for (kind, text, notation, expected) in [
            (RATE, "9.17", Notation::Point, 917),
            (RATE, "9,17", Notation::Point, 917),
            (RATE, "9,17", Notation::Comma, 917),
            (RATE, "9.17", Notation::Comma, 917),
            (RATE, "1.234,5", Notation::Comma, 123_450),
            (RATE, "-0,14", Notation::Comma, -14),
            (RUPIAH, "20000000", Notation::Point, 20_000_000),
            (RUPIAH, "20.000.000", Notation::Comma, 20_000_000),
        ] {
            assert_eq!(read(kind, text, notation, 2), Ok(Raw::Int(expected)), "{text}");
        }
    }

    #[test]
    fn a_number_that_may_mean_two_things_is_refused() {
        for (kind, text, notation) in [
            (RATE, "1,234", Notation::Point),
            (RATE, "1.234,5", Notation::Point),
            (RATE, "1.23.4", Notation::Comma),
            (RUPIAH, "20.5", Notation::Point),
            (RUPIAH, "2e7", Notation::Point),
            (RATE, "9.175", Notation::Point),
            (RATE, "9 %", Notation::Point),
        ] {
            assert!(read(kind, text, notation, 2).is_err(), "{text}");
        }
    }

    #[test]
    fn identity_numbers_are_seen_in_every_dress() {
        for text in [
            "3318011203780001",
            "NIK 3318011203780001.",
            "331801 120378 0001",
            "3318-0112-0378-0001",
            "33.18.01.120378.0001",
        ] {
            assert!(holds_identity_number(text), "{text}");
        }
    }

    #[test]
    fn other_long_numbers_are_not_taken_for_one() {
        for text in
            ["2019-2025", "33.18.16.2012", "https://example.org/d-67312345/2024", "2022-06-22 2022-06-23", ""]
        {
            assert!(!holds_identity_number(text), "{text}");
        }
    }
}
