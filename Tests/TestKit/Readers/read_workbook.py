"""What openpyxl reads of a workbook, as JSON: every cell with its type, format and fill."""
import datetime
import json
import sys

import openpyxl


def text(value):
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return value


def cell(one):
    return {
        "value": text(one.value),
        "kind": one.data_type,
        "format": one.number_format,
        "fill": one.fill.fgColor.rgb if one.fill.fill_type == "solid" else None,
        "isPattern": one.fill.fill_type not in (None, "solid"),
    }


def sheet(one):
    return {
        "name": one.title,
        "frozen": one.freeze_panes,
        "rows": [[cell(each) for each in row] for row in one.iter_rows()],
        "charts": [
            {
                "kind": type(chart).__name__,
                "values": [series.val.numRef.f for series in chart.series],
                "categories": [
                    (series.cat.numRef or series.cat.strRef).f for series in chart.series
                ],
            }
            for chart in one._charts
        ],
    }


book = openpyxl.load_workbook(sys.argv[1])
json.dump({"sheets": [sheet(one) for one in book.worksheets]}, sys.stdout)
