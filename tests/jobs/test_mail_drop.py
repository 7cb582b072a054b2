"""Answers that a mail server of this machine leaves in a drop, taken as those of a mailbox are."""

import pytest
from escalation.escalated import Work
from jobs.arriving import CANARY, answer, file_bytes, intake, opened, sent

from hrd_report.documents.correspondence import MailDocument
from hrd_report.documents.reports import FileDocument
from hrd_report.jobs.answers_in import WHOLE, look_into
from hrd_report.jobs.imap import NoMailbox
from hrd_report.jobs.mail_drop import MailDrop
from hrd_report.records.keys import ItemKind


@pytest.fixture
def work(answered: Work) -> Work:
    return answered


@pytest.fixture
def drop(tmp_path) -> MailDrop:
    folder = tmp_path / "drop"
    for name in ("new", "cur", "tmp"):
        (folder / name).mkdir(parents=True)
    folder.chmod(0o770)
    return MailDrop(folder)


def test_an_answer_in_the_drop_lands_in_its_case_and_is_gone_from_there(work, box, drop):
    made = sent(work, box)
    (drop.folder / "tmp" / "1").write_bytes(answer(made))
    assert look_into(intake(work), drop) == 0
    (drop.folder / "tmp" / "1").rename(drop.folder / "new" / "1")
    assert look_into(intake(work), drop) == 1
    (mail,) = opened(work, ItemKind.MAIL, MailDocument)
    assert CANARY in mail.body.reveal()
    assert made.state == "acknowledged"
    assert [one for one in drop.folder.rglob("*") if one.is_file()] == []


def test_a_large_answer_is_kept_whole(work, box, drop):
    made = sent(work, box)
    raw = answer(made).replace(b"\n", b"\r\n") + (b"z" * 70 + b"\r\n") * (WHOLE // 70)
    (drop.folder / "cur" / "2:2,S").write_bytes(raw)
    assert look_into(intake(work), drop) == 1
    (document,) = opened(work, ItemKind.FILEMETA, FileDocument)
    assert file_bytes(work, document) == raw
    assert made.state == "acknowledged"


def test_no_link_leads_out_of_the_drop_and_nobody_else_may_enter_it(work, drop, tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(b"From: x@y.example\n\nsecret\n")
    (drop.folder / "new" / "3").symlink_to(secret)
    assert look_into(intake(work), drop) == 0
    with pytest.raises(NoMailbox):
        list(drop.pieces("new/3", 10))
    drop.folder.chmod(0o775)
    with pytest.raises(NoMailbox):
        look_into(intake(work), drop)
    with pytest.raises(NoMailbox):
        look_into(intake(work), MailDrop(tmp_path / "nowhere"))
    assert secret.exists()
