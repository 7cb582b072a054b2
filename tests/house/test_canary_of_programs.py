"""What staff's programs send rests nowhere in clear, fails nowhere, and is written down.

Every route is asked with a body made from its own description, so a new one is walked at once.
"""

import logging
from pathlib import Path

import pytest
from canaries import Canaries, at_rest, in_folder, in_rows
from described import Described
from desk.desk_house import filing
from every_route import SAFE, routes
from house import House
from programs import with_token

from hrd_report.records.acts import Act
from hrd_report.records.audit import acts_of


def test_no_word_of_a_program_rests_in_clear_and_each_change_is_written_down(
    house: House, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    canaries = Canaries()
    filed, client = filing(house), with_token(house, "plover")
    client.post(f"/api/v1/desk/cases/{filed.number}/take")
    described = Described(client.get("/api/v1/openapi.json").json, canaries.word)
    taken = 0
    for rule in house.app.url_map.iter_rules():
        for route in routes_of(house, rule.endpoint):
            path = route.path.replace("K7Q-2M4", filed.number)
            body = described.body(rule.rule, route.method)
            tag = client.get(f"/api/v1/desk/cases/{filed.number}").headers.get("ETag", '"1"')
            headers = {"If-Match": tag, "Idempotency-Key": canaries.word("key")}
            answer = client.open(path, method=route.method, json=body, headers=headers)
            assert answer.status_code < 500, (str(route), answer.text)
            taken += answer.status_code in {200, 201} and route.method not in SAFE
            said = str(answer.headers)
            assert canaries.found_in(said.encode()) == set(), str(route)
    assert in_rows(house.services.database.engine, canaries) == {}
    assert at_rest(house.services.database.engine, canaries) == {}
    assert in_folder(tmp_path, canaries) == {}
    assert canaries.found_in(caplog.text.encode()) == set()
    with house.services.database.reading() as session:
        since = house.clock.now.date()
        acts = [one.act for one in session.scalars(acts_of(house.people["plover"].id, since))]
    assert acts.count(Act.PROGRAM_WROTE) == taken + 1 > 2
    assert acts.count(Act.PROGRAM_CAME) == 1


def routes_of(house: House, endpoint: str):
    return [one for one in routes(house.app) if one.endpoint == endpoint and not one.is_page]
