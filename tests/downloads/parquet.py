"""Whether Parquet files have the types that the data package says, and the values of the CSV files."""

import csv
import json
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

# By the types of Table Schema: how Parquet stores it, and how CSV writes it.
TYPES = {
    "string": (pa.string(), str),
    "integer": (pa.int64(), int),
    "number": (pa.decimal128(18, 6), Decimal),
    "date": (pa.date32(), date.fromisoformat),
    "boolean": (pa.bool_(), lambda text: text == "true"),
}

folder = Path(sys.argv[1])
package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
values = 0
for resource in package["resources"]:
    table = pq.read_table(folder / f"{resource['name']}.parquet")
    with (folder / resource["path"]).open(newline="", encoding="utf-8") as file:
        expected = list(csv.DictReader(file))
    fields = resource["schema"]["fields"]
    assert table.column_names == [field["name"] for field in fields], resource["name"]
    assert table.num_rows == len(expected), resource["name"]
    for field in fields:
        where = f"{resource['name']}.{field['name']}"
        stored, read = TYPES[field["type"]]
        column = table.schema.field(field["name"])
        assert column.type == stored, f"{where}: {column.type}"
        assert column.nullable != field.get("constraints", {}).get("required", False), where
        texts = (row[field["name"]] for row in expected)
        assert table[field["name"]].to_pylist() == [read(text) if text else None for text in texts], where
        values += table.num_rows
print(f"{len(package['resources'])} tables, {values} values")
