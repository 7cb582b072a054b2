"""The blueprint that every page of escalations hangs on. Serves nothing by itself."""

from typing import Final

from flask import Blueprint

blueprint: Final = Blueprint("escalation", __name__)
