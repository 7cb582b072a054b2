"""The head of a notice: who writes to whom, about what, on which basis. Makes text only."""

from typing import Final

from hrd_report.documents.escalations import NoticeDocument
from hrd_report.escalation.letters import Letter
from hrd_report.i18n.marks import N_

URGENCY: Final = {
    "critical": N_("Critical: life or safety is at risk"),
    "high": N_("High"),
    "normal": N_("Normal"),
}
_FROM: Final = N_("From: %(words)s")
_TO: Final = N_("To: %(words)s")
_ABOUT: Final = N_("About: %(words)s")
_REFERENCE: Final = N_("Reference: %(words)s")
_KIND: Final = N_("Kind: %(words)s")
_BASIS: Final = N_("Legal basis: %(words)s")
_CONTENT: Final = N_("Content: %(words)s")
_URGENT: Final = N_("Urgency: %(words)s")
_TRUSTED: Final = N_("Trusted flagger under Art. 22 DSA: %(words)s")
_MARKING: Final = N_("Marking: %(words)s")
_ARTICLE_16: Final = N_("Article 16 of Regulation (EU) 2022/2065 (DSA)")
_RULES: Final = N_("Your own rules")
_BASES: Final = {
    "complaint": N_("Article 20 of Regulation (EU) 2022/2065 (DSA)"),
    "settlement": N_("Article 21 of Regulation (EU) 2022/2065 (DSA)"),
    "coordinator": N_("Article 53 of Regulation (EU) 2022/2065 (DSA)"),
}


def head(notice: NoticeDocument, letter: Letter) -> str:
    """Return the head, one line each; what does not apply is left out."""
    lines = (
        (_FROM, f"{letter.organisation}, {letter.address}"),
        (_TO, letter.reference.platform(notice.platform).name),
        (_ABOUT, _about(notice, letter)),
        (_REFERENCE, notice.reference),
        (_KIND, _kind(notice, letter)),
        (_BASIS, _basis(notice, letter)),
        (_CONTENT, _content(notice, letter)),
        (_URGENT, letter.say(URGENCY[notice.urgency])),
        (_TRUSTED, letter.trusted if notice.kind == "illegal" else ""),
        (_MARKING, f"TLP:{notice.tlp.upper()}"),
    )
    return "\n".join(letter.filled(label, words=words) for label, words in lines if words)


def _about(notice: NoticeDocument, letter: Letter) -> str:
    return letter.reference.platform(notice.about).name if notice.about else ""


def _kind(notice: NoticeDocument, letter: Letter) -> str:
    kinds = {one.id: one.label for one in letter.reference.notice_kinds}
    return letter.say(kinds[notice.kind])


def _basis(notice: NoticeDocument, letter: Letter) -> str:
    if notice.rung in _BASES:
        return letter.say(_BASES[notice.rung])
    if notice.kind == "illegal":
        return letter.say(_ARTICLE_16)
    return letter.say(_RULES) if notice.kind == "terms" else ""


def _content(notice: NoticeDocument, letter: Letter) -> str:
    contents = {one.id: one.label for one in letter.reference.content_types}
    subtypes = {one.id: one.label for one in letter.reference.subtypes}
    said = (contents.get(notice.content_type, ""), subtypes.get(notice.subtype, ""))
    return ", ".join(letter.say(one) for one in said if one)
