//! The release as a Frictionless Data Package: <https://specs.frictionlessdata.io>, profile `data-package` with resources
//! of profile `tabular-data-resource`.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::data::Dataset;

use super::table::{Column, Said, Table, Values};
use super::{Download, LICENCE, Publication};

/// Writes the descriptor.
pub fn describe(data: &Dataset, publication: &Publication, downloads: &[(&Table<'_>, &Download)]) -> Vec<u8> {
    let resources: Vec<Value> = downloads.iter().map(|(table, download)| resource(table, download)).collect();
    let descriptor = json!({
        "profile": "data-package",
        "name": format!("dampingan-{}", data.regency.replace('.', "-")),
        "title": publication.title.0,
        "titleEn": publication.title.1,
        "description": publication.description.0,
        "descriptionEn": publication.description.1,
        "created": format!("{}T00:00:00Z", publication.day),
        "keywords": ["kemiskinan", "desa", "pendampingan", "poverty", "villages", "Indonesia"],
        "spatial": { "code": data.regency, "name": publication.place.0 },
        "licenses": [{ "name": "CC-BY-4.0", "title": LICENCE.0, "path": LICENCE.1 }],
        "contributors": [{ "title": publication.publisher, "role": "publisher" }],
        "sources": sources(data),
        "resources": resources,
    });
    let mut text = serde_json::to_vec_pretty(&descriptor).unwrap_or_default();
    text.push(b'\n');
    text
}

/// The public sources that can be read, each once.
fn sources(data: &Dataset) -> Vec<Value> {
    let named = data.sources.values().filter(|it| !data.is_simulated(&it.key));
    let named: BTreeSet<(&str, &str, &str)> =
        named.filter_map(|it| Some((it.publisher.as_str(), it.title.as_str(), it.url.as_deref()?))).collect();
    named
        .into_iter()
        .map(|(publisher, title, url)| json!({ "title": format!("{publisher}: {title}"), "path": url }))
        .collect()
}

fn resource(table: &Table<'_>, download: &Download) -> Value {
    let (csv, rows, simulated) = (&download.csv, download.rows, download.simulated);
    json!({
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": csv.name(),
        "title": table.title.0,
        "titleEn": table.title.1,
        "description": format!("{rows} baris, {simulated} di antaranya simulasi."),
        "descriptionEn": format!("{rows} rows, {simulated} of them simulated."),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": csv.length,
        "hash": format!("sha256:{}", csv.sha256),
        "schema": schema(table),
    })
}

fn schema(table: &Table<'_>) -> Value {
    let key: Vec<&str> = table.columns.iter().filter(|it| it.key).map(|it| it.name).collect();
    let foreign: Vec<Value> = table
        .columns
        .iter()
        .filter_map(|it| it.refers_to.map(|reference| (it, reference)))
        .map(|(it, (resource, field))| {
            // Its own table has no name there.
            let resource = if resource == table.name { "" } else { resource };
            json!({ "fields": it.name, "reference": { "resource": resource, "fields": field } })
        })
        .collect();
    json!({
        "fields": table.columns.iter().map(field).collect::<Vec<_>>(),
        "primaryKey": key,
        "foreignKeys": foreign,
        "missingValues": [""],
    })
}

fn field(column: &Column<'_>) -> Value {
    let mut field = Map::new();
    let mut say = |name: &str, (id, en): Said| {
        field.insert(name.to_owned(), id.into());
        field.insert(format!("{name}En"), en.into());
    };
    say("title", column.title);
    if let Some(about) = column.about {
        say("description", about);
    }
    let (kind, unit) = match &column.values {
        Values::Text(_) | Values::Word(..) => ("string", None),
        Values::Whole(_) => ("integer", None),
        Values::Rupiah(_) => ("integer", Some("rupiah")),
        Values::Exact(_) => ("number", None),
        Values::Day(_) => ("date", None),
        Values::Flag(_) => ("boolean", None),
    };
    let mut constraints = Map::new();
    if column.required {
        constraints.insert("required".to_owned(), true.into());
    }
    if let Values::Word(words, _) = &column.values {
        let names = words.iter().map(|word| word.name.clone()).collect::<Vec<_>>();
        let labels = words
            .iter()
            .map(|word| json!({ "value": word.name, "label": word.label.0, "labelEn": word.label.1 }));
        field.insert("categories".to_owned(), labels.collect());
        constraints.insert("enum".to_owned(), names.into());
    }
    if let Some(unit) = unit {
        field.insert("unit".to_owned(), unit.into());
    }
    let mut whole = Map::new();
    whole.insert("name".to_owned(), column.name.into());
    whole.insert("type".to_owned(), kind.into());
    whole.extend(field);
    if !constraints.is_empty() {
        whole.insert("constraints".to_owned(), constraints.into());
    }
    whole.into()
}
