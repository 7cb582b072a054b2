"""Pages: `python -m tests.bench.pages` measures what each page of a defender costs its server.

One process, no network, a clock of its own; what is held on purpose is not held here. Beside the
time by the clock stands the processor's, which other work on the machine does not lengthen.
"""

import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from databases import Databases
from flask.testing import FlaskClient
from forms_on_pages import read
from house import build_house
from intake.door import fresh_receipt

from hrd_report.vault import receipts

LOOKS, SENDS = 200, 60
OPENS = {"Accept-Encoding": "gzip"}
"""As every browser says: pages of our own words come squeezed, and that is paid for here."""
STORY = "Since Monday an account posts my address and asks others to come. " * 12
LOOKED_AT = {
    "start": "/fr/",
    "return": "/fr/return",
    "case": "/fr/case",
    "further pages": "/fr/case/more",
    "a further page": "/fr/case/more/3",
    "the longest further page": "/fr/case/more/2",
    "consents": "/fr/case/consents",
    "one consent": "/fr/case/consents/notice_anonymous",
    "advice": "/fr/advice/doxing",
    "helpers": "/fr/helpers",
    "nothing here": "/fr/nothing",
}
Send = Callable[[FlaskClient], tuple[str, dict[str, object]]]


def main() -> None:
    """Measure every page once and print a row for each."""
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the beginning")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        house = build_house(folder / "house", Databases(folder, None).fresh())
        client = house.client()
        with_a_case(client)
        for page, path in LOOKED_AT.items():
            expected = 404 if page == "nothing here" else 200
            measured(page, LOOKS, expected, lambda path=path: client.get(path, headers=OPENS))
        for page, (send, expected) in SENT.items():
            prepared = iter([send(client) for _ in range(SENDS)])
            measured(
                page,
                SENDS,
                expected,
                lambda prepared=prepared: posted(client, *next(prepared)),
            )
        house.close()
    print(f"load {os.getloadavg()[0]:.1f} at the end")


def measured(page: str, count: int, expected: int, ask: Callable[[], object]) -> None:
    """Print the median of many requests: milliseconds by the clock, and of the processor."""
    by_clock, worked = [], []
    for _ in range(count):
        began, busy = time.perf_counter(), time.thread_time()
        answer = ask()
        worked.append((time.thread_time() - busy) * 1000)
        by_clock.append((time.perf_counter() - began) * 1000)
        if answer.status_code != expected:
            raise RuntimeError(f"{page} answers {answer.status_code}")
    size = len(answer.get_data())
    print(
        f"{page}: {statistics.median(by_clock):.1f} ms, "
        f"{statistics.median(worked):.1f} ms of processor, {size} bytes"
    )


def with_a_case(client: FlaskClient) -> None:
    """Report, come back, and exchange some letters and consents."""
    receipt = fresh_receipt(client, "fr")
    client.post("/fr/report", data={"receipt": receipt, "threat": "doxing", "story": STORY})
    client.post("/fr/return", data={"receipt": receipt})
    for _ in range(5):
        posted(client, *a_letter(client))
    for purpose in ("advice", "statistics"):
        path, data = a_form(client, "/fr/case/consents", f"/consents/{purpose}")
        client.post(path, data=data | {"answer": "yes"})


def posted(client: FlaskClient, path: str, data: dict[str, object]) -> object:
    """Send a form as a browser sends one with room for files."""
    return client.post(path, data=data, content_type="multipart/form-data")


def a_form(client: FlaskClient, page: str, action: str) -> tuple[str, dict[str, object]]:
    """Return where a form of a page goes, and what it holds untouched."""
    found = read(client.get(page).text, page).forms
    form = next(one for one in found if one.action.partition("?")[0].endswith(action))
    return form.action, {name: one.value for name, one in form.fields.items() if one.value}


def a_report(client: FlaskClient) -> tuple[str, dict[str, object]]:
    """Return a whole report, with a small file."""
    del client
    receipt = receipts.new().form_value()
    fields = {"receipt": receipt, "danger": "no", "threat": "doxing", "story": STORY}
    return "/fr/report", fields | {"files": (io.BytesIO(b"x" * 9000), "capture.png")}


def a_letter(client: FlaskClient) -> tuple[str, dict[str, object]]:
    """Return a letter."""
    path, data = a_form(client, "/fr/case", "/case/message")
    return path, data | {"message": STORY}


def a_receipt(client: FlaskClient) -> tuple[str, dict[str, object]]:
    """Return a receipt that nothing answers to."""
    del client
    return "/fr/return", {"receipt": receipts.new().form_value()}


SENT: dict[str, tuple[Send, int]] = {
    "a report with a file, and its receipt": (a_report, 200),
    "a letter": (a_letter, 303),
    "a receipt that is none": (a_receipt, 422),
}

if __name__ == "__main__":
    main()
