"""`python -m tests.bench.figures rows` or `… 1000000`: how fast releases are. Prints figures."""

import datetime as dt
import os
import resource
import secrets
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from sqlalchemy import insert  # noqa: E402 - the path comes first

from hrd_report.documents.facts import ROW_BYTES  # noqa: E402
from hrd_report.records import migrations  # noqa: E402
from hrd_report.records.database import open_database  # noqa: E402
from hrd_report.records.facts import Bucket, BucketState, Envelope, Fact, Part  # noqa: E402
from hrd_report.reference.load import load  # noqa: E402
from hrd_report.sealed import Sealed  # noqa: E402
from hrd_report.statistics import drawing, preview, releasing  # noqa: E402
from hrd_report.statistics.actions import Signer  # noqa: E402
from hrd_report.statistics.counting import count  # noqa: E402
from hrd_report.statistics.files import Words  # noqa: E402
from hrd_report.statistics.plan import plan_of  # noqa: E402
from hrd_report.statistics.plots import told  # noqa: E402
from hrd_report.statistics.releasing import Drawer  # noqa: E402
from hrd_report.statistics.tiers import TIERS  # noqa: E402
from hrd_report.vault.fact_envelopes import Envelope as Sealing  # noqa: E402
from hrd_report.vault.keys import Key  # noqa: E402
from hrd_report.vault.signatures import SigningKey  # noqa: E402

LISTS = load().codes


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
        began, load, worked = time.perf_counter(), os.getloadavg()[0], os.times()
        files = releasing.release(by, name, lambda _: key)
        took, now = time.perf_counter() - began, os.times()
        own, helpers = (sum(now[a:b]) - sum(worked[a:b]) for a, b in ((0, 2), (2, 4)))
        print(
            f"{name}: {took:.1f} s, of processor time {own:.1f} s and {helpers:.1f} s in helpers, "
            f"load {load:.0f}, {len(files.archive) / 1e6:.1f} MB",
            flush=True,
        )
    database.close()


def main():
    what = sys.argv[1] if len(sys.argv) > 1 else "rows"
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    if what == "rows":
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
