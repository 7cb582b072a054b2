"""Every route says who may enter; whatever says nothing is closed, whoever is not named is out."""

import pytest
from every_route import SAFE, Route, routes
from house import House

from hrd_report.app import create_app
from hrd_report.records.people import SessionKind


@pytest.fixture
def all_routes(house: House) -> list[Route]:
    return list(routes(house.app))


def test_every_route_names_its_guard(all_routes: list[Route]):
    assert not [str(route) for route in all_routes if route.guard is None]


def test_every_guard_of_staff_names_roles(all_routes: list[Route]):
    staff = [route for route in all_routes if route.guard and route.guard.kind is SessionKind.STAFF]
    assert staff
    assert not [str(route) for route in staff if not route.guard.roles]


def test_a_route_without_a_guard_is_closed(house: House):
    app = create_app(house.services)
    app.add_url_rule("/forgotten", "forgotten", lambda: "open")
    client = app.test_client()
    assert client.get("/forgotten").status_code == 404
    assert b"open" not in client.get("/forgotten").data


def test_without_a_session_staff_routes_only_ask_who_it_is(house: House, all_routes: list[Route]):
    for route in all_routes:
        if route.guard.kind is SessionKind.STAFF:
            answer = house.client().open(route.path, method=route.method)
            asked = (303, "/login") if route.method in SAFE else (401, None)
            assert (answer.status_code, answer.location) == asked, str(route)


def test_without_a_receipt_defenders_routes_only_ask_for_one(house: House, all_routes: list[Route]):
    for route in all_routes:
        if route.guard.kind is SessionKind.DEFENDER:
            answer = house.client().open(route.path, method=route.method)
            asked = (303, "/en/return") if route.method in SAFE else (401, None)
            assert (answer.status_code, answer.location) == asked, str(route)


@pytest.mark.parametrize("name", ["heron", "plover", "avocet", "wren"])
def test_a_role_that_is_not_named_is_refused(house: House, all_routes: list[Route], name: str):
    client = house.client()
    token = house.sign_in(client, name)
    role = house.people[name].role
    for route in all_routes:
        if route.guard.kind is SessionKind.STAFF and role not in route.guard.roles:
            answer = client.open(route.path, method=route.method, headers={"X-Form-Token": token})
            assert answer.status_code == 403, str(route)


def test_a_post_of_staff_without_the_form_token_is_refused(house: House, all_routes: list[Route]):
    client = house.client()
    for route in all_routes:
        if route.guard.kind is SessionKind.STAFF and route.method not in SAFE:
            name = next(one.name for one in house.people.values() if one.role in route.guard.roles)
            house.sign_in(client, name)
            answer = client.open(route.path, method=route.method, data={"form_token": "wrong"})
            assert answer.status_code == 403, str(route)


def test_a_post_from_another_site_is_refused_everywhere(house: House, all_routes: list[Route]):
    for route in all_routes:
        if route.method not in SAFE and route.guard.kind is None:
            answer = house.client().open(
                route.path, method=route.method, headers={"Sec-Fetch-Site": "cross-site"}
            )
            assert answer.status_code == 403, str(route)
