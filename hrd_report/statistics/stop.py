"""Internet shutdowns as figures with the column names of #KeepItOn's STOP data set. Draws none.

That data set lists shutdowns one by one; here stand counts of defenders whom one hit, by region, in
columns that carry its names where they mean the same, so that both can be laid side by side.
"""

import csv
import io
from collections.abc import Sequence
from typing import Final

from hrd_report.statistics.display import Figure
from hrd_report.statistics.recode import CROSS

FILE: Final = "shutdowns.csv"

_SHUTDOWN: Final = "internet_shutdown"
_HEADER: Final = (
    "start_date_type",
    "start_date",
    "end_date",
    "region",
    "shutdown_type",
    "defenders",
    "lower95",
    "upper95",
    "status",
)


def shutdowns(figures: Sequence[Figure], name: str) -> bytes:
    """Return one row for each region where regions were crossed with threats, else one in all."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_HEADER)
    rows = [one for one in figures if one.table == f"threat{CROSS}region"]
    rows = rows or [one for one in figures if one.table == "threat"]
    for one in rows:
        threat, _, region = one.code.partition(CROSS)
        if threat == _SHUTDOWN:
            numbers = (one.value, one.lower, one.upper)
            writer.writerow(["Period", name, name, region, "Shutdown", *numbers, one.status.value])
    return text.getvalue().encode()
