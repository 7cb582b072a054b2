"""What Art. 16(2) DSA asks of a notice, found in the very text that leaves. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from hrd_report.documents.escalations import NoticeDocument
from hrd_report.escalation import questions, wording
from hrd_report.escalation.letters import Letter, Text
from hrd_report.i18n.marks import N_

Letters = Literal["a", "b", "c", "d"]
NEEDS: Final[dict[Letters, str]] = {
    "a": N_("why it is illegal, and under which law"),
    "b": N_("the exact address of each item"),
    "c": N_("name and e-mail address of who writes"),
    "d": N_("the statement of good faith"),
}
"""Each element by its letter in Art. 16(2)."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element, and whether the text has it."""

    letter: Letters
    present: bool


def elements(notice: NoticeDocument, text: Text, letter: Letter) -> tuple[Element, ...]:
    """Return the four elements of a notice under Art. 16, each present or not."""
    found: dict[Letters, bool] = {
        "a": _holds(text, "explanation") and _holds(text, "clause"),
        "b": _addresses(notice, text),
        "c": _named(text, letter),
        "d": notice.answers.get(questions.GOOD_FAITH) == "yes",
    }
    return tuple(Element(name, present) for name, present in found.items())


def missing(notice: NoticeDocument, text: Text, letter: Letter) -> tuple[Letters, ...]:
    """Return the letters of what the text does not have."""
    return tuple(one.letter for one in elements(notice, text, letter) if not one.present)


def _holds(text: Text, field: str) -> bool:
    return any(one.field == field and one.text for one in text.passages)


def _addresses(notice: NoticeDocument, text: Text) -> bool:
    said = {line for one in _of_part(text, "items") for line in one.splitlines()}
    wanted = {
        f"{number}. {wording.line(item.url.reveal())}"
        for number, item in enumerate(notice.items, 1)
    }
    exact = all(wording.is_web_address(wording.line(item.url.reveal())) for item in notice.items)
    return bool(wanted) and exact and wanted <= said


def _named(text: Text, letter: Letter) -> bool:
    name, address = wording.line(letter.organisation), letter.address
    signed = "\n".join(_of_part(text, "signature"))
    return bool(name) and "@" in address and name in signed and address in signed


def _of_part(text: Text, part: str) -> Iterable[str]:
    return [one.text for one in text.passages if one.part == part]
