# Writes the table of an export.json into a workbook: a row for each counter, an index and a
# consumption for each month. Prints the milliseconds of every pass, reading the file not counted.

import io
import json
import sys
import time

from openpyxl import Workbook

with open(sys.argv[1], encoding="utf-8") as file:
    table = json.load(file)

for _ in range(int(sys.argv[2])):
    start = time.monotonic()
    book = Workbook()
    sheet = book.active
    heads = [month for period in table["periods"] for month in (period, period + " DIFF")]
    sheet.append(["CH", "name", "unit", "latest", *heads])
    for channel in table["channels"]:
        for counter in channel["counters"]:
            latest = counter["latest"] and float(counter["latest"]["index"])
            row = [channel["channel"], channel["name"], counter["unit"]["symbol"], latest]
            for month in counter["months"]:
                row.append(None if month["index"] is None else float(month["index"]))
                row.append(None if month["diff"] is None else float(month["diff"]))
            sheet.append(row)
    book.save(io.BytesIO())
    print((time.monotonic() - start) * 1000)
