"""What a notice is about: items, rule, words complained of, harm, earlier steps. Text only."""

from collections.abc import Iterator
from typing import Final

from hrd_report.documents.escalations import NoticeDocument, NoticeItem
from hrd_report.escalation import wording
from hrd_report.escalation.letters import Letter
from hrd_report.i18n.marks import N_
from hrd_report.sealed import Plain

_WHY: Final = N_("Why we hold it to be illegal: %(words)s")
_RULE: Final = N_("Your rule that applies: %(words)s")
_LAW: Final = N_("The law that applies: %(words)s")
_LAW_OF: Final = N_("The law that applies (%(country)s): %(words)s")
_ITEM_ID: Final = N_("Id: %(words)s")
CAPTURED: Final = N_("Captured on %(day)s, SHA-256 %(hash)s")
_ASK: Final = N_("We ask: %(words)s")
_WORDS: Final = N_("The exact words: %(words)s")
_WORDS_IN: Final = N_("The exact words (%(language)s): %(words)s")
_TRANSLATION: Final = N_("In translation: %(words)s")
_CONTEXT: Final = N_("Context: %(words)s")
_HARM: Final = N_("Harm and risk: %(words)s")
_IMMINENCE: Final = {
    "now": N_("It may happen at any moment."),
    "days": N_("It may happen within days."),
    "going_on": N_("It is going on."),
    "past": N_("It has happened, and may happen again."),
}
IMMINENCE: Final = tuple(_IMMINENCE)
_EARLIER: Final = N_("Earlier reports and answers: %(words)s")
_REASONS: Final = N_("Your reasons were: %(words)s")
_PATTERN: Final = N_("It is part of a pattern: %(words)s")
_EVIDENCE: Final = N_("New evidence: %(words)s")


def explanation(notice: NoticeDocument, letter: Letter, *, illegal: bool) -> str:
    """Return what happened; for illegal content, why it is illegal (Art. 16(2)(a))."""
    words = wording.paragraphs(notice.explanation.reveal())
    return letter.filled(_WHY, words=words) if illegal and words else words


def items(listed: tuple[NoticeItem, ...], letter: Letter) -> str:
    """Return the items, numbered, each with its exact address (Art. 16(2)(b))."""
    return "\n".join(
        line for number, item in enumerate(listed, 1) for line in _item(number, item, letter)
    )


def rule(notice: NoticeDocument, letter: Letter, *, illegal: bool) -> str:
    """Return the rule that is broken in the platform's words, or the law."""
    if illegal and notice.country and notice.clause:
        words = wording.paragraphs(notice.clause.reveal())
        return letter.filled(_LAW_OF, country=notice.country, words=words)
    return _said(letter, _LAW if illegal else _RULE, notice.clause)


def quote(notice: NoticeDocument, letter: Letter) -> str:
    """Return the words complained of as they stand there, and what they mean."""
    words = wording.paragraphs(notice.words.reveal())
    if not words:
        return _said(letter, _TRANSLATION, notice.translation)
    language = notice.words_language
    original = (
        letter.filled(_WORDS_IN, language=language, words=words)
        if language
        else letter.filled(_WORDS, words=words)
    )
    translated = _said(letter, _TRANSLATION, notice.translation)
    return "\n".join(filter(None, (original, translated)))


def context(notice: NoticeDocument, letter: Letter) -> str:
    """Return what one has to know to understand the words."""
    return _said(letter, _CONTEXT, notice.context)


def harm(notice: NoticeDocument, letter: Letter) -> str:
    """Return what it can do to the person, and how soon."""
    said = _said(letter, _HARM, notice.harm)
    soon = _IMMINENCE.get(notice.imminence, "")
    return " ".join(filter(None, (said, letter.say(soon) if said and soon else "")))


def earlier(notice: NoticeDocument, letter: Letter) -> str:
    """Return what was reported before, and what was answered."""
    return _said(letter, _EARLIER, notice.earlier)


def contested(notice: NoticeDocument, letter: Letter) -> str:
    """Return the reasons of the decision that is contested."""
    return _said(letter, _REASONS, notice.reasons)


def pattern(notice: NoticeDocument, letter: Letter) -> str:
    """Return what shows that it is more than one post."""
    return _said(letter, _PATTERN, notice.pattern)


def evidence(notice: NoticeDocument, letter: Letter) -> str:
    """Return what was not known when the platform decided."""
    return _said(letter, _EVIDENCE, notice.evidence)


def _item(number: int, item: NoticeItem, letter: Letter) -> Iterator[str]:
    yield f"{number}. {wording.line(item.url.reveal())}"
    if item.object_id:
        words = wording.line(item.object_id.reveal())
        yield f"   {letter.filled(_ITEM_ID, words=words)}"
    if item.captured_at is not None and item.sha256:
        day = item.captured_at.date().isoformat()
        yield f"   {letter.filled(CAPTURED, day=day, hash=item.sha256)}"
    asked = letter.say(letter.reference.requested_action(item.action).label)
    yield f"   {letter.filled(_ASK, words=asked)}"


def _said(letter: Letter, sentence: str, words: Plain) -> str:
    whole = wording.paragraphs(words.reveal())
    return letter.filled(sentence, words=whole) if whole else ""
