//! The data of the report as CSV files.

use anyhow::Context as _;

use crate::data::Dataset;
use crate::output::File;

/// A file to download.
#[derive(Debug)]
pub struct Download {
    /// What it holds, in Indonesian.
    pub title: &'static str,
    /// The same in English.
    pub title_en: &'static str,
    /// Rows without the header.
    pub rows: usize,
    /// How many of them are simulated.
    pub simulated: usize,
    /// The file itself.
    pub file: File,
}

impl Download {
    /// Name of the file without its folder.
    #[must_use]
    pub fn name(&self) -> &str {
        self.file.path.rsplit('/').next().unwrap_or(&self.file.path)
    }
}

/// A row of texts; absent values are empty. The last column says whether the row is simulated.
type Row = (Vec<String>, bool);

/// One file per kind of record. Columns are named as the API names its fields.
///
/// # Errors
/// When a file cannot be written; that is a fault of the program, not of the data.
pub fn all(data: &Dataset) -> anyhow::Result<Vec<Download>> {
    Ok(vec![
        villages(data)?,
        observations(data)?,
        accompaniments(data)?,
        needs(data)?,
        transactions(data)?,
        programmes(data)?,
        action_items(data)?,
        sources(data)?,
    ])
}

fn optional<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn write(
    name: &str,
    (title, title_en): (&'static str, &'static str),
    columns: &[&str],
    rows: impl Iterator<Item = Row>,
) -> anyhow::Result<Download> {
    let named = || format!("cannot write {name}");
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(columns.iter().chain(&["simulated"])).with_context(named)?;
    let (mut count, mut simulated) = (0, 0);
    for (mut cells, is_simulated) in rows {
        cells.push(is_simulated.to_string());
        csv.write_record(&cells).with_context(named)?;
        count += 1;
        simulated += usize::from(is_simulated);
    }
    let bytes = csv.into_inner().map_err(|error| anyhow::anyhow!("{}: {error}", named()))?;
    Ok(Download {
        title,
        title_en,
        rows: count,
        simulated,
        file: File { path: format!("data/{name}"), bytes },
    })
}

fn villages(data: &Dataset) -> anyhow::Result<Download> {
    let bps = |code: &str| data.codes.iter().find(|it| it.region.code == code).map(|it| it.code.clone());
    let rows = data.villages.iter().map(|it| {
        let district = data.districts.iter().find(|of| of.code == it.district.code);
        let cells = vec![
            it.code.clone(),
            optional(bps(&it.code)),
            it.name.clone(),
            it.kind.name(),
            it.district.code.clone(),
            optional(district.map(|of| &of.name)),
            optional(it.postal_code.as_ref()),
            optional(it.latitude),
            optional(it.longitude),
            it.source.key.clone(),
        ];
        (cells, data.is_simulated(&it.source.key))
    });
    let columns = [
        "code",
        "bpsCode",
        "name",
        "kind",
        "district",
        "districtName",
        "postalCode",
        "latitude",
        "longitude",
        "source",
    ];
    write("villages.csv", ("Desa dan kelurahan dengan kodenya", "Villages with their codes"), &columns, rows)
}

fn observations(data: &Dataset) -> anyhow::Result<Download> {
    let rows = data.observations.iter().map(|it| {
        let cells = vec![
            it.indicator.key.clone(),
            it.region.code.clone(),
            it.period.clone(),
            it.value.clone(),
            optional(it.margin.as_ref()),
            it.method.clone(),
            it.status.name(),
            it.standing.name(),
            it.source.key.clone(),
        ];
        (cells, it.simulated)
    });
    let columns =
        ["indicator", "region", "period", "value", "margin", "method", "status", "standing", "source"];
    write("observations.csv", ("Nilai semua indikator", "Values of all indicators"), &columns, rows)
}

fn accompaniments(data: &Dataset) -> anyhow::Result<Download> {
    let rows = data.accompaniments.iter().map(|it| {
        let cells = vec![
            it.key.clone(),
            it.region.code.clone(),
            it.agency.key.clone(),
            it.scheme.key.clone(),
            it.role.name(),
            it.state.name(),
            it.starts_on.to_string(),
            optional(it.ends_on),
            it.source.key.clone(),
        ];
        (cells, it.simulated)
    });
    let columns = ["key", "region", "agency", "scheme", "role", "state", "startsOn", "endsOn", "source"];
    write("accompaniments.csv", ("Pendampingan", "Accompaniments"), &columns, rows)
}

fn needs(data: &Dataset) -> anyhow::Result<Download> {
    let rows = data.needs.iter().map(|it| {
        let cells = vec![
            it.key.clone(),
            it.village.code.clone(),
            it.need_type.name(),
            it.title.clone(),
            it.quantity.to_string(),
            it.unit.clone(),
            optional(it.unit_cost.map(|cost| cost.0)),
            optional(it.cost.map(|cost| cost.0)),
            it.state.name(),
            optional(it.agency.as_ref().map(|of| &of.key)),
            it.source.key.clone(),
        ];
        (cells, it.simulated)
    });
    let columns = [
        "key", "village", "needType", "title", "quantity", "unit", "unitCost", "cost", "state", "agency",
        "source",
    ];
    write("needs.csv", ("Kebutuhan menurut asesmen", "Needs by assessment"), &columns, rows)
}

fn transactions(data: &Dataset) -> anyhow::Result<Download> {
    let rows = data.transactions.iter().map(|it| {
        let cells = vec![
            it.key.clone(),
            it.kind.name(),
            it.occurred_on.to_string(),
            it.date_precision.name(),
            optional(it.amount.map(|amount| amount.0)),
            it.amount_state.name(),
            it.value_kind.name(),
            it.funding_source.key.clone(),
            it.region.code.clone(),
            optional(it.sector.map(crate::data::vocabulary::Sector::name)),
            it.description.clone(),
            it.receiver.clone(),
            optional(it.need.as_ref().map(|of| &of.key)),
            optional(it.programme.as_ref().map(|of| &of.key)),
            optional(it.passes_on.as_ref().map(|of| &of.key)),
            optional(it.reverses.as_ref().map(|of| &of.key)),
            it.source.key.clone(),
        ];
        (cells, it.simulated)
    });
    let columns = [
        "key",
        "kind",
        "occurredOn",
        "datePrecision",
        "amount",
        "amountState",
        "valueKind",
        "fundingSource",
        "region",
        "sector",
        "description",
        "receiver",
        "need",
        "programme",
        "passesOn",
        "reverses",
        "source",
    ];
    write("transactions.csv", ("Buku besar dana", "Ledger of the money"), &columns, rows)
}

fn programmes(data: &Dataset) -> anyhow::Result<Download> {
    let rows = data.programmes.iter().map(|it| {
        let cells = vec![
            it.key.clone(),
            it.village.code.clone(),
            it.agency.key.clone(),
            it.name.clone(),
            it.sector.name(),
            it.state.name(),
            it.planned_start.to_string(),
            it.planned_end.to_string(),
            optional(it.actual_start),
            optional(it.actual_end),
            optional(it.budget.map(|budget| budget.0)),
            it.source.key.clone(),
        ];
        (cells, it.simulated)
    });
    let columns = [
        "key",
        "village",
        "agency",
        "name",
        "sector",
        "state",
        "plannedStart",
        "plannedEnd",
        "actualStart",
        "actualEnd",
        "budget",
        "source",
    ];
    write("programmes.csv", ("Program dan jadwalnya", "Programmes and their schedule"), &columns, rows)
}

fn action_items(data: &Dataset) -> anyhow::Result<Download> {
    let rows = data.action_items.iter().map(|it| {
        let cells = vec![
            it.key.clone(),
            it.decision.key.clone(),
            it.title.clone(),
            it.title_en.clone(),
            optional(it.agency.as_ref().map(|of| &of.key)),
            optional(it.village.as_ref().map(|of| &of.code)),
            optional(it.due_on),
            optional(it.original_due_on),
            it.state.name(),
            optional(it.completed_on),
            it.source.key.clone(),
        ];
        (cells, it.simulated)
    });
    let columns = [
        "key",
        "decision",
        "title",
        "titleEn",
        "agency",
        "village",
        "dueOn",
        "originalDueOn",
        "state",
        "completedOn",
        "source",
    ];
    write("action-items.csv", ("Tindak lanjut keputusan", "Action items"), &columns, rows)
}

fn sources(data: &Dataset) -> anyhow::Result<Download> {
    let mut sources: Vec<_> = data.sources.values().collect();
    sources.sort_by(|a, b| a.key.cmp(&b.key));
    let rows = sources.into_iter().map(|it| {
        let cells = vec![
            it.key.clone(),
            it.kind.name(),
            it.title.clone(),
            it.publisher.clone(),
            optional(it.url.as_ref()),
            optional(it.published_on),
            optional(it.retrieved_on),
            optional(it.licence.as_ref()),
            optional(it.note.as_ref()),
        ];
        (cells, data.is_simulated(&it.key))
    });
    let columns =
        ["key", "kind", "title", "publisher", "url", "publishedOn", "retrievedOn", "licence", "note"];
    write("sources.csv", ("Sumber", "Sources"), &columns, rows)
}
