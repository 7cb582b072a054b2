"""Long words of an opened case: their beginning on the page, the rest piece by piece. Cuts none."""

from typing import Any, Final

from hrd_report.desk import addresses, pieces
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown.defanging import defanged
from hrd_report.desk.shown.voice import Voice
from hrd_report.documents.answers import AnswerDocument
from hrd_report.documents.reports import ReportDocument
from hrd_report.errors import NotFound
from hrd_report.i18n.marks import N_
from hrd_report.reference.questions import Question
from hrd_report.reference.reference import Reference
from hrd_report.sealed import Plain

REPORT, ADDITION, LETTER, ANSWER = "report", "addition", "letter", "answer"
_LINKS = "links"
_ADDRESSES: Final = frozenset({"link", "accounts"})


def beginning(words: Plain) -> Plain:
    """Return what a page shows at once of words that may be very long."""
    return Plain(pieces.piece(words.reveal(), 1))


def more(file: CaseFile, name: str, words: Plain, voice: Voice) -> dict[str, str]:
    """Return the way to the rest of long words; nothing where the beginning is all."""
    if len(words.reveal()) <= pieces.SIZE:
        return {}
    number = pieces.count(words.reveal())
    said = voice.ngettext("Read on: %(num)s piece in all", "Read on: %(num)s pieces in all", number)
    return {"href": addresses.case(file.case.number, "words", name) + "?piece=2", "text": said}


def links(document: ReportDocument) -> Plain:
    """Return the addresses somebody sent, made harmless, one a line."""
    return Plain("\n".join(defanged(one.reveal()) for one in document.links))


def answered(answer: AnswerDocument, question: Question) -> Plain:
    """Return what somebody wrote to a question of a further page, addresses made harmless."""
    texts = (one.reveal() for one in answer.words.get(question.id, ()))
    if question.kind in _ADDRESSES:
        texts = (defanged(one) for one in texts)
    return Plain("\n".join(texts))


def named(file: CaseFile, name: str, reference: Reference) -> Plain:
    """Return the words that stand under a name of ours. Raises `NotFound`."""
    kind, _, rest = name.partition("-")
    try:
        if kind == ANSWER:
            return _answer(file, *rest.partition("-")[::2], reference)
        if kind == LETTER:
            return file.messages[int(rest)].text
        place, _, part = rest.partition("-") if kind == ADDITION else ("", "", rest)
        document = file.additions[int(place)] if kind == ADDITION else file.report
    except (ValueError, IndexError):
        raise NotFound from None
    if document is None or kind not in (REPORT, ADDITION) or part not in ("", _LINKS):
        raise NotFound
    return links(document) if part == _LINKS else document.story


def _answer(file: CaseFile, place: str, name: str, reference: Reference) -> Plain:
    """Return the words of one answer, by its place among all. Raises `NotFound`, `ValueError`."""
    answer = file.answers[int(place)]
    fields = reference.subject(answer.subject).fields
    question = next((one for one in fields if one.id == name and name in answer.words), None)
    if question is None:
        raise NotFound
    return answered(answer, question)


def page(
    file: CaseFile, name: str, number: int, voice: Voice, reference: Reference
) -> dict[str, Any]:
    """Return one piece of words with the ways to those before and after it."""
    words = named(file, name, reference).reveal()
    whole = pieces.count(words)
    at = max(1, min(number, whole))
    here = addresses.case(file.case.number, "words", name)
    return {
        "words": Plain(pieces.piece(words, at)),
        "place": voice.say(N_("Piece %(number)s of %(count)s"), number=at, count=whole),
        "previous": f"{here}?piece={at - 1}" if at > 1 else "",
        "next": f"{here}?piece={at + 1}" if at < whole else "",
    }
