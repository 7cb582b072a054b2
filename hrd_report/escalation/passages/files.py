"""What a notice says of the evidence that goes with it: names, sizes, hashes. Text only."""

from collections.abc import Iterator
from typing import Final

from hrd_report.documents.escalations import Enclosed, NoticeDocument
from hrd_report.escalation import inline
from hrd_report.escalation.letters import Letter, sealed_name
from hrd_report.i18n.marks import N_
from hrd_report.vault import recipients

_FILES: Final = N_("Files with this notice, sealed to your key:")
_INLINE: Final = N_("Files inside the report that goes with this letter:")
_LARGE: Final = N_("Too large for the report: we keep these and send them if you ask:")
_FILE: Final = N_("%(name)s: %(size)s bytes, SHA-256 %(hash)s")
_INSIDE: Final = N_("All of them lie in %(name)s, which age opens with your key.")
_COPIES: Final = N_("A picture is a copy without hidden data. We keep the original.")


def files(notice: NoticeDocument, letter: Letter) -> str:
    """Return the list of files, exactly as they leave."""
    return "\n".join(_lines(notice, letter)) if notice.enclosed else ""


def _lines(notice: NoticeDocument, letter: Letter) -> Iterator[str]:
    leaves, large = inline.carried(notice), inline.left_out(notice)
    if leaves:
        yield letter.say(_INLINE if inline.is_inline(notice) else _FILES)
    yield from (_line(one, letter) for one in leaves)
    if large:
        yield letter.say(_LARGE)
    yield from (_line(one, letter) for one in large)
    if recipients.is_one(notice.way.key) and notice.way.channel != "package":
        yield letter.filled(_INSIDE, name=sealed_name(notice.reference))
    if any(one.form == "copy" for one in notice.enclosed):
        yield letter.say(_COPIES)


def _line(one: Enclosed, letter: Letter) -> str:
    said = letter.filled(_FILE, name=one.name, size=str(one.size), hash=one.sha256)
    return f"   {said}"
