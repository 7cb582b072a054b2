"""Puts fresh keys in the place of those of intake or of a team. Opens nothing, retires the former.

What was sealed to a former intake key still opens: its grants stay.
"""

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, rolling
from hrd_report.casefile.vouching import Vouching
from hrd_report.records import keys, people
from hrd_report.records.acts import Act
from hrd_report.records.keys import KeyKind, KeyState
from hrd_report.records.people import Team
from hrd_report.vault.keys import Key, PublicKey


def rotate_intake(session: Session, trust: Vouching, *, by: bytes | None) -> PublicKey:
    """Make a fresh intake key for every team and for recovery. The next roster is to name it.

    Raises `NotVouched` where nobody vouches for whom it would be granted to.
    """
    fresh, day = Key.new(), trust.clock().date()
    holders = [trust.team(session, team) for team in session.scalars(people.teams())]
    for row in session.scalars(keys.active(KeyKind.INTAKE)):
        row.state = KeyState.RETIRED
    keeping.keep_key(session, fresh.public, KeyKind.INTAKE, day=day)
    session.flush()  # grants name keys that must be there
    for holder in (*holders, *trust.recovery(session)):
        keeping.keep_grant(session, fresh, holder, day=day)
    keeping.record(session, Act.INTAKE_ROTATED, actor=by, thing=fresh.kid, day=day)
    return fresh.public


def rotate_team(session: Session, team: Team, trust: Vouching, *, by: bytes | None = None) -> None:
    """Make a fresh key for a team, for its present members and for recovery.

    Raises `LastHolder` where no member holds the former one, `NotVouched` where nobody vouches
    for that.
    """
    trust.team(session, team)
    day = trust.clock().date()
    rolling.roll_team(session, team, trust, day=day)
    keeping.record(session, Act.TEAM_ROLLED, actor=by, thing=team.id, day=day)
