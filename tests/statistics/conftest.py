"""What the tests of statistics share: invented facts, a bucket with its key, a narrow database."""

import datetime as dt
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pytest
from databases import Databases

from hrd_report.documents.facts import DIMENSIONS, MONTH_COLUMN, MONTHS, ROW_BYTES, VERSION, column
from hrd_report.records.database import Database, open_database
from hrd_report.records.facts import APPENDABLE, READABLE, WRITABLE, Bucket, BucketState, Fact, Part
from hrd_report.reference.codes import CodeList
from hrd_report.reference.load import load
from hrd_report.sealed import Sealed
from hrd_report.statistics.actions import Signer
from hrd_report.statistics.plan import Plan, plan_of
from hrd_report.statistics.recode import Table
from hrd_report.statistics.shape import Matrix
from hrd_report.statistics.tiers import SMALL
from hrd_report.vault.facts import seal_fact
from hrd_report.vault.keys import Key
from hrd_report.vault.signatures import SigningKey

Lists = Mapping[str, CodeList]
FactsOf = Callable[[int, int], Matrix]


@pytest.fixture(scope="session")
def lists() -> Lists:
    return load().codes


@pytest.fixture(scope="session")
def tables(lists: Lists) -> tuple[Table, ...]:
    return plan_of(SMALL, Part.CLOSE, lists).tables


@pytest.fixture(scope="session")
def plan(lists: Lists) -> Plan:
    return plan_of(SMALL, Part.CLOSE, lists)


@pytest.fixture(scope="session")
def facts_of(lists: Lists) -> FactsOf:
    """Invent `n` facts, skewed as real ones are: the first codes of a list are the frequent."""

    def invent(n: int, seed: int) -> Matrix:
        dice = np.random.default_rng(seed)
        facts = np.zeros((n, ROW_BYTES), dtype=np.uint8)
        facts[:, 0] = VERSION
        for name in DIMENSIONS:
            weights = 1 / np.arange(1, len(lists[name].codes) + 1)
            facts[:, column(name)] = dice.choice(len(weights), size=n, p=weights / weights.sum())
        facts[:, MONTH_COLUMN] = dice.integers(1, MONTHS + 1, size=n)
        return facts

    return invent


@dataclass(frozen=True)
class Office:
    """A database as statistics sees it (`narrow`) and as the desk does (`whole`), and the keys."""

    whole: Database
    narrow: Database
    key: Key
    signer: Signer

    def add_bucket(
        self,
        name: str,
        first: dt.date,
        last: dt.date,
        state: BucketState = BucketState.FROZEN,
        size: str = "S",
    ) -> None:
        with self.whole.writing() as session:
            session.add(
                Bucket(
                    name=name,
                    first=first,
                    last=last,
                    state=state,
                    kid=self.key.kid,
                    public=self.key.public.raw,
                    holder=bytes(16),
                    grant=Sealed(b""),
                    size=size,
                )
            )

    def add_facts(self, bucket: str, facts: Matrix, sealed_for: str | None = None) -> None:
        with self.whole.writing() as session:
            session.add_all(
                Fact(
                    id=secrets.token_bytes(16),
                    bucket=bucket,
                    body=seal_fact(row.tobytes(), self.key.public, sealed_for or bucket),
                )
                for row in facts
            )


@pytest.fixture
def office(databases: Databases) -> Iterator[Office]:
    url = databases.fresh()
    whole, narrow = (
        open_database(url),
        open_database(url, readable=READABLE, writable=WRITABLE, appendable=APPENDABLE),
    )
    signing = SigningKey.new()
    yield Office(whole, narrow, Key.new(), Signer(signing.public_raw, signing.sign))
    narrow.close()
    whole.close()
    databases.drop(url)
