"""An original leaves by two people, on a consent, once, with its custody sheet."""

import datetime as dt
import hashlib
import io
import json
import zipfile

import pytest
from desk import taken_back
from desk.desk_house import Desk, Filed, signed_in
from desk.test_evidence_pages import CAPTURE, at
from sqlalchemy import update

from hrd_report.casefile.audit import numbering, proving
from hrd_report.records.acts import Act
from hrd_report.records.cases import Consent, ConsentState
from hrd_report.records.people import SessionRow
from hrd_report.vault import age, recipients
from hrd_report.vault.keys import Key

CONTENT = bytes(range(256)) * 300
PARTNER = {"purpose": "partner", "platform": "facebook", "state": "given", "identity": "real"}


@pytest.fixture
def filed(desk: Desk, file_case) -> Filed:
    return desk.taken(file_case(files={"my street.bin": CONTENT}))


def ready(desk: Desk, filed: Filed) -> str:
    """Record how it was captured, and a consent; return the consent's id."""
    where = f"evidence/{filed.files[0].hex()}/capture"
    assert desk.act(filed, where, **CAPTURE).status_code == 303
    assert desk.act(filed, "consents", **PARTNER).status_code == 303
    with desk.house.services.database.reading() as session:
        return session.query(Consent).one().id.hex()


def ask(desk: Desk, filed: Filed, consent: str, **more: str):
    wish = {"to": "Clinic", "reason": "forensics", "consent": consent, **more}
    return desk.post(f"{at(filed)}/export", **wish)


def way(desk: Desk, filed: Filed, act: str) -> str:
    """Return where an act on the newest export is posted to, if somebody may do it."""
    page = desk.get(at(filed)).text
    begin = f'action="/desk/cases/{filed.number}/exports/'
    found = [one.split('"')[0] for one in page.split('action="') if f'/{act}"' in one[:120]]
    assert begin in page or not found
    return found[0] if found else ""


def test_an_original_leaves_by_two_people_once_with_hash_sheet_and_proof(desk: Desk, filed: Filed):
    assert "no longer" not in desk.get(at(filed)).text
    assert ask(desk, filed, "00").status_code == 409  # not captured, no consent
    consent = ready(desk, filed)
    assert ask(desk, filed, "00").status_code == 422
    assert ask(desk, filed, consent).status_code == 303
    approve = f"{way(desk, filed, 'refuse').removesuffix('refuse')}approve"
    assert desk.post(approve).status_code == 403  # not by whoever asked
    other = signed_in(desk.house, "plover")
    other.post(way(other, filed, "approve"))
    take = way(desk, filed, "take")
    assert not way(other, filed, "take")
    assert other.post(take).status_code == 403
    with desk.house.services.database.writing() as session:
        numbering.number(session, desk.house.secrets.audit, None)
    answer = desk.post(take)
    assert answer.mimetype == "application/octet-stream"
    for name, value in (
        ("Content-Disposition", f'attachment; filename="{filed.number}-E1.zip"'),
        ("Content-Security-Policy", "sandbox; default-src 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-store, no-cache"),
    ):
        assert answer.headers[name] == value
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        assert packed.testzip() is None
        assert packed.read("E1.bin") == CONTENT
        digest = hashlib.sha256(CONTENT).hexdigest()
        assert packed.read("SHA256SUMS").decode() == f"{digest}  E1.bin\n"
        sheet = packed.read("custody.html").decode()
        assert all(one in sheet for one in (digest, "Clinic", "asked for by heron", "plover"))
        proof = proving.check(packed.read("audit-proof.json"))
    assert {one.act for one in proof.rows} >= {"export_asked", "export_approved"}
    assert set(desk.acts(filed.files[0])) >= {
        Act.EXPORT_ASKED,
        Act.EXPORT_APPROVED,
        Act.EXPORTED,
    }
    assert desk.post(take).status_code == 409  # once


def test_an_original_travels_sealed_to_a_key_alone(desk: Desk, filed: Filed):
    consent, key = ready(desk, filed), Key.new()
    assert ask(desk, filed, consent, recipient="age1pq1wrong").status_code == 422
    ask(desk, filed, consent, recipient=recipients.encode(key.public))
    other = signed_in(desk.house, "plover")
    other.post(way(other, filed, "approve"))
    answer = desk.post(way(desk, filed, "take"))
    assert answer.headers["Content-Disposition"].endswith('.zip.age"')
    assert CONTENT[:256] not in answer.data
    opened = age.unseal(age.Sealed(answer.data), key)
    with zipfile.ZipFile(io.BytesIO(opened)) as packed:
        assert packed.read("E1.bin") == CONTENT


def test_what_was_approved_ends_with_the_day_and_with_the_consent(desk: Desk, filed: Filed):
    consent = ready(desk, filed)
    ask(desk, filed, consent)
    other = signed_in(desk.house, "plover")
    other.post(way(other, filed, "approve"))
    take = way(desk, filed, "take")
    with desk.house.services.database.writing() as session:
        session.execute(update(Consent).values(state=ConsentState.WITHDRAWN))
    assert desk.post(take).status_code == 409
    with desk.house.services.database.writing() as session:
        session.execute(update(Consent).values(state=ConsentState.GIVEN))
        session.execute(update(SessionRow).values(stepped_up_at=None))
    assert "Is it you?" in desk.post(take).text
    desk.house.clock.advance(dt.timedelta(days=1, minutes=1))
    assert signed_in(desk.house, "heron").post(take).status_code in {403, 409}
    assert Act.EXPORTED not in desk.acts(filed.files[0])


def test_a_consent_taken_back_in_that_second_keeps_the_original(desk: Desk, filed: Filed):
    ask(desk, filed, ready(desk, filed))
    other = signed_in(desk.house, "plover")
    other.post(way(other, filed, "approve"))
    take = way(desk, filed, "take")
    late = signed_in(desk.house, "heron")
    late.client.application = taken_back.before_the_next_change(desk.house).app
    assert late.post(take).status_code == 409
    assert Act.EXPORTED not in desk.acts(filed.files[0])


def test_a_colleague_may_refuse_and_that_is_the_end_of_it(desk: Desk, filed: Filed):
    ask(desk, filed, ready(desk, filed))
    other = signed_in(desk.house, "plover")
    approve = way(other, filed, "approve")
    other.post(way(other, filed, "refuse"))
    assert other.post(approve).status_code == 409
    assert "refused by plover" in desk.get(at(filed)).text


def test_the_custody_log_says_who_saw_what_and_its_proof_holds(desk: Desk, filed: Filed):
    desk.post(f"{at(filed)}/preview")
    assert desk.get(f"/desk/cases/{filed.number}/custody/proof").status_code == 404
    with desk.house.services.database.writing() as session:
        numbering.number(session, desk.house.secrets.audit, None)
    page = desk.get(f"/desk/cases/{filed.number}/custody").text
    assert "Blurred preview of evidence seen" in page
    assert "heron" in page
    proof = desk.get(f"/desk/cases/{filed.number}/custody/proof")
    rows = proving.check(proof.data).rows
    assert {one.act for one in rows} >= {"opened", "derived", "previewed"}
    assert json.loads(proof.data)["key"]
    assert signed_in(desk.house, "plover").get(f"/desk/cases/{filed.number}/custody").text
