"""What staff's programs send rests nowhere in clear, fails nowhere, and is written down.

Every route is asked with a body made from its own description, so a new one is walked at once.
"""

import io
import logging
from pathlib import Path

import pytest
from canaries import Canaries, at_rest, in_folder, in_rows
from described import Described
from desk.desk_house import filing
from every_route import SAFE, routes
from flask.testing import FlaskClient
from house import House
from programs import with_token

from hrd_report.records.acts import Act
from hrd_report.records.audit import acts_of

KEEPS_NOTHING = {"desk_api.propose_campaign", "desk_api.try_register", "desk_api.try_sheet"}
"""Posts only because what they ask must stand in no address."""


def test_no_word_of_a_program_rests_in_clear_and_each_change_is_written_down(
    house: House, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    canaries = Canaries()
    filed, client = filing(house), with_token(house, "plover")
    described = Described(client.get("/api/v1/openapi.json").json, canaries.word)
    at = f"/api/v1/desk/cases/{filed.number}"
    tag, taken = taken_anew(client, at)
    for rule in house.app.url_map.iter_rules():
        for route in routes_of(house, rule.endpoint):
            path = route.path.replace("K7Q-2M4", filed.number)
            body = described.body(rule.rule, route.method)
            headers = {"If-Match": tag, "Idempotency-Key": canaries.word("key")}
            sent = {"json": body}
            if described.is_form(rule.rule, route.method):
                told = io.BytesIO(canaries.word(f"{rule.endpoint} file").encode())
                sent = {"data": {"file": (told, f"{canaries.word('name')}.csv")}}
            answer = client.open(path, method=route.method, headers=headers, **sent)
            assert answer.status_code < 500, (str(route), answer.text)
            keeps = route.method not in SAFE and route.endpoint not in KEEPS_NOTHING
            if answer.status_code in {200, 201} and keeps:
                tag, again = taken_anew(client, at)
                taken += 1 + again
            said = str(answer.headers)
            assert canaries.found_in(said.encode()) == set(), str(route)
    assert in_rows(house.services.database.engine, canaries) == {}
    assert at_rest(house.services.database.engine, canaries) == {}
    assert in_folder(tmp_path, canaries) == {}
    assert canaries.found_in(caplog.text.encode()) == set()
    with house.services.database.reading() as session:
        since = house.clock.now.date()
        acts = [one.act for one in session.scalars(acts_of(house.people["plover"].id, since))]
    assert acts.count(Act.PROGRAM_WROTE) == taken > 15
    assert acts.count(Act.PROGRAM_CAME) == 1


def taken_anew(client: FlaskClient, at: str) -> tuple[str, int]:
    """Return the version of a case, and whether it had to be taken once more for that."""
    answer = client.get(at)
    if "ETag" in answer.headers:
        return answer.headers["ETag"], 0
    assert client.post(f"{at}/take").status_code == 200
    return client.get(at).headers["ETag"], 1


def routes_of(house: House, endpoint: str):
    return [one for one in routes(house.app) if one.endpoint == endpoint and not one.is_page]
