"""Changes what a team knows of addressees and says of itself. Sends nothing, opens no case."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from hrd_report.casefile import directories, keeping, only_papers
from hrd_report.documents.organisation import DirectoryDocument, OrganisationDocument
from hrd_report.errors import Conflict, NotFound
from hrd_report.escalation import offices
from hrd_report.records.acts import Act
from hrd_report.reference import directory_file, own_directory
from hrd_report.reference.platforms import Platform
from hrd_report.reference.reference import Reference
from hrd_report.sealed import Plain
from hrd_report.vault.keys import Key


@dataclass(frozen=True, slots=True, repr=False)
class Keeper:
    """Who changes it, for which team, on top of which shipped reference, and when."""

    id: bytes
    name: str
    key: Key
    team_id: bytes
    shipped: Reference
    now: dt.datetime


def take_file(session: Session, keeper: Keeper, text: str, version: int) -> None:
    """Take a directory from a file, whole or not at all. Raises `Refused`, `Conflict`."""
    _keep_directory(session, keeper, own_directory.differences(keeper.shipped, text), version)


def confirm(session: Session, keeper: Keeper, addressee: str, number: int, version: int) -> None:
    """Date a route: somebody looked today, and it works. Raises `NotFound`, `Conflict`."""

    def dated(one: Platform, _: Reference) -> Platform:
        if not 0 <= number < len(one.routes):
            raise NotFound
        routes = [
            replace(route, checked=keeper.now.date()) if place == number else route
            for place, route in enumerate(one.routes)
        ]
        return replace(one, routes=tuple(routes))

    change(session, keeper, addressee, dated, version)


def change(
    session: Session,
    keeper: Keeper,
    addressee: str,
    changing: Callable[[Platform, Reference], Platform],
    version: int,
) -> None:
    """Keep one addressee as `changing` makes it of what is known, as a file with it would.

    Raises `NotFound`, and `Conflict` over a newer directory, before anything is read of the change.
    """
    if directories.of_team(session, keeper.key, keeper.team_id).version != version:
        raise Conflict
    known = directories.known_to(session, keeper.key, keeper.team_id, keeper.shipped)
    made = changing(known.platform(addressee), known)
    listed = [made if one.id == addressee else one for one in known.addressees]
    text = directory_file.dump([directory_file.to_data(one) for one in listed])
    _keep_directory(session, keeper, own_directory.differences(keeper.shipped, text), version)


def set_organisation(
    session: Session, keeper: Keeper, wanted: OrganisationDocument, version: int
) -> None:
    """Keep what the organisation says of itself. Raises `Conflict`.

    For whom it may speak and by whose award is an act of its own in the audit.
    """
    before = organisation(session, keeper).document
    document = replace(wanted, by=keeper.name, at=keeper.now.isoformat())
    only_papers.keep(session, keeper.key, keeper.team_id, document, version)
    _record(session, keeper, Act.SETTINGS_CHANGED)
    if _mandate(before) != _mandate(document):
        _record(session, keeper, Act.MANDATE_RECORDED)


def organisation(session: Session, keeper: Keeper) -> only_papers.Only[OrganisationDocument]:
    """Return what it says of itself, and the version a change must name."""
    return offices.of_team(session, keeper.key, keeper.team_id)


def _mandate(one: OrganisationDocument) -> tuple[object, ...]:
    return (one.represents, one.mandate_text, one.trusted)


def _keep_directory(session: Session, keeper: Keeper, text: str, version: int) -> None:
    document = DirectoryDocument(by=keeper.name, at=keeper.now.isoformat(), text=Plain(text))
    only_papers.keep(session, keeper.key, keeper.team_id, document, version)
    _record(session, keeper, Act.DIRECTORY_CHANGED)


def _record(session: Session, keeper: Keeper, act: Act) -> None:
    keeping.record(session, act, actor=keeper.id, thing=keeper.team_id, day=keeper.now.date())
