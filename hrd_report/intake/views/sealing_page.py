"""Pages for those who seal on their own device, or write on paper. Keeps nothing."""

from flask import Response, request
from werkzeug.exceptions import NotFound

from hrd_report.i18n import formats
from hrd_report.intake import openness
from hrd_report.intake.views import offline_forms, start
from hrd_report.web import guard, pages
from hrd_report.web.services import services

_SHEETS = ("defender-more.css", "defender-seal.css")


@guard.public
def seal_page(lang: str) -> Response:
    """Show the page whose script seals on the device."""
    if not openness.is_open():
        return start.closed()
    return pages.render_sealing(
        "intake/seal.html",
        *offline_forms.SHEETS,
        send=f"{request.url_root}api/v1/reports",
        recipient=offline_forms.newest_recipient(),
        languages=start.offered(),
        **offline_forms.context(lang),
    )


@guard.public
def offline_page(lang: str) -> Response:
    """Explain the offline form, and tell how it is checked."""
    if not openness.is_open():
        return start.closed()
    form = offline_forms.form(lang)
    return pages.render_for_defender(
        "intake/offline.html",
        *_SHEETS,
        ours=True,
        name=form.name,
        size=formats.size(len(form.content), lang),
        fingerprint=form.fingerprint,
        until=form.until,
        sha256=form.sha256,
        note=form.note,
        languages=start.offered(),
    )


@guard.public
def offline_form(lang: str, name: str) -> Response:
    """Give the offline form itself, to be kept."""
    if not openness.is_open():
        return start.closed()
    form = offline_forms.form(lang)
    if name != form.name:
        raise NotFound
    # As a file: a page would be padded, and its bytes would not be those that are signed.
    answer = Response(form.content, mimetype="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{form.name}"'
    return answer


@guard.public
def paper_form(lang: str) -> Response:
    """Show the questions for pen and paper."""
    parts = services()
    return pages.render_for_defender(
        "intake/paper.html",
        "defender-more.css",
        "defender-paper.css",
        ours=True,
        threats=offline_forms.context(lang)["threats"],
        address=f"{parts.settings.public_url}/{lang}/",
        languages=start.offered(),
    )
