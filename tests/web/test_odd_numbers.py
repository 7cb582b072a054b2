"""A number or an address that is none is refused or passed over, however long it is."""

import pytest
from desk.desk_house import signed_in
from house import House

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
