"""The blueprints all pages of staff accounts hang on. Holds no page itself."""

from typing import Final

from flask import Blueprint

blueprint: Final = Blueprint("accounts", __name__)
"""One's own account, the way in and the way out."""

administration: Final = Blueprint("admin", __name__, url_prefix="/admin")
"""People, teams and rules."""
