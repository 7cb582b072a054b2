"""Each way from a consent to a decision, through the pages, to servers that speak real calls."""

import datetime as dt
import email
import email.policy
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
import xarf
from escalation.escalated import Sheet, Work
from escalation.gnupg import gnupg
from escalation.mailbox import Mailbox
from escalation.platform_servers import PASSWORD, TOKEN, Platform, certificate, serving
from escalation.ways_taken import choose, drafted, outbox, take_account

from hrd_report.documents import codec
from hrd_report.documents.correspondence import AccountDocument
from hrd_report.jobs.outbox import AGAIN, deliver
from hrd_report.records import correspondence
from hrd_report.records.acts import Act
from hrd_report.records.escalations import DeliveryState
from hrd_report.sealed import Plain, Sealed
from hrd_report.vault import age, items, recipients
from hrd_report.vault.keys import Key
from hrd_report.vault.preamble import Context

DOXXING = "tools.ozone.report.defs#reasonHarassmentDoxxing"


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def server(tls) -> Iterator[Platform]:
    with serving(*tls) as platform:
        yield platform


def decided(made: Sheet) -> None:
    assert made.decide("removed", reasons_given="yes").status_code == 303
    assert made.state == "decided"
    assert made.work.events()[-1] == "escalation_decided"


def test_mastodon_from_consent_to_decision(work: Work, server: Platform):
    account = take_account(work, kind="mastodon", server=server.base, secret=TOKEN)
    url = "https://murmur.example/@crow/7"
    made = drafted(work, "mastodon", "mastodon", url, account=account, reason="other")
    preview = json.loads(made.preview)
    assert preview["items"] == [url]
    assert TOKEN not in made.page
    assert made.send().status_code == 303
    assert server.calls == []
    assert deliver(outbox(work, server))
    (report,) = server.posted("/reports")
    assert (report["comment"], report["status_ids[]"]) == (preview["comment"], ["7"])
    assert made.state == "acknowledged"
    assert "48915" in made.page
    assert Act.ACKNOWLEDGED in made.acts()
    assert made.row.due_at == made.row.decision_due
    decided(made)


def test_atproto_from_consent_to_decision(work: Work, server: Platform):
    account = take_account(
        work, kind="atproto", server=server.base, name="aubepine.example", secret=PASSWORD
    )
    url = "https://bsky.app/profile/crow.example/post/3k2"
    made = drafted(work, "bluesky", "atproto", url, account=account, reason=DOXXING)
    assert made.send().status_code == 303
    assert deliver(outbox(work, server))
    (report,) = server.posted("createReport")
    assert report["reason"] == json.loads(made.preview)["reason"]
    assert made.state == "acknowledged"
    decided(made)


def test_xarf_to_a_host_from_consent_to_decision(work: Work, box: Mailbox):
    made = drafted(
        work, "hosting_provider", "xarf", "https://login.example.net/x", reason="phishing"
    )
    assert '"source_identifier": "login.example.net"' in made.preview
    assert made.send().status_code == 303
    assert deliver(work.outbox(box.server))
    words, file = box.messages[0].iter_parts()
    read = xarf.parse(file.get_content().decode())
    assert (read.errors, read.report.type, read.report.url) == (
        [],
        "phishing",
        "https://login.example.net/x",
    )
    assert words.get_content().replace("\r\n", "\n") + "\n" in made.preview + "\n"
    assert made.state == "sent"
    decided(made)


def test_encrypted_mail_from_consent_to_decision(work: Work, box: Mailbox, tmp_path):
    ring = gnupg(tmp_path)
    key = ring.key("abuse@murmur.example")
    made = drafted(work, "telegram", "email", "https://t.me/somechannel/41", key=key)
    assert "encrypted to their key" in made.page
    assert made.send().status_code == 303
    assert deliver(work.outbox(box.server))
    _, block = box.messages[0].iter_parts()
    inside = email.message_from_bytes(ring.opened(block.get_content()), policy=email.policy.SMTP)
    assert inside.get_content().replace("\r\n", "\n") == made.preview
    ring.close()
    decided(made)


def test_a_key_that_ran_out_between_writing_and_sending_is_a_dead_letter(work, box, tmp_path):
    ring = gnupg(tmp_path)
    key = ring.key("abuse@murmur.example", born="20261101T000000", lasts="25d")
    made = drafted(work, "telegram", "email", "https://t.me/somechannel/41", key=key)
    assert made.send().status_code == 303
    work.house.clock.advance(dt.timedelta(days=6))
    assert deliver(work.outbox(box.server))
    assert (made.state, made.delivery.problem, box.raw) == ("failed", "key_expired", [])
    assert "Their key has run out." in made.page
    assert made.do("rework").status_code == 303
    assert "Ask them for a newer one." in made.page
    ring.close()


def test_a_form_copied_by_hand_from_consent_to_decision(work: Work, box: Mailbox):
    made = drafted(work, "telegram", "form", "https://t.me/somechannel/41")
    assert made.send().status_code == 303
    assert made.delivery.state is DeliveryState.BY_HAND
    assert not deliver(work.outbox(box.server))
    page = work.get(f"{made.path}/by-hand").text
    assert "https://telegram.org/dsa-report" in page
    fields = re.findall(r"<textarea id=\"([\w-]+)\"", page)
    assert fields == ["block-notifier_name", "block-notifier_email", "block-urls", "block-whole"]
    assert "https://t.me/somechannel/41</textarea>" in page
    any_form = work.get(f"{made.path}/by-hand?form=any").text
    assert "A post that shows a home address" in any_form
    late = made.do("sent-by-hand", day="2026-11-22", reference="")
    assert late.status_code == 422
    assert "This day cannot be" in late.text
    assert made.do("sent-by-hand", day="2026-11-21", reference="TG-77").status_code == 303
    assert made.state == "acknowledged"
    assert "TG-77" in made.page
    assert work.events()[-2:] == ["escalation_sent", "escalation_acknowledged"]
    decided(made)


def test_what_is_in_hand_is_gone_from_the_hands_once_the_consent_is(work: Work):
    consent = work.consent()
    made = work.draft()
    assert choose(made, "letter", target="Telegram\nSomewhere 1").status_code == 303
    assert made.send().status_code == 303
    assert "Somewhere 1" in work.get(f"{made.path}/letter").text
    work.withdraw(consent)
    for path in ("by-hand", "letter"):
        assert work.get(f"{made.path}/{path}").status_code == 409
    assert made.do("sent-by-hand", day="2026-11-21").status_code == 409
    assert made.state == "queued"


def test_a_package_opens_with_the_partner_s_key_alone_and_each_copy_has_its_mark(work: Work):
    partner = Key.new()
    made = drafted(
        work,
        "telegram",
        "package",
        "https://t.me/somechannel/41",
        key=recipients.encode(partner.public),
        target="Réseau Pavot",
    )
    assert made.send().status_code == 303
    marks = set()
    for _ in range(2):
        answer = made.do("package")
        sealed = Sealed(answer.data)
        packed = zipfile.ZipFile(io.BytesIO(age.unseal(sealed, partner)))
        said = json.loads(packed.read("notice.json"))
        words = packed.read("notice.txt").decode()
        assert said["items"][0]["url"] == "https://t.me/somechannel/41"
        assert f"Copy {said['copy']}, made for Réseau Pavot alone." in words
        assert packed.comment.decode() == said["copy"]
        assert made.preview in words
        marks.add(said["copy"])
    assert len(marks) == 2
    assert made.do("sent-by-hand", day="2026-11-21").status_code == 303
    assert made.state == "sent"


def test_a_report_that_may_have_arrived_goes_again_and_is_marked(work: Work, server: Platform):
    account = take_account(work, kind="mastodon", server=server.base, secret=TOKEN)
    url = "https://murmur.example/@crow/7"
    made = drafted(work, "mastodon", "mastodon", url, account=account, reason="other")
    assert made.send().status_code == 303
    server.says["/api/v1/reports"] = (500, {}, {})
    assert deliver(outbox(work, server))
    assert (made.state, made.delivery.problem) == ("queued", "no_answer")
    del server.says["/api/v1/reports"]
    work.house.clock.advance(dt.timedelta(minutes=2))
    assert deliver(outbox(work, server))
    assert (made.state, made.delivery.problem) == ("acknowledged", AGAIN)


def test_a_server_that_asks_to_wait_is_left_alone_as_long(work: Work, server: Platform):
    account = take_account(work, kind="mastodon", server=server.base, secret=TOKEN)
    url = "https://murmur.example/@crow/7"
    made = drafted(work, "mastodon", "mastodon", url, account=account, reason="other")
    assert made.send().status_code == 303
    server.says["/api/v1/reports"] = (429, {"Retry-After": "7200"}, {})
    assert deliver(outbox(work, server))
    assert made.delivery.next_at == work.house.clock.now + dt.timedelta(hours=2)
    assert made.delivery.problem == "too_often"


def test_parts_that_left_before_a_break_do_not_leave_twice(work: Work, server: Platform):
    account = take_account(work, kind="mastodon", server=server.base, secret=TOKEN)
    work.consent(platform="mastodon")
    urls = ["https://murmur.example/@crow/7", "https://murmur.example/@a/8"]
    made = work.draft("mastodon", url=urls, action=["remove"] * 2, object_id=["", ""])
    assert choose(made, "mastodon", account=account, reason="other").status_code == 303
    assert made.send().status_code == 303
    first = outbox(work, server)
    with pytest.raises(_Killed):
        deliver(replace(first, clock=_killed_after(first.clock, server)))
    assert len(server.posted("/reports")) == 1
    work.house.clock.advance(dt.timedelta(minutes=11))
    assert deliver(first)
    accounts = [one["account_id"] for one in server.posted("/reports")]
    assert accounts in (["15", "12"], ["15", "15", "12"])
    assert made.delivery.problem == AGAIN


class _Killed(BaseException):
    """As a kill -9: nothing of ours runs any more."""


def _killed_after(clock, server: Platform):
    def now() -> dt.datetime:
        if server.posted("/reports"):
            raise _Killed
        return clock()

    return now


def test_a_consent_that_is_withdrawn_in_the_queue_keeps_a_program_from_being_called(
    work: Work, server: Platform
):
    account = take_account(work, kind="mastodon", server=server.base, secret=TOKEN)
    consent = work.consent(platform="mastodon")
    made = work.draft("mastodon", url=["https://murmur.example/@crow/7"], object_id=[""])
    assert choose(made, "mastodon", account=account, reason="other").status_code == 303
    assert made.send().status_code == 303
    work.withdraw(consent)
    assert deliver(outbox(work, server))
    assert (made.state, server.calls) == ("stopped", [])


def test_an_account_s_secret_opens_with_the_delivery_key_alone_and_ends(work: Work, server):
    account = take_account(work, kind="mastodon", server=server.base, secret=TOKEN)
    with work.house.services.database.reading() as session:
        row = session.get_one(correspondence.PlatformAccount, bytes.fromhex(account))
    context = Context("account", bytes(16), row.id)
    opened = items.open_json(row.blob, work.house.secrets.delivery, context)
    assert codec.from_data(opened, AccountDocument).secret == Plain(TOKEN)
    url = "https://murmur.example/@crow/7"
    made = drafted(work, "mastodon", "mastodon", url, account=account, reason="other")
    assert made.send().status_code == 303
    work.sign_in("avocet")
    assert work.post("/admin/platform-accounts/end", {"account": account}).status_code == 303
    assert deliver(outbox(work, server))
    assert (made.state, made.delivery.problem) == ("failed", "no_account")
    with work.house.services.database.reading() as session:
        assert session.get_one(correspondence.PlatformAccount, row.id).blob is None


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"server": "http://murmur.example"}, "A server is https://"),
        ({"server": "https://murmur.example/path"}, "A server is https://"),
        ({"server": "https://localhost"}, "A server is https://"),
        ({"secret": ""}, "The secret is missing"),
        ({"label": "Ünser"}, "A name has 2 to 40"),
        ({"kind": "atproto"}, "The name of the account at the platform"),
        ({"labeler": "did:x"}, "A moderation service is"),
    ],
)
def test_an_account_that_cannot_be_is_refused_and_its_secret_not_shown_again(work, typed, says):
    work.sign_in("avocet")
    right = {
        "label": "ours",
        "kind": "mastodon",
        "server": "https://murmur.example",
        "secret": "s3",
    }
    answer = work.post("/admin/platform-accounts/take", {**right, **typed})
    assert answer.status_code == 422
    assert says in answer.text
    assert "s3" not in answer.text


def test_a_way_that_is_none_or_a_key_that_is_none_is_not_kept(work: Work):
    work.consent()
    made = work.draft()
    for way in (
        {"channel": "mastodon"},
        {"channel": "pigeon"},
        {"channel": "email", "key": "no key"},
        {"channel": "email", "rules": "one"},
    ):
        answer = made.work.post(f"{made.path}/way", {"version": made.row.version, **way})
        assert answer.status_code == 422
        assert "The way was not kept yet." in answer.text
    assert choose(made, "letter").status_code == 303
    assert "Who receives it is missing." in made.page
    assert choose(made, "email", version=1).status_code == 409


def test_an_addressee_whose_key_the_directory_knows_is_written_to_encrypted(work, box, tmp_path):
    ring = gnupg(tmp_path)
    key = ring.key("abuse@murmur.example").replace("\n", "\n    ").rstrip()
    entry = f"addressees:\n- id: telegram\n  key: |-\n    {key}\n"
    assert work.post("/desk/directory/", {"text": entry, "version": 0}).status_code == 303
    work.consent()
    made = work.draft()
    assert "encrypted to their key" in made.page
    assert made.send().status_code == 303
    assert deliver(work.outbox(box.server))
    _, block = box.messages[0].iter_parts()
    assert b"published a photograph" in ring.opened(block.get_content())
    ring.close()
