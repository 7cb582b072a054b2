"""`setup`: makes an instance's secrets, tables, first keys and first people. Keeps no password."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy import select

from hrd_report.accounts import passwords
from hrd_report.accounts.actions import custody, founding, people, rostering
from hrd_report.accounts.actions.founding import Founded
from hrd_report.cli import ceremony, sheets
from hrd_report.cli.building import Building, pass_building
from hrd_report.cli.owner import sheet_of
from hrd_report.cli.sheets import Speaker
from hrd_report.errors import NotFound
from hrd_report.records import migrations
from hrd_report.records.database import open_database
from hrd_report.records.keys import KeyRow
from hrd_report.records.people import Role
from hrd_report.sealed import Plain
from hrd_report.vault import instance, locks, owner, selftest, shares
from hrd_report.vault.instance import Secrets
from hrd_report.vault.keys import Key, PublicKey
from hrd_report.vault.shares import Share
from hrd_report.vault.signatures import SigningKey
from hrd_report.web.services import Services

ALONE = {"administrator": Role.ADMINISTRATOR, "lead": Role.LEAD}
DEMO_TEAM = {
    "avocet": Role.ADMINISTRATOR,
    "heron": Role.CASEWORKER,
    "plover": Role.LEAD,
    "wren": Role.ANALYST,
}
_FOLDER_MODE = 0o700


@dataclass(frozen=True, slots=True, repr=False)
class FirstPeople:
    """What has to be told once, at set-up, and never again.

    `owner_key` is there when it was made here and does not stay here.
    """

    passwords: Mapping[str, tuple[Role, Plain]]
    shares: tuple[Share, ...]
    recovery: PublicKey
    owner_key: SigningKey | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """How an instance is to begin."""

    team: str = "First team"
    owner: bytes | None = None
    count: int = ceremony.COUNT
    need: int = ceremony.NEED


@click.command()
@click.option("--team", default="First team", help="Name of the first team.")
@click.option("--owner", "owner_key", help="The owner's public key, where `keys owner` made one.")
@ceremony.counts
@ceremony.folder
@pass_building
def setup(
    building: Building,
    team: str,
    owner_key: str | None,
    count: int,
    need: int,
    into: Path | None,
) -> None:
    """Set up a new instance, and hand out what must be kept elsewhere."""
    ceremony.check(count, need)
    public = owner.read_public(owner_key) if owner_key else None
    wanted = Wanted(team, public, count, need)
    made = set_up(building, wanted, DEMO_TEAM if building.settings.demo else ALONE)
    if made is None:
        click.echo("This instance is set up already. Nothing was changed.")
        return
    tell(building, made, into)


def set_up(building: Building, wanted: Wanted, staff: Mapping[str, Role]) -> FirstPeople | None:
    """Make everything that is missing; return nothing where the keys exist already."""
    selftest.check()
    folder = building.settings.instance
    folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    folder.chmod(_FOLDER_MODE)
    opened = open_database(building.settings.database)
    migrations.upgrade(opened.engine)
    with opened.reading() as session:
        fresh = session.scalars(select(KeyRow).limit(1)).first() is None
    opened.close()
    signer = _prepare(building, wanted, fresh=fresh)
    parts = building.services()
    try:
        made = _found(parts, building.secrets(), wanted, staff, signer) if fresh else None
        _keep_signed(building, parts)
        building.number_audit(parts)
    finally:
        parts.close()
    return made


def tell(building: Building, made: FirstPeople, into: Path | None = None) -> None:
    """Print the one-time passwords, and hand the sheets out; a demo prints its shares in short."""
    click.echo("One-time passwords. Each is changed at the first login:\n")
    for name, (role, password) in made.passwords.items():
        click.echo(f"  {role.value:<14} {name:<14} {password.reveal()}")
    if building.settings.demo and into is None:
        ceremony.tell_shortly(made.shares)
        return
    by = Speaker(building.settings.languages[0])
    settings, today = building.settings, building.services().clock().date()
    handed = ceremony.sheets_of(made.shares, made.recovery, settings, today, by)
    if made.owner_key is not None:
        handed = [sheet_of(made.owner_key, settings.organisation, today, by), *handed]
    sheets.hand_out(handed, into, by)
    if made.owner_key is None and not settings.demo:
        click.echo("The door opens once the owner signed: keys roster draft, sign, install.")


def _prepare(building: Building, wanted: Wanted, *, fresh: bool) -> SigningKey | None:
    """Make the secrets that are missing, and pin the owner's key.

    Return its private half when it was made here and has to leave. An older instance that is no
    demo is left as it is: its operator pins (`keys roster pin`).
    """
    folder = building.settings.secrets
    try:
        secrets = building.secrets()
    except NotFound:
        secrets = instance.create(folder)
    if secrets.owner is not None:
        return None
    if building.settings.demo and wanted.owner is None:
        instance.pin_own(folder, secrets.pepper)
        return None
    if not fresh:
        return None
    made = SigningKey.new() if wanted.owner is None else None
    instance.pin(folder, wanted.owner or (made.public_raw if made else b""))
    return made


def _keep_signed(building: Building, parts: Services) -> None:
    """In a demo: sign the next roster when it is due, so that the door stays open."""
    key = building.secrets().owner_key
    if key is None:
        return
    with parts.database.writing() as session:
        rostering.endorse_new(session, parts.trust)
        if rostering.is_due(session, parts.trust):
            rostering.sign_own(session, parts.trust, key)


def _found(
    parts: Services,
    secrets: Secrets,
    wanted: Wanted,
    staff: Mapping[str, Role],
    signer: SigningKey | None,
) -> FirstPeople:
    price = locks.PasswordParams(memory_kib=parts.settings.password_memory_kib)
    drawn = {name: (Key.new(), passwords.one_time()) for name in staff}
    locked = {
        name: locks.lock_with_password(key, password, secrets.pepper, price)
        for name, (key, password) in drawn.items()
    }
    day = parts.clock().date()
    with parts.database.writing() as session:
        founded = founding.found(
            session,
            team_name=wanted.team,
            delivery=secrets.delivery.public,
            endorse=parts.trust.endorse,
            day=day,
        )
        custody.begin(session, founded.recovery.kid, wanted.count, by=None, day=day)
        for name, role in staff.items():
            people.add(
                session,
                name=name,
                role=role,
                language=parts.settings.languages[0],
                first_password=locked[name],
                key=drawn[name][0],
                team=founded.team,
                granted=founding.works_with(founded, role),
                day=day,
            )
        if signer is not None:
            rostering.sign_own(session, parts.trust, signer)
    return _told(founded, wanted, {name: (staff[name], drawn[name][1]) for name in staff}, signer)


def _told(
    founded: Founded,
    wanted: Wanted,
    told: Mapping[str, tuple[Role, Plain]],
    signer: SigningKey | None,
) -> FirstPeople:
    split = shares.split(founded.recovery.seed, count=wanted.count, need=wanted.need)
    return FirstPeople(told, split, founded.recovery.public, signer)
