"""`python -m tests.bench.figures`: how exact and how fast releases are. Prints tables."""

import datetime as dt
import os
import resource
import secrets
import sys
import tempfile
import time
from itertools import combinations, product
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from sqlalchemy import insert  # noqa: E402 - the path comes first

from hrd_report.documents.facts import DIMENSIONS, MONTH_COLUMN, ROW_BYTES  # noqa: E402
from hrd_report.records import migrations  # noqa: E402
from hrd_report.records.database import open_database  # noqa: E402
from hrd_report.records.facts import Bucket, BucketState, Envelope, Fact, Part  # noqa: E402
from hrd_report.reference.load import load  # noqa: E402
from hrd_report.sealed import Sealed  # noqa: E402
from hrd_report.statistics import consistency, drawing, preview, releasing, rounding  # noqa: E402
from hrd_report.statistics.actions import Signer  # noqa: E402
from hrd_report.statistics.counting import count  # noqa: E402
from hrd_report.statistics.files import Words  # noqa: E402
from hrd_report.statistics.plan import plan_of  # noqa: E402
from hrd_report.statistics.plots import told  # noqa: E402
from hrd_report.statistics.releasing import Drawer  # noqa: E402
from hrd_report.statistics.tiers import CHOSEN, CROSSED, TIERS, Tier  # noqa: E402
from hrd_report.vault.fact_envelopes import Envelope as Sealing  # noqa: E402
from hrd_report.vault.keys import Key  # noqa: E402
from hrd_report.vault.signatures import SigningKey  # noqa: E402

LISTS = load().codes
EIGHT = (*CHOSEN[:-1], ("severity", "outcome"))
ONES = tuple((name,) for name in CROSSED)
REPORTED = {
    "M": Tier(id="M", tables=ONES + EIGHT, close={1: 0.4, 2: 0.6}, delta=1e-7),
    "L": Tier(
        id="L", tables=ONES + tuple(combinations(CROSSED, 2)), close={1: 0.4, 2: 0.6}, delta=1e-7
    ),
    "XL": Tier(
        id="XL",
        tables=ONES + tuple(combinations(CROSSED, 2)) + tuple(combinations(CROSSED, 3)),
        close={1: 0.15, 2: 0.25, 3: 0.6},
        delta=1e-7,
    ),
}
"""The workloads of the report: nine dimensions, everything in one release of a whole year."""
SIZES = (
    (200, "S", 300),
    (4_000, "M", 8),
    (10_000, "M", 8),
    (100_000, "L", 3),
    (1_000_000, "XL", 1),
)
LEAST = 20
PARTS = {"S": 1, "M": 2, "L": 4, "XL": 4}


KINDS = 6


def alone(many, seed):
    """Invent facts whose dimensions know nothing of each other."""
    return preview.invented(many, LISTS, seed=seed)


def together(many, seed):
    """Invent facts of six kinds of attack, each with codes of its own liking in half of them.

    The study's facts were skewed and went together, as real ones do; it does not say how.
    """
    facts, dice = preview.invented(many, LISTS, seed=seed), np.random.default_rng(seed)
    shares = 1 / np.arange(1, KINDS + 1)
    kind = dice.choice(KINDS, size=many, p=shares / shares.sum())
    for place, name in enumerate(DIMENSIONS, start=1):
        if place == MONTH_COLUMN:
            continue
        size = len(LISTS[name].codes)
        liking = np.array([dice.permutation(size) for _ in range(KINDS)])
        weights = 1 / np.arange(1, size + 1)
        liked = liking[kind, dice.choice(size, size=many, p=weights / weights.sum())]
        by_kind = dice.random(many) < 1 / 2
        facts[by_kind, place] = liked[by_kind]
    return facts


def errors(tier, size, many, rounds, invent):
    """Median relative error (%) by order: of a year's close with its buckets, and of one bucket."""
    close = plan_of(tier, Part.CLOSE, LISTS)
    parts = PARTS[size] if tier.bucket else 1
    bucket = plan_of(tier, Part.BUCKET, LISTS) if tier.bucket else None
    found, of_bucket, totals = {}, {}, []
    for turn in range(rounds):
        facts = invent(many, turn)
        pieces = np.array_split(facts, parts) if bucket else []
        drawn = [tuple(drawing._measured(count(one, bucket.tables), bucket)) for one in pieces]
        whole = count(facts, close.tables)
        measured = tuple(drawing._measured(whole, close))
        fitted = consistency.fit(drawing._with_earlier(measured, drawn))
        totals.append(abs(fitted.total - many) / many)
        compare(found, fitted, close.tables, whole)
        if drawn:
            compare(
                of_bucket, consistency.fit(drawn[0]), bucket.tables, count(pieces[0], bucket.tables)
            )
    return (
        {order: 100 * float(np.median(np.concatenate(all_))) for order, all_ in found.items()},
        {order: 100 * float(np.median(np.concatenate(all_))) for order, all_ in of_bucket.items()},
        100 * float(np.median(totals)),
    )


def compare(found, fitted, tables, counts):
    whole = rounding.whole(fitted, tables)
    for table, values, cells in zip(tables, whole.tables, counts.cells, strict=True):
        if any(axis.id == "country" for axis in table.axes):
            continue
        true = np.array(cells)
        large = true >= LEAST
        found.setdefault(table.order, []).append(
            np.abs(np.array(values)[large] - true[large]) / true[large]
        )


def said(by_order):
    return " / ".join(f"{error:.2f}" for _, error in sorted(by_order.items())) or "-"


def accuracy():
    for invent, (many, size, rounds) in product((alone, together), SIZES):
        ours, bucket, total = errors(TIERS[size], size, many, rounds, invent)
        study = errors(REPORTED[size], size, many, rounds, invent)[0] if size in REPORTED else {}
        print(
            f"{invent.__name__:>8} {many:>9} {size:>2}: close {said(ours)} %, "
            f"total {total:.2f} %; one bucket {said(bucket)} %; "
            f"the study's workload in one release {said(study)} %",
            flush=True,
        )


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def ten_millions():
    plan = plan_of(TIERS["XL"], Part.CLOSE, LISTS)
    facts = np.concatenate([preview.invented(2_500_000, LISTS, seed=n) for n in range(4)])
    base, began = peak(), time.perf_counter()
    counts = count(facts, plan.tables)
    counted = time.perf_counter() - began
    drawing.draw(counts, plan)
    took = time.perf_counter() - began
    print(
        f"10,000,000 unsealed rows, {len(plan.tables)} tables: counted {counted:.1f} s, "
        f"drawn {took:.1f} s; peak {peak()} MiB, rows and library {base} MiB",
        flush=True,
    )


def sealed(many, folder):
    """Fill a year of four quarters with facts under envelopes, and draw its close."""
    url = f"sqlite:///{folder}/bench.sqlite"
    database = open_database(url)
    migrations.upgrade(database.engine)
    key, signing = Key.new(), SigningKey.new()
    ends = ((1, 3, 31), (4, 6, 30), (7, 9, 30), (10, 12, 31))
    names = []
    for number, (first, last, day) in enumerate(ends, start=1):
        name = f"2026-Q{number}"
        names.append(name)
        envelopes = [Sealing(key.public, name) for _ in range(20)]
        facts = preview.invented(many // 4, LISTS, seed=number)
        with database.writing() as session:
            session.add(
                Bucket(
                    name=name,
                    first=dt.date(2026, first, 1),
                    last=dt.date(2026, last, day),
                    state=BucketState.FROZEN,
                    kid=key.kid,
                    public=key.public.raw,
                    holder=bytes(16),
                    grant=Sealed(b""),
                    size="XL",
                )
            )
            session.add_all(Envelope(id=one.id, bucket=name, body=one.sealed) for one in envelopes)
            rows = [
                {
                    "id": secrets.token_bytes(16),
                    "bucket": name,
                    "body": envelopes[n % 20].seal(row.tobytes()),
                }
                for n, row in enumerate(facts)
            ]
            for start in range(0, len(rows), 50_000):
                session.execute(insert(Fact), rows[start : start + 50_000])
            del rows
    assert ROW_BYTES == 16
    words = Words(LISTS, ("fr", "en"), "Bench")
    by = Drawer(
        database=database,
        lists=LISTS,
        clock=lambda: dt.datetime(2027, 2, 1, tzinfo=dt.UTC),
        signer=Signer(signing.public_raw, signing.sign),
        charts=lambda figures, series: told.charts(figures, series, words),
        languages=("fr", "en"),
        organisation="Bench",
        workers=2,
    )
    for name in [*names, "2026"]:
        began, load = time.perf_counter(), os.getloadavg()[0]
        files = releasing.release(by, name, lambda _: key)
        print(
            f"{name}: {time.perf_counter() - began:.1f} s, load {load:.0f}, "
            f"{len(files.archive) / 1e6:.1f} MB",
            flush=True,
        )
    database.close()


def main():
    what = sys.argv[1] if len(sys.argv) > 1 else "accuracy"
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    if what == "accuracy":
        accuracy()
    elif what == "rows":
        ten_millions()
    else:
        with tempfile.TemporaryDirectory() as folder:
            # Filling is another process, so that the peak below is the release's own.
            pid = os.fork()
            if pid == 0:
                sealed(int(what), folder)
                mine = peak()
                children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
                print(f"peak {mine} MiB, of helpers {children} MiB", flush=True)
                os._exit(0)
            os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
