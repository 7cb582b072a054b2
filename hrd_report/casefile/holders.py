"""Who follows to a case from its next key on. Reads rows and public keys, grants nothing."""

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.casefile.trust import Trust
from hrd_report.records import people
from hrd_report.records.cases import Case
from hrd_report.records.people import Person, Team
from hrd_report.vault.keys import PublicKey


def present(session: Session, case: Case, trust: Trust) -> list[PublicKey]:
    """Return a case's team, and people named who are here. A restricted case's team does not."""
    named = [keeping.public_key(session, one.kid) for one in named_people(session, case)]
    if case.restricted:
        return named
    return [trust.team(session, session.get_one(Team, case.team_id)), *named]


def named_people(session: Session, case: Case) -> list[Person]:
    """Return the people here who have a grant of their own to a case, in order of name."""
    return list(session.scalars(people.holding(case.kid)))
