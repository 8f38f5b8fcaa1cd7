//! Values on their way between the database and the wire.

use async_graphql::Value;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use sea_orm::{DbErr, QueryResult};

use super::json;
use super::noun::Kind;
use super::refusal::Refusal;
use super::table::Cell;

/// Decimals to which exact decimals are brought before they are compared.
const COMPARED_DECIMALS: u32 = 6;

/// A value on its way from a file to a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Raw {
    /// Absent.
    Null,
    /// Any integer, scaled or not.
    Int(i64),
    /// Yes or no.
    Bool(bool),
    /// Text, and dates and moments in their ISO form.
    Text(String),
}

/// How a column of an answer is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// 32-bit integer.
    Int,
    /// 64-bit integer.
    BigInt,
    /// Boolean.
    Bool,
    /// Text.
    Text,
    /// Date.
    Date,
    /// Timestamp.
    Moment,
}

impl Kind {
    /// How the database stores it.
    #[must_use]
    pub fn storage(&self) -> Storage {
        match self {
            Self::Text | Self::RegionCode | Self::Geometry | Self::Choice(_) => Storage::Text,
            Self::Int | Self::Degrees => Storage::Int,
            Self::Rupiah | Self::BigInt | Self::Decimal { .. } => Storage::BigInt,
            Self::Boolean => Storage::Bool,
            Self::Date => Storage::Date,
            Self::DateTime => Storage::Moment,
        }
    }

    /// Writes the value as the wire carries it. `decimals` belongs to [`Kind::Decimal`] only.
    pub fn write(&self, out: &mut Vec<u8>, cell: Cell<'_>, decimals: Option<Cell<'_>>) {
        match (self, cell) {
            (_, Cell::Null) => out.extend_from_slice(b"null"),
            (Self::Decimal { .. }, Cell::Int(scaled)) => {
                let decimals = decimals.and_then(Cell::int).and_then(|it| u32::try_from(it).ok());
                json::plain(out, &format_scaled(scaled, decimals.unwrap_or_default()));
            }
            (Self::Rupiah | Self::BigInt, Cell::Int(whole)) => json::quoted(out, whole),
            (Self::Degrees, Cell::Int(micro)) => json::number(out, micro as f64 / 1e6),
            (_, Cell::Int(whole)) => json::whole(out, whole),
            (_, Cell::Bool(yes)) => json::boolean(out, yes),
            // Whole seconds on the wire; cursors carry the rest, or they would stand still between two of them.
            (Self::DateTime, Cell::Text(moment)) => {
                json::plain(out, &format!("{}Z", moment.get(..19).unwrap_or(moment)));
            }
            // It was written as JSON when it was stored.
            (Self::Geometry, Cell::Text(geometry)) => out.extend_from_slice(geometry.as_bytes()),
            (_, Cell::Text(text)) => json::text(out, text),
        }
    }

    /// The value given by a client, ready to be compared with [`super::statement::comparable`].
    pub fn bind(&self, value: &Value) -> Result<sea_orm::Value, Refusal> {
        let refuse = || Refusal::new(format!("{value} is not a {}.", self.type_name()));
        Ok(match (self, value) {
            (Self::RegionCode, Value::String(text)) => {
                let code: entity::region_code::RegionCode =
                    text.parse().map_err(|error| Refusal::new(format!("{error}")))?;
                code.to_string().into()
            }
            (Self::Choice(_), Value::Enum(name)) => name.as_str().into(),
            (Self::Text | Self::Choice(_), Value::String(text)) => text.as_str().into(),
            (Self::Int, Value::Number(number)) => {
                number.as_i64().and_then(|whole| i32::try_from(whole).ok()).ok_or_else(refuse)?.into()
            }
            (Self::Degrees, Value::Number(number)) => {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "degrees are at most 180, so microdegrees fit"
                )]
                let micro = (number.as_f64().ok_or_else(refuse)? * 1e6).round() as i32;
                micro.into()
            }
            (Self::Rupiah | Self::BigInt, Value::String(text)) => {
                text.parse::<i64>().map_err(|_| refuse())?.into()
            }
            (Self::Rupiah | Self::BigInt, Value::Number(number)) => {
                number.as_i64().ok_or_else(refuse)?.into()
            }
            (Self::Decimal { .. }, Value::String(text)) => compared(text).ok_or_else(refuse)?.into(),
            (Self::Decimal { .. }, Value::Number(number)) => {
                compared(&number.to_string()).ok_or_else(refuse)?.into()
            }
            (Self::Boolean, Value::Boolean(yes)) => (*yes).into(),
            (Self::Date, Value::String(text)) => text.parse::<NaiveDate>().map_err(|_| refuse())?.into(),
            (Self::DateTime, Value::String(text)) => {
                DateTime::parse_from_rfc3339(text).map_err(|_| refuse())?.with_timezone(&Utc).into()
            }
            _ => return Err(refuse()),
        })
    }

    /// A value that came back in a cursor, ready to be compared.
    #[must_use]
    pub fn bind_raw(&self, raw: &serde_json::Value) -> Option<sea_orm::Value> {
        Some(match (self.storage(), raw) {
            (Storage::Int, serde_json::Value::Number(number)) => i32::try_from(number.as_i64()?).ok()?.into(),
            (Storage::BigInt, serde_json::Value::Number(number)) => number.as_i64()?.into(),
            (Storage::Bool, serde_json::Value::Bool(yes)) => (*yes).into(),
            (Storage::Text, serde_json::Value::String(text)) => text.as_str().into(),
            (Storage::Date, serde_json::Value::String(text)) => text.parse::<NaiveDate>().ok()?.into(),
            (Storage::Moment, serde_json::Value::String(text)) => {
                DateTime::parse_from_rfc3339(text).ok()?.with_timezone(&Utc).into()
            }
            _ => return None,
        })
    }
}

impl Storage {
    /// Reads column `at` of a row.
    pub fn read(self, row: &QueryResult, at: usize) -> Result<Raw, DbErr> {
        let raw = match self {
            Self::Int => row.try_get_by_index::<Option<i32>>(at)?.map(|whole| Raw::Int(whole.into())),
            Self::BigInt => row.try_get_by_index::<Option<i64>>(at)?.map(Raw::Int),
            Self::Bool => row.try_get_by_index::<Option<bool>>(at)?.map(Raw::Bool),
            Self::Text => row.try_get_by_index::<Option<String>>(at)?.map(Raw::Text),
            Self::Date => {
                row.try_get_by_index::<Option<NaiveDate>>(at)?.map(|date| Raw::Text(date.to_string()))
            }
            Self::Moment => row
                .try_get_by_index::<Option<DateTime<Utc>>>(at)?
                .map(|moment| Raw::Text(moment.to_rfc3339_opts(SecondsFormat::Secs, true))),
        };
        Ok(raw.unwrap_or(Raw::Null))
    }
}

impl From<&Raw> for serde_json::Value {
    fn from(raw: &Raw) -> Self {
        match raw {
            Raw::Null => Self::Null,
            Raw::Int(whole) => (*whole).into(),
            Raw::Bool(yes) => (*yes).into(),
            Raw::Text(text) => text.as_str().into(),
        }
    }
}

/// An exact decimal `-12.34` as its digits and its number of decimals, `(-1234, 2)`.
#[must_use]
pub fn parse_decimal(text: &str) -> Option<(i64, u32)> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || digits.ends_with('.') {
        return None;
    }
    let scaled: i64 = format!("{whole}{fraction}").parse().ok()?;
    Some((sign * scaled, u32::try_from(fraction.len()).ok()?))
}

/// Brings an exact decimal to `decimals` places; `None` where digits would be lost or 64 bits do not hold it.
#[must_use]
pub fn rescale(scaled: i64, from: u32, to: u32) -> Option<i64> {
    if to >= from {
        return scaled.checked_mul(10i64.checked_pow(to - from)?);
    }
    let divisor = 10i64.checked_pow(from - to)?;
    (scaled % divisor == 0).then(|| scaled / divisor)
}

fn compared(text: &str) -> Option<i64> {
    let (scaled, decimals) = parse_decimal(text)?;
    rescale(scaled, decimals, COMPARED_DECIMALS)
}

/// Writes a scaled integer as an exact decimal.
#[must_use]
pub fn format_scaled(scaled: i64, decimals: u32) -> String {
    if decimals == 0 {
        return scaled.to_string();
    }
    let width = decimals as usize + 1;
    let digits = format!("{:0width$}", scaled.unsigned_abs());
    let (whole, fraction) = digits.split_at(digits.len() - decimals as usize);
    format!("{}{whole}.{fraction}", if scaled < 0 { "-" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_decimals_survive_the_way_there_and_back() {
        for text in ["9.17", "0.86", "-0.14", "118180", "71.770", "0.05"] {
            let (scaled, decimals) = parse_decimal(text).expect(text);
            assert_eq!(format_scaled(scaled, decimals), text);
        }
    }

    #[test]
    fn what_is_not_a_decimal_is_refused() {
        for text in ["", ".5", "5.", "1,5", "1e3", "--1", "9223372036854775808"] {
            assert_eq!(parse_decimal(text), None, "{text}");
        }
    }

    #[test]
    fn rescaling_never_drops_digits() {
        assert_eq!(rescale(917, 2, 6), Some(9_170_000));
        assert_eq!(rescale(9_170_000, 6, 2), Some(917));
        assert_eq!(rescale(9_175, 3, 2), None);
        assert_eq!(rescale(i64::MAX, 0, 6), None);
    }
}
