"""What to copy into each field of a platform's form: pure, from the notice alone. Sends nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from hrd_report.documents.escalations import NoticeDocument
from hrd_report.escalation import wording
from hrd_report.escalation.notice import Letter, write
from hrd_report.i18n.marks import N_
from hrd_report.reference.forms import Form, Source

LABELS: Final[Mapping[Source, str]] = {
    "urls": N_("Exact addresses"),
    "object_ids": N_("Ids of account and item"),
    "subject": N_("Subject"),
    "explanation": N_("Explanation"),
    "context": N_("Local context"),
    "rule": N_("Rule or law"),
    "harm": N_("Harm and risk"),
    "asks": N_("What we ask for"),
    "notifier_name": N_("Name of the notifier"),
    "notifier_email": N_("E-mail of the notifier"),
    "good_faith": N_("Statement of good faith"),
    "whole": N_("The whole text"),
}
_GOOD_FAITH: Final = N_("We believe in good faith that this notice is accurate and complete.")


@dataclass(frozen=True, slots=True, repr=False)
class Block:
    """What goes into one field. `over`: letters too many for it, `words` the field's own name."""

    source: Source
    words: str | None
    text: str
    over: int = 0


def blocks(notice: NoticeDocument, letter: Letter, form: Form) -> list[Block]:
    """Return the blocks of a form in its order, but for those that would be empty."""
    found = (
        (field, wording.paragraphs(_TEXTS[field.source](notice, letter))) for field in form.fields
    )
    return [
        Block(
            source=field.source,
            words=field.words,
            text=text,
            over=max(0, len(text) - field.longest) if field.longest else 0,
        )
        for field, text in found
        if text
    ]


def _urls(notice: NoticeDocument, _: Letter) -> str:
    return "\n".join(wording.line(one.url.reveal()) for one in notice.items)


def _ids(notice: NoticeDocument, _: Letter) -> str:
    return "\n".join(filter(None, (wording.line(one.object_id.reveal()) for one in notice.items)))


def _asks(notice: NoticeDocument, letter: Letter) -> str:
    asked = (letter.reference.requested_action(one.action).label for one in notice.items)
    return "\n".join(dict.fromkeys(letter.say(one) for one in asked))


_TEXTS: Final[Mapping[Source, Callable[[NoticeDocument, Letter], str]]] = {
    "urls": _urls,
    "object_ids": _ids,
    "subject": lambda notice, letter: write(notice, letter).subject,
    "explanation": lambda notice, _: notice.explanation.reveal(),
    "context": lambda notice, _: notice.context.reveal(),
    "rule": lambda notice, _: notice.clause.reveal(),
    "harm": lambda notice, _: notice.harm.reveal(),
    "asks": _asks,
    "notifier_name": lambda _, letter: letter.organisation,
    "notifier_email": lambda _, letter: letter.address,
    "good_faith": lambda _, letter: letter.say(_GOOD_FAITH),
    "whole": lambda notice, letter: write(notice, letter).body,
}
