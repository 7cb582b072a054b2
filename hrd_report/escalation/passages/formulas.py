"""Who stands behind a notice, and what it declares. Makes text only."""

from typing import Final

from hrd_report.documents.escalations import NoticeDocument
from hrd_report.escalation import standing
from hrd_report.escalation.letters import Letter
from hrd_report.i18n.marks import N_

_GOOD_FAITH: Final = N_("We believe in good faith that this notice is accurate and complete.")
_BONA_FIDE: Final = N_(
    "We declare our bona fide belief that the information and allegations in this notice are "
    "accurate and complete (Art. 16(2)(d))."
)
_ANSWER: Final = N_("Answer to this message and keep %(reference)s in the subject.")
_AS_ORGANISATION: Final = N_("We write as an organisation, not as the person concerned.")
_FOR_PERSON: Final = N_(
    "We write as an organisation, with the consent of the person concerned to be named to you. "
    "Tell the name to nobody else."
)
_MANDATE: Final = N_("The person concerned gave us a mandate to act for them.")
_ARTICLE_86: Final = N_(
    "We are a body under Art. 86(1) of Regulation (EU) 2022/2065, mandated by the person "
    "concerned: our complaints are to be handled with priority (Art. 86(2))."
)


def relation(notice: NoticeDocument, letter: Letter) -> str:
    """Return as whom the organisation writes."""
    named = standing.discloses(notice.identity, letter.reference)
    return letter.say(_FOR_PERSON if named else _AS_ORGANISATION)


def mandate(notice: NoticeDocument, letter: Letter) -> str:
    """Return that there is a mandate, where the notice stands on one."""
    if not notice.mandate:
        return ""
    return letter.say(_ARTICLE_86 if letter.represents else _MANDATE)


def good_faith(letter: Letter, *, illegal: bool) -> str:
    """Return the statement of good faith; Art. 16(2)(d) has words of its own."""
    return letter.say(_BONA_FIDE if illegal else _GOOD_FAITH)


def signature(notice: NoticeDocument, letter: Letter) -> str:
    """Return the notifier's name and e-mail address (Art. 16(2)(c)), and where to answer."""
    answer = letter.filled(_ANSWER, reference=notice.reference)
    name = f"{letter.organisation}, {letter.address}" if notice.kind == "illegal" else ""
    return "\n".join((name or letter.organisation, answer))
