"""Whatever fails, the reader gets a calm page or a problem document, and nobody gets a trace."""

import pytest
from house import House

from hrd_report import errors
from hrd_report.app import create_app
from hrd_report.sealed import Plain
from hrd_report.web import guard, pages

SECRET = "they-know-where-i-sleep"
ENGLISH = {"Accept-Language": "en"}


def failing(house: House, failure: Exception, path: str = "/en/fails"):
    app = create_app(house.services)

    def fail() -> str:
        raise failure

    app.add_url_rule(path, "fails", guard.public(fail), methods=["GET", "POST"])
    return app.test_client()


def test_a_failure_of_ours_shows_a_calm_page(house: House):
    answer = failing(house, ValueError(SECRET)).get(f"/en/fails?q={SECRET}", headers=ENGLISH)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert "Something failed on our side" in page
    for trace in ("Traceback", "ValueError", SECRET, "test_error_pages.py"):
        assert trace not in page


def test_a_failure_of_ours_is_logged_by_its_kind_and_place_alone(
    house: House, caplog: pytest.LogCaptureFixture
):
    client = failing(house, ValueError(SECRET))
    client.post(f"/en/fails?q={SECRET}", data={"story": SECRET}, headers={"User-Agent": SECRET})
    (record,) = caplog.records
    assert record.getMessage().startswith("unexpected ValueError at ")
    assert SECRET not in caplog.text
    assert record.exc_info is None


def test_a_slip_with_words_shows_and_logs_none_of_them(
    house: House, caplog: pytest.LogCaptureFixture
):
    app = create_app(house.services)
    app.add_url_rule("/en/slip", "slip", guard.public(lambda: f"{Plain(SECRET)}"))
    answer = app.test_client().get("/en/slip")
    assert answer.status_code == 500
    assert SECRET not in answer.get_data(as_text=True) + caplog.text


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (errors.NotFound(), 404),
        (errors.NotAllowed(), 403),
        (errors.Conflict(SECRET), 409),
        (errors.Damaged(SECRET), 422),
        (errors.TooLarge(10), 413),
        (errors.StorageFull(SECRET), 503),
        (errors.Invalid({"story": ["missing"]}), 422),
    ],
)
@pytest.mark.parametrize("path", ["/en/fails", "/fr/fails", "/api/v1/fails", "/desk/fails"])
def test_a_refusal_has_its_status_and_its_sentence(house: House, failure, status: int, path: str):
    answer = failing(house, failure, path).get(path)
    said = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert SECRET not in said
    kind = "application/problem+json" if path.startswith("/api/") else "text/html"
    assert answer.mimetype == kind


def test_a_full_disk_says_when_to_come_back(house: House):
    answer = failing(house, errors.StorageFull()).get("/en/fails", headers=ENGLISH)
    assert answer.headers["Retry-After"] == "3600"
    assert "nothing of yours was kept" in answer.get_data(as_text=True)


def test_a_problem_document_names_code_and_fields(house: House):
    problem = errors.Invalid({"links/0": ["not_text"], "danger": ["unknown_danger"]})
    said = failing(house, problem, "/api/v1/fails").get("/api/v1/fails").get_json()
    assert (said["status"], said["code"], said["type"]) == (422, "invalid", "/problems/invalid")
    assert said["title"]
    assert said["detail"]
    assert {(one["pointer"], one["code"]) for one in said["errors"]} == {
        ("/links/0", "not_text"),
        ("/danger", "unknown_danger"),
    }


def test_a_problem_document_speaks_the_asker_s_language(house: House):
    client = house.client()
    said = [
        client.get("/api/v1/nowhere", headers={"Accept-Language": code}).get_json()["detail"]
        for code in ("fr", "en")
    ]
    assert len(set(said)) == 2


@pytest.mark.parametrize(("path", "method"), [("/desk/nowhere", "GET"), ("/en/report", "PUT")])
def test_what_is_not_there_is_one_calm_page(house: House, path: str, method: str):
    answer = house.client().open(path, method=method, headers=ENGLISH)
    assert answer.status_code in {404, 405}
    assert "There is nothing here" in answer.get_data(as_text=True)


def test_an_address_that_is_no_address_is_refused_calmly(house: House):
    for path in ("/%00", "/en/%ff%fe", "/" + "x" * 5000, "/..%2f..%2fetc/passwd"):
        answer = house.client().get(path)
        assert answer.status_code in {303, 308, 400, 404}
        assert "Traceback" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("show", [pages.render, pages.render_for_defender])
def test_no_page_says_otherwise_what_its_frame_says(house: House, show):
    with house.app.test_request_context("/en/"), pytest.raises(TypeError, match="organisation"):
        show("error.html", organisation="Somebody else")
