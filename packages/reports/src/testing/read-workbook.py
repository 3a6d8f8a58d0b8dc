"""Reads a workbook with openpyxl and prints it as JSON: the reader that is not our own."""

import datetime
import json
import sys
from decimal import Decimal

import openpyxl


def cell_of(cell):
    value, form = cell.value, cell.number_format
    if value is None:
        return {"kind": "empty", "text": "", "format": form}
    if cell.data_type == "e":
        return {"kind": "error", "text": str(value), "format": form}
    if cell.data_type == "f":
        return {"kind": "formula", "text": str(value), "format": form}
    if isinstance(value, datetime.datetime):
        return {"kind": "time", "text": value.strftime("%Y-%m-%d %H:%M:%S"), "format": form}
    if isinstance(value, (int, float)):
        places = len(form.split(".")[1]) if "." in form else 0
        exact = Decimal(repr(value))
        shown = exact.quantize(Decimal(1).scaleb(-places))
        if shown != exact:
            raise ValueError(f"{cell.coordinate}: {form} does not show all of {exact}")
        return {"kind": "number", "text": str(shown), "format": form}
    return {"kind": "text", "text": str(value), "format": form}


def sheet_of(sheet):
    setup = sheet.page_setup
    return {
        "name": sheet.title,
        "frozen": sheet.freeze_panes,
        "filter": sheet.auto_filter.ref,
        "repeatedRows": sheet.print_title_rows,
        "paper": f"{setup.paperSize} {setup.orientation}",
        "fit": f"{setup.fitToWidth}x{setup.fitToHeight}" if sheet.sheet_properties.pageSetUpPr.fitToPage else None,
        "head": sheet.oddHeader.left.text,
        "rows": [[cell_of(cell) for cell in row] for row in sheet.iter_rows()],
    }


with open(sys.argv[1], "rb") as file:
    book = openpyxl.load_workbook(file)
facts = {"title": book.properties.title, "creator": book.properties.creator}
print(json.dumps({**facts, "sheets": [sheet_of(sheet) for sheet in book]}))
