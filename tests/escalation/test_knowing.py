"""The directory of a team on top of what is shipped, the organisation's settings, the scorecard."""

import dataclasses
import datetime as dt

import pytest
from escalation.escalated import Work
from escalation.mailbox import Mailbox
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import program

from hrd_report.records import audit
from hrd_report.records.acts import Act
from hrd_report.reference import directory_file, own_directory
from hrd_report.reference.directory_file import Refused
from hrd_report.reference.load import load

REFERENCE = load()
OWN = """addressees:
- id: bluesky
  appeal_days: 10
- id: north_line
  name: North Line
  owner: A telecom of the north
  kind: infrastructure
  dsa: {status: not_designated, verified: false}
  clauses: {}
  routes:
  - {kind: email, purpose: abuse_desk, address: abuse@north.example, verified: true,
     checked: 2026-11-01}
  partner: {name: null, verified: false}
"""


def take(work: Work, text: str, version: int = 0):
    return work.post("/desk/directory/", {"text": text, "version": version})


def acts(work: Work) -> list[Act]:
    """Return what the audit says was done to the team."""
    with work.house.services.database.reading() as session:
        return [one.act for one in session.scalars(audit.acts_on(work.house.team.id))]


def test_what_is_taken_out_is_what_was_put_in():
    whole = own_directory.export(REFERENCE)
    assert own_directory.merged(REFERENCE, whole) == REFERENCE
    assert directory_file.parse(own_directory.differences(REFERENCE, whole)) == ()
    merged = own_directory.merged(REFERENCE, OWN)
    assert own_directory.merged(REFERENCE, own_directory.export(merged)) == merged
    assert own_directory.own_ids(REFERENCE, merged) == {"bluesky", "north_line"}


@settings(max_examples=15)
@given(
    st.sampled_from([one.id for one in REFERENCE.addressees]),
    st.integers(1, 400),
    st.text("abc *&:{}[]#'\"é\n", max_size=30),
)
def test_any_words_of_the_organisation_survive_the_file(name, days, note):
    changed = tuple(
        dataclasses.replace(one, appeal_days=days, note=note) if one.id == name else one
        for one in REFERENCE.platforms
    )
    mine = dataclasses.replace(REFERENCE, platforms=changed)
    assert own_directory.merged(REFERENCE, own_directory.export(mine)) == mine


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("addressees:\n- id: x\n  nme: y\n", 3, "unknown_field"),
        ("addressees:\n- id: bluesky\n  routes:\n  - {purpse: z}\n", 4, "unknown_field"),
        ("addressees:\n- id: bluesky\n  appeal_days: soon\n", 3, "bad_value"),
        ("addressees:\n- id: bluesky\n- id: bluesky\n", 3, "twice"),
        ("addressees:\n- id: fresh\n", 2, "missing"),
        ("addressees: &a [*a]\n", 1, "alias"),
        ("others: []\n", 1, "top"),
        ("- [", 1, "no_yaml"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_line(text, line, code):
    with pytest.raises(Refused) as refused:
        own_directory.merged(REFERENCE, text)
    assert (refused.value.problems[0].line, refused.value.problems[0].code) == (line, code)


def refusals(text: str) -> tuple[directory_file.Problem, ...]:
    try:
        own_directory.merged(REFERENCE, text)
    except Refused as refused:
        return refused.problems
    return ()


@given(st.text(max_size=200))
def test_any_words_are_refused_with_a_line(text):
    found = refusals(text)
    assert found
    assert all(1 <= one.line <= text.count("\n") + 2 for one in found)


def test_a_team_writes_to_an_addressee_of_its_own(work: Work, box: Mailbox):
    assert take(work, OWN).status_code == 303
    page = work.get("/desk/directory/").get_data(as_text=True)
    assert "North Line" in page
    assert "not verified" in page
    assert "North Line" in work.get("/desk/directory.yaml").get_data(as_text=True)
    work.consent(platform="north_line")
    notice = work.sent(box, platform="north_line", address="abuse@north.example", kind="terms")
    assert "To: North Line" in box.body()
    assert notice.state == "sent"
    # Whoever has an older page takes nothing away.
    assert take(work, OWN).status_code == 409


def test_a_wrong_line_is_named_and_nothing_is_taken(work: Work):
    answer = take(work, OWN.replace("owner:", "ownr:"))
    assert answer.status_code == 422
    assert "There is no field “ownr”." in answer.get_data(as_text=True)
    assert "North Line" not in work.get("/desk/directory.yaml").get_data(as_text=True)


def test_whoever_looked_dates_the_way(work: Work):
    page = work.get("/desk/directory/telegram").get_data(as_text=True)
    assert "Still right, checked today" in page
    assert work.post("/desk/directory/telegram", {"route": 0, "version": 0}).status_code == 303
    text = work.get("/desk/directory.yaml").get_data(as_text=True)
    day = work.house.clock.now.date()
    one = next(one for one in directory_file.parse(text) if one.id == "telegram")
    assert one.fields["routes"][0].checked == day
    assert one.fields["routes"][1].checked == dt.date(2026, 11, 21)
    assert acts(work) == [Act.DIRECTORY_CHANGED]


SETTINGS = {
    "notifier": "Aubépine, legal team",
    "country": "fr",
    "represents": "yes",
    "trusted_by": "Arcom",
    "trusted_since": "2026-01-01",
    "memberships": "facebook, partner@meta.example",
    "zone": "Europe/Paris",
    "off-5": "yes",
    "off-6": "yes",
    "closed": "2026-12-25",
}


def test_a_program_of_a_lead_keeps_what_the_organisation_says_of_itself(work: Work):
    path, plover = "/organisation", program(work.house, "plover")
    known = plover.get(path)
    assert (known.json["represents"], known.headers["ETag"]) == (False, '"0"')
    said = {"represents": True, "country": "fr", "zone": "Europe/Paris", "days_off": [6]}
    seen = {"If-Match": '"0"'}
    answer = plover.send(path, said, method="PUT", **seen)
    assert (answer.json["country"], answer.json["days_off"]) == ("FR", [6])
    assert set(acts(work)) == {Act.SETTINGS_CHANGED, Act.MANDATE_RECORDED}
    assert plover.send(path, said, method="PUT", **seen).status_code == 412
    newest = {"If-Match": answer.headers["ETag"]}
    wrong = plover.send(path, {**said, "zone": "Nowhere"}, method="PUT", **newest)
    assert wrong.status_code == 422
    assert "zone" in wrong.text
    heron = program(work.house, "heron")
    assert heron.send(path, said, method="PUT", **newest).status_code == 403


def test_a_form_of_the_organisation_without_its_fields_is_shown_again(work: Work):
    work.sign_in("plover")
    part = work.post("/desk/organisation", {"zone": "Nowhere", "version": 0})
    assert "This is no time zone." in part.text


def test_a_member_of_a_partner_programme_writes_to_its_address(work: Work):
    work.sign_in("plover")
    assert work.post("/desk/organisation", {**SETTINGS, "version": 0}).status_code == 303
    work.sign_in("heron")
    work.consent(platform="facebook")
    begun = {"platform": "facebook", "language": "en"}
    answer = work.post(f"/desk/cases/{work.number}/escalate", begun)
    form = work.get(answer.location).text
    assert "partner@meta.example" in form


def test_a_program_reads_and_writes_the_directory(work: Work):
    heron = program(work.house, "heron")
    known = heron.get("/directory")
    assert own_directory.merged(REFERENCE, known.json["text"]) == REFERENCE
    taken = heron.send("/directory", {"text": OWN}, method="PUT", **{"If-Match": '"0"'})
    assert "North Line" in taken.json["text"]
    again = heron.send("/directory", {"text": OWN}, method="PUT", **{"If-Match": '"0"'})
    assert again.status_code == 412
    seen = {"If-Match": taken.headers["ETag"]}
    wrong = OWN.replace("owner:", "ownr:")
    refused = heron.send("/directory", {"text": wrong}, method="PUT", **seen)
    assert (refused.status_code, "line 6: unknown_field" in refused.text) == (422, True)
    dated = heron.send("/directory/north_line/checked", {"route": 0}, **seen)
    assert f"checked: {work.house.clock.now.date()}" in dated.json["text"]
    assert acts(work) == [Act.DIRECTORY_CHANGED] * 2


def test_the_organisation_says_who_it_is_in_its_notices(work: Work, box: Mailbox):
    assert work.post("/desk/organisation", {**SETTINGS, "version": 0}).status_code == 403
    work.sign_in("plover")
    wrong = work.post("/desk/organisation", {**SETTINGS, "zone": "Nowhere", "version": 0})
    assert "This is no time zone." in wrong.get_data(as_text=True)
    assert work.post("/desk/organisation", {**SETTINGS, "version": 0}).status_code == 303
    assert work.post("/desk/organisation", {**SETTINGS, "version": 0}).status_code == 409
    mandated = [Act.MANDATE_RECORDED, Act.SETTINGS_CHANGED]
    assert sorted(acts(work), key=lambda one: one.value) == mandated
    # Another time zone is no mandate; to be no trusted flagger any more is one.
    zone = {**SETTINGS, "zone": "UTC", "version": 1}
    assert work.post("/desk/organisation", zone).status_code == 303
    assert acts(work).count(Act.MANDATE_RECORDED) == 1
    work.sign_in("avocet")
    assert "Mandate recorded" in work.get("/admin/audit").get_data(as_text=True)
    work.sign_in("heron")
    work.consent()
    notice = work.sent(box, kind="illegal", clause="§ 1", country="FR")
    body = box.body()
    assert "From: Aubépine, legal team" in body
    assert "Trusted flagger under Art. 22 DSA: Arcom" in body
    assert "The law that applies (FR): § 1" in body
    notice.decide("removed")
    report = work.get("/desk/scorecard/flagger").get_data(as_text=True)
    assert "Trusted flagger by Arcom" in report
    assert "Telegram" in report
    assert "Removed 1" in report
    card = work.get("/desk/scorecard").get_data(as_text=True)
    assert "1 of 1" in card
    for split in ("threat", "language"):
        assert work.get(f"/desk/scorecard?by={split}").status_code == 200
    assert work.get("/desk/scorecard?by=person").status_code == 404
