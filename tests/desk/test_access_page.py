"""Who may open a case: named people alone, the team again, another team. Told plainly."""

import datetime as dt

import pytest
from casefile.rolled import everything, joined, opens, second_team
from desk.desk_house import STORY, Desk, Filed, signed_in, worker
from sqlalchemy import update

from hrd_report.desk import queue, workload
from hrd_report.records.acts import Act
from hrd_report.records.escalations import Escalation, EscalationState
from hrd_report.records.keys import Item
from hrd_report.records.people import SessionRow


def share(desk: Desk, filed: Filed, act: str, **fields: object):
    return desk.act(filed, f"access/{act}", **fields)


def restricted(desk: Desk, filed: Filed, *names: str) -> Filed:
    chosen = [desk.house.people[name].id.hex() for name in names]
    assert share(desk, filed, "restrict", people=chosen).status_code == 303
    return filed


def test_whoever_has_a_case_restricts_it_and_others_no_longer_find_it(desk, file_case):
    filed = restricted(desk, desk.taken(file_case(number="ONE")), "heron")
    other = signed_in(desk.house, "plover")
    for page in ("", "/access", "/state", "/classify", "/escalate"):
        assert other.get(f"/desk/cases/ONE{page}").status_code == 404
    assert other.post("/desk/cases/ONE/take").status_code == 404
    assert "ONE" not in other.get("/desk/").text
    assert STORY in desk.get("/desk/cases/ONE").text
    assert "restricted to people named" in desk.get("/desk/cases/ONE").text
    assert desk.acts(filed.id).count(Act.RESTRICTED) == 1


def test_a_restricted_case_counts_and_waits_for_those_named_alone(desk, file_case):
    desk.act(restricted(desk, desk.taken(file_case(number="ONE")), "heron"), "release")
    late = desk.house.clock.now + dt.timedelta(days=9)
    found = {}
    with desk.house.services.database.reading() as session:
        for name in ("heron", "plover"):
            who = worker(desk.house, name)
            counted = workload.counts(session, who.team_id, who.id, who.key.kid, late)
            free = queue.next_free(session, who.team_id, who.key.kid, now=desk.house.clock.now)
            found[name] = (counted.open, counted.nobody, counted.over, free and free.number)
    assert found == {"heron": (1, 1, 1, "ONE"), "plover": (0, 0, 0, None)}


def test_what_is_written_after_a_restriction_is_closed_to_the_others(desk, file_case):
    filed = restricted(desk, desk.taken(file_case()), "heron")
    assert desk.act(filed, "notes/team", team_note="for few").status_code == 303
    house = desk.house
    assert opens(house, house.people["plover"].key, filed) == set()
    heron = opens(house, house.people["heron"].key, filed)
    assert len(heron) == len(everything(house, filed)) - 1  # the news is the defender's


def test_the_list_of_escalations_leaves_restricted_cases_out(desk, file_case):
    filed = desk.taken(file_case(number="ONE"))
    with desk.house.services.database.writing() as session:
        item = session.query(Item).filter(Item.case_id == filed.id).first()
        session.add(
            Escalation(
                id=bytes(16),
                case_id=filed.id,
                state=EscalationState.DRAFT,
                notice_item=item.id,
                day=desk.house.clock.now.date(),
            )
        )
    other = signed_in(desk.house, "plover")
    assert "ONE" in other.get("/desk/escalations/").text
    restricted(desk, filed, "heron")
    assert "ONE" not in other.get("/desk/escalations/").text
    assert other.get(f"/desk/escalations/{bytes(16).hex()}").status_code == 404


def test_naming_nobody_changes_nothing_and_says_so(desk, file_case):
    filed = desk.taken(file_case())
    answer = share(desk, filed, "restrict", people=[])
    assert answer.status_code == 422
    assert "Choose at least one colleague." in answer.text
    assert not desk.case(filed).restricted


def test_one_more_is_named_one_is_taken_off_and_the_last_one_stays(desk, file_case):
    house = desk.house
    filed = restricted(desk, desk.taken(file_case(number="ONE")), "heron")
    plover = house.people["plover"]
    assert share(desk, filed, "add", person=plover.id.hex()).status_code == 303
    assert STORY in signed_in(house, "plover").get("/desk/cases/ONE").text
    assert share(desk, filed, "remove", person=plover.id.hex()).status_code == 303
    assert opens(house, plover.key, filed) == set()
    last = share(desk, filed, "remove", person=house.people["heron"].id.hex())
    assert last.status_code == 409
    assert "Somebody has to be able to open it" in last.text
    assert {Act.GRANTED, Act.GRANT_REMOVED} <= set(desk.acts(filed.id))


def test_somebody_may_leave_themselves_out_and_lands_in_the_queue(desk, file_case):
    filed = desk.taken(file_case(number="ONE"))
    plover = desk.house.people["plover"].id.hex()
    answer = share(desk, filed, "restrict", people=[plover])
    assert (answer.status_code, answer.location) == (303, "/desk/")
    assert desk.get("/desk/cases/ONE").status_code == 404
    assert desk.case(filed).assignee is None


def test_a_lifted_case_is_whole_for_the_team_again(desk, file_case):
    filed = restricted(desk, desk.taken(file_case(number="ONE")), "heron")
    desk.act(filed, "notes/team", team_note="meanwhile")
    assert share(desk, filed, "lift").status_code == 303
    assert "meanwhile" in signed_in(desk.house, "plover").get("/desk/cases/ONE").text
    assert share(desk, filed, "lift").status_code == 409
    assert Act.UNRESTRICTED in desk.acts(filed.id)


def test_a_case_moves_to_another_team_and_waits_there(desk, file_case):
    filed = desk.taken(file_case(number="ONE"))
    other = second_team(desk.house)
    tern = joined(desk.house, "tern", team=other)
    answer = share(desk, filed, "move", team=other.id.hex())
    assert (answer.status_code, answer.location) == (303, "/desk/")
    assert desk.get("/desk/cases/ONE").status_code == 404
    assert opens(desk.house, tern.key, filed) == opens(desk.house, desk.house.recovery, filed)
    assert desk.case(filed).assignee is None
    assert Act.MOVED_TO_TEAM in desk.acts(filed.id)
    assert share(desk, filed, "move", team="zz").status_code == 404


def test_a_lead_says_it_for_a_case_nobody_took_and_a_colleague_does_not(desk, file_case):
    filed = file_case(number="ONE")
    assert desk.get("/desk/cases/ONE/access").status_code == 403
    assert share(desk, filed, "restrict", people=[]).status_code == 403
    lead = signed_in(desk.house, "plover")
    assert "Who may open it" in lead.get("/desk/cases/ONE").text
    restricted(lead, filed, "plover", "heron")
    assert desk.get("/desk/cases/ONE").status_code == 200


def test_an_old_page_changes_nothing(desk, file_case):
    filed = desk.taken(file_case())
    version = desk.case(filed).version
    restricted(desk, filed, "heron")
    answer = desk.post(f"/desk/cases/{filed.number}/access/lift", version=version)
    assert answer.status_code == 409
    assert desk.case(filed).restricted


@pytest.mark.parametrize("act", ["restrict", "add", "remove", "lift", "move"])
def test_it_asks_again_who_acts_when_that_was_shown_long_ago(desk, file_case, act):
    filed = desk.taken(file_case())
    with desk.house.services.database.writing() as session:
        session.execute(update(SessionRow).values(stepped_up_at=None))
    answer = share(desk, filed, act, people=[desk.house.people["heron"].id.hex()])
    assert "Is it you?" in answer.text
    assert not desk.case(filed).restricted


def test_a_colleague_who_left_or_never_was_cannot_be_named(desk, file_case):
    filed = restricted(desk, desk.taken(file_case()), "heron")
    avocet = desk.house.people["avocet"].id.hex()
    for person in (avocet, "00" * 16, "not hex", ""):
        answer = share(desk, filed, "add", person=person)
        assert answer.status_code == 422
        assert "Choose from the list." in answer.text
