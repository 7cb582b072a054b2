"""The one file that browsers fetch besides pages: the staff's stylesheet, under its hash."""

from typing import Final

from flask import Blueprint, Response, abort

from hrd_report.web import guard, stylesheets

blueprint: Final = Blueprint("web", __name__)


@blueprint.get("/static/<name>")
@guard.public
def asset(name: str) -> Response:
    """Give the staff stylesheet, for a year, to the page that names its hash."""
    if name != stylesheets.staff_sheet_name():
        abort(404)
    response = Response(stylesheets.staff_sheet(), mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
