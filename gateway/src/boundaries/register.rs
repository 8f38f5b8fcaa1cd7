//! The regions that a boundary can be of, by the codes of one system.

use std::collections::{HashMap, HashSet};

use entity::code_assignment::{self, CodeSystem};
use entity::region;
use sea_orm::{ColumnTrait as _, DatabaseConnection, DbErr, EntityTrait as _, QueryFilter as _};

use super::geometry::{Point, Shape};

/// How far beyond its boundary a region may be known to lie, in microdegrees: known places are rounded.
const LEEWAY: i32 = 50_000;

/// A region that is known.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its Kemendagri code.
    pub code: String,
    name: String,
    /// Longitude and latitude of its middle.
    place: Option<Point>,
}

/// Known regions by their codes.
#[derive(Debug)]
pub struct Register {
    regions: Vec<Known>,
    /// By the digits of the code.
    by_digits: HashMap<String, usize>,
}

impl Register {
    /// Reads the regions, and the codes that a system gives them.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn read(database: &DatabaseConnection, codes: CodeSystem) -> Result<Self, DbErr> {
        let rows = region::Entity::find().all(database).await?;
        let at: HashMap<i64, usize> = rows.iter().map(|row| row.id).zip(0..).collect();
        let by_digits = match codes {
            CodeSystem::Kemendagri => rows.iter().map(|row| digits(&row.code)).zip(0..).collect(),
            CodeSystem::Bps => {
                let of_system = code_assignment::Column::System.eq(codes);
                let assigned = code_assignment::Entity::find().filter(of_system).all(database).await?;
                let known = |row: code_assignment::Model| Some((digits(&row.code), *at.get(&row.region_id)?));
                assigned.into_iter().filter_map(known).collect()
            }
        };
        let known = |row: region::Model| Known {
            code: row.code,
            name: row.name,
            place: row.longitude.zip(row.latitude),
        };
        Ok(Self { regions: rows.into_iter().map(known).collect(), by_digits })
    }

    /// The region of a code, with or without dots.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<&Known> {
        let is_code = !code.is_empty() && code.bytes().all(|sign| sign.is_ascii_digit() || sign == b'.');
        self.by_digits.get(&digits(code)).filter(|_| is_code).and_then(|at| self.regions.get(*at))
    }

    /// The regions that lie in the same one as some of `codes`, but are not among them.
    #[must_use]
    pub fn siblings_without(&self, codes: &[String]) -> Vec<String> {
        let is_of = |code: &String| codes.binary_search(code).is_ok();
        let parent = |known: &Known| known.code.rsplit_once('.').map(|(parent, _)| parent.to_owned());
        let parents: HashSet<_> = self.regions.iter().filter(|it| is_of(&it.code)).map(parent).collect();
        let without = self.regions.iter().filter(|it| !is_of(&it.code) && parents.contains(&parent(it)));
        // The country and its provinces have no code in theirs.
        let without = without.filter(|it| it.code.contains('.'));
        without.map(|it| format!("{} ({})", it.name, it.code)).collect()
    }
}

impl Known {
    /// Refuses an area that lies elsewhere: two systems of codes give the same digits to different regions.
    ///
    /// # Errors
    /// Where the area lies and where the region does.
    pub fn check(&self, shape: &Shape) -> Result<(), String> {
        let Some((longitude, latitude)) = self.place else { return Ok(()) };
        let (low, high) = shape.bounds();
        let holds = |low: i32, at: i32, high: i32| {
            (low.saturating_sub(LEEWAY)..=high.saturating_add(LEEWAY)).contains(&at)
        };
        if holds(low.0, longitude, high.0) && holds(low.1, latitude, high.1) {
            return Ok(());
        }
        let degrees = |micro: i32| f64::from(micro) / 1e6;
        Err(format!(
            "its area reaches from {}, {} to {}, {}, but {} ({}) lies at {}, {}; the codes may be of another system, see --codes",
            degrees(low.0),
            degrees(low.1),
            degrees(high.0),
            degrees(high.1),
            self.name,
            self.code,
            degrees(longitude),
            degrees(latitude)
        ))
    }
}

fn digits(code: &str) -> String {
    code.chars().filter(char::is_ascii_digit).collect()
}
