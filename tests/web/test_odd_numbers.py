"""A number, a text or an address that is none is refused or passed over, however long it is."""

import pytest
from desk.desk_house import filing, signed_in
from house import House
from programs import program

LONG = ("9" * 5000, "9" * 25, "\u00b2", "-1")
ASKED = {
    "heron": ("/desk/shutdowns/?from={}", "/desk/platforms/meta?from={}"),
    "wren": ("/statistics/compare?a={}",),
    "avocet": ("/admin/audit?after={}",),
}
SENT = {
    "heron": (
        ("/desk/watched", "version"),
        ("/desk/viewing", "limit"),
        ("/desk/campaigns/new", "version"),
        ("/desk/organisation", "version"),
    ),
    "wren": (("/statistics/lift", "year"),),
    "avocet": (("/account/sheets/{}/seen", "number"),),
}


@pytest.mark.parametrize("name", list(SENT))
def test_a_number_of_thousands_of_digits_makes_nothing_fall_over(house: House, name: str):
    someone = signed_in(house, name)
    for long in LONG:
        for address in ASKED[name]:
            assert someone.get(address.format(long)).status_code < 500
        for address, field in SENT[name]:
            for more in ({}, {"act": "agree", "name": "x"}):
                sent = someone.post(address.format(long), **{field: long}, **more)
                assert sent.status_code < 500, (address, long)


def test_a_server_that_is_no_address_is_refused(house: House):
    avocet = signed_in(house, "avocet")
    fields = {"label": "ours", "kind": "mastodon", "server": "https://[", "secret": "x"}
    assert avocet.post("/admin/platform-accounts/take", **fields).status_code == 422


@pytest.mark.parametrize("number", ["%00", "K7Q%00", "%ED%A0%80", "%F0%9F%98%80"])
def test_a_text_that_no_database_holds_finds_nothing(house: House, number: str):
    for name, address in (
        ("heron", "/desk/cases/{}"),
        ("heron", "/desk/cases/{}/escalate"),
        ("avocet", "/admin/audit/cases/{}"),
    ):
        answer = signed_in(house, name).get(address.format(number))
        assert answer.status_code in {404, 422}


def test_half_a_letter_is_no_case_s_number(house: House):
    heron = signed_in(house, "heron")
    filed = heron.taken(filing(house))
    linked = {"cases": ["\0", "\ud800"], "verdict": "linked"}
    asked = program(house, "heron")
    assert asked.get(f"/cases/{filed.number}").status_code == 200
    assert asked.send(f"/cases/{filed.number}/matches", linked).status_code in {404, 422}


def test_a_name_that_no_database_holds_is_nobody_s(house: House):
    answer = house.client().post("/login", data={"name": "her\0on", "password": "x"})
    assert answer.status_code in {401, 422}
