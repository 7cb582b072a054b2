"""Evidence with a notice: only what may go, only sealed, and its addressee opens those bytes."""

import email
import email.policy
import html
import io
import re
import zipfile

import pytest
from escalation.escalated import LINKS, Sheet, Work, work_on
from escalation.evidence_made import ORIGINAL, PICTURES, capture, described, file, keep, let_out
from escalation.gnupg import gnupg
from escalation.mailbox import Mailbox
from escalation.test_together import close_to_the_team
from escalation.ways_taken import choose
from programs import program

from hrd_report.documents.casework import FindingDocument
from hrd_report.jobs.outbox import deliver
from hrd_report.records.keys import ItemKind
from hrd_report.sealed import Plain, Sealed
from hrd_report.vault import age, digests, recipients
from hrd_report.vault.keys import Key

NAMES = ("E1-1.jpg", "E1-2.jpg")


def tick(made: Sheet, *chosen: str):
    return made.do("files", files=list(chosen))


def page(made: Sheet) -> str:
    return html.unescape(made.work.get(f"{made.path}/files").text)


def custody(work: Work) -> str:
    """Return the custody log, as whoever took the case reads it."""
    work.post(f"/desk/cases/{work.number}/take")
    return work.get(f"/desk/cases/{work.number}/custody").text


def opened(sealed: bytes, key: Key) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(age.unseal(Sealed(sealed), key))) as archive:
        return {one: archive.read(one) for one in archive.namelist()}


def test_copies_leave_inside_an_encrypted_mail_and_gpg_opens_those_bytes(
    work: Work, box: Mailbox, tmp_path
):
    work.consent()
    item, made = file(work), work.draft()
    assert "IMG_ama.png · pictures: 2" in page(made)
    assert tick(made, f"copy:{item}").status_code == 303
    made.answer()
    assert "nothing of evidence leaves unsealed" in made.page
    assert made.send().status_code == 409
    ring = gnupg(tmp_path)
    choose(made, "email", key=ring.key("abuse@murmur.example"))
    text = made.preview
    for name, content in zip(NAMES, PICTURES[1:], strict=True):
        size, digest = len(content), digests.sha256(content).hex()
        assert f"   {name}: {size} bytes, SHA-256 {digest}" in text
    assert made.send().status_code == 303, made.page
    assert "Left with a notice" not in custody(work)
    assert deliver(work.outbox(box.server))
    _, block = box.messages[0].iter_parts()
    inside = email.message_from_bytes(ring.opened(block.get_content()), policy=email.policy.default)
    ring.close()
    words, *files = inside.iter_parts()
    assert words.get_content().replace("\r\n", "\n") == text
    assert [(one.get_filename(), one.get_content()) for one in files] == [
        *zip(NAMES, PICTURES[1:], strict=True)
    ]
    log = custody(work)
    assert "Sealed for the addressee of a notice" in log
    assert "Left with a notice" in log


def test_an_original_leaves_once_in_an_age_file_after_two_people_let_it_out(work, box):
    work.consent()
    item, key, made = file(work), Key.new(), work.draft()
    assert tick(made, f"original:{item}").status_code == 422
    let_out(work, item, work.consent(purpose="partner", platform="Appeals desk"))
    assert tick(made, f"original:{item}").status_code == 303
    choose(made, "email", key=recipients.encode(key.public))
    made.answer()
    assert "All of them lie in HRD-" in made.preview
    assert made.send().status_code == 303, made.page
    assert deliver(work.outbox(box.server))
    words, sealed = box.messages[0].iter_parts()
    assert words.get_content().replace("\r\n", "\n") == made.preview
    assert opened(sealed.get_content(), key) == {"E1.png": ORIGINAL}
    assert b"hidden" not in box.raw[0]
    assert "Original handed out" in custody(work)
    # The approval is used up: the next notice is refused it.
    assert tick(work.draft(), f"original:{item}").status_code == 422


def test_a_consent_under_which_an_original_was_let_out_pulls_it_from_the_queue(work, box):
    work.consent()
    item, made = file(work), work.draft()
    other = work.consent(purpose="partner", platform="Appeals desk")
    let_out(work, item, other)
    tick(made, f"original:{item}")
    choose(made, "email", key=recipients.encode(Key.new().public))
    made.answer()
    assert made.send().status_code == 303, made.page
    work.withdraw(other)
    assert deliver(work.outbox(box.server))
    assert (made.state, box.raw) == ("stopped", [])


def test_what_shows_the_defender_goes_only_where_the_name_may_go(work: Work):
    work.consent()
    item, made = file(work), work.draft()
    tick(made, f"copy:{item}")
    choose(made, "email", key=recipients.encode(Key.new().public))
    made.answer(files_show="yes")
    assert "The consent does not cover these files." in made.page
    work.consent(purpose="notice_identified", identity="real")
    made.answer(files_show="yes", reveals="yes")
    assert "The consent does not cover these files." not in made.page
    assert "Nobody else has read it." in made.page


@pytest.mark.parametrize(
    ("captured", "labels", "why"),
    [
        ({"tlp": "RED"}, (), "Its marking keeps it here."),
        ({"sensitivity": "intimate"}, (), "Intimate pictures and pictures of minors never leave."),
        ({}, ("minors",), "Intimate pictures and pictures of minors never leave."),
    ],
)
def test_what_stays_says_why_and_is_not_taken(work: Work, captured, labels, why):
    work.consent()
    item, made = file(work, **captured), work.draft()
    if labels:
        described(work, item, *labels)
    assert why in page(made)
    assert tick(made, f"copy:{item}").status_code == 422


def test_what_is_marked_after_it_was_chosen_stays_and_a_way_without_files_says_so(work: Work):
    work.consent()
    item, made = file(work), work.draft()
    tick(made, f"copy:{item}")
    made.answer()
    choose(made, "form")
    assert "This way carries no files." in made.page
    capture(work, item, tlp="RED", at=work.house.clock.now.replace(hour=23))
    assert "Its marking keeps it here." in made.page
    assert made.send("0" * 64).status_code == 409


def test_a_partner_s_package_holds_the_copies_under_a_consent_for_this_partner(work: Work):
    work.consent()
    item, key, made = file(work), Key.new(), work.draft()
    tick(made, f"copy:{item}")
    choose(made, "package", key=recipients.encode(key.public), target="North House")
    made.answer()
    assert "The consent does not cover these files." in made.page
    work.consent(purpose="partner", platform="north house")
    assert made.send().status_code == 303, made.page
    answer = made.do("package")
    assert answer.status_code == 200
    files = opened(answer.data, key)
    assert [files[one] for one in NAMES] == list(PICTURES[1:])
    assert sorted(files) == [*NAMES, "notice.json", "notice.txt"]
    log = custody(work)
    assert "Sealed for the addressee of a notice" in log


def test_what_proves_a_cited_finding_is_ticked_beforehand_and_named_beside_it(work: Work):
    work.consent()
    proof, other, now = file(work), file(work), work.house.clock.now
    captured = capture(work, other, kept_as=other, file=None, link=Plain(LINKS[0]))
    for step, names in (("6", (captured,)), ("8", (proof, "00" * 16))):
        finding = FindingDocument(
            platform="telegram",
            step=step,
            finding="not_met",
            reason=Plain("seen"),
            ask=Plain("Answer."),
            by="heron",
            at=now,
            evidence=names,
        )
        keep(work, ItemKind.FINDING, finding)
    begun = {"platform": "telegram", "language": "en"}
    answer = work.post(f"/desk/cases/{work.number}/escalate", begun)
    made = Sheet(work, answer.location.removesuffix("/edit"))
    assert "The findings it cites name 3 proofs." in made.page
    shown = page(made)
    for one, step in ((proof, 8), (other, 6)):
        assert re.search(rf"copy:{one}[^>]* checked>.*proves action {step}", shown)
    heron = program(work.house, "heron")
    known = heron.get(f"/escalations/{made.id.hex()}/files").json["files"]
    assert {one["file"]: one["proves"] for one in known} == {proof: ["8"], other: ["6"]}
    assert "E1-1.jpg" not in made.preview
    assert tick(made, f"copy:{proof}").status_code == 303
    number = next(one["number"] for one in known if one["file"] == proof)
    assert f"   Shown by: {number}-1.jpg, {number}-2.jpg" in made.preview


def grouped(work: Work, other: Work) -> Sheet:
    begun = {"platform": "telegram", "language": "en", "together": [other.number]}
    answer = work.post(f"/desk/cases/{work.number}/escalate", begun)
    made = Sheet(work, answer.location.removesuffix("/edit"))
    assert made.edit().status_code == 303
    return made


def another(work: Work) -> Work:
    return work_on(work.house, links=("https://t.me/somechannel/77",))


def test_the_evidence_of_every_case_goes_and_each_is_asked_for_itself(work: Work, box: Mailbox):
    other, key = another(work), Key.new()
    work.consent()
    other.consent()
    own, theirs = file(work), file(other)
    let_out(other, theirs, other.consent(purpose="partner", platform="Appeals desk"))
    made = grouped(work, other)
    shown = page(made)
    assert f"Case {other.number}" in shown
    assert "E1 there · IMG_ama.png" in shown
    assert tick(made, f"copy:{own}", f"copy:{theirs}", f"original:{theirs}").status_code == 303
    choose(made, "email", key=recipients.encode(key.public))
    work.consent(purpose="notice_identified", identity="real")
    made.answer(files_show="yes")
    assert "The consent of another case does not cover its files." in made.page
    assert "The consent does not cover these files." not in made.page
    made.answer()
    assert other.number not in made.preview
    assert made.send().status_code == 303, made.page
    assert deliver(work.outbox(box.server))
    _, sealed = box.messages[0].iter_parts()
    files = opened(sealed.get_content(), key)
    assert sorted(files) == [*NAMES, "F1-1.jpg", "F1-2.jpg", "F1.png"]
    assert files["F1.png"] == ORIGINAL
    for one in (work, other):
        assert "Left with a notice" in custody(one)
    # Used up in the case it lies in.
    assert "Original handed out" in custody(other)
    assert tick(grouped(work, other), f"original:{theirs}").status_code == 422


def test_what_another_case_s_marking_keeps_stays_and_its_consent_pulls_what_waits(work, box):
    other = another(work)
    work.consent()
    consent = other.consent()
    kept, theirs, made = file(other, tlp="RED"), file(other), grouped(work, other)
    assert f"/desk/cases/{other.number}/evidence/{kept}" in page(made)
    assert tick(made, f"copy:{theirs}", f"copy:{kept}").status_code == 422
    assert tick(made, f"original:{theirs}").status_code == 422
    assert tick(made, f"copy:{theirs}").status_code == 303
    choose(made, "email", key=recipients.encode(Key.new().public))
    made.answer()
    assert made.send().status_code == 303, made.page
    other.withdraw(consent)
    assert deliver(work.outbox(box.server))
    assert (made.state, box.raw) == ("stopped", [])


def test_what_a_colleague_chose_from_a_closed_case_stays_and_leaves_with_its_case(work: Work):
    other = another(work)
    work.consent()
    other.consent()
    own, theirs, made = file(work), file(other), grouped(work, other)
    assert tick(made, f"copy:{theirs}").status_code == 303
    close_to_the_team(work.house, other.number)
    shown = page(made)
    assert other.number not in shown
    assert "2 files were chosen from cases that are closed to you." in shown
    assert tick(made, f"copy:{own}").status_code == 303
    assert "   F1-1.jpg: " in made.preview
    assert "   E1-1.jpg: " in made.preview
    assert made.do("take-out", case=other.case_id.hex()).status_code == 303
    assert "F1-1.jpg" not in made.preview
    assert "E1-1.jpg" in made.preview


def test_a_program_chooses_the_same(work: Work):
    work.consent()
    item, made, heron = file(work), work.draft(), program(work.house, "heron")
    path = f"/escalations/{made.id.hex()}/files"
    known = heron.get(path).json["files"]
    assert [(one["file"], one["copy"], one["original"]) for one in known] == [
        (item, None, "file_not_approved")
    ]
    seen = {"If-Match": f'"{made.row.version}"'}
    wanted = {"files": [{"file": item, "form": "copy"}]}
    answer = heron.send(path, wanted, method="PUT", **seen)
    assert [one["name"] for one in answer.json["notice"]["enclosed"]] == list(NAMES)
    assert "files_need_key" in answer.json["missing"]
    seen = {"If-Match": answer.headers["ETag"]}
    wanted = {"files": [{"file": "00" * 16, "form": "copy"}]}
    assert heron.send(path, wanted, method="PUT", **seen).status_code == 422
