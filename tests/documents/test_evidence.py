"""A notice waits for what was not captured; one address written in two ways is one address."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from hrd_report.documents import codec
from hrd_report.documents.evidence import CaptureDocument, not_captured, same_address
from hrd_report.sealed import Plain

AT = dt.datetime(2026, 11, 17, 8, 40, tzinfo=dt.timezone(dt.timedelta(hours=1)))


def captured(address: str, **more: object) -> CaptureDocument:
    said = {"by": "heron", "at": AT, "captured_at": AT, "tool": "ArchiveWeb.page 0.15"}
    return CaptureDocument(
        **said, method="caseworker_capture", sha256="0" * 64, link=Plain(address), **more
    )


def test_what_nobody_preserved_is_named_and_what_somebody_did_is_not():
    asked = [Plain("https://bad.example/post/1"), Plain("https://bad.example/post/2")]
    assert not_captured(asked, []) == tuple(asked)
    assert not_captured(asked, [captured("http://www.BAD.example/post/1/")]) == (asked[1],)
    elsewhere = captured("", url=Plain("bad.example/post/2"))
    assert not_captured(asked, [elsewhere]) == (asked[0],)


def test_another_post_of_the_same_account_is_not_captured_with_it():
    kept = [captured("https://bad.example/watch?v=1")]
    assert not_captured([Plain("https://bad.example/watch?v=2")], kept)
    assert not_captured([Plain("https://bad.example/Watch?v=1")], kept)


@given(st.text())
def test_any_text_is_some_address(text: str):
    assert same_address(Plain(text)) == same_address(Plain(f" {text} "))


def test_the_zone_in_which_a_capture_was_timed_stays():
    kept = codec.from_data(codec.to_data(captured("https://bad.example")), CaptureDocument)
    assert kept.captured_at.utcoffset() == dt.timedelta(hours=1)
