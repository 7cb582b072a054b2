"""Every page has a length that many pages have."""

import gzip
import re

import pytest
from flask import Response
from flask.testing import FlaskClient
from house import House
from hypothesis import given
from hypothesis import strategies as st
from intake.door import come_back, send

from hrd_report.web import padding
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
    assert left.data == b""


@given(st.binary(max_size=3 * STEP), st.booleans())
def test_a_squeezed_page_is_whole_steps_of_the_page_and_at_most_four_blanks(
    page: bytes, said_often: bool
):
    page = page * 10 if said_often else page
    squeezed = padding.squeezed(page)
    assert len(squeezed) % STEP == 0
    opened = gzip.decompress(squeezed)
    assert opened.startswith(page)
    assert opened[len(page) :] in {b" " * count for count in range(5)}


@pytest.mark.parametrize("address", ["/fr/", "/en/return", "/fr/advice/doxing", "/en/helpers"])
def test_a_page_of_our_words_is_squeezed_for_who_can_open_it(house: House, address: str):
    as_it_is = house.client().get(address)
    packed = house.client().get(address, headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in as_it_is.headers
    assert packed.content_encoding == "gzip"
    assert "Accept-Encoding" in packed.vary
    assert len(packed.data) < len(as_it_is.data)
    assert len(packed.data) % STEP == 0
    opened = gzip.decompress(packed.data)
    assert _without_chance(opened) == _without_chance(as_it_is.data)


def test_what_somebody_typed_is_never_squeezed(house: House):
    client = _opening(house)
    for address, sent in (("/en/return", {"receipt": "none of ours"}), ("/en/report", {})):
        refused = client.post(address, data=sent)
        assert refused.status_code == 422
        assert refused.content_encoding is None


def test_what_is_said_of_one_answer_counts_for_no_other_to_the_same_request(house: House):
    with house.app.test_request_context(headers={"Accept-Encoding": "gzip"}):
        ours, other = (Response("<p>words</p>", mimetype="text/html") for _ in range(2))
        padding.only_our_words(ours)
        assert padding.pad(other).content_encoding is None
        assert padding.pad(ours).content_encoding == "gzip"


def test_letters_and_receipts_are_never_squeezed(house: House):
    client = _opening(house)
    received = send(client, "en", story="They came twice.")
    come_back(client, received.text, "en")
    case = client.get("/en/case")
    assert (received.status_code, case.status_code) == (200, 200)
    assert received.content_encoding is None
    assert case.content_encoding is None


def _opening(house: House) -> FlaskClient:
    """Return a browser that says it can open what was squeezed."""
    client = house.client()
    client.environ_base["HTTP_ACCEPT_ENCODING"] = "gzip"
    return client


def _without_chance(page: bytes) -> bytes:
    return re.sub(rb'value=("[^"]*"|[^ >]+)', b"", page).rstrip(b" ")
