"""The addresses of the statistics door, in one table. No row, no filter, no count of one's own."""

from typing import Final

from flask import Blueprint

from hrd_report.statistics.views import learning, public, releases, weighing

blueprint: Final = Blueprint("statistics", __name__)

for address, view, method in (
    ("/statistics/", releases.releases, "GET"),
    ("/statistics/draw", releases.draw, "POST"),
    ("/statistics/releases/<release_id>", releases.release, "GET"),
    ("/statistics/releases/<release_id>/<name>", releases.download, "GET"),
    ("/statistics/releases/<release_id>/plots/<name>", releases.picture, "GET"),
    ("/statistics/compare", learning.compare, "GET"),
    ("/statistics/method", learning.how, "GET"),
    ("/statistics/preview", learning.preview_page, "GET"),
    ("/statistics/budget", weighing.budget_page, "GET"),
    ("/statistics/lift", weighing.lift, "POST"),
    ("/<lang>/transparency", public.transparency, "GET"),
    ("/<lang>/transparency/platforms", public.platforms, "GET"),
    ("/<lang>/transparency/figures.zip", public.transparency_files, "GET"),
):
    blueprint.add_url_rule(address, view_func=view, methods=[method])
