"""Which consents a notice can stand on. Pure: opens nothing and asks no clock."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hrd_report.documents.escalations import NoticeDocument
from hrd_report.records.cases import ConsentState
from hrd_report.reference.reference import Reference

UNNAMED: Final = "notice_anonymous"
NAMED: Final = "notice_identified"
MANDATE: Final = "mandate"
PARTNER: Final = "partner"
SHOWS: Final = "files_show"
"""The question whether evidence shows who the defender is."""
PUBLIC_COPY: Final = "lumen"
"""The purpose, and the archive it leads to."""
PURPOSES: Final = (UNNAMED, NAMED)


@dataclass(frozen=True, slots=True)
class Standing:
    """A consent as it stands: what it covers (codes and hex id), and whether it holds."""

    id: str
    purpose: str
    platform: str | None
    identity: str
    state: ConsentState
    day: dt.date
    until: dt.datetime | None = None

    def holds(self, now: dt.datetime) -> bool:
        """Whether it was given, not taken back and has not run out."""
        return holds(self.state, self.until, now)


def holds(state: ConsentState, until: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a consent with these clear columns covers anything at this moment."""
    return state is ConsentState.GIVEN and (until is None or now < until)


def discloses(identity: str, reference: Reference) -> bool:
    """Whether an identity level shows the addressee who the defender is."""
    return _rank(identity, reference) >= _rank("pseudonym", reference)


def about(notice: NoticeDocument, consents: Iterable[Standing]) -> list[Standing]:
    """Return the consents that speak of writing to this addressee, holding or not.

    A public copy stands on its own purpose alone: who agreed to a notice agreed to no publication.
    """
    if notice.platform == PUBLIC_COPY:
        return [one for one in consents if one.purpose == PUBLIC_COPY]
    return [one for one in consents if one.purpose in PURPOSES and one.platform == notice.platform]


def covering(
    notice: NoticeDocument, consents: Iterable[Standing], now: dt.datetime, reference: Reference
) -> list[Standing]:
    """Return every consent that holds now and allows this notice, names and all."""
    return [
        one
        for one in about(notice, consents)
        if one.holds(now) and allows(one, notice.identity, reference)
    ]


def mandate(
    notice: NoticeDocument, consents: Iterable[Standing], now: dt.datetime
) -> Standing | None:
    """Return the mandate a notice names, if it holds now."""
    return next(
        (
            one
            for one in consents
            if one.purpose == MANDATE and one.id == notice.mandate and one.holds(now)
        ),
        None,
    )


def of_files(
    notice: NoticeDocument, consents: Iterable[Standing], now: dt.datetime
) -> list[Standing]:
    """Return the consents that let evidence go with a notice now.

    By a partner's package that is the one to share with this partner. Otherwise, what shows who
    the defender is goes where the name may go; anything else wherever the notice may.
    """
    holding = [one for one in consents if one.holds(now)]
    if notice.way.channel == "package":
        partner = notice.way.target.reveal().strip().partition("\n")[0]
        names = {notice.platform, partner.strip().casefold()} - {""}
        return [
            one
            for one in holding
            if one.purpose == PARTNER and one.platform and _folded(one.platform) & names
        ]
    shows = notice.answers.get(SHOWS) != "no"
    return [one for one in about(notice, holding) if one.purpose == NAMED or not shows]


def under(
    notice: NoticeDocument, consents: Sequence[Standing], now: dt.datetime, reference: Reference
) -> list[Standing]:
    """Return everything a notice stands on: what allows it and its files, the mandate it names."""
    named = mandate(notice, consents, now)
    found = [*of_case(notice, "", consents, now, reference), *([named] if named else [])]
    return list(dict.fromkeys(found))


def of_case(
    notice: NoticeDocument,
    case: str,
    consents: Sequence[Standing],
    now: dt.datetime,
    reference: Reference,
) -> list[Standing]:
    """Return what lets a notice and its files leave for one of its cases (hex; empty: its own)."""
    shows = any(one.case == case for one in notice.enclosed)
    files = of_files(notice, consents, now) if shows else []
    return [*covering(notice, consents, now, reference), *files]


def allows(consent: Standing, identity: str, reference: Reference) -> bool:
    """Whether a consent allows an identity level: a name needs the purpose that shows names."""
    if not discloses(identity, reference):
        return True
    return consent.purpose == NAMED and _rank(consent.identity, reference) >= _rank(
        identity, reference
    )


def consent_problem(
    notice: NoticeDocument, consents: Iterable[Standing], now: dt.datetime, reference: Reference
) -> str | None:
    """Return why no consent covers a notice, as a stable code, or nothing if one does."""
    known = about(notice, consents)
    if covering(notice, known, now, reference):
        return None
    if any(one.holds(now) for one in known):
        return "name_not_consented"
    if any(one.state is ConsentState.WITHDRAWN for one in known):
        return "consent_withdrawn"
    if any(one.state is ConsentState.GIVEN for one in known):
        return "consent_expired"
    return "no_consent"


def _folded(addressee: str) -> set[str]:
    return {addressee, addressee.strip().casefold()}


def _rank(identity: str, reference: Reference) -> int:
    return reference.identity_level(identity).rank
