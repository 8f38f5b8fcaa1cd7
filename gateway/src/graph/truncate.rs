//! Dates cut to the first day of their period.

use async_graphql::Value;
use sea_orm::DatabaseBackend;
use sea_orm::sea_query::{Expr, ExprTrait};

use super::noun::Kind;
use super::refusal::Refusal;

/// A period of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// The day itself.
    Day,
    /// Monday of its week.
    Week,
    /// First of its month.
    Month,
    /// First day of its quarter.
    Quarter,
    /// 1 January.
    Year,
}

impl Unit {
    /// The units as they stand in the schema.
    pub const ALL: [(&'static str, &'static str, Self); 5] = [
        ("DAY", "The day itself.", Self::Day),
        ("WEEK", "By weeks that begin on Monday.", Self::Week),
        ("MONTH", "By months.", Self::Month),
        ("QUARTER", "By quarters.", Self::Quarter),
        ("YEAR", "By years.", Self::Year),
    ];

    /// Reads a value of the enumeration.
    pub fn read(value: &Value) -> Result<Self, Refusal> {
        let named = Self::ALL.iter().find(|(name, ..)| matches!(value, Value::Enum(it) if it == name));
        named.map(|(.., unit)| *unit).ok_or_else(|| Refusal::new(format!("{value} is not a unit of dates.")))
    }

    /// The first day of the period that `value` lies in; moments are taken in UTC.
    #[must_use]
    pub fn sql(self, backend: DatabaseBackend, kind: Kind, value: Expr) -> Expr {
        if backend == DatabaseBackend::Postgres {
            let unit = match self {
                Self::Day => "day",
                Self::Week => "week",
                Self::Month => "month",
                Self::Quarter => "quarter",
                Self::Year => "year",
            };
            let stands = match kind {
                Kind::DateTime => "$1 AT TIME ZONE 'UTC'",
                _ => "CAST($1 AS timestamp)",
            };
            return Expr::cust_with_exprs(format!("date_trunc('{unit}', {stands})"), [value]).cast_as("date");
        }
        match self {
            Self::Day => Expr::cust_with_exprs("date(?)", [value]),
            Self::Week => Expr::cust_with_exprs("date(?, '-6 days', 'weekday 1')", [value]),
            Self::Month => Expr::cust_with_exprs("date(?, 'start of month')", [value]),
            Self::Quarter => Expr::cust_with_exprs(
                "date(?, 'start of month', printf('-%d months', (CAST(strftime('%m', ?) AS integer) - 1) % 3))",
                [value.clone(), value],
            ),
            Self::Year => Expr::cust_with_exprs("date(?, 'start of year')", [value]),
        }
    }
}
