"""Mails that come in over a real IMAP server: matched by token and sender, sealed, or left to the
team; what comes back; and what a stranger tries."""

import base64
import re
from contextlib import suppress
from dataclasses import replace

import pytest
from escalation.bounces_made import FIVE, report
from escalation.escalated import Work
from jobs.arriving import CANARY, answer, file_bytes, intake, opened, outbox, rows, sent

from hrd_report.casefile import erasing
from hrd_report.documents.correspondence import MailDocument
from hrd_report.documents.reports import FileDocument
from hrd_report.escalation.actions import unmatched
from hrd_report.jobs import answers_in, imap
from hrd_report.jobs.answers_in import WHOLE
from hrd_report.jobs.imap import NoMailbox
from hrd_report.jobs.outbox import deliver
from hrd_report.records import keys
from hrd_report.records.acts import Act
from hrd_report.records.correspondence import IncomingMail, MailKind
from hrd_report.records.erasure import Cause
from hrd_report.records.escalations import DeliveryState
from hrd_report.records.keys import ItemKind


@pytest.fixture
def work(answered: Work) -> Work:
    return answered


@pytest.mark.parametrize("by", ["id", "address"])
def test_an_answer_lands_in_its_case_and_counts_as_acknowledgement(work, box, post, by):
    made = sent(work, box)
    assert box.messages[0]["Reply-To"] == f"notices+{made.delivery.message_id[1:33]}@localhost"
    post.put(answer(made, by=by))
    assert answers_in.look(intake(work), post.server) == 1
    (mail,) = opened(work, ItemKind.MAIL, MailDocument)
    assert (mail.sender.reveal(), mail.proved) == ("Duty <duty@murmur.example>", False)
    assert CANARY in mail.body.reveal()
    assert mail.escalation == made.id.hex()
    assert made.state == "acknowledged"
    assert work.events()[-1] == "escalation_acknowledged"
    assert {Act.MAIL_PLACED, Act.ACKNOWLEDGED} <= set(made.acts())
    assert post.count() == 0
    assert CANARY in made.page
    assert "nobody checked" in made.page


def test_the_same_mail_is_taken_once(work, box, post):
    made = sent(work, box)
    raw = answer(made)
    for _ in range(2):
        post.put(raw)
        assert answers_in.look(intake(work), post.server) == 1
    assert len(opened(work, ItemKind.MAIL, MailDocument)) == 1


def test_files_of_an_answer_become_evidence(work, box, post):
    made = sent(work, box)
    picture = bytes(range(256)) * 40
    more = 'Content-Type: multipart/mixed; boundary="m"\n'
    whole = answer(made, more=more).replace(
        b"Content-Type: text/plain; charset=utf-8\n\n", b"\n--m\nContent-Type: text/html\n\n<p>"
    )
    whole += (
        b"\n--m\nContent-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n"
        b'Content-Disposition: attachment; filename="../a.png"\n\n'
        + base64.encodebytes(picture)
        + b"\n--m--\n"
    )
    post.put(whole)
    answers_in.look(intake(work), post.server)
    (document,) = opened(work, ItemKind.FILEMETA, FileDocument)
    (mail,) = opened(work, ItemKind.MAIL, MailDocument)
    assert mail.files == (document.file,)
    assert "We received it." in mail.body.reveal()
    assert "<p>" not in mail.body.reveal()
    assert file_bytes(work, document) == picture


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"sender": "duty@elsewhere.example"}, "comes from elsewhere"),
        ({"sender": "duty@murmur.example.evil.example"}, "comes from elsewhere"),
        ({"sender": "duty@murmur.example, x@elsewhere.example"}, "comes from elsewhere"),
        ({"by": "wrong"}, "was never ours"),
        ({"by": "number"}, "names no message of ours"),
    ],
)
def test_what_proves_too_little_is_sealed_to_the_team_and_a_person_decides(
    work, box, post, changed, why
):
    made = sent(work, box)
    post.put(answer(made, **changed))
    answers_in.look(intake(work), post.server)
    assert made.state == "sent"
    assert opened(work, ItemKind.MAIL, MailDocument) == []
    listed = work.get("/desk/mail/").text
    assert why in listed
    assert CANARY not in listed
    address = re.search(r"/desk/mail/[0-9a-f]{32}", listed)[0]
    page = work.get(f"{address}?case={work.number}").text
    assert CANARY in page
    assert made.id.hex() in page
    placed = work.post(f"{address}/place", {"escalation": made.id.hex()})
    assert placed.status_code == 303
    assert [one.body.reveal() for one in opened(work, ItemKind.MAIL, MailDocument)]
    assert made.state == "acknowledged"
    assert work.get(address).status_code == 404
    assert "Nothing waits here." in work.get("/desk/mail/").text


def test_a_mail_is_read_and_deleted_by_its_team_alone(work, box, post):
    made = sent(work, box)
    post.put(answer(made, by="number"))
    answers_in.look(intake(work), post.server)
    address = re.search(r"/desk/mail/[0-9a-f]{32}", work.get("/desk/mail/").text)[0]
    work.sign_in("avocet")
    assert work.get(address).status_code in {403, 404}
    work.sign_in("heron")
    assert work.post(f"{address}/discard").status_code == 303
    (row,) = rows(work)
    assert (row.blob, row.object, row.kind) == (None, None, MailKind.UNMATCHED)
    post.put(answer(made, by="number"))


def test_a_forged_sender_with_the_right_token_is_not_believed_where_the_mail_server_checks(
    work, box, post
):
    made = sent(work, box)
    checked = "Authentication-Results: mx.aubepine.example;\n dkim={}\n"
    forged = checked.format(
        "pass header.d=elsewhere.example; dmarc=fail header.from=murmur.example"
    )
    lies = "Authentication-Results: mx.elsewhere.example; dmarc=pass\n"
    for more in (forged, lies, ""):
        post.put(answer(made, more=more))
    answers_in.look(intake(work, authserv="mx.aubepine.example"), post.server)
    assert [one.problem for one in rows(work)] == ["not_proved"] * 3
    assert made.state == "sent"
    post.put(answer(made, more=checked.format("pass header.d=murmur.example")))
    answers_in.look(intake(work, authserv="mx.aubepine.example"), post.server)
    (mail,) = opened(work, ItemKind.MAIL, MailDocument)
    assert mail.proved


def test_five_kinds_of_bounces_are_told_apart(work, box, post):
    for says, made_of in FIVE.items():
        made = sent(work, box)
        post.put(made_of(made.delivery.message_id))
        assert answers_in.look(intake(work), post.server) == 1
        late = "on its way" in says
        assert made.state == ("sent" if late else "failed")
        assert says.strip() in made.page
        if not late:
            assert made.delivery.state is DeliveryState.DEAD
            assert made.do("retry").status_code == 409
            assert made.do("rework").status_code == 303
    assert "escalation_not_sent" in work.events()


def test_a_bounce_of_an_earlier_message_says_nothing_of_the_next(work, box, post):
    made = sent(work, box)
    first = made.delivery.message_id
    post.put(report(first, "failed", "5.1.1"))
    answers_in.look(intake(work), post.server)
    assert made.do("rework").status_code == 303
    assert made.send().status_code == 303
    assert deliver(outbox(work, box))
    assert box.messages[-1]["References"] == first
    post.put(report(first, "failed", "5.1.2"))
    answers_in.look(intake(work), post.server)
    assert made.state == "sent"


def test_a_bounce_of_what_was_never_ours_waits_for_a_person(work, box, post):
    sent(work, box)
    post.put(report(f"<{'1' * 32}@localhost>", "failed", "5.1.1"))
    answers_in.look(intake(work), post.server)
    assert [one.problem for one in rows(work)] == ["bounce_of_nothing"]


def test_a_reply_of_40_mb_is_kept_whole_and_sealed(work, box, post):
    made = sent(work, box)
    raw = answer(made, body="y" * 70 + "\n").replace(b"\n", b"\r\n")
    raw += (b"z" * 70 + b"\r\n") * (40_000_000 // 72)
    post.put(raw)
    assert len(raw) > WHOLE
    answers_in.look(intake(work), post.server)
    (mail,) = opened(work, ItemKind.MAIL, MailDocument)
    assert (mail.whole, mail.body.reveal()) == (True, "")
    (document,) = opened(work, ItemKind.FILEMETA, FileDocument)
    assert document.size == len(raw)
    assert file_bytes(work, document) == raw
    assert made.state == "acknowledged"


def crash_while_deleting(work: Work, row: IncomingMail) -> None:
    parts, heron = work.house.services, work.house.people["heron"]
    today = parts.clock().date()
    with suppress(ZeroDivisionError), parts.database.writing() as session:
        unmatched.discard(session, parts.store, row.id.hex(), heron.key, heron.id, today)
        raise ZeroDivisionError


def test_a_large_mail_without_a_case_is_sealed_too_and_can_be_placed(work, box, post):
    made = sent(work, box)
    raw = answer(made, by="number").replace(b"\n", b"\r\n") + (b"z" * 70 + b"\r\n") * 90_000
    post.put(raw)
    answers_in.look(intake(work), post.server)
    (row,) = rows(work)
    assert row.object is not None
    address = f"/desk/mail/{row.id.hex()}"
    assert "too large" in work.get(address).text
    crash_while_deleting(work, row)
    assert work.post(f"{address}/place", {"escalation": made.id.hex()}).status_code == 303
    (document,) = opened(work, ItemKind.FILEMETA, FileDocument)
    assert file_bytes(work, document) == raw
    assert row.object not in work.house.services.store.names()


def test_nothing_of_a_mail_is_written_in_clear(work, box, post, caplog):
    made = sent(work, box)
    for by in ("id", "number"):
        post.put(answer(made, by=by))
    answers_in.look(intake(work), post.server)
    parts = work.house.services
    with parts.database.reading() as session:
        raw = b"".join(
            bytes(str(row), "utf-8", "replace")
            for table in (keys.Item, IncomingMail)
            for row in session.execute(table.__table__.select())
        )
    assert CANARY.encode() not in raw
    assert CANARY not in caplog.text
    for name in parts.store.names():
        assert CANARY.encode() not in parts.store.read(name, 0, parts.store.size(name))


def test_an_answer_to_an_erased_case_is_let_go_by_its_bytes(work, box, post):
    made = sent(work, box)
    raw = answer(made)
    parts = work.house.services
    with parts.database.writing() as session:
        erasing.erase(session, work.case_id, Cause.DEFENDER, now=parts.clock())
    post.put(raw)
    answers_in.look(intake(work), post.server)
    assert [one.problem for one in rows(work)] == ["wrong_token"]


def test_a_mailbox_that_is_not_there_or_refuses_us_keeps_everything_where_it_is(work, box, post):
    post.put(answer(sent(work, box)))
    for wrong in (
        replace(post.server, port=1),
        replace(post.server, password="wrong"),
        replace(post.server, folder="Nowhere"),
        replace(post.server, trust=None),
    ):
        with pytest.raises(NoMailbox):
            answers_in.look(intake(work), wrong)
        assert not imap.lies_there(replace(wrong, port=1), "<a@b>")
    assert post.count() == 1
