"""The files that browsers fetch besides pages: the staff's stylesheet and our scripts.

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
    script = scripts.at_address(name)
    if name == stylesheets.staff_sheet_name():
        response = Response(stylesheets.staff_sheet(), mimetype="text/css")
    elif script is not None:
        response = Response(scripts.script(script), mimetype="text/javascript")
    else:
        abort(404)
    if script in {scripts.SEAL, scripts.UPLOAD}:
        return response  # in a defender's cache it would tell
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
