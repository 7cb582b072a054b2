"""What a program misspells is refused, however deep in a body it stands."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from described import Described
from desk.desk_house import filing
from every_route import routes
from house import House
from programs import with_token

MISSPELT = "mispelt"


def beside(body: Any, whole: Any | None = None, at: str = "") -> Iterator[tuple[str, Any]]:
    """Yield a body once for each object in it that has members of its own, with one more there."""
    whole = body if whole is None else whole
    if isinstance(body, list):
        yield from beside(body[0], whole, f"{at}/0")
    if isinstance(body, dict) and not any(one.startswith("free") for one in body):
        body[MISSPELT] = 1
        yield f"{at}/{MISSPELT}", deepcopy(whole)
        del body[MISSPELT]
        for name, inner in body.items():
            yield from beside(inner, whole, f"{at}/{name}")


def test_a_member_nobody_knows_is_refused_at_every_depth(house: House):
    filed, client = filing(house), with_token(house, "plover")
    client.post(f"/api/v1/desk/cases/{filed.number}/take")
    client.get(f"/api/v1/desk/cases/{filed.number}")
    described = Described(client.get("/api/v1/openapi.json").json, lambda name: f"free {name}")
    rules = {rule.endpoint: rule.rule for rule in house.app.url_map.iter_rules()}
    depths, passed_over = [], []
    for route in [one for one in routes(house.app) if not one.is_page]:
        path = route.path.replace("K7Q-2M4", filed.number)
        for pointer, body in beside(described.body(rules[route.endpoint], route.method)):
            answer = client.open(path, method=route.method, json=body, headers={"If-Match": '"1"'})
            told = {"pointer": pointer, "code": "unknown_field"}
            depths.append(pointer.count("/"))
            if answer.status_code != 422 or told not in answer.json["errors"]:
                passed_over.append((str(route), pointer, answer.text))
    assert passed_over == []
    assert max(depths) >= 3
    assert len(depths) > 30
