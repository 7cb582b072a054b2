"""Gives the jobs' tests a case with a consent, and a mail server."""

from collections.abc import Iterator

import pytest
from escalation.escalated import Work, work_on
from escalation.mailbox import Mailbox, mailbox
from house import House


@pytest.fixture
def work(house: House) -> Work:
    """Give a case that a caseworker may write about, with a consent."""
    made = work_on(house)
    made.consent()
    return made


@pytest.fixture
def box() -> Iterator[Mailbox]:
    """Give a mail server that takes everything."""
    with mailbox() as running:
        yield running
