"""Reads the JSON body of a program's request. Judges nothing of what it says."""

import json

from flask import request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from hrd_report.errors import Invalid


def json_object() -> dict[str, object]:
    """Return the request's JSON object. Raises `BadRequest`, `UnsupportedMediaType`, `Invalid`."""
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    try:
        found = json.loads(request.get_data())
    except (ValueError, RecursionError):
        raise BadRequest from None
    if not isinstance(found, dict):
        raise Invalid({"_schema": ["not_object"]})
    return found
