"""The files that browsers fetch besides pages: the staff's stylesheet and the passkeys' script.

Each under its hash. Nothing here was sent by anybody.
"""

from typing import Final

from flask import Blueprint, Response, abort

from hrd_report.web import guard, scripts, stylesheets

blueprint: Final = Blueprint("web", __name__)


@blueprint.get("/static/<name>")
@guard.public
def asset(name: str) -> Response:
    """Give a file of ours, for a year, to the page that names its hash."""
    if name == stylesheets.staff_sheet_name():
        response = Response(stylesheets.staff_sheet(), mimetype="text/css")
    elif name == scripts.passkey_script_name():
        response = Response(scripts.passkey_script(), mimetype="text/javascript")
    else:
        abort(404)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
