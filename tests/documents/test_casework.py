"""What a platform is asked for comes from the newest finding on each step, and from failed ones."""

import datetime as dt

from hrd_report.documents import codec
from hrd_report.documents.casework import CheckDocument, FindingDocument, requests
from hrd_report.sealed import Plain

NOW = dt.datetime(2026, 11, 28, tzinfo=dt.UTC)


def found(step: str, finding: str, ask: str, *, minute: int = 0, platform: str = "x", **more):
    at = NOW + dt.timedelta(minutes=minute)
    words = {"reason": Plain("Why"), "ask": Plain(ask)}
    return FindingDocument(
        platform=platform, step=step, finding=finding, by="heron", at=at, **words, **more
    )


def test_requests_stand_in_the_order_of_the_steps_with_what_they_rest_on():
    checks = (
        CheckDocument(action="8.6", finding="not_met"),
        CheckDocument(action="8.7", finding="met"),
    )
    asked = requests(
        [
            found("10", "partly", "Publish."),
            found("8", "not_met", "Confirm.", checks=checks, evidence=("ab",)),
        ],
        "x",
    )
    assert [(one.step, one.ask.reveal()) for one in asked] == [
        ("8", "Confirm."),
        ("10", "Publish."),
    ]
    assert (asked[0].actions, asked[0].evidence) == (("8.6",), ("ab",))


def test_the_newest_finding_holds_and_nothing_is_asked_of_whoever_follows_the_step():
    old, new = found("8", "not_met", "Confirm."), found("8", "met", "Confirm.", minute=1)
    elsewhere = found("8", "not_met", "Confirm.", platform="facebook")
    wordless = found("9", "not_met", "")
    assert requests([new, old, elsewhere, wordless], "x") == []


def test_a_finding_from_before_there_were_checks_can_still_be_read():
    data = codec.to_data(found("8", "partly", "Confirm."))
    for name in ("source", "where", "evidence", "checks"):
        del data[name]
    assert codec.from_data(data, FindingDocument).checks == ()
