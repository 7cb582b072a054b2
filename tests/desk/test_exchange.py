"""A case as a file: nothing leaves without a consent that holds and a marking that lets it."""

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pymisp
import pytest
from desk import taken_back
from desk.desk_house import Desk, Filed, signed_in, worker
from house import House
from hypothesis import given
from hypothesis import strategies as st
from programs import program

from hrd_report.desk.actions.consents import Wish, record
from hrd_report.desk.exchange import cells, gate
from hrd_report.desk.exchange.formats import FORMATS
from hrd_report.desk.exchange.gate import Asked, Given
from hrd_report.records.acts import Act
from hrd_report.records.cases import ConsentState
from hrd_report.reference.load import load

STORY = "=cmd|' /C calc'!A0 They wrote where I sleep. Write to me: plover@example.org"
SUMMARY = "+1 post names the street where the person lives."
NOW = dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)


@pytest.fixture
def filed(desk: Desk, file_case) -> Filed:
    found = desk.taken(file_case(story=STORY))
    desk.act(
        found,
        "classify",
        threats="doxing",
        subtypes="doxing.contact_location",
        country="FR",
        summary=SUMMARY,
    )
    return found


def consents(desk: Desk, filed: Filed, **wish: str) -> None:
    fields = {"state": "given", "days": "30", "identity": "organisation", **wish}
    answer = desk.act(filed, "consents", **fields)
    assert answer.status_code == 303, answer.text


def export(desk: Desk, filed: Filed, name: str, **more: str):
    return desk.post(f"/desk/cases/{filed.number}/exchange", format=name, **more)


def agreed(house: House, filed: Filed, addressee: str) -> None:
    """Record that the defender agrees to write to somebody, whom the directory knows."""
    reference = house.services.reference
    there = replace(reference.platforms[0], id=addressee)
    knowing = replace(reference, platforms=(*reference.platforms, there))
    wish = Wish(purpose="notice_anonymous", state=ConsentState.GIVEN, platform=addressee)
    with house.services.database.writing() as session:
        record(session, worker(house, "heron"), filed.number, wish, knowing, now=house.clock.now)


def mark(desk: Desk, filed: Filed, tlp: str) -> None:
    assert desk.act(filed, "marking", tlp=tlp, pap="green").status_code == 303


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_without_a_consent_nothing_leaves_and_the_page_says_what_is_missing(desk, filed):
    page = desk.get(f"/desk/cases/{filed.number}/exchange").text
    assert "Nobody asked the defender" in page
    assert "Make the file" not in page
    for one in FORMATS:
        answer = export(desk, filed, one.id)
        assert (answer.status_code, answer.mimetype) == (409, "text/html"), one.id
    assert Act.CASE_EXPORTED not in desk.acts(filed.id)


def test_our_own_json_holds_everything_said_but_notes_and_how_it_is_counted(desk, filed):
    desk.post(f"/desk/cases/{filed.number}/notes/team", team_note="Between us.")
    consents(desk, filed, purpose="keep")
    made = json.loads(export(desk, filed, "json").data)
    assert (made["format"], made["version"], made["tlp"]) == ("hrd-report/case", 1, "amber")
    assert made["case"]["report"]["story"] == STORY
    assert made["case"]["assessment"]["summary"] == SUMMARY
    text = json.dumps(made)
    assert "Between us." not in text
    assert "bucket" not in text
    assert Act.CASE_EXPORTED in desk.acts(filed.id)


def test_a_consent_taken_back_in_that_second_keeps_the_file(house: House, desk, filed):
    consents(desk, filed, purpose="keep")
    desk.client.application = taken_back.before_the_next_change(house).app
    assert export(desk, filed, "json").status_code == 409
    assert Act.CASE_EXPORTED not in desk.acts(filed.id)


def test_no_cell_of_a_table_is_taken_for_a_formula(desk, filed):
    consents(desk, filed, purpose="keep")
    [row] = rows(export(desk, filed, "csv").data)
    assert row["summary"] == "'" + SUMMARY
    assert (row["threats"], row["country"], row["severity"]) == ("doxing", "FR", "1")


def test_a_submission_has_seven_blocks_in_each_language_and_no_word_of_the_defender(
    house: House, desk, filed
):
    agreed(house, filed, "un_defenders")
    text = export(desk, filed, "un-text", to="un_defenders", language="en").data.decode()
    assert [line[0] for line in text.splitlines() if line[1:3] == ". "] == list("1234567")
    assert SUMMARY in text
    assert "who asks not to be named" in text
    page = export(desk, filed, "un-html", to="un_defenders", language="fr").data.decode()
    assert page.count("<h2>") == 7
    assert "Consentement" in page
    for made in (text, page):
        assert "calc" not in made
        assert "plover" not in made
        assert filed.number not in made
    assert export(desk, filed, "un-text", to="un_expression").status_code == 409


def test_a_misp_event_is_valid_by_the_published_schema_and_names_no_defender(desk, filed):
    consents(desk, filed, purpose="indicators")
    assert export(desk, filed, "misp").status_code == 409  # TLP:AMBER keeps it from the community
    mark(desk, filed, "green")
    made = json.loads(export(desk, filed, "misp").data)
    folder = Path(pymisp.__file__).parent / "data"
    jsonschema.validate(made, json.loads((folder / "schema.json").read_text()))
    event = pymisp.MISPEvent(strict_validation=False)
    event.load(made)
    assert {one.value for one in event.attributes} == {"https://bad.example/post/1", "bad.example"}
    assert {"tlp:green", "PAP:GREEN"} <= {one.name for one in event.tags}
    assert "plover" not in json.dumps(made)


def test_a_huridocs_table_carries_the_standard_s_numbers_and_the_summary(desk, filed):
    consents(desk, filed, purpose="partner", platform="facebook")
    [row] = rows(export(desk, filed, "huridocs", to="facebook").data)
    assert row["0115 Event Description"] == "'" + SUMMARY
    assert row["0111 Geographical Term"] == "FR"
    assert row["2109 Type of Act"]
    assert filed.number not in str(row)
    assert export(desk, filed, "huridocs", to="x").status_code == 409


def test_a_red_case_leaves_once_a_second_person_agreed_and_no_first_one_agrees_alone(
    house: House, desk, filed
):
    consents(desk, filed, purpose="keep")
    mark(desk, filed, "red")
    path = f"/desk/cases/{filed.number}/exchange"
    assert "asks for a second person" in desk.get(path).text
    desk.post(f"{path}/agree", format="csv")
    assert export(desk, filed, "csv").status_code == 409
    plover = signed_in(house, "plover")
    assert plover.post(f"{path}/agree", format="csv").status_code == 303
    assert export(desk, filed, "csv").status_code == 200
    assert export(desk, filed, "json").status_code == 409
    house.clock.advance(dt.timedelta(days=8))
    client = signed_in(house, "heron")
    assert export(client, filed, "csv").status_code == 409


def test_programs_get_the_same_files_and_the_same_refusals(house: House, desk, filed):
    heron = program(house, "heron")
    path = f"/cases/{filed.number}/exports"
    refused = heron.send(path, {"format": "json"})
    assert (refused.status_code, refused.json["code"]) == (409, "not_exported")
    assert [one["code"] for one in refused.json["errors"]] == ["missing"]
    consents(desk, filed, purpose="keep")
    allowed = [one["format"] for one in heron.get(path).json["formats"] if one["allowed"]]
    assert allowed == ["json", "csv"]
    assert json.loads(heron.send(path, {"format": "json"}).data)["case"]["number"] == filed.number


ADDRESSEES = st.sampled_from(["", "facebook", "un_defenders"])
CONSENTS = st.builds(
    Given,
    id=st.just("id"),
    purpose=st.sampled_from([one.id for one in load().consent_purposes]),
    addressee=ADDRESSEES,
    state=st.sampled_from(list(ConsentState)),
    until=st.integers(-48, 48).map(lambda hours: NOW + dt.timedelta(hours=hours)),
    identity=st.just("none"),
)
ASKED = st.builds(
    Asked,
    format=st.sampled_from(FORMATS),
    addressee=ADDRESSEES,
    tlp=st.sampled_from(["red", "amber+strict", "amber", "green", "clear", "unheard of"]),
    pap=st.just("green"),
    second=st.booleans(),
    summary=st.just(True),
)


LEVELS = ("clear", "green", "amber", "amber+strict", "red")
LEAVES_UP_TO = {
    "un-html": ("amber", "red"),
    "un-text": ("amber", "red"),
    "huridocs": ("amber", "amber"),
    "misp": ("green", "green"),
    "json": ("amber+strict", "red"),
    "csv": ("amber+strict", "red"),
}
"""The strictest marking under which each leaves by one person, and by two."""


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.id)
def test_each_format_leaves_under_no_stricter_marking_than_is_written_here(one):
    to = f"{one.to or 'partner'}x" if one.addressed else ""
    given = Given("id", one.purposes[0], to, ConsentState.GIVEN, None, "none")
    for second, strictest in zip((False, True), LEAVES_UP_TO[one.id], strict=True):
        for level in LEVELS:
            wish = Asked(
                format=one, addressee=to, tlp=level, pap="green", second=second, summary=True
            )
            verdict = gate.judge(wish, [given], load().handling, now=NOW)
            fine = LEVELS.index(level) <= LEVELS.index(strictest)
            assert (verdict.consent is not None) is fine, (level, second)
            assert gate.judge(wish, [], load().handling, now=NOW).consent is None


@given(one=CONSENTS, wish=ASKED)
def test_whatever_leaves_stands_on_a_given_consent_that_holds_for_this_very_addressee(one, wish):
    verdict = gate.judge(wish, [one], load().handling, now=NOW)
    if verdict.consent is None:
        assert verdict.refusals
        return
    wanted = wish.format
    assert one.state is ConsentState.GIVEN
    assert one.until > NOW
    assert one.purpose in wanted.purposes
    assert not wanted.addressed or one.addressee == wish.addressee != ""
    assert wish.addressee.startswith(wanted.to)
    if wish.tlp in {"red", "unheard of"}:
        assert wish.second
        assert wanted.doing in {"own_file", "authority"}


@given(text=st.text())
def test_every_cell_reads_back_and_none_begins_a_formula(text: str):
    cell = cells.safe(text)
    assert not cell.lstrip(" \xa0").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert cells.unsafe(cell) == text.replace("\x00", "") or text.startswith("'")
