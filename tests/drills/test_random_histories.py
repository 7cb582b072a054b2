"""Random histories of people, teams and cases: what opens is what a few sets say, and no more.

After every step each person present opens exactly the model's cases, recovery opens all, and
whoever left, with every seed they ever could reach and the database of now, opens nothing that was
sealed after their removal; once that is shown complete, they know no key in use.
"""

import hypothesis.strategies as st
import pytest
from databases import Databases
from drills.history import TRUST, History, Part
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from hrd_report.casefile import renewing
from hrd_report.errors import LastHolder
from hrd_report.records.cases import Case
from hrd_report.records.database import open_database
from hrd_report.records.keys import Grant
from hrd_report.records.people import Team

ANY = st.integers(0, 10**6)


class Histories(RuleBasedStateMachine):
    """Every act on keys, in any order."""

    def __init__(self, databases: Databases) -> None:
        super().__init__()
        self._databases, self._url = databases, databases.fresh()
        self._by = ""
        self.at = History(open_database(self._url, carried={renewing.TRUST: TRUST}))
        for team in self.at.teams:
            self.at.file(team)

    def teardown(self) -> None:
        self.at.database.close()
        self._databases.drop(self._url)

    @rule(team=ANY)
    def somebody_joins(self, team: int) -> None:
        if len(self.at.present()) < 6:
            self.at.join(self.at.teams[team % 2])

    @rule(who=ANY)
    def somebody_is_removed(self, who: int) -> None:
        name = self._pick(self.at.present(), who)
        if self.at.is_last(name):
            with pytest.raises(LastHolder):
                self.at.leave(name)
        else:
            self.at.leave(name)

    @rule(team=ANY)
    def a_report_arrives(self, team: int) -> None:
        if len(self.at.cases) < 5:
            self.at.file(self.at.teams[team % 2])

    @rule(case=ANY)
    def somebody_writes(self, case: int) -> None:
        self.at.seal(self._pick(list(self.at.cases), case))

    @rule(case=ANY, by=ANY, chosen=st.sets(ANY, min_size=1, max_size=2))
    def a_case_is_restricted(self, case: int, by: int, chosen: set[int]) -> None:
        found = self._case(case)
        named = {self._pick(self.at.present(found.team), one) for one in chosen}
        if self._do("restrict", found, by, {self.at.people[one].id for one in named}):
            self._rolled(found, Part(found.team, self.at.epochs[found.team], named))

    @rule(case=ANY, by=ANY, who=ANY)
    def one_more_is_named(self, case: int, by: int, who: int) -> None:
        found = self._case(case)
        name = self._pick(self.at.present(found.team), who)
        if found.named is not None and self._do("add", found, by, self.at.people[name].id):
            found.named.add(name)

    @rule(case=ANY, by=ANY, who=ANY)
    def one_is_taken_off(self, case: int, by: int, who: int) -> None:
        found = self._case(case)
        if found.named is None or len(found.named) < 2:
            return
        name = self._pick(sorted(found.named), who)
        if self._do("remove", found, by, self.at.people[name].id):
            self._rolled(found, Part(found.team, found.newest.epoch, found.named - {name}))

    @rule(case=ANY, by=ANY)
    def a_restriction_is_lifted(self, case: int, by: int) -> None:
        found = self._case(case)
        if found.named is not None and self._do("lift", found, by):
            self._rolled(found, Part(found.team, self.at.epochs[found.team]))

    @rule(case=ANY, by=ANY)
    def a_case_moves(self, case: int, by: int) -> None:
        found = self._case(case)
        (other,) = set(self.at.teams) - {found.team}
        if self._do("move", found, by, other):
            self._rolled(found, Part(other, self.at.epochs[other]))

    @rule(subject=ANY, to=ANY)
    def cases_are_handed_over(self, subject: int, to: int) -> None:
        giving = self._pick(self.at.present(), subject)
        team = self.at.people[giving].team
        others = [one for one in self.at.present(team) if one != giving]
        if others and giving not in {one for one, _ in self.at.pending}:
            self.at.hand_over(giving, self._pick(others, to))

    @rule(who=ANY)
    def a_holder_comes_by(self, who: int) -> None:
        self.at.regrant(self._pick(self.at.present(), who))

    @invariant()
    def everybody_opens_exactly_what_they_may(self) -> None:
        with self.at.database.reading() as session:
            for name, one in self.at.people.items():
                one.kept[one.key.kid] = one.key
                for case in self.at.cases.values():
                    items, ring = self.at.opens(session, one.key, case)
                    assert items == self.at.opened(name, case), (name, case.number)
                    if items:
                        one.kept.update(ring._keys)

    @invariant()
    def recovery_opens_everything_at_one_step(self) -> None:
        with self.at.database.reading() as session:
            for case in self.at.cases.values():
                assert self.at.opens(session, self.at.recovery, case)[0] == case.items
            for table in (Team, Case):
                for kid in session.scalars(select(table.kid)):
                    assert session.get(Grant, (kid, self.at.recovery.kid)) is not None

    @invariant()
    def whoever_left_opens_nothing_new(self) -> None:
        left = [one for one in self.at.people.values() if not one.present]
        if left and self.at.remaining() == 0:
            for one in left:
                one.closed = True
        with self.at.database.reading() as session:
            in_use = {*session.scalars(select(Case.kid)), *session.scalars(select(Team.kid))}
            for one in left:
                found = self.at.reached(session, one.kept)
                assert not one.after & self.at.opened_by(session, found)
                assert not (one.closed and in_use & set(found))

    def _case(self, number: int):
        return self.at.cases[self._pick(list(self.at.cases), number)]

    def _do(self, act: str, case, by: int, *chosen: object) -> bool:
        """Let one of those who may open the case do it; False where nobody present may."""
        can = self.at.can(case)
        if can:
            self._by = self._pick(can, by)
            self.at.share(act, self._by, case.number, *chosen)
        return bool(can)

    def _rolled(self, case, part: Part) -> None:
        """Put a fresh key in the place of the newest, by `self._by`, who held what she held."""
        case.joined(lambda one: self.at.holds(self._by, one))
        part.items = case.newest.items
        case.newest, case.due = part, False

    @staticmethod
    def _pick(found, number: int):
        return found[number % len(found)]


@pytest.mark.slow
def test_random_histories(databases: Databases):
    run_state_machine_as_test(
        lambda: Histories(databases),
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
