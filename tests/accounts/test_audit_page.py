"""Administrators see where the audit stands, and neither a case nor a name in it."""

import pytest
from audit_log import Log
from house import PASSWORD, House

from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow


def acts(house: House) -> list[Act]:
    with house.services.database.reading() as session:
        return [one.act for one in session.query(AuditRow)]


def test_the_page_shows_the_last_checkpoint_and_the_acts_of_each_day(house: House):
    log, client = Log(house), house.client()
    house.sign_in(client, "avocet")
    before = client.get("/admin/audit").get_data(as_text=True)
    assert "Nothing is signed yet." in before
    log.add(7, Act.FILE_OPENED)
    log.number()
    page = client.get("/admin/audit").get_data(as_text=True)
    assert log.checkpoints()[-1].text.split("\n")[2].replace("+", "&#43;") in page.replace(
        "+", "&#43;"
    )
    assert "File fetched" in page
    assert not [one for one in log.rows() if one["object"] and one["object"].hex() in page]
    assert "heron" not in page
    assert "/admin/audit" in client.get("/admin/").get_data(as_text=True)


@pytest.mark.parametrize("name", ["heron", "plover", "wren"])
def test_nobody_else_sees_it(house: House, name: str):
    client = house.client()
    house.sign_in(client, name)
    assert client.get("/admin/audit").status_code == 403


def test_logging_in_and_out_are_written_down(house: House):
    client = house.client()
    answer = client.post("/login", data={"name": "heron", "password": PASSWORD.reveal()})
    assert answer.status_code == 303
    page = client.get("/desk/").get_data(as_text=True)
    token = page.split('name=form_token value="')[1].split('"')[0]
    assert client.post("/logout", data={"form_token": token}).status_code == 303
    assert {Act.LOGGED_IN, Act.LOGGED_OUT} <= set(acts(house))
