"""A changing request that another site made a browser send is refused; a silent browser is not."""

import pytest
from flask import Flask

from hrd_report.web import csrf

ADDRESS = "https://report.example.org"
ELSEWHERE = "https://bad.example"


@pytest.mark.parametrize(
    ("headers", "fine"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": ""}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": ADDRESS}, False),
        ({"Origin": ADDRESS}, True),
        ({"Origin": "null"}, True),
        ({"Origin": ELSEWHERE}, False),
        ({"Origin": f"{ADDRESS}.bad.example"}, False),
        ({"Origin": f"{ADDRESS}:444"}, False),
        ({"Origin": "garbage"}, False),
        ({"Origin": "https://["}, False),
    ],
)
def test_where_a_post_may_come_from(headers: dict[str, str], fine: bool):
    app = Flask("test")
    with app.test_request_context("/", method="POST", base_url=ADDRESS, headers=headers):
        if fine:
            csrf.check_site()
        else:
            with pytest.raises(csrf.FromElsewhere):
                csrf.check_site()


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_link_from_anywhere_is_followed(method: str):
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": ELSEWHERE}
    with Flask("test").test_request_context("/", method=method, headers=headers):
        csrf.check_site()
        csrf.check("token")


@pytest.mark.parametrize(
    ("sent", "fine"),
    [
        ({"data": {"form_token": "right"}}, True),
        ({"data": {"form_token": "wrong"}}, False),
        ({"data": {"form_token": ""}}, False),
        ({"data": {}}, False),
        ({"headers": {"X-Form-Token": "right"}}, True),
        ({"query_string": {"form_token": "right"}}, False),
        (
            {"query_string": {"form_token": "right"}, "content_type": "multipart/form-data"},
            True,
        ),
        ({"content_type": "multipart/form-data; boundary=x", "data": b"form_token=right"}, False),
        ({"data": {"form_token": "right"}, "headers": {"Sec-Fetch-Site": "cross-site"}}, False),
    ],
)
def test_which_token_is_the_session_s_own(sent: dict[str, object], fine: bool):
    with Flask("test").test_request_context("/", method="POST", **sent):
        if fine:
            csrf.check("right")
        else:
            with pytest.raises((csrf.FormExpired, csrf.FromElsewhere)):
                csrf.check("right")
