"""Why a notice cannot be sent yet. Pure: decides, and mends nothing."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from hrd_report.documents.escalations import NoticeDocument
from hrd_report.escalation import standing, wording
from hrd_report.escalation.channels import wayward
from hrd_report.escalation.notice import Letter, Text, write
from hrd_report.escalation.standing import Standing

NO_SECOND_PERSON: Final = "no_second_person"


def problems(
    notice: NoticeDocument, consents: Sequence[Standing], now: dt.datetime, letter: Letter
) -> list[str]:
    """Return stable codes of everything that is to be mended before a notice may leave."""
    text = write(notice, letter)
    return [
        *_consent(notice, consents, now, letter),
        *_name(notice, text, letter),
        *wayward.problems(notice, letter, now),
        *_content(notice),
        *_places(text),
    ]


def _consent(
    notice: NoticeDocument, consents: Sequence[Standing], now: dt.datetime, letter: Letter
) -> Iterator[str]:
    problem = standing.consent_problem(notice, consents, now, letter.reference)
    if problem is not None:
        yield problem


def _name(notice: NoticeDocument, text: Text, letter: Letter) -> Iterator[str]:
    names = notice.identity_text.reveal()
    if standing.discloses(notice.identity, letter.reference):
        if not wording.line(names):
            yield "no_name"
        if notice.approved_by is None or notice.approved_by == notice.by:
            yield NO_SECOND_PERSON
    elif wording.names_in(text.subject + "\n" + text.body, names):
        yield "name_in_text"


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
    if not notice.items:
        yield "no_item"
    if not all(wording.is_web_address(wording.line(item.url.reveal())) for item in notice.items):
        yield "bad_item"


def _places(text: Text) -> Iterator[str]:
    if wording.unfilled(text.subject) or wording.unfilled(text.body):
        yield "placeholder"
