"""Evidence inside XARF reports: sealed by the mail around them, or bare where somebody chose so."""

import base64
import email
import email.policy
import json
from dataclasses import replace

import xarf
from escalation.documents_made import FILE, LETTER, NOTICE, NOW, REFERENCE
from escalation.escalated import Sheet, Work
from escalation.evidence_made import PICTURES, capture, file
from escalation.gnupg import gnupg
from escalation.mailbox import Mailbox
from escalation.ways_taken import choose, drafted
from programs import program

from hrd_report.documents.escalations import NoticeDocument, NoticeItem, Way
from hrd_report.escalation import inline
from hrd_report.escalation.channels import writing
from hrd_report.escalation.enclosing import rules
from hrd_report.escalation.notice import write
from hrd_report.jobs.outbox import deliver
from hrd_report.sealed import Plain
from hrd_report.vault import digests

URLS = ("https://login.example.net/x", "https://login.example.net/y")
HOST = "hosting_provider"


def report(content: str | bytes) -> dict:
    """Return a report that the library of XARF's authors reads without a word."""
    text = content.decode() if isinstance(content, bytes) else content
    read = xarf.parse(text, strict=False)
    assert (read.errors, read.warnings) == ([], [])
    return json.loads(text)


def shown(evidence: list[dict]) -> dict[str, bytes]:
    return {one["description"]: base64.b64decode(one["payload"]) for one in evidence}


def begun(work: Work, *marked: str) -> tuple[Sheet, list[str]]:
    """Begin a draft to a host, with a file for each marking."""
    files = [file(work, tlp=one) for one in marked]
    made = drafted(work, HOST, "xarf", URLS[0], reason="exposed_data")
    chosen = [f"copy:{one}" for one in files]
    assert made.do("files", files=chosen).status_code == 303
    assert made.answer().status_code == 303
    return made, files


def test_a_file_lies_in_the_report_on_what_it_shows_and_what_is_too_large_is_named():
    large = replace(FILE, name="E3-1.jpg", size=inline.EACH + 1)
    other = replace(FILE, name="E2-1.jpg", shows=Plain(URLS[1] + "/"))
    notice = replace(
        NOTICE,
        platform=HOST,
        way=Way(channel="xarf", reason="exposed_data"),
        items=tuple(NoticeItem(url=Plain(one), action="remove") for one in URLS),
        enclosed=(FILE, other, large),
    )
    files = {"E1-1.jpg": b"one", "E2-1.jpg": b"two", "E3-1.jpg": b"never"}
    text = write(notice, LETTER)
    leaving = writing.outgoing(notice, text, LETTER, files)
    first, second = (report(base64.b64decode(one.content.reveal())) for one in leaving.attachments)
    assert shown(second["evidence"]) == {"E2-1.jpg": b"two"}
    assert shown(first["evidence"]).pop("E1-1.jpg") == b"one"
    (_, named) = first["evidence"]
    said = f"E3-1.jpg: {large.size} bytes, SHA-256 {large.sha256}"
    assert said in base64.b64decode(named["payload"]).decode()
    assert first["evidence"][0]["hash"] == f"sha256:{digests.sha256(b'one').hex()}"
    assert "Too large for the report" in text.body
    assert inline.carried(notice) == (FILE, other)


def test_in_an_encrypted_mail_the_report_carries_the_copies(work: Work, box: Mailbox, tmp_path):
    made, _ = begun(work, "AMBER")
    assert "nothing of evidence leaves unsealed" in made.page
    ring = gnupg(tmp_path)
    choose(made, "xarf", reason="exposed_data", key=ring.key("abuse@murmur.example"))
    preview = made.preview
    assert made.send().status_code == 303, made.page
    assert deliver(work.outbox(box.server))
    _, block = box.messages[0].iter_parts()
    inside = email.message_from_bytes(ring.opened(block.get_content()), policy=email.policy.default)
    ring.close()
    words, last = inside.iter_parts()
    sent = last.get_content().decode()
    assert preview == words.get_content().replace("\r\n", "\n") + "\n" + sent
    assert shown(report(sent)["evidence"]) == dict(
        zip(("E1-1.jpg", "E1-2.jpg"), PICTURES[1:], strict=True)
    )


def test_unsealed_it_goes_only_where_two_people_chose_so_and_the_marking_lets_it(work: Work, box):
    made, (item,) = begun(work, "AMBER")
    assert choose(made, "xarf", reason="exposed_data", bare="yes").status_code == 303
    assert "May everybody on the way read these files" in made.page
    assert "Questions are not answered yet." in made.page
    made.answer()
    assert "A file is not marked TLP:GREEN or freer" in made.page
    capture(work, item, tlp="GREEN", at=work.house.clock.now.replace(hour=23))
    assert "A file is not marked TLP:GREEN or freer" not in made.page
    made.answer(bare="no")
    assert "An answer does not let it leave." in made.page
    work.consent(purpose="notice_identified", identity="real", platform=HOST)
    made.answer(files_show="yes")
    assert "What shows who the defender is never leaves unsealed." in made.page
    made.answer()
    assert "Nobody else has read it." in made.page
    assert made.send().status_code == 409
    heron = program(work.house, "heron")
    assert heron.get(f"/escalations/{made.id.hex()}").json["notice"]["way"]["bare"] is True
    work.sign_in("plover")
    assert "files readable on the way" in made.page
    assert made.do("approve").status_code == 303
    preview = made.preview
    assert base64.b64encode(PICTURES[1]).decode() in preview
    assert made.send().status_code == 303, made.page
    assert deliver(work.outbox(box.server))
    _, last = box.messages[0].iter_parts()
    sent = last.get_content().decode()
    assert preview.endswith(sent)
    assert set(shown(report(sent)["evidence"])) == {"E1-1.jpg", "E1-2.jpg"}


def _problems(notice: NoticeDocument) -> list[str]:
    return list(rules.problems(notice, [], REFERENCE.handling, "notice", bytes(16), NOW))


def test_an_original_goes_into_no_report_but_a_text_into_a_sealed_one():
    notice = replace(
        NOTICE,
        way=Way(channel="xarf", reason="exposed_data", key="a key"),
        enclosed=(replace(FILE, form="original"),),
    )
    assert inline.carried(notice) == notice.enclosed
    assert "original_inside" in _problems(notice)
    text = replace(notice.enclosed[0], media_type="text/plain")
    assert "original_inside" not in _problems(replace(notice, enclosed=(text,)))
    bare = replace(notice, way=replace(notice.way, key="", bare=True), enclosed=(text,))
    assert "original_inside" in _problems(bare)
