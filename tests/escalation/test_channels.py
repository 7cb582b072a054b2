"""Each program's channel against a server that speaks its calls, and what comes back wrong."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from escalation.platform_servers import CID, DID, PASSWORD, TOKEN, Platform, certificate, serving
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.documents.escalations import DeliveryDocument
from hrd_report.escalation.channels.atproto import LABELER, AtprotoChannel, place
from hrd_report.escalation.channels.mastodon import MastodonChannel
from hrd_report.escalation.channels.protocol import Going, NotDelivered
from hrd_report.escalation.channels.wire import Server, Wire
from hrd_report.sealed import Plain

ITEMS = ["https://murmur.example/@crow/7", "https://murmur.example/@crow/8"]
MASTODON = {
    "comment": "HRD-7K2M-91QX: À voir",
    "category": "other",
    "rule_ids": [],
    "forward": False,
    "items": ITEMS,
}
ATPROTO = {
    "reasonType": "tools.ozone.report.defs#reasonHarassmentDoxxing",
    "reason": "HRD-7K2M-91QX: À voir",
    "items": ["https://bsky.app/profile/crow.example/post/3k2", f"at://{DID}"],
}
REPORTS = "/api/v1/reports"
CREATE = "/xrpc/com.atproto.moderation.createReport"


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def server(tls) -> Iterator[Platform]:
    with serving(*tls) as platform:
        yield platform


def document(call: dict) -> DeliveryDocument:
    return DeliveryDocument(
        address="",
        sender="",
        subject=Plain(""),
        body=Plain(""),
        message_id="",
        call=Plain(json.dumps(call)),
    )


def mastodon(server: Platform) -> MastodonChannel:
    return MastodonChannel(server.wire, server.base, TOKEN)


def atproto(server: Platform) -> AtprotoChannel:
    return AtprotoChannel(server.wire, server.base, "aubepine.example", PASSWORD)


def sent(channel, call: dict, *, done: int = 0) -> list[str]:
    kept: list[str] = []
    going = Going(before=lambda: None, keep=kept.append, done=done)
    assert channel.send(document(call), going).acknowledged
    return kept


def refused(channel, call: dict) -> NotDelivered:
    with pytest.raises(NotDelivered) as problem:
        channel.send(document(call), Going(before=lambda: None, keep=lambda _: None))
    assert problem.value.__cause__ is None
    return problem.value


def test_mastodon_gets_one_report_for_an_account_with_its_posts(server: Platform):
    assert sent(mastodon(server), MASTODON) == ["48915"]
    (report,) = server.posted(REPORTS)
    assert report["status_ids[]"] == ["7", "8"]
    assert (report["account_id"], report["category"], report["forward"]) == ("15", "other", "false")
    assert report["comment"] == MASTODON["comment"]
    assert all(call["resolve"] == "true" for path, call in server.calls if "search" in path)


def test_mastodon_gets_a_report_for_each_account_and_only_those_that_are_left(server: Platform):
    call = {**MASTODON, "items": [*ITEMS, "https://murmur.example/@a"]}
    assert len(sent(mastodon(server), call)) == 2
    server.calls.clear()
    assert len(sent(mastodon(server), call, done=1)) == 1
    (report,) = server.posted(REPORTS)
    assert report["account_id"] == "12"
    assert "status_ids[]" not in report


def test_atproto_gets_a_report_for_each_item_through_its_moderation_service(server: Platform):
    assert sent(atproto(server), ATPROTO) == ["17", "17"]
    post, account = server.posted(CREATE)
    assert post["subject"] == {
        "$type": "com.atproto.repo.strongRef",
        "uri": f"at://{DID}/app.bsky.feed.post/3k2",
        "cid": CID,
    }
    assert account["subject"] == {"$type": "com.atproto.admin.defs#repoRef", "did": DID}
    assert post["reasonType"] == ATPROTO["reasonType"]
    proxied = [one.get("atproto-proxy") for one in server.headers]
    assert proxied[-2:] == [LABELER, LABELER]
    assert server.calls[0][0].endswith("createSession")


def test_an_item_that_is_gone_sends_nothing(server: Platform):
    for channel, call, path in (
        (mastodon(server), MASTODON, REPORTS),
        (atproto(server), ATPROTO, CREATE),
    ):
        gone = {**call, "items": [*call["items"], call["items"][0].rsplit("/", 1)[0] + "/gone"]}
        problem = refused(channel, gone)
        assert (problem.problem, problem.lasting) == ("not_found_there", True)
        assert server.posted(path) == []


def test_what_was_stopped_a_moment_before_does_not_leave(server: Platform):
    def stop() -> None:
        raise KeyError

    with pytest.raises(KeyError):
        mastodon(server).send(document(MASTODON), Going(before=stop, keep=lambda _: None))
    assert server.posted(REPORTS) == []


@pytest.mark.parametrize(
    ("answer", "headers", "problem", "lasting", "unsure", "after"),
    [
        (422, {}, "refused_content", True, False, None),
        (404, {}, "refused_content", True, False, None),
        (401, {}, "refused_login", False, False, None),
        (429, {"Retry-After": "300"}, "too_often", False, False, 300),
        (429, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, "too_often", False, False, None),
        (429, {"Retry-After": "99999999"}, "too_often", False, False, 86400),
        (500, {}, "broken_there", False, True, None),
        (503, {"Retry-After": "60"}, "broken_there", False, True, 60),
        (302, {"Location": "https://elsewhere.example/"}, "redirected", True, False, None),
    ],
)
def test_what_a_server_answers_becomes_a_code(
    server: Platform, answer, headers, problem, lasting, unsure, after
):
    for channel, call, path in (
        (mastodon(server), MASTODON, REPORTS),
        (atproto(server), ATPROTO, CREATE),
    ):
        server.says[path] = (answer, headers, {"error": "words of theirs"})
        found = refused(channel, call)
        assert (found.problem, found.lasting, found.unsure) == (problem, lasting, unsure)
        assert found.after == (None if after is None else dt.timedelta(seconds=after))
        assert "theirs" not in str(found)


def test_a_server_that_hangs_after_it_was_told_may_have_it(server: Platform):
    server.silent |= {REPORTS, "/api/v2/search"}
    quick = replace(server.wire, seconds=0.3)
    found = refused(MastodonChannel(quick, server.base, TOKEN), MASTODON)
    assert (found.problem, found.unsure) == ("timeout", False)
    server.silent.remove("/api/v2/search")
    found = refused(MastodonChannel(quick, server.base, TOKEN), MASTODON)
    assert (found.problem, found.lasting, found.unsure) == ("timeout", False, True)


def test_a_wrong_secret_is_a_refused_login(server: Platform):
    wrong = AtprotoChannel(server.wire, server.base, "aubepine.example", "wrong")
    assert refused(wrong, ATPROTO).problem == "refused_login"
    assert refused(MastodonChannel(server.wire, server.base, "wrong"), MASTODON).problem == (
        "refused_login"
    )


def test_an_answer_that_is_no_answer_of_theirs_still_means_that_it_left(server: Platform):
    server.says[REPORTS] = (200, {}, ["?"])
    assert sent(mastodon(server), MASTODON) == [""]


def test_nothing_is_said_to_a_server_without_tls_or_with_a_strange_name(server: Platform):
    for base in ("http://127.0.0.1:1", server.base + "/path", "https://user@murmur.example", "x"):
        found = refused(MastodonChannel(server.wire, base, TOKEN), MASTODON)
        assert (found.problem, found.lasting) == ("bad_server", True)
    untrusted = MastodonChannel(Wire(seconds=5), server.base, TOKEN)
    assert refused(untrusted, MASTODON).problem == "not_private"
    assert server.calls == []


def test_a_server_that_is_not_there_is_unreachable(server: Platform):
    nowhere = MastodonChannel(server.wire, "https://127.0.0.1:1", TOKEN)
    found = refused(nowhere, MASTODON)
    assert (found.problem, found.unsure) == ("unreachable", False)


def test_an_answer_without_end_is_not_read_to_its_end(server: Platform):
    server.says["/endless"] = (200, {}, "x" * 2_000_000)
    with pytest.raises(NotDelivered) as problem:
        Server(server.wire, server.base, {}).get("/endless", {})
    assert problem.value.problem == "timeout"


@given(st.text(max_size=60))
def test_any_text_is_an_address_of_theirs_or_is_not(text):
    found = place("https://bsky.app/" + text)
    assert found is None or found[0]
