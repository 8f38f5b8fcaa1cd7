//! The data of the report to take away: every kind of record as CSV, JSON, workbook and Parquet; all of them as one
//! workbook and as a Frictionless Data Package with checksums.
//!
//! A kind of record is declared once, in [`places`] to [`meetings`]; all formats follow from that.

pub mod cell;
mod cover;
mod indicators;
mod meetings;
mod money;
mod package;
mod parquet;
mod parties;
mod places;
mod registry;
pub mod table;
pub mod text;
mod whole;
mod work;
pub mod workbook;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use anyhow::Context as _;
use chrono::NaiveDate;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::data::Dataset;
use crate::linked::Linked;
use crate::locale::Locale;
use crate::output::{Draft, File, Put};
use crate::reads;
use table::{Said, Table};

/// The licence of the report's tables and drawings; sources have their own.
pub const LICENCE: (&str, &str) = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/");

/// The folder of the release, from the root of the site.
const FOLDER: &str = "data/";

/// A file of the release.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The format as readers know it.
    pub format: &'static str,
    /// Its media type.
    pub media: &'static str,
    /// From the root of the site.
    pub path: String,
    /// Bytes in it.
    pub length: usize,
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: String,
}

impl Stored {
    fn new(format: &'static str, media: &'static str, name: &str, bytes: &[u8]) -> Self {
        Self { format, media, path: format!("{FOLDER}{name}"), length: bytes.len(), sha256: sha256(bytes) }
    }

    /// Its name without its folder.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.strip_prefix(FOLDER).unwrap_or(&self.path)
    }
}

/// One kind of record, in every format.
#[derive(Clone, Debug)]
pub struct Download {
    /// Name of its files without their endings.
    pub name: &'static str,
    /// What it holds.
    pub title: Said,
    /// Rows without the header.
    pub rows: usize,
    /// How many of them are simulated.
    pub simulated: usize,
    /// A short form of all that is in it.
    pub content: u64,
    /// As CSV.
    pub csv: Stored,
    /// As workbook, JSON and Parquet.
    pub others: [Stored; 3],
}

impl Download {
    /// It in every format, CSV first.
    pub fn files(&self) -> impl Iterator<Item = &Stored> {
        std::iter::once(&self.csv).chain(&self.others)
    }

    fn workbook(&self) -> &Stored {
        let [workbook, ..] = &self.others;
        workbook
    }
}

/// All that can be taken away.
#[derive(Clone, Debug)]
pub struct Release {
    /// Each kind of record.
    pub downloads: Vec<Download>,
    /// All tables in one workbook, the descriptor of the data package, and the checksums.
    pub whole: [Stored; 3],
}

impl Release {
    /// A short form of what is in each table, by name.
    #[must_use]
    pub fn contents(&self) -> BTreeMap<String, u64> {
        self.downloads.iter().map(|it| (it.name.to_owned(), it.content)).collect()
    }
}

/// What a release says of itself.
#[derive(Clone, Debug)]
pub struct Publication {
    /// The regency, by its name in each language.
    pub place: (String, String),
    /// The day of the edition.
    pub day: NaiveDate,
    /// Who publishes it.
    pub publisher: String,
    title: (String, String),
    description: (String, String),
}

impl Publication {
    /// Of a report about the regency of the data, by what the report calls itself.
    #[must_use]
    pub fn of(linked: &Linked<'_>, day: NaiveDate, site: &str) -> Self {
        let place = |locale: Locale| linked.region_name(&linked.data.regency, locale);
        let place = (place(Locale::Id), place(Locale::En));
        let (id, en) = (Locale::Id.date(day), Locale::En.date(day));
        Self {
            title: (
                format!("{site} {}: data edisi {id}", place.0),
                format!("{site} {}: data of the edition of {en}", place.1),
            ),
            description: (
                "Pendampingan desa dan penanggulangan kemiskinan: desa, perangkat daerah, mitra, dana, asesmen, \
                 program, indikator, pendataan, keputusan, dan sumbernya. Kolom simulated menyatakan apakah baris \
                 dibuat oleh simulator karena yang sebenarnya tidak diumumkan. Untuk isi sumber berlaku lisensi \
                 sumber itu."
                    .to_owned(),
                "Accompanied villages and the fight against poverty: villages, agencies, stakeholders, money, \
                 assessments, programmes, indicators, registry, decisions and their sources. The column simulated \
                 says whether the simulator made a row, because the real one is not public. What sources hold has \
                 the licence of these sources."
                    .to_owned(),
            ),
            publisher: format!("{site}, {}", place.0),
            place,
            day,
        }
    }
}

/// Every kind of record, so that nothing refers to what is left out.
fn tables(data: &Dataset) -> Vec<Table<'_>> {
    let mut tables = Vec::new();
    tables.extend(places::tables(data));
    tables.extend(parties::tables(data));
    tables.extend(work::tables(data));
    tables.extend(money::tables(data));
    tables.extend(indicators::tables(data));
    tables.extend(registry::tables(data));
    tables.extend(meetings::tables(data));
    whole::close(&mut tables);
    tables
}

/// The release of an earlier report about the same place, of the same publisher and day.
pub struct Earlier<'e> {
    /// Where it stands.
    draft: &'e Draft,
    /// What was in each table, as [`Release::contents`] gave it.
    contents: &'e BTreeMap<String, u64>,
    /// Checksums by the names of its files.
    sums: HashMap<String, String>,
}

impl<'e> Earlier<'e> {
    /// Looks up the release of the report that a draft is to replace; none where it cannot be read.
    #[must_use]
    pub fn of(draft: &'e Draft, contents: &'e BTreeMap<String, u64>) -> Option<Self> {
        let sums = String::from_utf8(draft.old(&format!("{FOLDER}{SUMS}")).ok()?).ok()?;
        let sums = sums.lines().filter_map(|line| line.split_once("  "));
        let sums = sums.map(|(sum, name)| (name.to_owned(), sum.to_owned())).collect();
        Some(Self { draft, contents, sums })
    }

    /// Keeps one of its files, if it is there.
    fn keep(&self, format: &'static str, media: &'static str, name: &str) -> anyhow::Result<Option<Stored>> {
        let path = format!("{FOLDER}{name}");
        let (Some(length), Some(sha256)) = (self.draft.old_length(&path), self.sums.get(name)) else {
            return Ok(None);
        };
        self.draft.keep(&path)?;
        Ok(Some(Stored { format, media, path, length, sha256: sha256.clone() }))
    }
}

/// Makes all files of the release of an edition and puts them into the report; what an earlier one has in the same words is
/// kept from there.
///
/// # Errors
/// When a value fits no format, such as a text that is too long for a spreadsheet, with the name of the table; and when a file
/// is not taken.
pub fn release(
    linked: &Linked<'_>,
    publication: &Publication,
    earlier: Option<&Earlier<'_>>,
    put: &Put<'_>,
) -> anyhow::Result<Release> {
    let press = Press { publication, earlier, put };
    let tables = tables(linked.data);
    let made = tables
        .par_iter()
        .with_max_len(1)
        .map(|table| press.table(table).with_context(|| format!("the table {}", table.name)));
    let (downloads, workbooks): (Vec<Download>, Vec<Option<Vec<u8>>>) =
        made.collect::<anyhow::Result<Vec<_>>>()?.into_iter().unzip();
    let described: Vec<(&Table<'_>, &Download)> = tables.iter().zip(&downloads).collect();
    let descriptor = package::describe(linked.data, publication, &described);
    let descriptor = press.put("JSON", "application/json", "datapackage.json", descriptor)?;
    let workbook = press.whole_workbook(&described, &workbooks).context("the workbook of all tables")?;
    let listed = downloads.iter().flat_map(Download::files).chain([&workbook, &descriptor]);
    let sums = press.put("SHA-256", "text/plain", SUMS, sums(listed))?;
    // All other files are in the report since they were made.
    let workbooks =
        downloads.par_iter().zip(workbooks).filter_map(|(it, bytes)| Some((it.workbook(), bytes?)));
    workbooks.try_for_each(|(it, bytes)| put(File { path: it.path.clone(), bytes }))?;
    Ok(Release { whole: [workbook, descriptor, sums], downloads })
}

/// Name of the file with the checksums.
const SUMS: &str = "SHA256SUMS";

/// The media type of workbooks.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What the files of a release are made with.
struct Press<'p> {
    publication: &'p Publication,
    earlier: Option<&'p Earlier<'p>>,
    put: &'p Put<'p>,
}

impl Press<'_> {
    /// A table in every format; its workbook is not in the report yet where it was made, since that of all tables is made from
    /// it.
    fn table(&self, table: &Table<'_>) -> anyhow::Result<(Download, Option<Vec<u8>>)> {
        let content = reads::content(table);
        let earlier = self.earlier.filter(|it| it.contents.get(table.name) == Some(&content));
        let kept = |format, media, name: &str| {
            earlier.map(|it| it.keep(format, media, name)).transpose().map(Option::flatten)
        };
        let stored = |format, media, ending: &str, make: &dyn Fn() -> anyhow::Result<Vec<u8>>| {
            let name = format!("{}.{ending}", table.name);
            kept(format, media, &name)?.map_or_else(|| self.put(format, media, &name, make()?), Ok)
        };
        let header: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        let rows = || (0..table.rows).map(|row| table.row(row));
        // A workbook takes as long as all others.
        let xlsx = || {
            let name = format!("{}.xlsx", table.name);
            if let Some(kept) = kept("XLSX", XLSX, &name)? {
                return Ok((kept, None));
            }
            let bytes = cover::of_table(self.publication, table)?;
            Ok::<_, anyhow::Error>((Stored::new("XLSX", XLSX, &name, &bytes), Some(bytes)))
        };
        let json = || stored("JSON", "application/json", "json", &|| text::json(&header, rows()));
        let csv = || stored("CSV", "text/csv", "csv", &|| text::csv(&header, rows()));
        let parquet =
            || stored("Parquet", "application/vnd.apache.parquet", "parquet", &|| parquet::write(table));
        let (xlsx, (json, (csv, parquet))) =
            rayon::join(xlsx, || rayon::join(json, || rayon::join(csv, parquet)));
        let (xlsx, workbook) = xlsx?;
        let download = Download {
            name: table.name,
            title: table.title,
            rows: table.rows,
            simulated: table.simulated(),
            content,
            csv: csv?,
            others: [xlsx, json?, parquet?],
        };
        Ok((download, workbook))
    }

    /// The workbook of all tables, which is as it was where all of them are.
    fn whole_workbook(
        &self,
        described: &[(&Table<'_>, &Download)],
        made: &[Option<Vec<u8>>],
    ) -> anyhow::Result<Stored> {
        let name = "dampingan.xlsx";
        let earlier = self.earlier.filter(|_| made.iter().all(Option::is_none));
        if let Some(kept) = earlier.map(|it| it.keep("XLSX", XLSX, name)).transpose()?.flatten() {
            return Ok(kept);
        }
        let workbooks = described.iter().zip(made).map(|((table, download), made)| {
            let bytes = match (made, self.earlier) {
                (Some(bytes), _) => Cow::Borrowed(&**bytes),
                (None, Some(earlier)) => Cow::Owned(earlier.draft.old(&download.workbook().path)?),
                (None, None) => anyhow::bail!("{} is neither made nor there", download.workbook().path),
            };
            Ok((*table, bytes))
        });
        let workbooks = workbooks.collect::<anyhow::Result<Vec<(&Table<'_>, Cow<'_, [u8]>)>>>()?;
        let workbooks: Vec<_> = workbooks.iter().map(|(table, bytes)| (*table, &**bytes)).collect();
        self.put("XLSX", XLSX, name, cover::of_all(self.publication, &workbooks)?)
    }

    /// Puts a file into the report.
    fn put(
        &self,
        format: &'static str,
        media: &'static str,
        name: &str,
        bytes: Vec<u8>,
    ) -> anyhow::Result<Stored> {
        let stored = Stored::new(format, media, name, &bytes);
        (self.put)(File { path: stored.path.clone(), bytes })?;
        Ok(stored)
    }
}

/// Checksums by which `sha256sum -c` tells whether the files are whole.
fn sums<'s>(files: impl Iterator<Item = &'s Stored>) -> Vec<u8> {
    let lines = files.map(|it| format!("{}  {}\n", it.sha256, it.name()));
    lines.collect::<String>().into_bytes()
}

/// The SHA-256 of a file in 64 hexadecimal digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|it| char::from_digit(it.into(), 16))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_table_has_a_name_a_key_and_references_to_keys() {
        let data = Dataset::default();
        let tables = tables(&data);
        let names: HashSet<&str> = tables.iter().map(|it| it.name).collect();
        assert_eq!(names.len(), tables.len());
        for table in &tables {
            assert!(table.columns.iter().any(|it| it.key), "{}", table.name);
            assert_eq!(table.columns.last().map(|it| it.name), Some("simulated"));
            let columns: HashSet<String> = table.columns.iter().map(|it| it.name.to_lowercase()).collect();
            assert_eq!(columns.len(), table.columns.len(), "{}", table.name);
            assert!(table.columns.iter().all(|it| !it.key || it.required), "{}", table.name);
            for (resource, field) in table.columns.iter().filter_map(|it| it.refers_to) {
                let referred = tables.iter().find(|it| it.name == resource).and_then(|it| it.column(field));
                assert!(referred.is_some_and(|it| it.key), "{} refers to {resource}.{field}", table.name);
            }
        }
    }

    #[test]
    fn checksums_are_those_of_the_standard() {
        let file = Stored::new("CSV", "text/csv", "a.csv", b"abc");
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.csv\n";
        assert_eq!(String::from_utf8(sums([&file].into_iter())).unwrap(), expected);
    }
}
