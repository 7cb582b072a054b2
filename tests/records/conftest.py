"""Gives the records' tests a database of their own, without a house around it."""

from collections.abc import Iterator

import pytest
from databases import Databases
from records.kept_rows import Opened, opening

from hrd_report.records.database import Database


@pytest.fixture
def opened(databases: Databases) -> Iterator[Opened]:
    with opening(databases) as found:
        yield found


@pytest.fixture
def database(opened: Opened) -> Database:
    return opened.whole
