"""Why a notice cannot take its way yet: stable codes. Pure, and mends nothing."""

import datetime as dt
from collections.abc import Iterator

from hrd_report.documents.escalations import NoticeDocument
from hrd_report.errors import Damaged
from hrd_report.escalation import wording
from hrd_report.escalation.channels import kinds, writing
from hrd_report.escalation.channels.atproto import place
from hrd_report.escalation.channels.kinds import Kind
from hrd_report.escalation.notice import Letter
from hrd_report.vault import openpgp, recipients


def problems(notice: NoticeDocument, letter: Letter, now: dt.datetime) -> Iterator[str]:
    """Yield what the channel misses, or cannot carry."""
    kind = kinds.kind(notice.way.channel)
    if kind is None or kind not in kinds.for_platform(notice.platform):
        yield "no_way"
        return
    if kind.id in {"email", "xarf"}:
        yield from _address(notice)
    if kind.account and not notice.way.account:
        yield "no_account"
    if kind.target and not wording.line(notice.way.target.reveal()):
        yield "no_target"
    if kind.reasons and notice.way.reason not in kind.reasons:
        yield "no_reason"
    yield from _length(notice, letter, kind)
    yield from _key(notice, kind, now)


def _address(notice: NoticeDocument) -> Iterator[str]:
    if not wording.is_mail_address(notice.address):
        yield "bad_address" if notice.address else "no_address"


def _length(notice: NoticeDocument, letter: Letter, kind: Kind) -> Iterator[str]:
    if kind.longest and len(writing.short(notice, letter)) > kind.longest:
        yield "too_long_here"
    if kind.id == "atproto" and any(
        place(wording.line(one.url.reveal())) is None for one in notice.items
    ):
        yield "not_theirs"
    if kind.id == "mastodon" and notice.way.reason == "violation" and not notice.way.rules:
        yield "no_rules"


def _key(notice: NoticeDocument, kind: Kind, now: dt.datetime) -> Iterator[str]:
    key = notice.way.key
    if not key:
        if kind.key == "age":
            yield "no_key"
        return
    try:
        if kind.key == "age" or (recipients.is_one(key) and kind.files and not kind.inline):
            recipients.decode(key.strip())
            return
        problem = openpgp.read(key).problem(now)
    except Damaged:
        problem = "bad_key"
    if problem is not None:
        yield problem
