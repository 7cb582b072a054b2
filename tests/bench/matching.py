"""Matching and searching: `python -m tests.bench.matching [FOLDER-OF-POSTS]`.

Planted campaigns and changed posts judged in full; words searched, a case compared and all cases
looked at together over ten thousand cases, one hashtag in half of them.
"""

import csv
import datetime as dt
import os
import random
import secrets
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from databases import Databases
from desk.desk_house import filing, worker
from desk.indicators import planted
from house import House, build_house
from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.casefile import indexing, shelving, tracing
from hrd_report.casefile.indexing import Indexes
from hrd_report.desk.actions import comparing, looking, reading, searching
from hrd_report.desk.actions import tracing as described
from hrd_report.documents.traces import IndicatorDocument, TraceDocument
from hrd_report.records.base import add_rows
from hrd_report.records.cases import Case
from hrd_report.records.traces import Trace
from hrd_report.sealed import Plain
from hrd_report.vault.multimap import Term
from hrd_report.vault.traces import Content

CASES = 10_000
WORDS = 600
SEEDS = range(8)
ROUNDS = 5


def main() -> None:
    """Measure everything once."""
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the beginning")
    judge_campaigns()
    if len(sys.argv) > 1:
        judge_posts(Path(sys.argv[1]))
    with tempfile.TemporaryDirectory() as name:
        house = build_house(Path(name), Databases(Path(name), None).fresh())
        timed(house)
        house.close()
    print(f"load {os.getloadavg()[0]:.1f} at the end")


def judge_campaigns() -> None:
    """Judge groups at three limits, pairwise, in groups of three and more."""
    for least in (4, 5, 6):
        found = [planted.judged(planted.plant(seed), least) for seed in SEEDS]
        precision, recall = (statistics.mean(one) for one in zip(*found, strict=True))
        worst = ", ".join(f"{low:.2f}" for low in map(min, zip(*found, strict=True)))
        print(
            f"planted campaigns, score >= {least}: P {precision:.3f} R {recall:.3f}, worst {worst}"
        )


def judge_posts(folder: Path) -> None:
    """Judge copies of real posts that were changed."""
    for path in sorted(folder.glob("posts_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            posts = [row["text"] for row in csv.DictReader(file)]
        began = time.perf_counter()
        right, found, true = planted.nearly_the_same(posts, seed=1, copies=6)
        print(
            f"{path.name}, {len(posts)} posts: P {right / found:.4f} R {right / true:.4f}, "
            f"{found} pairs found, {time.perf_counter() - began:.1f} s"
        )


def timed(house: House) -> None:
    """Measure the desk over many cases."""
    filed = filing(house, story="a story of one case " * 40, assignee=house.people["heron"].id)
    began = time.perf_counter()
    fill(house)
    print(f"{CASES} traces of {WORDS} words in {time.perf_counter() - began:.1f} s")
    someone, parts = worker(house, "heron"), house.services
    with parts.database.reading() as session:
        case = session.scalars(select(Case).where(Case.id == filed.id)).one()
        file = reading.open_case(session, someone, case, parts.store)
        for name, work in (
            ("open all traces of the team", lambda: _walked(session, someone)),
            ("words that one case holds", lambda: search(session, someone, "needle", parts.store)),
            ("words that none holds", lambda: search(session, someone, "haystack", parts.store)),
            ("an account", lambda: search(session, someone, "@troll_7", parts.store)),
            ("is the trace behind", lambda: described.is_behind(session, someone, file)),
            ("page of matches", lambda: comparing.compare(session, someone, file)),
            ("all cases together", lambda: looking.look(session, someone, now=house.clock.now)),
        ):
            print(f"{name}: {spread(work)}")
        session.rollback()


def _walked(session: Session, someone: object) -> int:
    indexes = described.indexes_of(session, someone)  # type: ignore[arg-type]
    return sum(1 for _ in tracing.walk(session, indexes, someone.team_id))  # type: ignore[attr-defined]


def search(session: Session, someone: object, text: str, store: object) -> object:
    """Search as the page does."""
    return searching.search(session, someone, Plain(text), store)  # type: ignore[arg-type]


def fill(house: House) -> None:
    """Add cases with traces as opening them would leave them; the cases themselves are empty."""
    now, rows, shapes = house.clock.now, [], []
    with house.services.database.writing() as session:
        indexes = Indexes(session, house.people["heron"].key, house.team.kid)
        like = session.scalars(select(Case)).first()
        columns = {one.key for one in Case.__table__.columns} - {"id", "number"}
        for at in range(CASES):
            shape = {name: getattr(like, name) for name in columns}
            shape |= {"id": secrets.token_bytes(16), "number": f"bench {at}"}
            shape["received_day"] = now.date() - dt.timedelta(days=at % 365)
            shapes.append(shape)
            rows.append(row(session, indexes, at, shape, now.date()))
        add_rows(session, Case, *shapes)
        add_rows(session, Trace, *rows)
        hashtag = Term("hashtag", "word")
        for at, shape in enumerate(shapes[: 2 * indexing.MOST]):
            terms = [hashtag] if at % 2 else [Term("account", f"x:troll_{at % 3000}")]
            indexing.add(session, indexes.present, terms, shape["id"])


def row(
    session: Session, indexes: Indexes, at: int, shape: dict[str, object], day: dt.date
) -> dict[str, object]:
    """Return a trace of words by chance, as it is kept."""
    named = [("account", f"x:troll_{at % 3000}")] + [("hashtag", "word")] * (at % 2)
    document = TraceDocument(
        stamp=str(at),
        day=shape["received_day"].isoformat(),  # type: ignore[attr-defined]
        named=tuple(IndicatorDocument(kind=k, value=Plain(v)) for k, v in named),
        terms={kind: (value,) for kind, value in named},
        threats=("doxing",),
    )
    words = " ".join(random.choices(LETTERS, k=WORDS))
    words += " needle" if at == CASES // 2 else ""
    keys, trace_id = indexes.present, secrets.token_bytes(16)
    content = Content(words.encode(), tracing.to_json(document))
    blob = keys.tracer.seal(content, trace_id, shape["id"])
    blob, week = shelving.put_up(session, trace_id, keys.kid, blob, day=day)
    places = keys.tracer.seal_places((), trace_id)
    return {
        "id": trace_id,
        "team_id": shape["team_id"],
        "kid": keys.kid,
        "places": places,
        "case_id": shape["id"],
        "blob": blob,
        "shelf": week,
    }


LETTERS = [f"word{one}" for one in range(2000)]


def spread(work: object) -> str:
    """Return the median of some rounds, with the lowest and the highest, and what was work in it.

    The rest of the clock is others' work on the same processors, and the disk's.
    """
    took, worked, queued = [], [], []
    for _ in range(ROUNDS):
        began, busy, behind = time.perf_counter(), time.process_time(), waited()
        work()  # type: ignore[operator]
        took.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - busy) * 1000)
        queued.append((waited() - behind) * 1000)
    return (
        f"{statistics.median(took):.1f} ms ({min(took):.1f}-{max(took):.1f}), "
        f"{statistics.median(worked):.1f} ms of processor, "
        f"{statistics.median(queued):.1f} ms of waiting for one"
    )


def waited() -> float:
    """Return the seconds this thread was ready to run and others ran, as the kernel counts them."""
    return int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9


if __name__ == "__main__":
    main()
