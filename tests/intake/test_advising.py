"""Advice and helpers, for anybody: whole texts, sources, narrowed lists, nothing kept."""

import re
from html import unescape

import pytest
from intake.door import send

from hrd_report.app import build_services
from hrd_report.reference.advice import THREATS


def said(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    return unescape(answer.text)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_text_stands_whole_on_its_page_with_its_day_and_sources(house, language):
    client = house.client()
    index = said(client, f"/{language}/advice/")
    for threat in THREATS:
        assert f'href="/{language}/advice/{threat}"' in index
        page = said(client, f"/{language}/advice/{threat}")
        assert page.count("<li>") >= 5
        assert re.search(r"2[18] [Nn]ovemb(re|er) 2026", page)
        assert "CC BY 4.0" in page


def test_there_is_no_advice_for_what_is_no_threat(house):
    assert house.client().get("/en/advice/rain").status_code == 404


def test_the_page_says_when_nobody_has_looked_for_a_year(house):
    house.clock.now = house.clock.now.replace(year=2027, month=12)
    assert "Nobody has looked at this text for a year." in said(house.client(), "/en/advice/doxing")


def test_helpers_are_narrowed_by_a_plain_form_and_strange_answers_are_passed_over(house):
    client = house.client()
    everybody = said(client, "/en/helpers")
    narrowed = said(client, "/en/helpers?service=danger&region=asia&language=fr")
    assert "SMEX" in everybody
    assert "SMEX" not in narrowed
    assert narrowed.index("tel:+35312100489") > 0
    assert "We have not asked them ourselves." in everybody
    assert said(client, "/en/helpers?service=<b>&region=moon") == everybody


def test_the_receipt_names_at_most_three_who_fit_and_leads_to_the_whole_text(house):
    page = unescape(send(house.client(), "en", threat="doxing", danger="yes").text)
    assert page.count("<div class=helper>") == 3
    assert page.index("tel:+35312100489") < page.index("Access Now")
    assert 'href="/en/advice/doxing"' in page


def test_an_operator_s_own_helpers_are_shown(house, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text(
        "helpers:\n- {id: ours, organisation: Valley, about: Call., services: [danger], "
        "threats: [doxing], languages: [], hours: Every day, regions: [], channels: [], "
        'url: "https://example.org/", source: us, verified_on: 2026-11-28}\n',
        encoding="utf-8",
    )
    parts = build_services(house.with_settings(helpers=str(own)).services.settings)
    assert parts.reference.helpers[0].organisation == "Valley"
    parts.close()
