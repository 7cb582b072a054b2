from collections.abc import Iterator

import pytest
from escalation.escalated import Work, work_on
from escalation.mailbox import Mailbox, mailbox
from house import House


@pytest.fixture
def work(house: House) -> Work:
    """Give a case that a caseworker may write about, and no consent yet."""
    return work_on(house)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    """Give a mail server that takes everything."""
    with mailbox() as running:
        yield running
