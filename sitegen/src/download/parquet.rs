//! Tables as Parquet: texts as UTF-8, days as DATE, rupiah and counts as 64 bits, exact decimals as DECIMAL(18, 6).

use std::sync::Arc;

use anyhow::{Context as _, ensure};
use chrono::NaiveDate;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;

use super::table::{Column, Table, Values};

/// Digits after the decimal point of an exact decimal: the most that the API keeps.
const SCALE: usize = 6;

/// Digits of an exact decimal: what 64 bits hold.
const PRECISION: usize = 18;

/// A table as a Parquet file of one row group.
///
/// # Errors
/// When a decimal has more digits than the API keeps.
pub fn write(table: &Table<'_>) -> anyhow::Result<Vec<u8>> {
    let fields = table.columns.iter().map(|it| field(it).map(Arc::new));
    let fields = fields.collect::<Result<Vec<_>, _>>()?;
    let schema = Type::group_type_builder(table.name).with_fields(fields).build()?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by("Dampingan sitegen".to_owned())
        .build();
    let mut file = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
    let mut group = file.next_row_group()?;
    for column in &table.columns {
        write_column(&mut group, column).with_context(|| format!("column {}", column.name))?;
    }
    group.close()?;
    Ok(file.into_inner()?)
}

fn field(column: &Column<'_>) -> anyhow::Result<Type> {
    let (physical, logical) = match column.values {
        Values::Text(_) | Values::Word(..) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Values::Whole(_) | Values::Rupiah(_) => (Physical::INT64, Some(LogicalType::integer(64, true))),
        Values::Exact(_) => {
            let (scale, precision) = (i32::try_from(SCALE)?, i32::try_from(PRECISION)?);
            (Physical::INT64, Some(LogicalType::decimal(scale, precision)))
        }
        Values::Day(_) => (Physical::INT32, Some(LogicalType::Date)),
        Values::Flag(_) => (Physical::BOOLEAN, None),
    };
    let mut field = Type::primitive_type_builder(column.name, physical)
        .with_repetition(if column.required { Repetition::REQUIRED } else { Repetition::OPTIONAL })
        .with_logical_type(logical);
    if matches!(column.values, Values::Exact(_)) {
        field = field.with_scale(i32::try_from(SCALE)?).with_precision(i32::try_from(PRECISION)?);
    }
    Ok(field.build()?)
}

type Group<'g> = SerializedRowGroupWriter<'g, Vec<u8>>;

fn write_column(group: &mut Group<'_>, column: &Column<'_>) -> anyhow::Result<()> {
    let required = column.required;
    match &column.values {
        Values::Text(them) => {
            put::<ByteArrayType>(group, required, them.iter().map(|it| it.map(ByteArray::from)))
        }
        Values::Word(words, them) => {
            let names: Vec<ByteArray> = words.iter().map(|word| ByteArray::from(&*word.name)).collect();
            let them = them.iter().map(|it| it.and_then(|at| names.get(at).cloned()));
            put::<ByteArrayType>(group, required, them)
        }
        Values::Whole(them) | Values::Rupiah(them) => put::<Int64Type>(group, required, them.iter().copied()),
        Values::Exact(them) => {
            let them = them.iter().map(|it| it.as_deref().map(unscaled).transpose());
            let them = them.collect::<anyhow::Result<Vec<_>>>()?;
            put::<Int64Type>(group, required, them.into_iter())
        }
        Values::Day(them) => {
            let first = NaiveDate::default();
            let days = |day: NaiveDate| i32::try_from((day - first).num_days()).ok();
            put::<Int32Type>(group, required, them.iter().map(|it| it.and_then(days)))
        }
        Values::Flag(them) => put::<BoolType>(group, required, them.iter().copied()),
    }
}

/// Writes the values that are there, and at which rows they stand.
fn put<T: DataType>(
    group: &mut Group<'_>,
    required: bool,
    values: impl Iterator<Item = Option<T::T>>,
) -> anyhow::Result<()> {
    let values: Vec<Option<T::T>> = values.collect();
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let present: Vec<T::T> = values.into_iter().flatten().collect();
    let mut column = group.next_column()?.context("the file has no such column")?;
    column.typed::<T>().write_batch(&present, (!required).then_some(&levels[..]), None)?;
    Ok(column.close()?)
}

/// An exact decimal in units of its last digit.
fn unscaled(exact: &str) -> anyhow::Result<i64> {
    let (whole, fraction) = exact.split_once('.').unwrap_or((exact, ""));
    ensure!(
        fraction.len() <= SCALE,
        "{exact} has more than {SCALE} digits after its point, which the API does not keep"
    );
    let digits = format!("{whole}{fraction:0<SCALE$}");
    let unscaled: i64 = digits.parse().with_context(|| format!("{exact} is not a decimal"))?;
    ensure!(
        unscaled.unsigned_abs().checked_ilog10().unwrap_or_default() < u32::try_from(PRECISION)?,
        "{exact} has more than {PRECISION} digits"
    );
    Ok(unscaled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_every_digit() {
        assert_eq!(unscaled("9.17").unwrap(), 9_170_000);
        assert_eq!(unscaled("-0.14").unwrap(), -140_000);
        assert_eq!(unscaled("713369").unwrap(), 713_369_000_000);
        assert!(unscaled("0.1234567").is_err());
        assert!(unscaled("1234567890123").is_err());
    }
}
