"""Takes the form and shows the receipt, once. Keeps nothing itself: `arriving` does."""

from flask import Response

from hrd_report.documents import incoming
from hrd_report.documents.incoming import Incoming
from hrd_report.errors import Invalid, NotVouched, StorageFull
from hrd_report.intake import arriving, sealing, stamps
from hrd_report.intake.actions.receiving import Kept
from hrd_report.intake.arriving import Taking
from hrd_report.intake.files import Files
from hrd_report.intake.pieces import Arrived
from hrd_report.intake.places import Place
from hrd_report.intake.views import receipt_page, start
from hrd_report.web import forms, guard, lanes, limits, pages
from hrd_report.web.lanes import Crowded, Lane
from hrd_report.web.services import services


@guard.public
@limits.streamed
def send_report(lang: str) -> Response:
    """Keep a report, its files sealed as they arrive, and answer with its receipt."""
    del lang
    taking = Taking(lane=_lane)
    try:
        with taking:
            taking.read()
            report = _checked(taking)
            with _lane(taking).place():
                kept = _settled(taking, report)
    except Crowded:
        return start.crowded(taking.fields, taking.receipt.form_value())
    except StorageFull:
        return _again(taking, start.FULL, 503, [])
    except NotVouched:
        return _again(taking, start.CLOSED, 503, [])
    except Invalid as problem:
        wrong = start.MISSING if "story" in problem.fields else start.UNKNOWN
        return _again(taking, wrong, 422, list(problem.fields))
    return receipt_page.show(taking, report, added=kept is Kept.ADDITION)


def _lane(taking: Taking) -> Lane:
    """Return where a form waits: by whether somebody had the time to read it, and used it once."""
    found, parts, typed = lanes.lanes(), services(), taking.fields
    receipt, stamp = typed.get("receipt", ""), typed.get("form", "")
    if not stamps.was_read(parts.pepper, receipt, stamp, parts.clock()):
        return found.hasty
    used = found.calm.pressed and taking.place.key is None
    return found.hasty if used else found.calm


def _checked(taking: Taking) -> Incoming:
    """Return what the form says. Raises `Invalid`, also for a form that says nothing."""
    known = tuple(one.id for one in services().reference.threats)
    data = incoming.from_form(taking.fields.to_dict(flat=False))
    try:
        report: Incoming = forms.load_json(incoming.schema(known, form=True), data)
    except Invalid as problem:
        names = dict.fromkeys(name.split("/")[0] for name in problem.fields)
        raise Invalid({_field(name): [start.UNKNOWN] for name in names}) from None
    if taking.is_empty and not report.says_something:
        raise Invalid({"threat": [start.MISSING], "story": [start.MISSING]})
    return report


def _field(name: str) -> str:
    return "threat" if name == "threats" else name


def _settled(taking: Taking, report: Incoming) -> Kept:
    now, language = services().clock(), pages.language()

    def seal(place: Place, files: Files) -> Arrived:
        document = report.document(
            language=language, received_at=now, channel="form", too_large=files.not_kept
        )
        content = report.canonical(files.listing())
        return sealing.report(taking.receipt, place, document, files, content)

    return arriving.settle(taking.likely_place, taking.files, seal)


def _again(taking: Taking, wrong: str, status: int, at: list[str]) -> Response:
    answer = start.show(
        taking.fields, taking.receipt.form_value(), status=status, wrong=wrong, at=at
    )
    if wrong in start.FOR_NOW:
        answer.headers["Retry-After"] = start.RETRY_AFTER
    return answer
