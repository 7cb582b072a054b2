"""Fills a first draft from what a case knows. Keeps nothing, and guesses no word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.documents import casework
from hrd_report.documents.casework import AssessmentDocument, Request
from hrd_report.documents.escalations import NoticeDocument, NoticeItem, Way
from hrd_report.documents.evidence import same_address
from hrd_report.escalation import (
    casefile,
    ladder,
    offices,
    preserved,
    standing,
    together,
    wording,
)
from hrd_report.escalation.casefile import CaseFile, Desk
from hrd_report.escalation.ladder import Ground
from hrd_report.escalation.notice import Letter
from hrd_report.i18n.marks import N_
from hrd_report.reference.platforms import Platform
from hrd_report.reference.reference import Reference
from hrd_report.sealed import Plain
from hrd_report.vault import digests

_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_WHAT: Final = N_("[[what the items are, in a few words]]")
_HAPPENED: Final = N_("[[what happened, on which day, and how we know]]")
_HARM: Final = N_("[[what this can do to the person, and how soon]]")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a caseworker chose before the first draft: addressee, language, basis and way.

    `kind` and `rung` are empty where the program is to propose them. `together`: the numbers of
    other cases that the notice may speak for.
    """

    platform: str
    language: str
    kind: str = ""
    rung: str = ""
    together: tuple[str, ...] = ()


def prefilled(session: Session, desk: Desk, choice: Choice, letter: Letter) -> NoticeDocument:
    """Return a first draft. Raises `NotFound` for an addressee that the directory lacks."""
    platform = desk.reference.platform(choice.platform)
    kind = choice.kind or ("infrastructure" if platform.kind == "infrastructure" else "terms")
    cited = requests(session, desk, platform.id)
    assessed = casefile.assessment(session, desk.file)
    others = together.going(session, desk, choice.together, platform.id)
    rung = choice.rung or ladder.first(ground(desk, platform, kind))
    bare = NoticeDocument(
        platform=platform.id,
        address=offices.address(desk.organisation, platform, rung),
        kind=kind,
        language=choice.language,
        subject=Plain(letter.say(_WHAT)),
        explanation=Plain(letter.say(_HAPPENED)),
        context=Plain(""),
        clause=Plain("" if kind == "illegal" else _clause(platform, assessed, desk.reference)),
        harm=Plain(letter.say(_HARM)),
        items=_of_all(session, [desk.file, *others], platform),
        identity="organisation",
        identity_text=Plain(""),
        consents=(),
        steps=tuple(one.step for one in cited),
        asks=tuple(one.ask for one in cited),
        urgency=desk.file.case.urgency.value,
        reference=reference(),
        by=desk.actor.name,
        at=desk.now,
        rung=rung,
        way=way_to(platform),
        subtype=assessed.subtypes[0] if assessed and assessed.subtypes else "",
        tlp=_marking(assessed, desk.reference),
        together=tuple(one.case.id.hex() for one in others),
    )
    return standing_on(session, desk, bare)


def way_to(platform: Platform) -> Way:
    """Return the first way: by mail, encrypted where the directory knows the addressee's key."""
    return Way(key=platform.key or "")


def ground(desk: Desk, platform: Platform, kind: str) -> Ground:
    """Return what decides which ways to a platform are open."""
    return Ground(
        member=offices.is_member(desk.organisation, platform.id),
        has_form=any(route.kind != "letter" for route in platform.routes),
        under_dsa=platform.kind == "platform" and not platform.generic,
        illegal=kind == "illegal",
    )


def requests(session: Session, desk: Desk, platform: str) -> list[Request]:
    """Return what this platform is asked for on the ten steps, from the case's findings."""
    found = casefile.findings(session, desk.file, platform)
    return casework.requests(found.values(), platform)


def standing_on(session: Session, desk: Desk, notice: NoticeDocument) -> NoticeDocument:
    """Return a notice that names the consents it stands on now, those of all its cases."""
    known = casefile.standings(session, desk.file)
    holding = standing.under(notice, known, desk.now, desk.reference)
    holding += together.consents(session, desk, notice)
    return replace(notice, consents=tuple(one.id for one in holding))


def afresh(desk: Desk, former: NoticeDocument) -> NoticeDocument:
    """Return a notice as the first draft of another one: nobody read it, no file goes with it."""
    return replace(
        former,
        reference=reference(),
        by=desk.actor.name,
        at=desk.now,
        approved_by=None,
        revision=1,
        answers={},
        enclosed=(),
    )


def reference() -> str:
    """Return a fresh reference: random, so that it tells nothing and cannot be guessed."""
    drawn = "".join(_LETTERS[byte % 32] for byte in digests.random_bytes(8))
    return f"HRD-{drawn[:4]}-{drawn[4:]}"


def _marking(assessed: AssessmentDocument | None, reference: Reference) -> str:
    """Return the marking of a notice: never freer than the case's, nor than our own rule."""
    order = [one.id for one in reference.handling.tlp]
    ours, case = "amber+strict", assessed.tlp if assessed else "amber"
    return min((ours, case), key=lambda one: order.index(one) if one in order else 0)


def _of_all(
    session: Session, files: Sequence[CaseFile], platform: Platform
) -> tuple[NoticeItem, ...]:
    """Return what lies at the addressee from every case, an address that two name once."""
    found: dict[str, NoticeItem] = {}
    for file in files:
        items = _items(casefile.links(session, file), platform)
        for one in preserved.with_captures(items, preserved.captures(session, file)):
            known = found.get(same_address(one.url))
            if known is None or not known.capture:
                found[same_address(one.url)] = one
    return tuple(found.values())


def _items(links: Iterable[Plain], platform: Platform) -> tuple[NoticeItem, ...]:
    return tuple(
        NoticeItem(url=Plain(wording.refanged(link.reveal())), action="remove")
        for link in links
        if lies_at(link, platform)
    )


def _clause(platform: Platform, assessed: AssessmentDocument | None, reference: Reference) -> str:
    policies = [reference.subtype(name).policy for name in assessed.subtypes] if assessed else []
    clauses = (platform.clause(policy) for policy in policies)
    return "; ".join(dict.fromkeys(clause for clause in clauses if clause))


def lies_at(link: Plain, platform: Platform) -> bool:
    """Whether an address is one of an addressee's."""
    host = wording.host(wording.refanged(link.reveal()))
    return any(host == one or host.endswith("." + one) for one in _hosts(platform))


def _hosts(platform: Platform) -> set[str]:
    """Return the names a platform is known under: its own, and those of its routes."""
    routes = [route.address or "" for route in platform.routes]
    hosts = {wording.host(address) or address.rpartition("@")[2] for address in routes}
    registered = {".".join(host.split(".")[-2:]) for host in hosts if "." in host}
    return registered | {f"{platform.id}.com"}
