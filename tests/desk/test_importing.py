"""An older register as cases: every line is kept or named, and nothing before it was looked at."""

import csv
import io
import re
import zipfile

import pytest
import xlsxwriter
from desk.desk_house import Desk, signed_in
from house import House
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from hrd_report.desk.exchange import register, sheets
from hrd_report.errors import Invalid, TooLarge
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.records.cases import Case, CaseState

HEAD = ["Date", "Description", "Type", "Pays", "Statut", "Urgent", "Who called"]
BROKEN = {10: "", 40: "not a day", 70: "2099-01-01"}


def lines(count: int) -> list[list[str]]:
    """Return lines of a register, three of a hundred broken."""
    found = []
    for at in range(2, count + 2):
        day = BROKEN.get(at, f"2025-{at % 12 + 1:02}-03")
        kind = "Doxing" if at % 5 else "Witchcraft"
        state = "clos" if at % 4 == 0 else "ouvert"
        found.append([day, f"They wrote at {at}.", kind, "France", state, "non", "Ada"])
    return found


def as_csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([HEAD, *rows])
    return text.getvalue().encode("cp1252")


def as_xlsx(rows: list[list[str]]) -> bytes:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet()
    for at, row in enumerate([HEAD, *rows]):
        sheet.write_row(at, 0, row)
    book.close()
    return made.getvalue()


def bring(desk: Desk, content: bytes) -> str:
    """Bring a file and return the page of its columns."""
    data = {"file": (io.BytesIO(content), "register.csv")}
    answer = desk.client.post(f"/desk/import?form_token={desk.token}", data=data)
    assert answer.status_code == 200, answer.text
    return answer.text


def chosen(page: str) -> dict[str, str]:
    """Return what the page's form would send as it stands."""
    token = re.search(r'name="token" value="([0-9a-f]{64})"', page)[1]
    columns = re.findall(r'<select id="(column-\d+)".*?</select>', page)
    found = dict.fromkeys(columns, "")
    for name, options in re.findall(r'<select id="(column-\d+)"[^>]*>(.*?)</select>', page):
        picked = re.search(r'value="(\w*)" selected', options)
        found[name] = picked[1] if picked else ""
    return {"token": token, **found}


def all_cases(house: House) -> list[Case]:
    with house.services.database.reading() as session:
        return list(session.scalars(select(Case)))


@pytest.mark.parametrize("written", [as_csv, as_xlsx])
def test_three_broken_lines_of_a_hundred_are_named_and_the_rest_is_kept(house: House, written):
    plover = signed_in(house, "plover")
    form = chosen(bring(plover, written(lines(100))))
    tried = plover.post("/desk/import/try", **form).text
    assert "3 left out" in tried
    for line in BROKEN:
        assert re.search(rf"<th scope=row>{line}</th>.*the line is left out", tried)
    for why in ("This is no day", "This day is in the future", "No threat of ours is called so."):
        assert why in tried
    assert all_cases(house) == []
    kept = plover.post("/desk/import/keep", **form).text
    assert "97 cases are kept" in kept
    for line in BROKEN:
        assert re.search(rf"<th scope=row>{line}</th>.*the line is left out", kept)
    assert "No threat of ours is called so." in kept
    found = all_cases(house)
    assert len(found) == 97
    assert {one.state for one in found} == {CaseState.RECEIVED, CaseState.CLOSED}
    again = plover.post("/desk/import/keep", **form).text
    assert "97 were here before" in again
    with house.services.database.reading() as session:
        acts = select(func.count()).where(AuditRow.act == Act.CASE_IMPORTED)
        assert session.scalars(acts).one() == 97


def test_a_case_of_a_register_is_opened_like_any_other_and_nothing_of_its_line_is_lost(
    house: House,
):
    plover = signed_in(house, "plover")
    form = chosen(bring(plover, as_csv(lines(3))))
    plover.post("/desk/import/keep", **form)
    number = next(one.number for one in all_cases(house) if one.state is CaseState.RECEIVED)
    plover.post(f"/desk/cases/{number}/take")
    page = plover.get(f"/desk/cases/{number}").text
    assert "They wrote at" in page
    assert "Who called: Ada" in page
    assert "Doxing" in page


def test_only_a_lead_brings_a_register(house: House):
    assert signed_in(house, "heron").get("/desk/import").status_code == 403


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("xl/worksheets/sheet1.xml", b"0" * 70_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n;;\n", "empty"),
        (b"PK\x03\x04 no workbook", "not_a_table"),
        (b"a\x00b", "not_a_table"),
        (b"a\n" + b"x\n" * 20_001, "too_many_lines"),
        (bomb(), "too_much_inside"),
    ],
)
def test_what_is_no_table_or_too_much_is_refused_with_a_reason(content: bytes, code: str):
    with pytest.raises(Invalid) as refused:
        sheets.read(content)
    assert refused.value.fields == {"file": [code]}


@given(content=st.binary(max_size=400))
def test_any_bytes_are_a_table_or_refused(content: bytes):
    try:
        found = sheets.read(content)
    except (Invalid, TooLarge):
        return
    assert len(set(found.columns)) == len(found.columns)
    assert {len(row) for _, row in found.lines} <= {len(found.columns)}


def test_columns_are_guessed_in_two_languages():
    guessed = register.guess(["Date reçue", "Pays", "Récit", "Menace", "Lien", "Observations"])
    assert guessed == {
        "Date reçue": "received",
        "Pays": "country",
        "Récit": "story",
        "Menace": "threats",
        "Lien": "links",
    }
