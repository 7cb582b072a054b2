"""The ten steps: suggestions say why, nothing applies by itself, one press accepts one."""

import datetime as dt

from desk.desk_house import signed_in, worker

from hrd_report.casefile import keeping
from hrd_report.desk.actions import reading, suggesting
from hrd_report.documents.escalations import DecisionDocument, ItemDecision, NoticeDocument
from hrd_report.records import escalations, keys
from hrd_report.records.acts import Act
from hrd_report.records.escalations import Escalation, EscalationState
from hrd_report.records.keys import ItemKind
from hrd_report.reference.load import load
from hrd_report.sealed import Plain

REFERENCE = load()
NOWORDS = Plain("")


def found(desk, filed):
    parts = desk.house.services
    with parts.database.reading() as session:
        return reading.open_case(
            session, worker(desk.house, "heron"), desk.case(filed), parts.store
        )


def sent(desk, filed, *, hours_ago: int, platform: str = "x", urgency: str = "normal") -> bytes:
    """File an escalation that left some hours ago."""
    now, made = desk.house.clock.now, keeping.new_id()
    notice = NoticeDocument(
        platform=platform,
        address="a@b.example",
        kind="terms",
        language="en",
        subject=NOWORDS,
        explanation=NOWORDS,
        context=NOWORDS,
        clause=NOWORDS,
        harm=NOWORDS,
        items=(),
        identity="organisation",
        identity_text=NOWORDS,
        consents=(),
        steps=(),
        asks=(),
        urgency=urgency,
        reference="R",
        by="heron",
        at=now,
    )
    left = now - dt.timedelta(hours=hours_ago)
    with desk.house.services.database.writing() as session:
        item = keeping.keep(session, filed.id, ItemKind.NOTICE, notice, filed.key, day=now.date())
        session.flush()
        session.add(
            Escalation(
                id=made,
                case_id=filed.id,
                state=EscalationState.SENT,
                notice_item=item.id,
                day=now.date(),
                sent_at=left,
                due_at=left + dt.timedelta(hours=24),
            )
        )
    return made


def refused(desk, filed, escalation_id: bytes) -> None:
    now = desk.house.clock.now
    decision = DecisionDocument(
        by="heron",
        at=now,
        platform_reference=NOWORDS,
        items=(ItemDecision(item=1, decision="refused"),),
        reasons_given=False,
        appeal_offered=False,
    )
    with desk.house.services.database.writing() as session:
        item = keeping.keep(
            session, filed.id, ItemKind.DECISION, decision, filed.key, day=now.date()
        )
        session.flush()
        row = session.scalars(escalations.escalation(escalation_id)).one()
        row.state, row.decision_item, row.decided_at = EscalationState.DECIDED, item.id, now


def test_the_ten_steps_are_shown_with_their_basis_and_titles(desk, file_case):
    filed = desk.taken(file_case())
    page = desk.get(f"/desk/cases/{filed.number}/steps/facebook").text
    assert page.count('class="five') == 10
    assert "Commit to an HRD Protection Policy" in page
    assert "our checklist" in page
    assert "The published rules name human rights defenders." in page


def test_silence_suggests_step_eight_and_says_why(desk, file_case):
    filed = desk.taken(file_case())
    sent(desk, filed, hours_ago=30)
    page = desk.get(f"/desk/cases/{filed.number}/steps/x").text
    assert "No acknowledgement within the clock." in page
    assert found(desk, filed).findings == {}


def test_a_refusal_without_reasons_suggests_remedy_too(desk, file_case):
    filed = desk.taken(file_case())
    refused(desk, filed, sent(desk, filed, hours_ago=30))
    suggested = suggesting.suggest(found(desk, filed), "x", REFERENCE, now=desk.house.clock.now)
    assert suggested["9"].finding == "not_met"
    assert suggested["8"].finding == "not_met"


def test_accepting_takes_one_suggestion_in_the_readers_words(desk, file_case):
    filed = desk.taken(file_case())
    sent(desk, filed, hours_ago=30)
    answer = desk.act(filed, "steps/x", accept="8")
    assert answer.status_code == 303
    kept = found(desk, filed).findings
    assert set(kept) == {("x", "8")}
    held = kept["x", "8"]
    assert (held.finding, held.suggested_by) == ("not_met", "never_acknowledged")
    assert held.reason.reveal() == "No acknowledgement within the clock."
    assert "within the clock" in held.ask.reveal()
    assert Act.RECORDED_FINDING in desk.acts(filed.id)


def test_a_step_without_a_suggestion_has_nothing_to_accept(desk, file_case):
    filed = desk.taken(file_case())
    desk.act(filed, "steps/reddit", accept="10")
    assert found(desk, filed).findings == {}


def test_keeping_keeps_every_step_at_once_and_only_what_changed(desk, file_case):
    filed = desk.taken(file_case())
    form = {f"finding-{step}": "unknown" for step in range(1, 11)}
    desk.act(filed, "steps/x", **form)
    assert len(found(desk, filed).findings) == 10
    form |= {"finding-6": "partly", "why-6": "One reviewer.", "ask-6": "A second reader."}
    desk.act(filed, "steps/x", **form)
    held = found(desk, filed).findings["x", "6"]
    assert (held.finding, held.reason.reveal()) == ("partly", "One reviewer.")
    with desk.house.services.database.reading() as session:
        assert len(list(session.scalars(keys.items_of(filed.id, ItemKind.FINDING)))) == 11


def test_what_was_typed_beside_an_accepted_step_is_kept_too(desk, file_case):
    filed = desk.taken(file_case())
    sent(desk, filed, hours_ago=30)
    desk.act(filed, "steps/x", accept="8", **{"finding-4": "unknown"})
    assert set(found(desk, filed).findings) == {("x", "8"), ("x", "4")}


def test_a_finding_that_does_not_exist_is_refused_with_all_others(desk, file_case):
    filed = desk.taken(file_case())
    answer = desk.act(filed, "steps/x", **{"finding-1": "perhaps", "finding-2": "met"})
    assert answer.status_code == 422
    assert found(desk, filed).findings == {}


def test_a_platform_nobody_knows_is_not_found(desk, file_case):
    filed = desk.taken(file_case())
    assert desk.get(f"/desk/cases/{filed.number}/steps/nowhere").status_code == 404


def test_an_old_page_keeps_nothing_and_shows_what_was_typed(desk, file_case):
    filed = desk.taken(file_case())
    old = desk.case(filed).version
    signed_in(desk.house, "plover").act(filed, "steps/x", **{"finding-1": "met"})
    path = f"/desk/cases/{filed.number}/steps/x"
    answer = desk.post(path, version=old, **{"finding-2": "partly", "why-2": "My reading."})
    assert answer.status_code == 409
    assert "My reading." in answer.text
    assert set(found(desk, filed).findings) == {("x", "1")}


def test_the_case_page_counts_steps_for_each_platform_and_lists_escalations(desk, file_case):
    filed = desk.taken(file_case())
    made = sent(desk, filed, hours_ago=30)
    desk.act(filed, "steps/x", accept="8")
    page = desk.get(f"/desk/cases/{filed.number}").text
    assert f'href="/desk/escalations/{made.hex()}"' in page
    assert f'href="/desk/cases/{filed.number}/steps/x"' in page
    assert f'href="/desk/cases/{filed.number}/escalate"' in page
    assert "Notice sent to X" in page
    assert "X: acknowledgement" in page
