"""What all cases say of platforms: of cases one may open, in numbers with marks, sealed."""

import datetime as dt

from desk.desk_house import signed_in, worker
from sqlalchemy import select, update

from hrd_report.desk.actions import tallying
from hrd_report.records import tallies
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.records.tallies import TallyRow

VIEW = "/desk/platforms/"


def judged(desk, file_case, **findings):
    """File a case at X with a finding on each step named."""
    filed = desk.taken(file_case())
    form = {f"finding-{step[1:]}": value for step, value in findings.items()}
    assert desk.act(filed, "steps/x", **form, **{"why-8": "As we saw."}).status_code == 303
    return filed


def rows(desk):
    with desk.house.services.database.reading() as session:
        return list(session.scalars(select(TallyRow)))


def forget_all(desk):
    with desk.house.services.database.writing() as session:
        for row in session.scalars(select(TallyRow)):
            tallies.forget(session, row.case_id)


def gathered(desk, name="heron"):
    with desk.house.services.database.reading() as session:
        return tallying.gather(session, worker(desk.house, name))


def restrict_to(desk, filed, name):
    chosen = desk.house.people[name].id.hex()
    answer = desk.act(filed, "access/restrict", people=[chosen])
    assert answer.status_code == 303


def test_a_cell_counts_what_failed_of_what_was_judged_with_a_mark_beside(desk, file_case):
    judged(desk, file_case, s8="not_met", s9="met", s1="unknown")
    judged(desk, file_case, s8="met", s9="met")
    page = desk.get(VIEW).text
    assert (
        'class="mark partly" aria-hidden=true></i><a href="/desk/platforms/x/8">1<small>/2' in page
    )
    assert 'class="mark met" aria-hidden=true></i><a href="/desk/platforms/x/9">0<small>/2' in page
    assert 'class="mark unknown" aria-hidden=true></i><a href="/desk/platforms/x/1">?</a>' in page
    assert "From 2 cases that you may open." in page


def test_one_step_lists_the_cases_with_why_and_reading_it_is_written_down(desk, file_case):
    filed = judged(desk, file_case, s8="not_met")
    fine = judged(desk, file_case, s8="met")
    page = desk.get(f"{VIEW}x/8").text
    assert f'href="/desk/cases/{filed.number}/steps/x/8"' in page
    assert "As we saw." in page
    assert fine.number not in page
    assert fine.number in desk.get(f"{VIEW}x/8?finding=met").text
    for _ in range(2):
        desk.get(f"{VIEW}x/8")
    assert desk.acts(filed.id).count(Act.FINDINGS_READ) == 1
    assert desk.acts(desk.house.team.id).count(Act.FINDINGS_READ) == 1


def test_a_platform_or_a_step_nobody_knows_is_not_found(desk):
    assert desk.get(f"{VIEW}nowhere").status_code == 404
    assert desk.get(f"{VIEW}x/11").status_code == 404
    assert desk.get(f"{VIEW}x").status_code == 200


def test_a_restricted_case_counts_for_the_people_named_and_leaves_no_row(desk, file_case):
    filed = judged(desk, file_case, s8="not_met")
    restrict_to(desk, filed, "heron")
    assert rows(desk) == []
    assert filed.id in gathered(desk).tallies
    assert gathered(desk, "plover").tallies == {}
    other = signed_in(desk.house, "plover")
    assert filed.number not in other.get(f"{VIEW}x/8").text
    desk.act(filed, "steps/x", **{"finding-9": "met"})
    assert rows(desk) == []


def test_another_teams_case_counts_for_nobody_here(desk, file_case, other_team):
    filed = judged(desk, file_case, s8="not_met")
    with desk.house.services.database.writing() as session:
        session.execute(update(Case).where(Case.id == filed.id).values(team_id=other_team))
    assert gathered(desk).tallies == {}


def test_an_erased_case_leaves_no_row(desk, file_case):
    filed = judged(desk, file_case, s8="not_met")
    lead = signed_in(desk.house, "plover")
    assert lead.act(filed, "erase", number=filed.number, why="Asked.").status_code == 200
    assert rows(desk) == []


def test_cases_that_are_in_no_count_are_told_some_at_a_time(desk, file_case):
    cases = [judged(desk, file_case, s8="not_met") for _ in range(3)]
    forget_all(desk)
    with desk.house.services.database.writing() as session:
        heron, today = worker(desk.house, "heron"), desk.house.clock.now.date()
        assert tallying.tell_some(session, heron, most=1, day=today) == 1
    assert (len(gathered(desk).tallies), gathered(desk).untold) == (1, 2)
    answer = desk.post(f"{VIEW}count")
    assert answer.location.endswith(VIEW)
    assert gathered(desk).untold == 0
    assert set(gathered(desk).tallies) == {one.id for one in cases}


def test_a_row_says_nothing_without_the_teams_key_and_moves_to_no_other_case(desk, file_case):
    first = judged(desk, file_case, s8="not_met")
    second = judged(desk, file_case, s8="met")
    found = {row.case_id: row for row in rows(desk)}
    assert len({len(row.blob) for row in found.values()}) == 1
    assert b"not_met" not in found[first.id].blob.blob
    with desk.house.services.database.writing() as session:
        row = session.get_one(TallyRow, second.id)
        row.blob = found[first.id].blob
    assert set(gathered(desk).tallies) == {first.id}


def test_a_row_of_an_earlier_week_is_put_under_the_present_one(desk, file_case):
    filed = judged(desk, file_case, s8="not_met")
    (before,) = rows(desk)
    desk.house.clock.advance(dt.timedelta(weeks=2))
    again = signed_in(desk.house, "heron")
    again.get(VIEW)
    (after,) = rows(desk)
    assert after.shelf == before.shelf + 2
    assert gathered(desk).tallies[filed.id].findings == {"x": {"8": "not_met"}}


def test_once_its_week_is_forgotten_a_row_opens_for_nobody_and_is_made_anew(desk, file_case):
    filed = judged(desk, file_case, s8="not_met")
    with desk.house.services.database.writing() as session:
        session.get_one(TallyRow, filed.id).shelf -= 1
    assert gathered(desk).tallies == {}
    desk.get(VIEW)
    assert gathered(desk).tallies[filed.id].findings == {"x": {"8": "not_met"}}
