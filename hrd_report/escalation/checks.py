"""Why a notice cannot be sent yet. Pure: decides, and mends nothing."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hrd_report.documents.escalations import NoticeDocument
from hrd_report.escalation import doings, elements, inline, questions, standing, wording
from hrd_report.escalation.channels import wayward
from hrd_report.escalation.notice import Letter, Text, is_illegal_content, write
from hrd_report.escalation.standing import Standing
from hrd_report.reference import handling

NO_SECOND_PERSON: Final = "no_second_person"
_OF_CONTENT: Final = frozenset({"illegal", "terms", "infrastructure"})
"""Kinds that are about content which is gone once the addressee acts."""
_STRICTEST: Final[list[handling.Rule]] = ["no", "second_person", "free"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a case says about a notice on it: its marking, and the items nobody captured yet.

    Items are counted from 1. `others`: the other cases it speaks for, nothing for one that is
    gone or closed to whoever asks. `files`: codes of what keeps its evidence here; `careful`: a
    second person reads what goes with it.
    """

    tlp: str
    pap: str
    uncaptured: frozenset[int]
    others: "tuple[Other | None, ...]" = ()
    files: tuple[str, ...] = ()
    careful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """What another case says about a notice that speaks for it too; `files`: of it go with it."""

    tlp: str
    pap: str
    consents: tuple[Standing, ...]
    files: bool = False


def problems(
    notice: NoticeDocument,
    consents: Sequence[Standing],
    now: dt.datetime,
    letter: Letter,
    case: Case,
) -> list[str]:
    """Return stable codes of everything that is to be mended before a notice may leave."""
    text = write(notice, letter)
    return [
        *_consent(notice, consents, now, letter),
        *_others(notice, case, now, letter),
        *_name(notice, text, letter),
        *_second(notice, letter, case),
        *wayward.problems(notice, letter, now),
        *_files(notice, consents, now, case),
        *_content(notice),
        *_items(notice, case),
        *_article(notice, text, letter),
        *_places(text),
        *_answers(notice, letter),
    ]


def needs_second(notice: NoticeDocument, letter: Letter, case: Case) -> bool:
    """Whether a second person must read it: a name, a strict marking, an answer, a public copy."""
    return (
        standing.discloses(notice.identity, letter.reference)
        or notice.tlp == "red"
        or notice.platform == standing.PUBLIC_COPY
        or _verdict(notice, letter, case) == "second_person"
        or case.careful
        or questions.asks_second(notice, letter.reference)
    )


def _consent(
    notice: NoticeDocument, consents: Sequence[Standing], now: dt.datetime, letter: Letter
) -> Iterator[str]:
    problem = standing.consent_problem(notice, consents, now, letter.reference)
    if problem is not None:
        yield problem
    # Whoever names a mandate says so in the text, as whomever they write.
    acts = notice.relation == "representative" or notice.mandate
    if acts and not standing.mandate(notice, consents, now):
        yield "no_mandate"


def _others(notice: NoticeDocument, case: Case, now: dt.datetime, letter: Letter) -> Iterator[str]:
    """Yield what the other cases lack: a consent of each, and that whoever sends may open it."""
    if None in case.others:
        yield "other_closed"
    there = [one for one in case.others if one is not None]
    if any(standing.consent_problem(notice, o.consents, now, letter.reference) for o in there):
        yield "other_consent"


def _name(notice: NoticeDocument, text: Text, letter: Letter) -> Iterator[str]:
    names = notice.identity_text.reveal()
    if standing.discloses(notice.identity, letter.reference):
        if not wording.line(names):
            yield "no_name"
    elif wording.names_in(text.subject + "\n" + text.body, names):
        yield "name_in_text"


def _second(notice: NoticeDocument, letter: Letter, case: Case) -> Iterator[str]:
    if _verdict(notice, letter, case) == "no":
        yield "marking_forbids"
    unread = notice.approved_by is None or notice.approved_by == notice.by
    if needs_second(notice, letter, case) and unread:
        yield NO_SECOND_PERSON


def _verdict(notice: NoticeDocument, letter: Letter, case: Case) -> handling.Rule:
    """Return what the markings of all cases say, the strictest."""
    doing = doings.of(notice, letter.reference)
    marked = letter.reference.handling
    marks = [(one.tlp, one.pap) for one in (case, *case.others) if one is not None]
    found = {handling.verdict(marked, tlp=tlp, pap=pap, doing=doing).rule for tlp, pap in marks}
    return min(found, key=_STRICTEST.index)


def _files(
    notice: NoticeDocument, consents: Sequence[Standing], now: dt.datetime, case: Case
) -> Iterator[str]:
    """Yield what keeps its evidence here, and that a case's consent does not cover its files."""
    yield from case.files
    if inline.is_bare(notice) and notice.answers.get(standing.SHOWS) == "yes":
        yield "files_bare_show"
    if standing.SHOWS not in notice.answers and notice.way.channel != "package":
        return
    own = any(not one.case for one in notice.enclosed)
    if own and not standing.of_files(notice, consents, now):
        yield "files_not_consented"
    others = [one for one in case.others if one is not None and one.files]
    if not all(standing.of_files(notice, one.consents, now) for one in others):
        yield "files_not_consented_there"


def _content(notice: NoticeDocument) -> Iterator[str]:
    for code, words in (
        ("no_subject", notice.subject),
        ("no_explanation", notice.explanation),
        ("no_harm", notice.harm),
    ):
        if not wording.line(words.reveal()):
            yield code
    if notice.kind in {"terms", "illegal"} and not wording.line(notice.clause.reveal()):
        yield "no_clause" if notice.kind == "terms" else "no_law"


def _items(notice: NoticeDocument, case: Case) -> Iterator[str]:
    if not notice.items:
        yield "no_item"
    if not all(wording.is_web_address(wording.line(item.url.reveal())) for item in notice.items):
        yield "bad_item"
    if notice.kind in _OF_CONTENT and case.uncaptured:
        yield "not_captured"


def _article(notice: NoticeDocument, text: Text, letter: Letter) -> Iterator[str]:
    if is_illegal_content(notice) and elements.missing(notice, text, letter):
        yield "art16"


def _places(text: Text) -> Iterator[str]:
    if wording.unfilled(text.subject) or wording.unfilled(text.body):
        yield "placeholder"


def _answers(notice: NoticeDocument, letter: Letter) -> Iterator[str]:
    if questions.is_open(notice, letter.reference):
        yield "questions_open"
    if questions.stopping(notice, letter.reference):
        yield "question_stops"
