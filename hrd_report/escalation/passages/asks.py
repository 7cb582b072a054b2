"""What a notice asks for: the recommended actions that failed, and when it wants an answer."""

import datetime as dt
from typing import Final

from hrd_report.documents.escalations import NoticeDocument
from hrd_report.escalation import wording
from hrd_report.escalation.letters import Letter
from hrd_report.i18n.marks import N_

_HOUR: Final = dt.timedelta(hours=1)
_ASK: Final = N_("We ask: %(words)s")
_FOLLOWED: Final = N_(
    "These recommended actions of the United States and the European Union for online platforms "
    "(11 March 2024) were not followed in full here:"
)
_STEP: Final = N_("Recommended action %(number)s, “%(title)s”.")
_SHOWN: Final = N_("Shown by: %(names)s")
_WITHIN: Final = N_(
    "We ask you to confirm receipt within %(receipt)d hours and to decide within %(decision)d "
    "hours, with reasons for each item and a way to appeal."
)
_LAWFUL: Final = N_(
    "You are to confirm receipt and to tell us your decision and the ways to contest it without "
    "undue delay (Art. 16(4) and (5)). We ask you to confirm within %(receipt)d hours and to "
    "decide within %(decision)d hours."
)
_LOOKED_AT: Final = N_(
    "We ask you to confirm receipt, to decide with reasons, and to tell us both."
)
_AUTHORITIES: Final = frozenset({"regulator", "settlement", "un", "partner"})


def steps(notice: NoticeDocument, letter: Letter) -> str:
    """Return which recommended actions failed at this platform, and what is asked on each."""
    if not notice.steps:
        return ""
    lines = [letter.say(_FOLLOWED)]
    for name, ask in zip(notice.steps, notice.asks, strict=True):
        title = letter.say(letter.reference.step(name).title)
        lines.append(letter.filled(_STEP, number=name, title=title))
        if wording.line(ask.reveal()):
            lines.append(f"   {letter.filled(_ASK, words=wording.line(ask.reveal()))}")
        proofs = [one.name for one in notice.enclosed if name in one.proves]
        if proofs:
            lines.append(f"   {letter.filled(_SHOWN, names=', '.join(proofs))}")
    return "\n".join(lines)


def clocks(notice: NoticeDocument, letter: Letter, *, illegal: bool) -> str:
    """Return when an answer is expected; an authority is told no hours."""
    platform = letter.reference.platform(notice.platform)
    if platform.kind in _AUTHORITIES:
        return letter.say(_LOOKED_AT)
    critical, ours = notice.urgency == "critical", letter.reference.clocks
    sentence = _LAWFUL if illegal else _WITHIN
    return letter.say(sentence) % {
        "receipt": ours.acknowledge_within(critical=critical) // _HOUR,
        "decision": ours.decide_within(critical=critical) // _HOUR,
    }
