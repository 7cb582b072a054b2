"""A thousand people go a defender's whole way: nothing of them rests in clear, crash or not."""

import json
import os
import resource
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path

from canaries import at_rest, in_folder, in_rows
from databases import Databases
from running import ROOT, Served, start
from sqlalchemy import Engine, NullPool, create_engine
from strangers import AT_ONCE, CROWDED, Stranger, Traces

from hrd_report.vault import receipts

PEOPLE = {"sqlite": 1000, "postgresql": 200}
"""The program is the same on both, and so many a second are all that a machine of CI takes."""

Doing = Callable[[Stranger], int]


def report(one: Stranger, *, content: bytes = b"") -> tuple[str, int]:
    """Report by form. Return the receipt and what was answered."""
    receipt = receipts.new().form_value()
    fields = {
        "receipt": receipt,
        "danger": "no",
        "threat": "doxing",
        "story": f"Depuis lundi {one.word('story')} écrit.",
        "links": f"https://example.org/{one.word('link')}",
    }
    return receipt, one.send("/fr/report", fields, content).status


def alone(one: Stranger) -> int:
    return report(one)[1]


def with_a_file(one: Stranger) -> int:
    size = 300_000 if one.number % 40 == 2 else 2_000
    return report(one, content=one.word("content").encode() * (size // 18))[1]


def by_program(one: Stranger) -> int:
    body = {
        "threats": ["doxing"],
        "story": one.word("api story"),
        "links": [f"https://example.org/{one.word('api link')}"],
        "danger": "no",
        "language": "fr",
    }
    headers = {"Content_Type": "application/json", "Idempotency_Key": one.word("api key")}
    sent = json.dumps(body).encode()
    while (answer := one.ask("POST", "/api/v1/reports", sent, **headers)).status == CROWDED:
        time.sleep(0.1)
    return answer.status


def comes_back(one: Stranger) -> int:
    """Report, return, write a letter with a file, answer more, agree, and look again."""
    receipt, status = report(one)
    assert status == 200
    assert one.post("/fr/return", {"receipt": receipt}).status == 303
    form = one.ask("GET", "/fr/case").form("/case/message")
    typed = {"once": form.fields["once"].value, "message": one.word("letter")}
    assert one.send(form.action, typed, one.word("letter file").encode() * 99).status == 303
    for page, typed in (
        ("more/4", {"grounds": one.word("further answer"), "go": "stop"}),
        ("more/11", {"hashtags": f"#{one.word('hashtag')}", "go": "stop"}),
        ("consents/notice_anonymous", {"other": one.word("addressee"), "answer": "yes"}),
    ):
        form = one.ask("GET", f"/fr/case/{page}").form(page)
        asked = {name: field.value for name, field in form.fields.items() if field.value}
        assert one.post(form.action, asked | typed).status == 303
    assert one.word("letter") not in one.ask("GET", "/fr/case").text
    return status


def errs(one: Stranger) -> int:
    """Report what the form refuses, try words that open nothing, meet every page of an error."""
    refused = {"receipt": one.word("no receipt"), "danger": one.word("danger")}
    assert one.send("/fr/report", refused | {"story": one.word("refused")}).status == 422
    words = " ".join(one.word("wrong receipt") for _ in range(12))
    assert one.post("/fr/return", {"receipt": words}).status == 422
    assert one.ask("GET", f"/fr/{one.word('path')}?q={one.word('query')}").status == 404
    assert one.send("/fr/case/message", {"message": one.word("too late")}).status == 401
    assert one.ask("POST", "/api/v1/reports", one.word("no json").encode()).status >= 400
    return alone(one)


def is_cut_off(one: Stranger) -> int:
    """Begin to send, and lose the line; then send it once more, whole."""
    fields = {"receipt": receipts.new().form_value(), "story": one.word("cut off")}
    one.break_off("/fr/report", fields, one.word("half a file").encode() * 9_000)
    return alone(one)


KINDS: tuple[Doing, ...] = (
    *(alone, by_program, with_a_file, is_cut_off, comes_back),
    *(alone, by_program, with_a_file, alone, errs),
    *(alone, by_program, with_a_file, is_cut_off, alone),
    *(alone, by_program, with_a_file, alone, alone),
)
"""What the first, the second … of twenty people does."""


def send(url: str, traces: Traces, numbers: range) -> Counter[str]:
    """Let people do what they do. Return how many of each kind were told that it is kept."""

    def one_goes(number: int) -> str:
        doing = KINDS[number % len(KINDS)]
        with Stranger(url, traces, number) as one:
            try:
                status = doing(one)
            except (OSError, HTTPException):
                return "lost"
        return doing.__name__ if status in {200, 201} else f"{doing.__name__}: {status}"

    with ThreadPoolExecutor(AT_ONCE) as people:
        return Counter(people.map(one_goes, numbers))


@contextmanager
def cores_allowed() -> Iterator[None]:
    """Let processes that are started now write core files, as a careless operator would."""
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_CORE, before)


def fall(served: Served) -> None:
    """Let every process fall as over a fault in a library; cut the power of what is left."""
    falling = served.pids()[1:]
    for pid in falling:
        os.kill(pid, signal.SIGSEGV)
    while any(_is_alive(pid) for pid in falling):
        time.sleep(0.02)  # a core takes its time
    served.kill()


def _is_alive(pid: int) -> bool:
    """Whether a process is still there, and not only its place in the list."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # gone before or while it is read
        return False


def test_a_thousand_people_leave_no_word_and_no_address(tmp_path: Path, databases: Databases):
    url = databases.fresh()
    # No connection stays open: reading SQLite's files as files would take its locks away.
    engine = create_engine(url, poolclass=NullPool)
    folder = tmp_path / "served"
    temporary = folder / "temporary"
    temporary.mkdir(parents=True)
    settings = {"HRD_DATABASE_URL": url, "TMPDIR": str(temporary)}
    traces, people = Traces(), PEOPLE[engine.dialect.name]
    with cores_allowed():
        served = start(folder, **settings)
    counted = send(served.url, traces, range(people * 9 // 10))
    assert left(folder, engine, traces) == {}, "while it serves"
    with ThreadPoolExecutor(1) as later:
        begun = len(traces.words)
        going = later.submit(send, served.url, traces, range(people, people + AT_ONCE * 4))
        while len(traces.words) < begun + 9 * AT_ONCE:
            time.sleep(0.01)  # until some have sent all they have
        fall(served)
        in_the_fall = going.result()
    assert left(folder, engine, traces) == {}, "after the fall"
    served = start(folder, **settings)
    counted += send(served.url, traces, range(people * 9 // 10, people))
    served.process.send_signal(signal.SIGINT)
    served.process.wait(30)
    assert left(folder, engine, traces) == {}, "after it was stopped"
    assert not list(temporary.iterdir())
    figures = dict(counted), dict(in_the_fall), f"{len(traces.words)} words and no trace"
    print(engine.dialect.name, *figures, sep="; ")  # noqa: T201 - for whoever reads the run
    assert set(counted) == {one.__name__ for one in KINDS}
    assert counted.total() == people


def left(folder: Path, engine: Engine, traces: Traces) -> dict[str, object]:
    """Return where anything of anybody was found, and what should not be there at all."""
    places = {
        "rows": in_rows(engine, traces),
        "database files": at_rest(engine, traces),
        "folders": in_folder(folder, traces),
        "cores": [one.name for one in (*folder.rglob("core*"), *ROOT.glob("core*"))],
    }
    return {name: found for name, found in places.items() if found}
