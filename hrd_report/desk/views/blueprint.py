"""The blueprint all pages of the desk hang on. Holds no page itself."""

from typing import Final

from flask import Blueprint

blueprint: Final = Blueprint("desk", __name__)
