"""Every answer carries the same headers, and no route takes more than it said."""

import io

import pytest
from every_route import SAFE, routes
from flask import Response, request
from house import House

from hrd_report.app import create_app
from hrd_report.web import guard, limits, scripts, stylesheets

ALWAYS = {
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
MUST = (
    "default-src 'none'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
WITH_PASSKEY = ("/login", "/login/factor", "/account/confirm", "/account/factors/passkey")
"""The pages of staff that run a script: one file of ours."""
ONE_SCRIPT = "; script-src {}; require-trusted-types-for 'script'; trusted-types 'none'"


SEALING = "/en/seal"
SEALS = ONE_SCRIPT.format(f"{scripts.leave_source()} 'self'")
SENDS = "; connect-src http://localhost/api/v1/reports"


def check_headers(answer: Response, path: str) -> None:
    for name, value in ALWAYS.items():
        assert answer.headers[name] == value, (path, name)
    policy = answer.headers["Content-Security-Policy"]
    if path in WITH_PASSKEY:
        policy = policy.removesuffix(ONE_SCRIPT.format("'self'"))
    if "<style>" in answer.text:
        policy = policy.removesuffix(ONE_SCRIPT.format(scripts.leave_source()))
    if path == SEALING:
        # Its script asks one address; its form goes nowhere.
        policy = policy.removesuffix(SEALS + SENDS)
        policy = policy.replace("form-action 'none'", "form-action 'self'")
    # A file is opened in a sandbox of its own, which is stricter still.
    assert all(one in policy for one in MUST) or "sandbox" in policy, path
    assert "default-src 'none'" in policy, path
    for loose in ("unsafe", "http:", "https:", "*", "data:", "script-src"):
        assert loose not in policy, path
    for power in ("camera=()", "geolocation=()", "microphone=()"):
        assert power in answer.headers["Permissions-Policy"], path
    if not path.startswith("/static/"):
        assert answer.headers["Cache-Control"] == "no-store, no-cache", path
    assert "Server" not in answer.headers, path


@pytest.mark.parametrize("name", ["", "heron", "wren", "avocet"])
def test_every_answer_carries_the_headers(house: House, name: str):
    client = house.client()
    if name:
        house.sign_in(client, name)
    for route in routes(house.app):
        check_headers(client.open(route.path, method=route.method), str(route.path))


@pytest.mark.parametrize("path", ["/nowhere", "/static/none.css", "/en/nowhere", "/api/v1/none"])
def test_errors_carry_them_too(house: House, path: str):
    for method in ("GET", "POST", "DELETE"):
        check_headers(house.client().open(path, method=method), path)


def test_a_defender_s_page_allows_its_own_sheet_and_no_other(house: House):
    answer = house.client().get("/en/")
    policy = answer.headers["Content-Security-Policy"]
    sheet = answer.get_data(as_text=True).split("<style>")[1].split("</style>")[0]
    assert f"style-src {stylesheets.source(sheet)}" in policy


def test_a_defender_s_page_brings_the_rules_it_can_use_and_no_others(house: House):
    sheets = {}
    for path in ("/en/", "/en/return", "/en/nowhere"):
        page = house.client().get(path).get_data(as_text=True)
        sheets[path] = page.split("<style>")[1].split("</style>")[0]
        assert sheets[path].count("{") == sheets[path].count("}")
    assert "::file-selector-button" in sheets["/en/"]
    assert "[type=file]" in sheets["/en/"]
    assert "fieldset label" in sheets["/en/"]
    assert "[type=file]" not in sheets["/en/return"]
    assert "textarea" in sheets["/en/return"]
    assert "textarea" not in sheets["/en/nowhere"]
    assert "{}" not in sheets["/en/nowhere"]


def test_a_defender_s_page_runs_the_lines_by_which_it_is_left_and_the_start_page_none(
    house: House,
):
    page = house.client().get("/en/return")
    assert page.text.count("<script>") == 1
    assert f"<script>{scripts.leave_script()}</script>" in page.text
    assert f"script-src {scripts.leave_source()};" in page.headers["Content-Security-Policy"]
    assert "<script" not in house.client().get("/en/").text


def test_the_staff_s_sheet_is_served_under_the_hash_of_its_content(house: House):
    answer = house.client().get(f"/static/{stylesheets.staff_sheet_name()}")
    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    assert house.client().get("/static/staff.css").status_code == 404


def test_a_form_without_a_limit_of_its_own_takes_little(house: House):
    over = {"name": "x" * (limits.FORM_BYTES + 1), "password": "x"}
    assert house.client().post("/login", data=over).status_code == 413


def test_every_route_that_takes_more_says_so(house: House):
    # A streamed route counts for itself: words by HRD_TEXT_LIMIT, files by HRD_FILE_LIMIT.
    streamed = {
        route.endpoint
        for route in routes(house.app)
        if getattr(house.app.view_functions[route.endpoint], "body_limit", 0) is None
    }
    assert streamed == {
        "api.send_report",
        "cases.send_letter",
        "desk.bring_file",
        "desk.add_files",
        "desk.import_sheet",
        "desk_api.add_files",
        "desk_api.bring_register",
        "desk_api.bring_sheet",
        "desk_api.try_sheet",
        "files.send_file",
        "intake.carry",
        "intake.send_message",
        "intake.send_report",
        "tella.send_piece",
        "tella.send_rest",
    }


def test_a_route_s_own_limit_is_kept(house: House):
    app = create_app(house.services)

    @app.post("/small")
    @guard.public
    @limits.body(100)
    def small() -> str:
        return str(len(request.get_data()))

    client = app.test_client()
    assert client.post("/small", data=b"x" * 100).data.strip() == b"100"
    assert client.post("/small", data=b"x" * 101).status_code == 413


def test_words_over_their_limit_are_refused_in_a_streamed_form(house: House):
    small = house.with_settings(text_limit=1000)
    sent = {"story": "x" * 4000}  # an ordinary form may need three letters for a byte
    for kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
        answer = small.client().post("/en/report", data=sent, content_type=kind)
        assert answer.status_code == 413, kind
    answer = small.client().post("/api/v1/reports", json=sent)
    assert (answer.status_code, answer.mimetype) == (413, "application/problem+json")


def test_a_file_outside_a_streamed_route_is_never_spooled(house: House):
    sent = {"name": "heron", "picture": (io.BytesIO(b"x" * 100), "a.png")}
    answer = house.client().post("/login", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 415


def test_only_reading_methods_are_safe(house: House):
    methods = {route.method for route in routes(house.app)}
    assert methods - set(SAFE) <= {"POST", "PUT", "PATCH", "DELETE"}
