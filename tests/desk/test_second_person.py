"""A life at risk calls a second person: by mail that says nothing, and on each page of the desk."""

import datetime as dt

import pytest
from desk.desk_house import signed_in
from escalation import mailbox as mailboxes

from hrd_report.jobs import alarms as job
from hrd_report.records.acts import Act

ADDRESS = "plover@night.example"


@pytest.fixture
def mailbox():
    with mailboxes.mailbox() as box:
        yield box


def woken(house, name, address=ADDRESS):
    desk = signed_in(house, name)
    assert desk.post("/account/waking", address=address).status_code == 303
    return desk


def write(house, mailbox) -> bool:
    return job.call(house.services, house.secrets.delivery, mailbox.server)


def test_a_yes_wakes_a_colleague_with_a_message_that_says_nothing(desk, file_case, mailbox):
    plover, filed = woken(desk.house, "plover"), desk.taken(file_case())
    woken(desk.house, "heron", "heron@night.example")
    assert not write(desk.house, mailbox)
    desk.act(filed, "risk", life="yes")
    assert Act.SECOND_CALLED in desk.acts(filed.id)
    assert write(desk.house, mailbox)
    assert mailbox.envelopes == [("notices@localhost", [ADDRESS])]
    whole = mailbox.raw[0].decode()
    assert "/desk/" in mailbox.body()
    for told in (filed.number, "heron", "life", "critical", filed.id.hex()):
        assert told not in whole
    assert not write(desk.house, mailbox)
    for page in ("/desk/", "/desk/mine"):
        assert f"Case {filed.number} is critical" in plover.get(page).text
        assert "Nobody has answered yet." in desk.get(page).text


def test_the_call_stands_until_somebody_else_answers(desk, file_case, mailbox):
    _, filed = woken(desk.house, "plover"), desk.taken(file_case())
    desk.act(filed, "risk", location="yes")
    path = f"/desk/cases/{filed.number}/second"
    assert desk.post(path).status_code == 403
    write(desk.house, mailbox)
    desk.house.clock.advance(job.AGAIN + dt.timedelta(minutes=1))
    assert write(desk.house, mailbox)
    assert len(mailbox.raw) == 2
    plover, desk = signed_in(desk.house, "plover"), signed_in(desk.house, "heron")
    assert plover.post(path).status_code == 303
    assert "is critical and needs" not in plover.get("/desk/").text
    assert Act.SECOND_CAME in desk.acts(filed.id)
    desk.act(filed, "risk", location="yes")
    assert not write(desk.house, mailbox)
    desk.act(filed, "risk", location="yes", life="yes")
    assert write(desk.house, mailbox)


def test_a_server_that_does_not_take_it_is_tried_again(desk, file_case, mailbox):
    woken(desk.house, "plover")
    desk.act(desk.taken(file_case()), "risk", life="yes")
    mailbox.says["RCPT"] = "450 later"
    assert write(desk.house, mailbox)
    mailbox.says.clear()
    desk.house.clock.advance(job.AGAIN)
    assert write(desk.house, mailbox)
    assert len(mailbox.raw) == 1


def test_whoever_may_not_open_a_case_hears_nothing_of_it(desk, file_case, mailbox):
    plover, filed = woken(desk.house, "plover"), desk.taken(file_case())
    people = desk.house.people["heron"].id.hex()
    assert desk.act(filed, "access/restrict", people=people).status_code == 303
    desk.act(filed, "risk", life="yes")
    assert write(desk.house, mailbox)
    assert mailbox.raw == []
    assert filed.number not in plover.get("/desk/").text
    assert desk.post(f"/desk/cases/{filed.number}/second").status_code == 303  # nobody else could


def test_what_is_no_address_is_not_kept_and_an_empty_one_forgets(desk):
    assert desk.post("/account/waking", address="not an address").status_code == 422
    woken(desk.house, "heron")
    page = desk.get("/account/").text
    assert "An address is kept." in page
    assert ADDRESS not in page
    desk.post("/account/waking", address="")
    assert "An address is kept." not in desk.get("/account/").text
