"""Makes the exact text of a notice from its document, the same way each time. Sends nothing.

Every sentence comes from the document, the directory or the catalogue; which one, each passage
says itself. Joined by empty lines the passages are the body, byte for byte.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from hrd_report.documents.escalations import NoticeDocument, NoticeItem
from hrd_report.escalation import standing, wording
from hrd_report.i18n.marks import N_
from hrd_report.reference.reference import Reference
from hrd_report.vault import digests

Part = Literal["head", "words", "items", "rule", "person", "steps", "asks", "formula", "signature"]

_HOUR: Final = dt.timedelta(hours=1)
_URGENCY: Final = {
    "critical": N_("Critical: life or safety is at risk"),
    "high": N_("High"),
    "normal": N_("Normal"),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """What a notice needs besides its document: who writes, and the sentences of its language.

    `address` is the e-mail address that the organisation writes from. `answers`: its mailbox is
    read, so that each notice can have an address of its own for answers.
    """

    organisation: str
    address: str
    reference: Reference
    say: Callable[[str], str]
    answers: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Passage:
    """A piece of the body. `field` names the document's field it comes from, if it is typed."""

    part: Part
    text: str
    field: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Text:
    """A notice as it leaves: its subject line, and the passages of its body."""

    subject: str
    passages: tuple[Passage, ...]

    @property
    def body(self) -> str:
        """Return the whole body, with plain line ends and one at its end."""
        return "\n\n".join(one.text for one in self.passages) + "\n"

    @property
    def digest(self) -> str:
        """Return a hex digest that changes with any letter of subject or body."""
        return digests.sha256(digests.prefixed(self.subject.encode(), self.body.encode())).hex()


def write(notice: NoticeDocument, letter: Letter) -> Text:
    """Return the text of a notice. Raises `NotFound` for a code the reference does not have."""
    title = wording.line(notice.subject.reveal())
    found = (one for one in _passages(notice, letter) if one.text)
    return Text(f"{notice.reference}: {title}", tuple(found))


def _passages(notice: NoticeDocument, letter: Letter) -> Iterator[Passage]:
    yield Passage("head", _head(notice, letter))
    yield Passage("words", wording.paragraphs(notice.explanation.reveal()), "explanation")
    yield Passage("items", _items(notice.items, letter))
    yield Passage("rule", _rule(notice, letter), "clause")
    yield Passage("words", _said(letter, _CONTEXT, notice.context.reveal()), "context")
    yield Passage("words", _said(letter, _HARM, notice.harm.reveal()), "harm")
    if standing.discloses(notice.identity, letter.reference):
        yield Passage(
            "person", _said(letter, _PERSON, notice.identity_text.reveal()), "identity_text"
        )
    yield Passage("steps", _steps(notice, letter), "asks")
    yield Passage("asks", _clocks(notice, letter))
    yield Passage("formula", _relation(notice, letter))
    yield Passage("formula", letter.say(_GOOD_FAITH))
    yield Passage(
        "signature",
        f"{letter.organisation}\n{_filled(letter, _ANSWER, reference=notice.reference)}",
    )


_CONTEXT: Final = N_("Context: %(words)s")
_HARM: Final = N_("Harm and risk: %(words)s")
_PERSON: Final = N_("The person concerned: %(words)s")
_GOOD_FAITH: Final = N_("We believe in good faith that this notice is accurate and complete.")
_ANSWER: Final = N_("Answer to this message and keep %(reference)s in the subject.")
_RULE: Final = N_("Your rule that applies: %(words)s")
_LAW: Final = N_("The law that applies: %(words)s")
_ASK: Final = N_("We ask: %(words)s")
_OBJECT: Final = N_("Id: %(words)s")
_FOLLOWED: Final = N_(
    "These recommended actions of the United States and the European Union for online platforms "
    "(11 March 2024) were not followed in full here:"
)
_STEP: Final = N_("Recommended action %(number)s, “%(title)s”.")
_WITHIN: Final = N_(
    "We ask you to confirm receipt within %(receipt)d hours and to decide within %(decision)d "
    "hours, with reasons for each item and a way to appeal."
)
_AS_ORGANISATION: Final = N_("We write as an organisation, not as the person concerned.")
_FOR_PERSON: Final = N_(
    "We write as an organisation, with the consent of the person concerned to be named to you. "
    "Tell the name to nobody else."
)
_HEAD: Final = (
    N_("From: %(words)s"),
    N_("To: %(words)s"),
    N_("Reference: %(words)s"),
    N_("Kind: %(words)s"),
    N_("Urgency: %(words)s"),
    N_("Marking: %(words)s"),
)


def _head(notice: NoticeDocument, letter: Letter) -> str:
    kinds = {kind.id: kind.label for kind in letter.reference.notice_kinds}
    values = (
        f"{letter.organisation}, {letter.address}",
        letter.reference.platform(notice.platform).name,
        notice.reference,
        letter.say(kinds[notice.kind]),
        letter.say(_URGENCY[notice.urgency]),
        "TLP:AMBER+STRICT",
    )
    return "\n".join(
        _filled(letter, label, words=value) for label, value in zip(_HEAD, values, strict=True)
    )


def _items(items: tuple[NoticeItem, ...], letter: Letter) -> str:
    return "\n".join(
        line for number, item in enumerate(items, 1) for line in _item(number, item, letter)
    )


def _item(number: int, item: NoticeItem, letter: Letter) -> Iterator[str]:
    yield f"{number}. {wording.line(item.url.reveal())}"
    if item.object_id:
        yield f"   {_filled(letter, _OBJECT, words=wording.line(item.object_id.reveal()))}"
    asked = letter.say(letter.reference.requested_action(item.action).label)
    yield f"   {_filled(letter, _ASK, words=asked)}"


def _rule(notice: NoticeDocument, letter: Letter) -> str:
    return _said(letter, _LAW if notice.kind == "illegal" else _RULE, notice.clause.reveal())


def _steps(notice: NoticeDocument, letter: Letter) -> str:
    if not notice.steps:
        return ""
    lines = [letter.say(_FOLLOWED)]
    for name, ask in zip(notice.steps, notice.asks, strict=True):
        title = letter.say(letter.reference.step(name).title)
        lines.append(_filled(letter, _STEP, number=name, title=title))
        if wording.line(ask.reveal()):
            lines.append(f"   {_filled(letter, _ASK, words=wording.line(ask.reveal()))}")
    return "\n".join(lines)


def _clocks(notice: NoticeDocument, letter: Letter) -> str:
    critical = notice.urgency == "critical"
    clocks = letter.reference.clocks
    return letter.say(_WITHIN) % {
        "receipt": clocks.acknowledge_within(critical=critical) // _HOUR,
        "decision": clocks.decide_within(critical=critical) // _HOUR,
    }


def _relation(notice: NoticeDocument, letter: Letter) -> str:
    named = standing.discloses(notice.identity, letter.reference)
    return letter.say(_FOR_PERSON if named else _AS_ORGANISATION)


def _said(letter: Letter, sentence: str, words: str) -> str:
    whole = wording.paragraphs(words)
    return _filled(letter, sentence, words=whole) if whole else ""


def _filled(letter: Letter, sentence: str, **parts: str) -> str:
    return letter.say(sentence) % parts
