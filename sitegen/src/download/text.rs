//! Tables as CSV and as JSON.

use anyhow::Context as _;

use super::cell::Cell;

/// A table as CSV by RFC 4180, in UTF-8, with `\n` behind each row; absent values are empty.
///
/// # Errors
/// When a row is not as long as the header.
pub fn csv<'t, Row>(header: &[&str], rows: impl Iterator<Item = Row>) -> anyhow::Result<Vec<u8>>
where
    Row: IntoIterator<Item = Option<Cell<'t>>>,
{
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(header)?;
    let mut room = String::new();
    for row in rows {
        for cell in row {
            csv.write_field(cell.as_ref().map_or("", |cell| cell.text(&mut room)))?;
        }
        csv.write_record(None::<&[u8]>)?;
    }
    csv.into_inner().context("cannot end the CSV file")
}

/// A table as a JSON array of objects, one a line; absent values are null.
///
/// # Errors
/// When a text cannot be written.
pub fn json<'t, Row>(header: &[&str], rows: impl Iterator<Item = Row>) -> anyhow::Result<Vec<u8>>
where
    Row: IntoIterator<Item = Option<Cell<'t>>>,
{
    let name = |(at, name): (usize, &&str)| {
        let name = serde_json::to_string(name)?;
        Ok(if at == 0 { format!("{name}:") } else { format!(",{name}:") })
    };
    let names: Vec<String> = header.iter().enumerate().map(name).collect::<serde_json::Result<_>>()?;
    let (mut json, mut room) = (b"[".to_vec(), String::new());
    for (at, row) in rows.enumerate() {
        json.extend_from_slice(if at == 0 { b"\n{" } else { b",\n{" });
        for (name, cell) in names.iter().zip(row) {
            json.extend_from_slice(name.as_bytes());
            match cell {
                None => json.extend_from_slice(b"null"),
                Some(cell) if cell.is_bare_in_json() => {
                    json.extend_from_slice(cell.text(&mut room).as_bytes());
                }
                Some(cell) => serde_json::to_writer(&mut json, cell.text(&mut room))?,
            }
        }
        json.push(b'}');
    }
    json.extend_from_slice(b"\n]\n");
    Ok(json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_write_the_same_values_and_json_rounds_no_money() {
        let header = ["nama", "jumlah", "dana", "nilai", "simulated"];
        let rows = || {
            [
                vec![
                    Some(Cell::Text("Klakah, \"Kasian\"")),
                    Some(Cell::Whole(2)),
                    Some(Cell::Rupiah(30_000_000)),
                    Some(Cell::Exact("9.170")),
                    Some(Cell::Flag(true)),
                ],
                vec![None, Some(Cell::Number("1.5")), None, None, Some(Cell::Flag(false))],
            ]
            .into_iter()
        };
        let text = |bytes: anyhow::Result<Vec<u8>>| String::from_utf8(bytes.unwrap()).unwrap();
        assert_eq!(
            text(csv(&header, rows())),
            "nama,jumlah,dana,nilai,simulated\n\"Klakah, \"\"Kasian\"\"\",2,30000000,9.170,true\n,1.5,,,false\n"
        );
        assert_eq!(
            text(json(&header, rows())),
            "[\n{\"nama\":\"Klakah, \\\"Kasian\\\"\",\"jumlah\":2,\"dana\":\"30000000\",\"nilai\":\"9.170\",\
             \"simulated\":true},\n{\"nama\":null,\"jumlah\":1.5,\"dana\":null,\"nilai\":null,\"simulated\":false}\n]\n"
        );
    }

    #[test]
    fn a_row_of_another_length_is_refused() {
        assert!(csv(&["a", "b"], [vec![None]].into_iter()).is_err());
    }
}
