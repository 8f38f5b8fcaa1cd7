//! Areas on the earth: from GeoJSON to whole microdegrees, and back.

use geojson::{Geometry, GeometryValue, Position};
use serde_json::json;

/// Longitude and latitude in microdegrees of WGS 84, about a decimetre each.
pub type Point = (i32, i32);

/// A closed line; its first point is not repeated at its end.
pub type Ring = Vec<Point>;

/// An area: polygons, each of an outer ring and the rings of its holes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape(pub Vec<Vec<Ring>>);

/// A geometry as it is stored: its polygons by RFC 7946, outer rings counter-clockwise, six decimals.
///
/// # Errors
/// Why the text is no such geometry.
pub fn canonical(text: &str) -> Result<String, String> {
    let geometry: Geometry =
        serde_json::from_str(text).map_err(|error| format!("not a GeoJSON geometry: {error}"))?;
    Shape::of(&geometry).map(|shape| shape.to_string())
}

impl Shape {
    /// Reads a `Polygon` or `MultiPolygon`.
    ///
    /// # Errors
    /// Why it is no area in degrees.
    pub fn of(geometry: &Geometry) -> Result<Self, String> {
        let polygons = match &geometry.value {
            GeometryValue::Polygon { coordinates } => std::slice::from_ref(coordinates),
            GeometryValue::MultiPolygon { coordinates } => coordinates.as_slice(),
            other => {
                return Err(format!("a {} is no area; only Polygon and MultiPolygon are", other.type_name()));
            }
        };
        let polygons: Result<Vec<_>, String> = polygons
            .iter()
            .map(|rings| rings.iter().enumerate().map(|(at, positions)| ring(positions, at == 0)).collect())
            .collect();
        let polygons: Vec<Vec<Ring>> = polygons?;
        if polygons.is_empty() || polygons.iter().any(Vec::is_empty) {
            return Err("a polygon without a ring is no area".to_owned());
        }
        Ok(Self(polygons))
    }

    /// Its rings.
    pub fn rings(&self) -> impl Iterator<Item = &Ring> {
        self.0.iter().flatten()
    }

    /// The least and the greatest of its longitudes and latitudes.
    #[must_use]
    pub fn bounds(&self) -> (Point, Point) {
        let points = self.rings().flatten();
        let none = ((i32::MAX, i32::MAX), (i32::MIN, i32::MIN));
        points.fold(none, |(low, high), point| {
            ((low.0.min(point.0), low.1.min(point.1)), (high.0.max(point.0), high.1.max(point.1)))
        })
    }
}

impl std::fmt::Display for Shape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let degrees = |micro: i32| f64::from(micro) / 1e6;
        let closed = |ring: &Ring| {
            let points = ring.iter().chain(ring.first());
            points.map(|(longitude, latitude)| [degrees(*longitude), degrees(*latitude)]).collect::<Vec<_>>()
        };
        let polygons: Vec<Vec<_>> = self.0.iter().map(|rings| rings.iter().map(closed).collect()).collect();
        match polygons.as_slice() {
            [only] => json!({ "type": "Polygon", "coordinates": only }).fmt(f),
            _ => json!({ "type": "MultiPolygon", "coordinates": polygons }).fmt(f),
        }
    }
}

/// A ring without repeated points, counter-clockwise where it is an outer one and clockwise around a hole.
fn ring(positions: &[Position], is_outer: bool) -> Result<Ring, String> {
    let mut points: Ring = Vec::with_capacity(positions.len());
    for position in positions {
        let point = point(position.as_slice())?;
        if points.last() != Some(&point) {
            points.push(point);
        }
    }
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    if points.len() < 3 {
        return Err("a ring has fewer than three different points".to_owned());
    }
    if (doubled_area(&points) > 0) != is_outer {
        points.reverse();
    }
    Ok(points)
}

#[expect(clippy::cast_possible_truncation, reason = "degrees are at most 180, so microdegrees fit")]
fn point(position: &[f64]) -> Result<Point, String> {
    let &[longitude, latitude, ..] = position else {
        return Err("a position has a longitude and a latitude".to_owned());
    };
    // This takes what is no number for outside too.
    if !(longitude.abs() <= 180.0 && latitude.abs() <= 90.0) {
        return Err(format!(
            "the position {longitude}, {latitude} is not in degrees; convert the file to WGS 84 (EPSG:4326), longitude first"
        ));
    }
    Ok(((longitude * 1e6).round() as i32, (latitude * 1e6).round() as i32))
}

/// Twice the area within a ring in square microdegrees, above zero where it runs counter-clockwise.
#[must_use]
pub fn doubled_area(ring: &[Point]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    let cross = |(from, to): (&Point, &Point)| {
        i64::from(from.0) * i64::from(to.1) - i64::from(to.0) * i64::from(from.1)
    };
    ring.iter().zip(next).map(cross).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_geometry_has_one_form() {
        // Clockwise, with a height and a repeated point.
        let given = r#"{"type":"Polygon","coordinates":[[[111,-6.5,12],[111,-6.4],[111,-6.4],[111.12345678,-6.4],[111,-6.5]]]}"#;
        let kept = r#"{"type":"Polygon","coordinates":[[[111.123457,-6.4],[111.0,-6.4],[111.0,-6.5],[111.123457,-6.4]]]}"#;
        assert_eq!(canonical(given).as_deref(), Ok(kept));
        assert_eq!(canonical(kept).as_deref(), Ok(kept));
    }

    #[test]
    fn what_is_no_area_in_degrees_is_refused_in_words() {
        let why = |text: &str| canonical(text).err().unwrap_or_default();
        assert!(why("[1, 2]").starts_with("not a GeoJSON geometry"));
        assert!(why(r#"{"type":"Point","coordinates":[111,-6]}"#).starts_with("a Point is no area"));
        let metres =
            r#"{"type":"Polygon","coordinates":[[[490000,9250000],[490100,9250000],[490000,9250100]]]}"#;
        assert!(why(metres).contains("EPSG:4326"), "{}", why(metres));
        let flat = r#"{"type":"Polygon","coordinates":[[[111,-6],[112,-6],[111,-6]]]}"#;
        assert!(why(flat).contains("fewer than three"), "{}", why(flat));
        assert!(why(r#"{"type":"MultiPolygon","coordinates":[]}"#).contains("without a ring"));
        assert!(why(r#"{"type":"Polygon","coordinates":[[[111]]]}"#).contains("longitude and a latitude"));
    }
}
