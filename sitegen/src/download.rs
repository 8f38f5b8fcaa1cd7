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
use crate::output::{Draft, File};
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
    /// What is in it; none where the old report has the very same.
    made: Option<Vec<u8>>,
}

impl Stored {
    fn new(format: &'static str, media: &'static str, name: &str, bytes: Vec<u8>) -> Self {
        let (path, sha256) = (format!("{FOLDER}{name}"), sha256(&bytes));
        Self { format, media, path, length: bytes.len(), sha256, made: Some(bytes) }
    }

    /// What is in it, wherever it is.
    fn bytes(&self, earlier: Option<&Earlier<'_>>) -> anyhow::Result<Cow<'_, [u8]>> {
        match (&self.made, earlier) {
            (Some(bytes), _) => Ok(Cow::Borrowed(bytes)),
            (None, Some(earlier)) => earlier.draft.old(&self.path).map(Cow::Owned),
            (None, None) => anyhow::bail!("{} is neither made nor there", self.path),
        }
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

    /// Hands over every file: to `put` what was made, to `keep` the path of what the old report has. What is left tells
    /// about the files.
    ///
    /// # Errors
    /// Those of `put` and `keep`.
    pub fn hand_over(
        &mut self,
        put: impl Fn(File) -> anyhow::Result<()> + Sync,
        keep: impl Fn(&str) -> anyhow::Result<()> + Sync,
    ) -> anyhow::Result<()> {
        let tables = self
            .downloads
            .par_iter_mut()
            .flat_map_iter(|it| std::iter::once(&mut it.csv).chain(&mut it.others));
        tables.chain(&mut self.whole).try_for_each(|stored| match stored.made.take() {
            Some(bytes) => put(File { path: stored.path.clone(), bytes }),
            None => keep(&stored.path),
        })
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

    /// One of its files, to be kept.
    fn kept(&self, format: &'static str, media: &'static str, name: &str) -> Option<Stored> {
        let path = format!("{FOLDER}{name}");
        let length = self.draft.old_length(&path)?;
        Some(Stored { format, media, path, length, sha256: self.sums.get(name)?.clone(), made: None })
    }
}

/// Makes all files of the release of an edition; what an earlier one has in the same words is left there.
///
/// # Errors
/// When a value fits no format, such as a text that is too long for a spreadsheet; the error names the table.
pub fn release(
    linked: &Linked<'_>,
    publication: &Publication,
    earlier: Option<&Earlier<'_>>,
) -> anyhow::Result<Release> {
    let data = linked.data;
    let tables = tables(data);
    let downloads = tables.par_iter().map(|table| {
        download(table, publication, earlier).with_context(|| format!("the table {}", table.name))
    });
    let downloads = downloads.collect::<anyhow::Result<Vec<Download>>>()?;
    let described: Vec<(&Table<'_>, &Download)> = tables.iter().zip(&downloads).collect();
    let descriptor = package::describe(data, publication, &described);
    let workbook = whole_workbook(publication, &described, earlier).context("the workbook of all tables")?;
    let descriptor = Stored::new("JSON", "application/json", "datapackage.json", descriptor);
    let listed = downloads.iter().flat_map(Download::files).chain([&workbook, &descriptor]);
    let sums = Stored::new("SHA-256", "text/plain", SUMS, sums(listed));
    Ok(Release { whole: [workbook, descriptor, sums], downloads })
}

/// The workbook of all tables, which is as it was where all of them are.
fn whole_workbook<'t>(
    publication: &Publication,
    described: &[(&'t Table<'_>, &'t Download)],
    earlier: Option<&Earlier<'_>>,
) -> anyhow::Result<Stored> {
    let name = "dampingan.xlsx";
    let workbooks = || described.iter().map(|(table, download)| (*table, download.workbook()));
    if workbooks().all(|(_, workbook)| workbook.made.is_none())
        && let Some(kept) = earlier.and_then(|it| it.kept("XLSX", XLSX, name))
    {
        return Ok(kept);
    }
    let read = |(table, stored): (_, &'t Stored)| Ok((table, stored.bytes(earlier)?));
    let workbooks = workbooks().map(read).collect::<anyhow::Result<Vec<(&Table<'_>, Cow<'_, [u8]>)>>>()?;
    let workbooks: Vec<_> = workbooks.iter().map(|(table, bytes)| (*table, &**bytes)).collect();
    Ok(Stored::new("XLSX", XLSX, name, cover::of_all(publication, &workbooks)?))
}

/// Name of the file with the checksums.
const SUMS: &str = "SHA256SUMS";

/// The media type of workbooks.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn download(
    table: &Table<'_>,
    publication: &Publication,
    earlier: Option<&Earlier<'_>>,
) -> anyhow::Result<Download> {
    let content = reads::content(table);
    let earlier = earlier.filter(|it| it.contents.get(table.name) == Some(&content));
    let stored = |format, media, ending: &str, make: &dyn Fn() -> anyhow::Result<Vec<u8>>| {
        let name = format!("{}.{ending}", table.name);
        match earlier.and_then(|it| it.kept(format, media, &name)) {
            Some(kept) => Ok(kept),
            None => Ok::<_, anyhow::Error>(Stored::new(format, media, &name, make()?)),
        }
    };
    let header: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    let rows = || (0..table.rows).map(|row| table.row(row));
    // A workbook takes as long as all others.
    let xlsx = || stored("XLSX", XLSX, "xlsx", &|| cover::of_table(publication, table));
    let json = || stored("JSON", "application/json", "json", &|| text::json(&header, rows()));
    let csv = || stored("CSV", "text/csv", "csv", &|| text::csv(&header, rows()));
    let parquet =
        || stored("Parquet", "application/vnd.apache.parquet", "parquet", &|| parquet::write(table));
    let (xlsx, (json, (csv, parquet))) =
        rayon::join(xlsx, || rayon::join(json, || rayon::join(csv, parquet)));
    Ok(Download {
        name: table.name,
        title: table.title,
        rows: table.rows,
        simulated: table.simulated(),
        content,
        csv: csv?,
        others: [xlsx?, json?, parquet?],
    })
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
        let file = Stored::new("CSV", "text/csv", "a.csv", b"abc".to_vec());
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.csv\n";
        assert_eq!(String::from_utf8(sums([&file].into_iter())).unwrap(), expected);
    }
}
