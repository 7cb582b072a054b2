"""Shutdowns in 45 columns: written by subject, brought in and let out as sheets, sealed."""

import csv
import io
from pathlib import Path

from desk.desk_house import signed_in, worker
from desk.test_steps_page import found
from sqlalchemy import func, select

from hrd_report.casefile import keeping
from hrd_report.desk.actions import shutdown_records as records
from hrd_report.desk.actions import tallying
from hrd_report.desk.actions.shutdowns import countries
from hrd_report.documents.answers import AnswerDocument, DayDocument
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.records.cases import Case
from hrd_report.records.keys import ItemKind
from hrd_report.reference.load import load
from hrd_report.sealed import Plain

REFERENCE = load()
PUBLISHED = (Path(__file__).parents[1] / "samples/stop_2022.csv").read_bytes()
LIST = "/desk/shutdowns/"
FIRST = b"\r\n".join(PUBLISHED.split(b"\r\n")[:4]) + b"\r\n"


def fill(desk, filed, subject, **fields):
    return desk.act(filed, f"shutdown/{subject}", **fields)


def row_of(desk, filed):
    return records.cells(records.newest(found(desk, filed).records))


def bring(desk, data, keep="yes"):
    sheet = {"keep": keep, "sheet": (io.BytesIO(data), "stop.csv")}
    return desk.client.post(f"{LIST}import?form_token={desk.token}", data=sheet)


def count(desk):
    with desk.house.services.database.reading() as session:
        return session.scalars(select(func.count()).select_from(Case)).one()


def test_every_column_stands_on_one_page_of_the_form(desk, file_case):
    filed = desk.taken(file_case())
    pages = [
        desk.get(f"/desk/cases/{filed.number}/shutdown/{one.id}").text
        for one in REFERENCE.stop_subjects
    ]
    for column in REFERENCE.stop_fields:
        assert sum(f'name="{column.name}"' in page for page in pages) == 1, column.name
    assert desk.get(f"/desk/cases/{filed.number}/shutdown/weather").status_code == 404
    assert fill(desk, filed, "weather", next="yes").status_code == 404


def test_a_page_keeps_its_columns_and_leaves_the_others(desk, file_case):
    filed = desk.taken(file_case())
    answer = fill(
        desk, filed, "when", start_date="6/30/2022", shutdown_status="Unknown", next="yes"
    )
    assert answer.location.endswith("/shutdown/where")
    fill(desk, filed, "where", country="India", area_name="Imphal")
    fill(desk, filed, "what", shutdown_type=["Shutdown", "Throttle"], sms_affected="Unknown")
    assert row_of(desk, filed) == {
        "start_date": "2022-06-30",
        "shutdown_status": "Unknown",
        "country": "India",
        "area_name": "Imphal",
        "shutdown_type": "Shutdown, Throttle",
        "sms_affected": "Unknown",
    }
    whole = desk.get(f"/desk/cases/{filed.number}/shutdown").text
    assert "Nobody knows how long." in whole
    assert "It goes on." not in whole
    assert Act.SHUTDOWN_RECORDED in desk.acts(filed.id)


def test_a_date_that_is_none_is_refused_and_what_was_typed_is_kept(desk, file_case):
    filed = desk.taken(file_case())
    answer = fill(desk, filed, "when", start_date="June 2022", duration="nights")
    assert answer.status_code == 422
    assert "Write the day as 2022-06-30." in answer.text
    assert 'value="June 2022"' in answer.text
    assert row_of(desk, filed) == {}
    old = desk.post(f"/desk/cases/{filed.number}/shutdown/when", version=0, duration="nights")
    assert (old.status_code, row_of(desk, filed)) == (409, {})


def test_a_value_the_list_lacks_stays_and_an_untouched_one_keeps_its_order(desk, file_case):
    filed = desk.taken(file_case())
    fill(desk, filed, "what", affected_network=["Broadband", "Mobile", "Satellite"])
    page = desk.get(f"/desk/cases/{filed.number}/shutdown/what").text
    assert 'value="Satellite" checked' in page
    fill(desk, filed, "what", affected_network=["Mobile", "Satellite", "Broadband"])
    assert row_of(desk, filed)["affected_network"] == "Broadband, Mobile, Satellite"
    assert (
        "A value the data set does not have yet"
        in desk.get(f"/desk/cases/{filed.number}/shutdown").text
    )


def test_the_defenders_answers_fill_the_form_in_and_keep_nothing(desk, file_case):
    filed = file_case()
    answer = AnswerDocument(
        subject="shutdown",
        at=desk.house.clock.now,
        chosen={"type": ("slow",), "network": ("mobile", "broadband"), "services": ("x", "sms")},
        words={"area": (Plain("Goma"),), "operators": (Plain("Airtel"), Plain("Vodacom"))},
        days={"since": DayDocument(calendar="gregorian", year=2026, month=11, day=2)},
    )
    with desk.house.services.database.writing() as session:
        today = desk.house.clock.now.date()
        keeping.keep(session, filed.id, ItemKind.ANSWER, answer, filed.key, day=today)
    desk.taken(filed)
    base = f"/desk/cases/{filed.number}/shutdown"
    assert 'value="2026-11-02"' in desk.get(f"{base}/when").text
    assert 'value="Throttle" id="shutdown_type"' not in desk.get(f"{base}/what").text
    assert 'value="Throttle" checked' in desk.get(f"{base}/what").text
    assert 'value="Goma"' in desk.get(f"{base}/where").text
    assert 'value="Airtel, Vodacom"' in desk.get(f"{base}/who").text
    assert row_of(desk, filed) == {}


def test_measurements_are_addresses_of_country_and_days_and_nothing_more(desk, file_case):
    filed = desk.taken(file_case())
    base = f"/desk/cases/{filed.number}/shutdown"
    assert "ioda.inetintel" not in desk.get(base).text
    fill(desk, filed, "where", country="Iran (Islamic Republic of)")
    fill(desk, filed, "when", start_date="2022-09-21", end_date="2022-10-12")
    page = desk.get(base).text
    assert "/country/IR?from=1663113600&amp;until=1666137600" in page
    assert "since=2022-09-14&amp;until=2022-10-19&amp;probe_cc=IR" in page
    assert "radar.cloudflare.com/ir?dateStart=2022-09-14&amp;dateEnd=2022-10-19" in page
    assert page.count('rel="noreferrer noopener"') == 3
    assert "22 days" in page


def test_every_country_of_the_published_sheet_is_known():
    names = {row["country"] for row in csv.DictReader(io.StringIO(PUBLISHED.decode(), newline=""))}
    codes = {name: countries.code_of(name, REFERENCE) for name in names}
    assert None not in codes.values()
    assert codes["Myanmar"] == "MM"
    assert countries.name_of("MM", REFERENCE) == "Myanmar"


def test_the_published_sheet_comes_in_and_leaves_byte_for_byte(desk):
    tried = bring(desk, PUBLISHED, keep="no").text
    assert "187 rows are new. Nothing was kept yet." in tried
    assert count(desk) == 0
    assert "187 cases were made." in bring(desk, PUBLISHED).text
    assert "187 rows are there already and stay out." in bring(desk, PUBLISHED).text
    assert count(desk) == 187
    sheet = desk.post(f"{LIST}export")
    assert sheet.headers["Content-Disposition"] == 'attachment; filename="shutdowns.csv"'
    lines = sheet.data.split(b"\r\n")
    assert (lines[0], sorted(lines)) == (
        PUBLISHED.split(b"\r\n")[0],
        sorted(PUBLISHED.split(b"\r\n")),
    )
    assert desk.get(LIST).text.count('/shutdown"') == 50
    with desk.house.services.database.reading() as session:
        acts = list(session.scalars(select(AuditRow.act)))
    assert (acts.count(Act.BROUGHT_IN), acts.count(Act.LEFT_AS_ROW)) == (187, 188)


def test_broken_rows_are_named_by_line_with_what_to_do_and_the_others_come_in(desk):
    broken = FIRST + b"Actual,tomorrow,Ethiopia" + b"," * 42 + b"\r\n" + b"too,few\r\n"
    page = bring(desk, broken).text
    assert "3 cases were made." in page
    assert "2 lines cannot be taken" in page
    assert "<td class=number>5</td><td>First day" in page
    assert "Write the day as 2022-06-30." in page
    assert "look for a stray comma" in page
    assert "The first line must name the columns" in bring(desk, b"\x00\x01").text


def test_a_colleague_opens_what_was_brought_in_and_nothing_of_it_lies_in_clear(desk):
    bring(desk, FIRST)
    other = signed_in(desk.house, "plover")
    assert "Ethiopia" in other.get(LIST).text
    with desk.house.services.database.reading() as session:
        case = session.scalars(select(Case)).first()
        told = tallying.gather(session, worker(desk.house, "plover")).tallies
    assert other.get(f"/desk/cases/{case.number}/shutdown").status_code == 200
    assert case.id in told


def test_a_defenders_shutdown_leaves_only_with_consent_and_marking_and_without_its_story(
    desk, file_case
):
    filed = desk.taken(file_case())
    fill(desk, filed, "where", country="Chad")
    fill(desk, filed, "effects", event="She told us.", election="Yes")
    fill(desk, filed, "when", start_date="2026-11-02")
    page = desk.get(f"{LIST}export").text
    assert "0 rows may leave." in page
    assert "Its marking keeps it in" in page
    assert desk.act(filed, "marking", tlp="clear", pap="clear").status_code == 303
    assert "No consent to publish holds" in desk.get(f"{LIST}export").text
    wish = {"purpose": "publication", "state": "given", "identity": "none", "days": "30"}
    assert desk.act(filed, "consents", **wish).status_code == 303
    leaves = desk.post(f"{LIST}export").text
    assert "Chad" in leaves
    assert "She told us." not in leaves
