"""The web server's own log names no visit, no address and no path."""

import logging

import pytest
from gunicorn.config import Config

from hrd_report.cli.quiet import QuietLogger
from hrd_report.web import log

SECRET = "203.0.113.7"


@pytest.fixture
def quiet() -> QuietLogger:
    logger = QuietLogger(Config())
    logger.error_log.propagate = True
    logger.error_log.setLevel(logging.DEBUG)
    return logger


def test_no_visit_is_logged(quiet: QuietLogger, caplog: pytest.LogCaptureFixture):
    quiet.access(None, None, {"REMOTE_ADDR": SECRET}, None)
    assert caplog.records == []


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        (f"Invalid request from ip={SECRET}: {SECRET}", ()),
        ("Error handling request %s", (f"/en/{SECRET}",)),
        ("Ignoring EPIPE", ()),
    ],
)
def test_a_complaint_is_cut_before_what_was_filled_in(
    quiet: QuietLogger, caplog: pytest.LogCaptureFixture, message: str, parts: tuple[str, ...]
):
    for complain in (quiet.warning, quiet.error, quiet.exception):
        complain(message, *parts)
    assert len(caplog.records) == 3
    assert SECRET not in caplog.text
    assert all(record.exc_info is None for record in caplog.records)


def test_a_failure_is_logged_without_its_message(caplog: pytest.LogCaptureFixture):
    log.unexpected(ValueError(SECRET))
    assert SECRET not in caplog.text
    assert "ValueError" in caplog.text


def test_an_event_is_logged_with_numbers_only(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    log.note("cleared", sessions=3)
    assert caplog.messages == ["cleared sessions=3"]
