"""Every page has a length that many pages have."""

import pytest
from house import House

from hrd_report.web.padding import STEP


@pytest.mark.parametrize(
    "address",
    ["/fr/", "/en/", "/en/return", "/fr/advice/", "/en/nothing", "/login", "/xx/"],
)
def test_a_page_ends_at_a_step(house: House, address: str):
    page = house.client().get(address)
    assert page.data
    assert len(page.data) % STEP == 0
    assert int(page.headers["Content-Length"]) == len(page.data)


def test_an_answer_with_an_error_ends_at_a_step_too(house: House):
    refused = house.client().post("/en/return", data={"receipt": "none of ours"})
    assert refused.status_code == 422
    assert len(refused.data) % STEP == 0


def test_what_programs_read_is_left_as_it_is(house: House):
    published = house.client().get("/.well-known/hrd-report.json")
    assert not published.data.endswith(b" ")


def test_a_redirect_of_the_door_says_nothing_of_where_it_leads_from(house: House):
    left = house.client().get("/en/leave")
    assert left.status_code == 303
    assert len(left.data) % STEP == 0
