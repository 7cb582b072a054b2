"""Makes the exact text of a notice from its document, the same way each time. Sends nothing.

Every sentence comes from the document, the directory or the catalogue; which one, each passage
says itself. Joined by empty lines the passages are the body, byte for byte. There are two texts:
one that says why something is illegal (Art. 16 DSA), and one that says which rule it breaks.
"""

from collections.abc import Iterator
from typing import Final

from hrd_report.documents.escalations import NoticeDocument
from hrd_report.escalation import standing, wording
from hrd_report.escalation.letters import Letter, Part, Passage, Text
from hrd_report.escalation.passages import asks, files, formulas, heads, matters
from hrd_report.i18n.marks import N_

__all__ = ["Letter", "Part", "Passage", "Text", "is_illegal_content", "write"]

_PERSON: Final = N_("The person concerned: %(words)s")
_REMINDED: Final = N_("We wait for your answer to our notice of earlier. It is due.")
_CONTESTED: Final = N_("We contest your decision. It is to be looked at again by somebody else.")
_SILENCE: Final = N_("There was no decision in time. We complain about that.")


def write(notice: NoticeDocument, letter: Letter) -> Text:
    """Return the text of a notice. Raises `NotFound` for a code the reference does not have."""
    title = wording.line(notice.subject.reveal())
    found = (one for one in _passages(notice, letter) if one.text)
    return Text(f"{notice.reference}: {title}", tuple(found))


def is_illegal_content(notice: NoticeDocument) -> bool:
    """Whether a notice stands on Art. 16 DSA, and needs all that this article asks for."""
    return notice.kind == "illegal"


def _passages(notice: NoticeDocument, letter: Letter) -> Iterator[Passage]:
    illegal = is_illegal_content(notice)
    yield Passage("head", heads.head(notice, letter))
    yield Passage("title", _opening(notice, letter))
    yield Passage("earlier", matters.earlier(notice, letter), "earlier")
    yield Passage("words", matters.explanation(notice, letter, illegal=illegal), "explanation")
    yield Passage("items", matters.items(notice.items, letter))
    yield Passage("rule", matters.rule(notice, letter, illegal=illegal), "clause")
    yield Passage("quote", matters.quote(notice, letter), "words")
    yield Passage("words", matters.context(notice, letter), "context")
    yield Passage("words", matters.harm(notice, letter), "harm")
    yield Passage("words", matters.contested(notice, letter), "reasons")
    yield Passage("words", matters.pattern(notice, letter), "pattern")
    yield Passage("words", matters.evidence(notice, letter), "evidence")
    yield Passage("files", files.files(notice, letter))
    if standing.discloses(notice.identity, letter.reference):
        named = wording.paragraphs(notice.identity_text.reveal())
        text = letter.filled(_PERSON, words=named) if named else ""
        yield Passage("person", text, "identity_text")
    yield Passage("steps", asks.steps(notice, letter), "asks")
    yield Passage("asks", asks.clocks(notice, letter, illegal=illegal))
    yield Passage("formula", formulas.relation(notice, letter))
    yield Passage("formula", formulas.mandate(notice, letter))
    yield Passage("formula", formulas.good_faith(letter, illegal=illegal))
    yield Passage("signature", formulas.signature(notice, letter))


def _opening(notice: NoticeDocument, letter: Letter) -> str:
    if notice.rung == "reminder":
        return letter.say(_REMINDED)
    if notice.rung in {"complaint", "settlement", "coordinator"}:
        return letter.say(_CONTESTED if notice.reasons else _SILENCE)
    return ""
