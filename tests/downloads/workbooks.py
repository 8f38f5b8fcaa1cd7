"""Whether workbooks are as screen readers and programs need them, and hold the values of the CSV files.

Takes a folder, a day, and paths of workbooks below the folder. The rules are those of the Government Statistical Service
on spreadsheets: a cover, one table a sheet, its title in A1, notes above it and nothing below, no merged cells, no blank
rows, no frozen panes, a name for each table.
"""

import csv
import sys
from datetime import datetime
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

ABSENT = "[x]"


def is_same(cell, text):
    """Whether a cell holds what CSV writes: numbers as numbers, days as days, codes as text."""
    if isinstance(cell, bool):
        return text == str(cell).lower()
    if isinstance(cell, (int, float)):
        return float(text) == cell
    if isinstance(cell, datetime):
        return text == cell.date().isoformat()
    return text == ("" if cell == ABSENT else cell)


def table_of(sheet, where):
    """The header and the rows of the table of a sheet, whose shape is looked at."""
    assert sheet.sheet_state == "visible", where
    assert isinstance(sheet["A1"].value, str) and sheet["A1"].value.strip(), f"{where} has no title in A1"
    assert not sheet.merged_cells.ranges, f"{where} has merged cells"
    assert sheet.freeze_panes is None, f"{where} has frozen panes"
    rows = list(sheet.iter_rows(values_only=True))
    blank = [at + 1 for at, row in enumerate(rows) if all(cell is None for cell in row)]
    tables = list(sheet.tables.values())
    assert len(tables) <= 1, f"{where} has {len(tables)} tables"
    if not tables:
        assert not blank, f"{where} has blank rows: {blank[:5]}"
        assert sheet.max_column == 1, f"{where} has cells beside its text"
        return None, rows, []
    left, top, right, bottom = range_boundaries(tables[0].ref)
    assert left == 1 and right == sheet.max_column, f"{where}: {tables[0].ref} leaves columns out"
    # A table without rows has a blank one, as spreadsheets want.
    assert bottom == sheet.max_row or (bottom == top + 1 and sheet.max_row == top), f"{where}: cells below {tables[0].ref}"
    assert not blank or blank == [top + 1] == [bottom], f"{where} has blank rows: {blank[:5]}"
    for row in rows[: top - 1]:
        assert all(cell is None for cell in row[1:]), f"{where} has cells beside its notes"
    header = rows[top - 1]
    assert all(isinstance(name, str) and name for name in header), f"{where}: {header}"
    assert len({name.lower() for name in header}) == len(header), f"{where}: {header}"
    if header[-1] == "simulated" and any(row[-1] is True for row in rows[top:]):
        said = " ".join(row[0] for row in rows[: top - 1])
        assert "simula" in said, f"{where} does not say above its table that rows are simulated"
    body = [row for row in rows[top:] if any(cell is not None for cell in row)]
    for row in body:
        assert all(cell is not None for cell in row[: 1 if where.endswith("Kamus kolom") else None]), f"{where}: {row}"
    return tables[0].displayName, header, body


def compare(header, body, path, where):
    with path.open(newline="", encoding="utf-8") as file:
        expected = list(csv.reader(file))
    names = [name.lower() for name in expected[0]]
    assert names == [name.lower() for name in header], f"{where}: {header}"
    assert len(body) == len(expected) - 1, f"{where}: {len(body)} rows"
    for row, texts in zip(body, expected[1:]):
        for cell, text in zip(row, texts):
            assert is_same(cell, text), f"{where}: {cell!r} is not {text!r}"


def look(folder, path, day):
    workbook = load_workbook(path)
    where = path.relative_to(folder)
    assert workbook.properties.created == datetime.fromisoformat(day), f"{where}: {workbook.properties.created}"
    assert workbook.properties.title and workbook.properties.creator, where
    cover, *sheets = workbook.worksheets
    assert cover.title in ("Sampul", "Cover") and sheets, where
    names, compared = set(), 0
    for sheet in workbook.worksheets:
        name, header, body = table_of(sheet, f"{where} {sheet.title}")
        if sheet is cover:
            said = " ".join(str(cell.value) for row in sheet for cell in row)
            for word in ("CC BY 4.0", ABSENT, "simulated"):
                assert word in said, f"{where}: the cover says nothing of {word}"
            for link in [cell.hyperlink for row in sheet for cell in row if cell.hyperlink]:
                target = (link.location or "").split("!")[0].strip("'")
                assert link.target or target in workbook.sheetnames, f"{where}: a link to {link.location}"
        else:
            assert name, f"{where} {sheet.title} has no table"
        assert name is None or name not in names, f"{where}: two tables {name}"
        names.add(name)
        path_of_values = path.with_suffix(".csv") if path.stem == "data" else path.parent / f"{sheet.title}.csv"
        if path_of_values.exists() and sheet is not cover:
            compare(header, body, path_of_values, f"{where} {sheet.title}")
            compared += 1
    assert compared == len(sheets) - (path.stem != "data"), f"{where}: {compared} of {len(sheets)} sheets compared"
    return compared


def main():
    folder, day, *paths = sys.argv[1:]
    tables = sum(look(Path(folder), Path(folder) / path, day) for path in paths)
    print(f"{len(paths)} workbooks, {tables} tables")


main()
