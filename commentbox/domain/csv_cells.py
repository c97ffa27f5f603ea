"""Tables for people who open them in a spreadsheet: no cell there is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: object) -> str:
    """Its text, with an apostrophe before what a spreadsheet would work out instead of show."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) and not isinstance(value, int | float) else text


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """As RFC 4180 says: a line of names, CRLF, quotes where they are needed."""
    return csv_line(columns) + "".join(csv_line([row.get(column) for column in columns]) for row in rows)


def csv_line(cells: Sequence[object]) -> str:
    """One line of such a table, with its end."""
    text = io.StringIO()
    csv.writer(text).writerow([safe_cell(cell) for cell in cells])
    return text.getvalue()
