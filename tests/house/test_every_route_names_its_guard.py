"""Every route says who may enter; whatever says nothing is closed, whoever is not named is out."""

import pytest
from every_route import SAFE, Route, routes
from house import House
from programs import with_token
from teams import joined

from hrd_report.app import create_app
from hrd_report.records.people import Role, SessionKind
from hrd_report.rights import SCOPES, Right

OPEN_TO_ANYBODY = {
    "accounts.invited": "whoever has the link of an invitation",
    "accounts.log_in": "staff come in here",
    "accounts.log_in_page": "staff come in here",
    "accounts.take_seat": "whoever has the link of an invitation",
    "description.describe": "what programs may send",
    "api.send_report": "a report",
    "intake.advice_index": "what helps, for whoever needs it",
    "intake.advice_page": "what helps, for whoever needs it",
    "intake.helpers_page": "who else helps, for whoever needs it",
    "bridges.take_message": "a bridge that signs what it brings",
    "cases.read_case": "whoever has a receipt",
    "cases.send_letter": "whoever has a receipt",
    "files.ask_file": "whoever has an upload's secret",
    "files.may_upload": "whoever has a receipt",
    "files.send_file": "whoever has an upload's secret",
    "intake.carry": "sealed reports, from whoever brings them",
    "intake.carry_page": "sealed reports, from whoever brings them",
    "intake.offline_form": "seals a report without a network",
    "intake.offline_page": "about the form that seals without a network",
    "intake.paper_form": "the questions on paper",
    "intake.seal_page": "seals a report on the reader's device",
    "intake.give_receipt": "defenders come in here",
    "intake.give_receipt_form": "another form of a receipt that came along; looks nothing up",
    "intake.give_proof": "a proof, for whoever has the receipt",
    "intake.give_receipt_page": "defenders come in here",
    "intake.leave": "whoever wants to be gone is gone",
    "intake.root": "leads to the start page",
    "intake.send_report": "a report",
    "intake.start_page": "the start page",
    "intake.well_known": "the public key",
    "tella.finish": "an app with an account's token",
    "tella.log_in": "an app with an account's password",
    "tella.project": "an app with an account's token",
    "tella.send_piece": "an app with an account's token",
    "tella.send_report": "an app with an account's token",
    "tella.send_rest": "an app with an account's token",
    "statistics.transparency": "figures for everybody",
    "statistics.platforms": "figures for everybody",
    "statistics.transparency_files": "figures for everybody",
    "web.asset": "the staff's stylesheet",
}
"""Every route that asks nobody who they are, and why."""


@pytest.fixture
def all_routes(house: House) -> list[Route]:
    return list(routes(house.app))


def test_every_route_names_its_guard(all_routes: list[Route]):
    assert not [str(route) for route in all_routes if route.guard is None]


def test_what_is_open_to_anybody_is_on_the_list(all_routes: list[Route]):
    found = {route.endpoint for route in all_routes if route.guard and route.guard.kind is None}
    assert found == set(OPEN_TO_ANYBODY)


def test_each_side_of_the_house_has_one_kind_of_guard(all_routes: list[Route]):
    sides = ("/desk/", "/statistics/", "/admin/", "/account/", "/logout", "/login/factor")
    sides += ("/api/v1/desk/",)
    for route in all_routes:
        if route.endpoint not in OPEN_TO_ANYBODY:
            inside = route.path.startswith(sides)
            assert route.guard.kind is (SessionKind.STAFF if inside else SessionKind.DEFENDER)


def test_nobody_opens_cases_and_buckets_and_accounts_alike(all_routes: list[Route]):
    # Apart from one's own password and the way out, each side is for its own roles.
    roles = {
        side: {role for one in all_routes if one.path.startswith(side) for role in one.roles}
        for side in ("/desk/", "/statistics/", "/admin/")
    }
    assert roles["/desk/"] == {Role.CASEWORKER, Role.LEAD}
    assert not roles["/statistics/"] & roles["/desk/"]
    assert roles["/admin/"] == {Role.ADMINISTRATOR, Role.AUDITOR, Role.LEAD}


def test_a_lead_enters_the_administration_for_people_alone(all_routes: list[Route]):
    rights = {
        one.guard.right
        for one in all_routes
        if one.path.startswith("/admin/") and Role.LEAD in one.roles
    }
    assert rights <= {Right.MANAGE_PEOPLE, Right.APPROVE, Right.LEAD_TEAM}


def test_every_guard_of_staff_names_a_right_that_somebody_has(all_routes: list[Route]):
    staff = [route for route in all_routes if route.guard and route.guard.kind is SessionKind.STAFF]
    assert staff
    assert not [str(route) for route in staff if not route.roles]


def test_a_route_without_a_guard_is_closed(house: House):
    app = create_app(house.services)
    app.add_url_rule("/forgotten", "forgotten", lambda: "open")
    client = app.test_client()
    assert client.get("/forgotten").status_code == 404
    assert b"open" not in client.get("/forgotten").data


def test_without_a_session_staff_routes_only_ask_who_it_is(house: House, all_routes: list[Route]):
    for route in all_routes:
        if route.is_page and route.guard.kind is SessionKind.STAFF:
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
        if route.is_page and route.guard.kind is SessionKind.STAFF and role not in route.roles:
            answer = client.open(route.path, method=route.method, headers={"X-Form-Token": token})
            assert answer.status_code == 403, str(route)


def test_a_post_of_staff_without_the_form_token_is_refused(house: House, all_routes: list[Route]):
    client = house.client()
    joined(house, "knot", Role.CUSTODIAN)
    for route in all_routes:
        if route.is_page and route.guard.kind is SessionKind.STAFF and route.method not in SAFE:
            name = next(one.name for one in house.people.values() if one.role in route.roles)
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


def test_a_program_comes_in_with_a_token_and_with_nothing_else(
    house: House, all_routes: list[Route]
):
    client = house.client()
    token = house.sign_in(client, "heron")
    tokens = {f"Bearer {spelt}" for spelt in ("", "x", "hrd-desk1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqq")}
    for route in all_routes:
        if not route.is_page:
            for shown in tokens:
                headers = {"X-Form-Token": token, "Authorization": shown}
                answer = client.open(route.path, method=route.method, headers=headers)
                assert (answer.status_code, answer.json["code"]) == (401, "no_token"), str(route)
                assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_opens_nothing_that_it_does_not_name(house: House, all_routes: list[Route]):
    inside = [route for route in all_routes if not route.is_page]
    for scope in {route.guard.scope for route in inside}:
        asked = [route for route in inside if route.guard.scope == scope]
        # A person has twenty tokens at most, so two of them try: a lead what is for leads.
        for_all = scope.writes and all(Role.CASEWORKER in route.roles for route in asked)
        others = [str(one) for one in SCOPES if one != scope]
        client = with_token(house, "heron" if for_all else "plover", *others)
        for route in asked:
            answer = client.open(route.path, method=route.method)
            assert (answer.status_code, answer.json["code"]) == (403, "out_of_scope"), str(route)


def test_a_token_is_worth_no_more_than_its_owner_s_role(house: House, all_routes: list[Route]):
    client = with_token(house, "wren", *map(str, SCOPES))
    for route in all_routes:
        if not route.is_page:
            answer = client.open(route.path, method=route.method)
            assert (answer.status_code, answer.json["code"]) == (403, "not_allowed"), str(route)
