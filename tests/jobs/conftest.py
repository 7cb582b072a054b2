"""Gives the jobs' tests a case with a consent, and a mail server."""

from collections.abc import Iterator

import pytest
from escalation.dovecot import Dovecot, dovecot
from escalation.escalated import Work, work_on
from escalation.mailbox import Mailbox, mailbox
from escalation.platform_servers import certificate
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


@pytest.fixture(scope="session")
def imap_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dovecot]:
    """Run a real mail server once for all."""
    folder = tmp_path_factory.mktemp("dovecot")
    _, trust = certificate(folder)
    with dovecot(folder, trust) as running:
        yield running


@pytest.fixture
def post(imap_server: Dovecot) -> Dovecot:
    """Give a real mailbox with nothing in it."""
    imap_server.empty()
    return imap_server


@pytest.fixture
def answered(house: House) -> Work:
    """Give a case with a consent, in a house that reads its mailbox."""
    made = work_on(house.with_settings(imap_url="imaps://a:b@127.0.0.1"))
    made.consent()
    return made
