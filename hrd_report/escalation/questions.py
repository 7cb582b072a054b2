"""What is asked before a notice leaves, so that it does no harm. Pure: answers nothing itself."""

from collections.abc import Iterator, Mapping
from typing import Final

from hrd_report.documents.escalations import NoticeDocument
from hrd_report.escalation import inline
from hrd_report.reference.notices import SendQuestion
from hrd_report.reference.reference import Reference

GOOD_FAITH: Final = "good_faith"
"""The one that speaks of the very text: it is asked again after each revision."""

_REMOVALS: Final = frozenset({"remove", "disable", "suspend"})


def due(notice: NoticeDocument, reference: Reference) -> tuple[SendQuestion, ...]:
    """Return the questions that this notice raises, in the order of the data."""
    reasons = set(_reasons(notice, reference))
    return tuple(one for one in reference.send_questions if reasons & set(one.when))


def is_open(notice: NoticeDocument, reference: Reference) -> bool:
    """Whether a question is not answered yet."""
    return any(one.id not in notice.answers for one in due(notice, reference))


def stopping(notice: NoticeDocument, reference: Reference) -> tuple[SendQuestion, ...]:
    """Return the questions whose answer does not let the notice leave."""
    return tuple(
        one
        for one in due(notice, reference)
        if one.needs is not None and notice.answers.get(one.id, one.needs) != one.needs
    )


def asks_second(notice: NoticeDocument, reference: Reference) -> bool:
    """Whether an answer makes a second person read the notice first."""
    return any(
        one.second is not None and notice.answers.get(one.id) == one.second
        for one in due(notice, reference)
    )


def kept(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that still hold after the text was changed."""
    return {name: answer for name, answer in answers.items() if name != GOOD_FAITH}


def _reasons(notice: NoticeDocument, reference: Reference) -> Iterator[str]:
    yield "always"
    if reference.platform(notice.platform).risk:
        yield "risk"
    if notice.kind == "illegal":
        yield "illegal"
    if notice.enclosed:
        yield "files"
    if inline.is_bare(notice):
        yield "bare"
    if any(item.action in _REMOVALS for item in notice.items):
        yield "removal"
