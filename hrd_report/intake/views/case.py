"""The defender's own case: state, letters, consents. Opens only what the receipt opens."""

from flask import Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.documents.reports import MessageDocument
from hrd_report.errors import Invalid, StorageFull
from hrd_report.intake import arriving, reading
from hrd_report.intake.actions import writing
from hrd_report.intake.arriving import Taking
from hrd_report.intake.views import case_showing, planning, start, waiting
from hrd_report.sealed import Plain
from hrd_report.vault import digests
from hrd_report.web import guard, limits, pages, scripts, visitors
from hrd_report.web.services import services


@guard.defender
def case_page(lang: str) -> Response:
    """Show where the case stands."""
    del lang
    return show()


@guard.defender
@limits.streamed
def send_message(lang: str) -> AnyResponse:
    """Keep a letter to the team, with its files."""
    someone = visitors.this_defender()
    taking = Taking(arriving.place_in(someone.case_id))
    try:
        with taking:
            taking.read()
            letter, once = _letter(taking), taking.fields.get("once", "")
            sealed = writing.seal(taking.place, someone.key, letter, taking.files, once)
            arriving.send(sealed)
    except Invalid:
        return show(status=422, wrong=case_showing.EMPTY)
    except StorageFull:
        return show(status=503, wrong=case_showing.FULL, typed=_text(taking))
    return redirect(f"/{lang}/case", code=303)


@guard.defender
def destroy_letter(lang: str, hexadecimal: str) -> AnyResponse:
    """Destroy one letter as this receipt has it, for good."""
    someone = visitors.this_defender()
    with services().database.writing() as session:
        writing.destroy(session, someone.case_id, start.identifier(hexadecimal), someone.key.kid)
    return redirect(f"/{lang}/case#letters", code=303)


@guard.defender
def close(lang: str) -> AnyResponse:
    """Close the case page on this device."""
    return start.ended(f"/{lang}/")


def show(*, status: int = 200, wrong: str = "", typed: Plain | None = None) -> Response:
    """Show the case, with what is wrong with a form of it."""
    someone = visitors.this_defender()
    with services().database.reading() as session:
        mine = reading.mine(session, someone.case_id, someone.key)
    return pages.render_for_defender(
        "intake/case.html",
        "defender-more.css",
        *(["defender-error.css"] if wrong else []),
        status=status,
        script=scripts.UPLOAD,
        csrf_token=someone.form_token,
        once=digests.random_bytes(16).hex(),
        typed=typed or Plain(""),
        languages=start.offered(),
        backup_days=services().settings.backup_days,
        proves=services().prover is not None,
        usual=waiting.sentence(),
        plan=planning.shown(mine),
        **case_showing.shown(mine, wrong),
    )


def _letter(taking: Taking) -> MessageDocument:
    """Return what was written. Raises `Invalid` when it is neither words nor files."""
    text = _text(taking)
    if taking.is_empty and not text:
        raise Invalid({"message": ["missing"]})
    return MessageDocument(
        author="defender",
        name="",
        text=text,
        at=services().clock(),
        too_large=tuple(taking.files.too_large),
        files=taking.files.sent(),
    )


def _text(taking: Taking) -> Plain:
    return Plain(taking.fields.get("message", "").strip())
