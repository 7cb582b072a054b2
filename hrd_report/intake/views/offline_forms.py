"""Makes the offline forms: one file a language, the same bytes for the same roster. Keeps none.

The file seals to the newest key of the roster that holds; by its own policy it reaches no network.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final, cast

from flask import current_app

from hrd_report.errors import Damaged, NotFound
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.intake import openness
from hrd_report.intake.places import Ways
from hrd_report.vault import digests, form_notes, recipients
from hrd_report.vault.words import has_words, word_list
from hrd_report.web import pages
from hrd_report.web.services import services

SHEETS: Final = ("defender-more.css", "defender-error.css", "defender-seal.css")
SAVED_AS: Final = "document.sealed"
"""A name that says nothing; the files that whoever carries them brings are told by their ending."""

_MADE: Final = "hrd_offline_forms"


@dataclass(frozen=True, slots=True)
class OfflineForm:
    """A form's bytes, and the note that the roster's endorser signed of them, where there is one.

    `fingerprint`: six words of the key inside; `until`: the last day of the roster.
    """

    language: str
    content: bytes
    note: str
    fingerprint: str
    until: dt.date

    @property
    def name(self) -> str:
        """Return the file's name."""
        return f"form-{self.language}.html"

    @property
    def sha256(self) -> str:
        """Return what the file's bytes are checked against."""
        return digests.sha256(self.content).hex()


def form(language: str) -> OfflineForm:
    """Return the form of a language, made once for each roster. Raises `NotVouched`."""
    ways = openness.ways()
    made = cast("dict[tuple[str, str], OfflineForm]", current_app.extensions.setdefault(_MADE, {}))
    known = made.get((ways.note, language))
    if known is None:
        with pages.in_language(language):
            known = _made(ways, language)
        for old in [key for key in made if key[0] != ways.note]:
            del made[old]
        made[ways.note, language] = known
    return known


def context(language: str) -> dict[str, object]:
    """Return what every page that seals on the device is made from."""
    parts = services()
    limit = formats.size(parts.settings.file_limit, language)
    return {
        "threats": [
            {"id": one.id, "text": pages.say(one.question)} for one in parts.reference.threats
        ],
        "limit": parts.settings.file_limit,
        "upload_limit": pages.say(N_("Up to %(size)s in all."), size=limit),
        "digits": not has_words(language),
        "list": " ".join(word_list(language)) if has_words(language) else "",
        "promise_hours": parts.settings.promise_hours,
    }


def newest_recipient() -> str:
    """Return the key that new reports are sealed to. Raises `NotVouched`."""
    return recipients.encode(openness.ways().roster.intake[0])


def _made(ways: Ways, language: str) -> OfflineForm:
    roster, settings = ways.roster, services().settings
    key = roster.intake[0]
    words = recipients.fingerprint_words(key, language if has_words(language) else "en")
    content = pages.self_contained(
        "intake/offline_form.html",
        *SHEETS,
        recipient=recipients.encode(key),
        fingerprint=" ".join(words),
        until=roster.until,
        note=ways.note,
        carry_url=f"{settings.public_url}/{language}/carry",
        return_url=f"{settings.public_url}/{language}/return",
        saved_as=SAVED_AS,
        **context(language),
    )
    text = form_notes.spell(language, roster.epoch, content)
    return OfflineForm(
        language=language,
        content=content,
        note=_signed(text, language, roster.endorser),
        fingerprint=" ".join(words),
        until=roster.until,
    )


def _signed(text: str, language: str, endorser: bytes) -> str:
    """Return the note: signed here, or else the one that `forms` wrote where the keys are."""
    parts = services()
    if parts.trust.endorser is not None and parts.trust.endorser.public_raw == endorser:
        return form_notes.sign(text, parts.trust.endorser)
    try:
        found = (parts.settings.forms / note_name(language)).read_text(encoding="utf-8")
        form_notes.check(found, text, endorser)
    except (OSError, UnicodeDecodeError, Damaged, NotFound):
        return ""
    return found


def note_name(language: str) -> str:
    """Return the name of a form's note beside it."""
    return f"form-{language}.html.note"
