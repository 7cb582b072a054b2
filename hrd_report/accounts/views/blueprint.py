"""The blueprint all pages of staff accounts hang on. Holds no page itself."""

from typing import Final

from flask import Blueprint

blueprint: Final = Blueprint("accounts", __name__)
