//! Boundaries of regions, which an operator brings as a GeoJSON file: matched by code, simplified, and loaded.

mod coverage;
pub mod geometry;
mod register;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use entity::code_assignment::CodeSystem;
use entity::source;
use geojson::{Feature, GeoJson, JsonValue};
use indicatif::ProgressBar;
use sea_orm::{ColumnTrait as _, DatabaseConnection, EntityTrait as _, QueryFilter as _};

use crate::import::cell::Notation;
use crate::import::table::{Row, Table};
use crate::import::{self, Entry, ImportError, Problem, Problems};
use coverage::Simplified;
use geometry::Shape;
use register::Register;

/// Features named at most where some match no region.
const NAMED: usize = 20;

/// What an operator says about a file.
#[derive(Clone, Debug)]
pub struct Options {
    /// Property that holds the codes; the one that matches most where it is not given.
    pub property: Option<String>,
    /// Whose codes they are.
    pub codes: CodeSystem,
    /// Key of the source.
    pub source: String,
    /// Bends below this many metres are left out.
    pub detail: f64,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The property that the codes were read from.
    pub property: String,
    /// Regions that got a boundary.
    pub matched: usize,
    /// Different points before and after.
    pub simplified: Simplified,
    /// Features that are no region that is known, as they call themselves.
    pub unmatched: Vec<String>,
    /// Regions beside those that got one, within the same region, that the file has nothing about.
    pub without: Vec<String>,
    /// What was loaded.
    pub loaded: import::Report,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { property, matched, simplified, unmatched, without, loaded } = self;
        let Simplified { from, to } = simplified;
        writeln!(f, "{matched} regions by the property {property}; {from} points became {to}.")?;
        for (what, names) in [("No known region", unmatched), ("No boundary in the file", without)] {
            if !names.is_empty() {
                let more = names.len().saturating_sub(NAMED);
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                let named: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
                writeln!(f, "{what}: {}{more}.", named.join("; "))?;
            }
        }
        loaded.fmt(f)
    }
}

/// Loads the boundaries of a file: all that match a region, or nothing.
///
/// # Errors
/// When the file cannot be read or is no GeoJSON, when none of its areas is a known region, when one is no area in
/// degrees or lies far from where its region is known to lie, when the source is not known, and when the database fails.
pub async fn load(
    database: &DatabaseConnection,
    file: &Path,
    options: &Options,
    entry: &Entry,
    bar: &ProgressBar,
) -> Result<Report, ImportError> {
    let features = read(file)?;
    let of_source = source::Entity::find().filter(source::Column::Key.eq(&*options.source));
    if of_source.one(database).await?.is_none() {
        return Err(no_source(&options.source));
    }
    let register = Register::read(database, options.codes).await?;
    let property = match &options.property {
        Some(property) => property.clone(),
        None => likely(&features, &register).unwrap_or_default(),
    };
    let Matched { shapes, unmatched, problems } = matched(file, &features, &property, &register);
    if problems.count() > 0 {
        return Err(ImportError::Refused(problems));
    }
    if shapes.is_empty() {
        return Err(nothing(file, &features, options));
    }
    let (codes, mut areas): (Vec<String>, Vec<Shape>) = shapes.into_iter().unzip();
    let simplified = coverage::simplify(&mut areas, options.detail);
    let without = register.siblings_without(&codes);
    let cells = |(code, area): (&String, &Shape)| {
        vec![Some(area.to_string()), Some(code.clone()), Some(options.source.clone())]
    };
    let rows = codes.iter().zip(&areas).map(cells).zip(1..);
    let rows: Vec<_> = rows.map(|(cells, line)| Ok(Row { line, cells })).collect();
    let table = Table {
        name: "boundary".to_owned(),
        place: file.display().to_string(),
        columns: ["geometry", "region", "source"].map(str::to_owned).into(),
        notation: Notation::Point,
        rows: Box::new(rows.into_iter()),
    };
    let loaded = import::load(database, vec![table], entry, bar).await?;
    Ok(Report { property, matched: codes.len(), simplified, unmatched, without, loaded })
}

/// The features of a file.
fn read(file: &Path) -> Result<Vec<Feature>, ImportError> {
    let failed = |reason| ImportError::File { path: file.to_owned(), reason };
    let text = std::fs::read_to_string(file).map_err(|error| failed(error.to_string()))?;
    let read = text.parse::<GeoJson>().map_err(|error| failed(format!("it is not GeoJSON: {error}")))?;
    match read {
        GeoJson::FeatureCollection(all) if !all.features.is_empty() => Ok(all.features),
        GeoJson::Feature(only) => Ok(vec![only]),
        GeoJson::FeatureCollection(_) | GeoJson::Geometry(_) => {
            Err(failed("it holds no feature; a feature has the area and the code of a region".to_owned()))
        }
    }
}

/// The property whose texts are codes of known regions most often.
fn likely(features: &[Feature], register: &Register) -> Option<String> {
    let mut hits: BTreeMap<&String, usize> = BTreeMap::new();
    for (name, value) in features.iter().flat_map(Feature::properties_iter) {
        *hits.entry(name).or_default() += usize::from(register.find(&written(value)).is_some());
    }
    let best = hits.into_iter().filter(|(_, hits)| *hits > 0);
    best.rev().max_by_key(|(_, hits)| *hits).map(|(name, _)| name.clone())
}

fn written(value: &JsonValue) -> String {
    match value {
        JsonValue::String(text) => text.trim().to_owned(),
        JsonValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

#[derive(Default)]
struct Matched {
    /// Areas by the codes of their regions; a region may come in several features, such as one for each island.
    shapes: BTreeMap<String, Shape>,
    unmatched: Vec<String>,
    problems: Problems,
}

fn matched(file: &Path, features: &[Feature], property: &str, register: &Register) -> Matched {
    let mut matched = Matched::default();
    for (feature, at) in features.iter().zip(1..) {
        let code = feature.property(property).map(written).unwrap_or_default();
        let Some(region) = register.find(&code) else {
            matched.unmatched.push(name(feature, &code, at));
            continue;
        };
        let shape = match &feature.geometry {
            Some(geometry) => Shape::of(geometry),
            None => Err("it has no area".to_owned()),
        };
        match shape.and_then(|shape| region.check(&shape).map(|()| shape)) {
            Ok(shape) => matched.shapes.entry(region.code.clone()).or_default().0.extend(shape.0),
            Err(reason) => matched.problems.add(Problem {
                place: format!("{}, feature {}", file.display(), name(feature, &code, at)),
                line: None,
                column: None,
                value: None,
                reason,
            }),
        }
    }
    matched
}

/// What a feature is called: the first of its texts that is no code, its code, or its place in the file.
fn name(feature: &Feature, code: &str, at: usize) -> String {
    let is_name = |text: &String| text.chars().any(char::is_alphabetic) && !text.contains("://");
    let named = feature.properties_iter().map(|(_, value)| written(value)).find(is_name);
    match (named, code) {
        (Some(name), "") => format!("{at} ({name})"),
        (Some(name), code) => format!("{at} ({name}, {code})"),
        (None, "") => at.to_string(),
        (None, code) => format!("{at} ({code})"),
    }
}

fn no_source(key: &str) -> ImportError {
    let mut problems = Problems::default();
    problems.add(Problem {
        place: "--source".to_owned(),
        line: None,
        column: None,
        value: Some(key.to_owned()),
        reason: "there is no source of that key; import a package whose source.csv names it".to_owned(),
    });
    ImportError::Refused(problems)
}

/// No area of the file is a known region: says what was looked at and what to try.
fn nothing(file: &Path, features: &[Feature], options: &Options) -> ImportError {
    let found: BTreeSet<&String> =
        features.iter().flat_map(Feature::properties_iter).map(|(name, _)| name).collect();
    let found: Vec<&str> = found.into_iter().map(String::as_str).collect();
    let looked = match &options.property {
        Some(property) => format!("the property {property} holds no code of a known region"),
        None => "none of its properties holds codes of known regions".to_owned(),
    };
    let reason = format!(
        "{looked}; its properties are: {}. Name the right one with --property, say with --codes whose codes they are, and \
         import the regions first",
        found.join(", ")
    );
    ImportError::File { path: file.to_owned(), reason }
}
