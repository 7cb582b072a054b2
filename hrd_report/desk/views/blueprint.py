"""The blueprint all pages of the desk hang on. Holds no page itself."""

from typing import Final

from flask import Blueprint

from hrd_report.records.people import Role

blueprint: Final = Blueprint("desk", __name__)

CASEWORK: Final = (Role.CASEWORKER, Role.LEAD)
"""Who may enter: nobody else holds a key that opens a case."""
