//! Data packages: a folder of CSV files with a Frictionless `datapackage.json` beside them.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use csv::{ReaderBuilder, StringRecord};
use serde_json::{Value, json};

use crate::graph::noun::Kind;
use crate::schema::catalog;

use super::cell::Notation;
use super::problem::{ImportError, Problem};
use super::table::{Column, Content, Row, Table};

/// Name of the descriptor of a package.
pub const DESCRIPTOR: &str = "datapackage.json";

/// Opens the tables of a package, in the order in which they can be loaded.
///
/// # Errors
/// When the folder has no descriptor, when the descriptor names a file that is not there, when a CSV file is
/// there that it does not name, or when a header cannot be read.
pub fn open(folder: &Path) -> Result<Vec<Table>, ImportError> {
    let listed = resources(folder)?;
    for file in csv_files(folder)? {
        if !listed.iter().any(|(_, path)| *path == file) {
            let reason = format!("{DESCRIPTOR} does not name it; `gateway describe` brings it up to date");
            return Err(failed(&folder.join(file), reason));
        }
    }
    let order = |name: &str| catalog().nouns().position(|noun| noun.table == name).unwrap_or(usize::MAX);
    let mut tables: Vec<Table> =
        listed.iter().map(|(name, path)| open_table(name, &folder.join(path))).collect::<Result<_, _>>()?;
    tables.sort_by_key(|table| order(&table.name));
    Ok(tables)
}

/// Names and paths of the resources.
fn resources(folder: &Path) -> Result<Vec<(String, String)>, ImportError> {
    let path = folder.join(DESCRIPTOR);
    let text = fs::read_to_string(&path).map_err(|error| {
        failed(
            &path,
            format!("{error}; a data package is a folder with this file, `gateway describe` writes it"),
        )
    })?;
    let descriptor: Value =
        serde_json::from_str(&text).map_err(|error| failed(&path, format!("it is not JSON: {error}")))?;
    let resources = descriptor["resources"].as_array().map(Vec::as_slice).unwrap_or_default();
    let named = resources.iter().map(|resource| {
        let (name, file) = (resource["name"].as_str(), resource["path"].as_str());
        // A path that leaves the folder is none of the package.
        let own = |file: &&str| !file.contains("..") && !Path::new(file).is_absolute();
        match (name, file.filter(own)) {
            (Some(name), Some(file)) => Ok((name.to_owned(), file.to_owned())),
            _ => Err(failed(&path, "a resource has no name, or no path within the folder".to_owned())),
        }
    });
    named.collect()
}

fn csv_files(folder: &Path) -> Result<Vec<String>, ImportError> {
    let entries = fs::read_dir(folder).map_err(|error| failed(folder, error.to_string()))?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names
        .filter(|name| Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case("csv")))
        .collect();
    names.sort();
    Ok(names)
}

fn open_table(name: &str, path: &Path) -> Result<Table, ImportError> {
    let file = fs::File::open(path).map_err(|error| failed(path, error.to_string()))?;
    let mut input = std::io::BufReader::new(file);
    let (delimiter, notation, marked) = dialect(path)?;
    if marked {
        input.read_exact(&mut [0; 3]).map_err(|error| failed(path, error.to_string()))?;
    }
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(input);
    let header =
        reader.headers().map_err(|error| failed(path, format!("its header cannot be read: {error}")))?;
    let columns: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
    let place = path.display().to_string();
    let rows = reader.into_records().map({
        let place = place.clone();
        move |record| {
            record.map(|record| row(&record)).map_err(|error| Problem {
                place: place.clone(),
                line: error.position().map(csv::Position::line),
                column: None,
                value: None,
                reason: match error.kind() {
                    csv::ErrorKind::Utf8 { .. } => "it is not UTF-8; save the file as CSV UTF-8".to_owned(),
                    _ => error.to_string(),
                },
            })
        }
    });
    Ok(Table { name: name.to_owned(), place, columns, notation, rows: Box::new(rows) })
}

/// What parts the columns, how numbers are written, and whether a byte order mark begins the file.
fn dialect(path: &Path) -> Result<(u8, Notation, bool), ImportError> {
    let mut start = Vec::new();
    let file = fs::File::open(path).map_err(|error| failed(path, error.to_string()))?;
    file.take(64 * 1024).read_to_end(&mut start).map_err(|error| failed(path, error.to_string()))?;
    let marked = start.starts_with(b"\xef\xbb\xbf");
    let text = String::from_utf8_lossy(&start);
    let header = text.lines().next().unwrap_or_default();
    let count = |mark: char| header.matches(mark).count();
    // A spreadsheet whose decimals have a comma parts its columns by something else.
    let delimiter = if count(';') > count(',') {
        b';'
    } else if count('\t') > count(',') {
        b'\t'
    } else {
        b','
    };
    let notation = if delimiter == b',' { Notation::Point } else { Notation::Comma };
    Ok((delimiter, notation, marked))
}

fn row(record: &StringRecord) -> Row {
    let cells = record.iter().map(|cell| {
        let text = cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}');
        (!text.is_empty() && text != "-").then(|| text.to_owned())
    });
    Row { line: record.position().map(csv::Position::line).unwrap_or_default(), cells: cells.collect() }
}

fn failed(path: &Path, reason: String) -> ImportError {
    ImportError::File { path: path.to_owned(), reason }
}

/// The descriptor that a folder of CSV files should have: `datapackage.json` as text, with a Table Schema per
/// file made from the nouns, so that the two can never disagree. References to tables that have no file are left
/// out. What people wrote about the package itself (title, licences, sources) is kept from the descriptor that
/// stands there.
///
/// # Errors
/// When the folder cannot be read.
pub fn describe(folder: &Path) -> Result<String, ImportError> {
    let path = folder.join(DESCRIPTOR);
    let standing = fs::read_to_string(&path).ok();
    let mut descriptor: serde_json::Map<String, Value> = match standing {
        Some(text) => {
            serde_json::from_str(&text).map_err(|error| failed(&path, format!("it is not JSON: {error}")))?
        }
        None => serde_json::Map::new(),
    };
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    descriptor.entry("name").or_insert_with(|| name.into());
    let files = csv_files(folder)?;
    let file_of = |table: &str| Some(format!("{table}.csv")).filter(|file| files.contains(file));
    let described = catalog().nouns().filter(|noun| noun.is_loaded()).filter_map(|noun| {
        file_of(noun.table).map(|file| {
            let columns = noun.columns(catalog());
            json!({
                "name": noun.table,
                "path": file,
                "title": noun.name,
                "description": noun.doc,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": table_schema(&columns, noun.identity, noun.table, |it| file_of(it).is_some()),
            })
        })
    });
    descriptor.insert("resources".to_owned(), described.collect());
    let text = serde_json::to_string_pretty(&descriptor).map_err(|error| failed(&path, error.to_string()))?;
    Ok(text + "\n")
}

fn table_schema(
    columns: &[Column<'_>],
    identity: &[&str],
    table: &str,
    is_there: impl Fn(&str) -> bool,
) -> Value {
    let fields: Vec<Value> = columns.iter().map(field).collect();
    let key = columns.iter().filter(|column| identity.contains(&column.shown));
    let key: Vec<&str> = key.map(|column| column.name.as_str()).collect();
    let references = columns.iter().filter_map(|column| match column.content {
        Content::Reference(target) if is_there(target.table) => {
            // An empty name is the table itself in the Table Schema specification.
            let resource = if target.table == table { "" } else { target.table };
            let field = target.identity.first()?;
            Some(json!({"fields": column.name, "reference": {"resource": resource, "fields": field}}))
        }
        Content::Reference(_) | Content::Field { .. } => None,
    });
    let references: Vec<Value> = references.collect();
    json!({ "fields": fields, "primaryKey": key, "foreignKeys": references, "missingValues": ["", "-"] })
}

fn field(column: &Column<'_>) -> Value {
    let kind = match column.content {
        Content::Reference(_) => Kind::Text,
        Content::Field { kind, .. } => kind,
    };
    let ty = match kind {
        Kind::Text | Kind::RegionCode | Kind::Choice(_) => "string",
        Kind::Int | Kind::Rupiah | Kind::BigInt => "integer",
        Kind::Boolean => "boolean",
        Kind::Date => "date",
        Kind::DateTime => "datetime",
        Kind::Degrees | Kind::Decimal { .. } => "number",
        Kind::Geometry => "geojson",
    };
    let mut field = json!({ "name": column.name, "type": ty, "description": column.doc });
    let mut constraints = serde_json::Map::new();
    if !column.optional {
        constraints.insert("required".to_owned(), true.into());
    }
    if let Kind::Choice(vocabulary) = kind {
        let values: Vec<&str> = vocabulary.values.iter().map(|(value, _)| *value).collect();
        constraints.insert("enum".to_owned(), values.into());
    }
    if !constraints.is_empty() {
        field["constraints"] = constraints.into();
    }
    field
}
