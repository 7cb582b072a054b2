"""Takes sealed files from anybody, without script, and says of each what became of it."""

from typing import Any, Final

from flask import Response

from hrd_report.errors import Damaged, HrdError, NotVouched, StorageFull, TooLarge
from hrd_report.i18n.marks import N_
from hrd_report.intake import carrying, openness
from hrd_report.intake.actions.receiving import Kept
from hrd_report.intake.carrying import Brought, NotSealed, OtherKey
from hrd_report.intake.views import receipt_forms, start
from hrd_report.sealed import Plain
from hrd_report.vault.words import has_words
from hrd_report.web import file_parts, guard, limits, pages
from hrd_report.web.file_parts import FilePart

_SHEETS: Final = ("defender-more.css", "defender-error.css")

KEPT: Final = N_("It is here and kept. Only our caseworkers can open it.")
ALREADY: Final = N_("This very file was here already. It is kept once; there is nothing to do.")
OLDER: Final = N_(
    "It was sealed with an older form, and opens all the same. Next time take a newer form."
)
WRONG: Final[tuple[tuple[type[HrdError], str], ...]] = (
    (NotSealed, N_("This is no sealed file. Look for the one whose name ends in .sealed.")),
    (
        OtherKey,
        N_(
            "This was sealed for another organisation, or for a key that is gone. Nobody here "
            "could open it, so it was not kept. Bring it to whoever gave out the form."
        ),
    ),
    (
        NotVouched,
        N_(
            "We take nothing right now: the signed list of our keys is too old. Come back tomorrow."
        ),
    ),
    (
        Damaged,
        N_("This file is cut short or damaged, and was not kept. Copy it anew and bring it again."),
    ),
    (TooLarge, N_("This file is larger than we can keep. It was not kept.")),
    (StorageFull, N_("We cannot keep anything right now. Bring it again in an hour.")),
)
_LAST: Final = N_("It could not be kept at this moment. Bring it again.")


@guard.public
def carry_page(lang: str) -> Response:
    """Ask for sealed files."""
    del lang
    return start.closed() if not openness.is_open() else _show([])


@guard.public
@limits.streamed
def carry(lang: str) -> Response:
    """Keep the sealed files of a form, each for itself."""
    brought = [_take(part, lang) for part in file_parts.each()]
    if not brought:
        return _show([], missing=True)
    return _show(brought)


def wrong(problem: HrdError) -> str:
    """Return what to tell whoever brought a file that was not kept."""
    return next((text for kind, text in WRONG if isinstance(problem, kind)), _LAST)


def _take(part: FilePart, lang: str) -> dict[str, Any]:
    name = Plain(part.name)
    try:
        brought = carrying.take(part, None, lang)
    except HrdError as problem:
        return {"name": name, "wrong": True, "sentence": pages.say(wrong(problem))}
    return {"name": name, "wrong": False, **_became(brought, lang)}


def _became(brought: Brought, lang: str) -> dict[str, Any]:
    is_new = brought.kept is not Kept.NOTHING_NEW
    receipt = brought.receipt
    return {
        "sentence": pages.say(KEPT if is_new else ALREADY),
        "more": pages.say(OLDER) if brought.older_key else "",
        "words": receipt_forms.written(receipt, lang) if receipt is not None else [],
    }


def _show(brought: list[dict[str, Any]], *, missing: bool = False) -> Response:
    failed = any(one["wrong"] for one in brought)
    errors = [{"field": "files", "message": pages.say(N_("Choose the file to bring."))}]
    return pages.render_for_defender(
        "intake/carry.html",
        *_SHEETS,
        status=422 if missing or failed else 200,
        brought=brought,
        heading=pages.say(
            N_("No file was chosen")
            if missing
            else N_("Not everything could be kept")
            if failed
            else N_("It is here")
        ),
        errors=errors if missing else [],
        digits=not has_words(pages.language()),
        languages=start.offered(),
    )
