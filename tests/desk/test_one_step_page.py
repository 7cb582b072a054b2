"""A step is judged action by action; what they add up to is proposed and never set by itself."""

import re

from desk.test_evidence_pages import CAPTURE
from desk.test_steps_page import found, sent

from hrd_report.i18n import languages
from hrd_report.records.acts import Act


def path(filed, step="8", platform="x"):
    return f"/desk/cases/{filed.number}/steps/{platform}/{step}"


def judge(desk, filed, step="8", **fields):
    named = {name.replace("_", "-", 1).replace("_", "."): value for name, value in fields.items()}
    return desk.act(filed, f"steps/x/{step}", **named)


def test_the_guidance_and_our_checklist_stand_apart(desk, file_case):
    filed = desk.taken(file_case())
    page = desk.get(path(filed, "3")).text
    assert page.index("From the guidance") < page.index("From our checklist")
    ours = page[page.index("From our checklist") :]
    assert re.findall(r'name="check-(3\.\d)" id="check-3\.\d-met"', ours) == ["3.5", "3.6", "3.7"]
    assert "From the guidance" not in desk.get(path(filed, "8")).text


def test_actions_propose_a_finding_and_only_a_press_takes_it(desk, file_case):
    filed = desk.taken(file_case())
    judge(desk, filed, check_8_6="not_met", check_8_1="met", note_8_6="No answer came.")
    held = found(desk, filed).findings["x", "8"]
    assert held.finding == "unknown"
    assert [(one.action, one.finding) for one in held.checks] == [
        ("8.1", "met"),
        ("8.6", "not_met"),
    ]
    assert held.checks[1].reason.reveal() == "No answer came."
    assert "Its actions add up to" in desk.get(path(filed)).text
    judge(desk, filed, check_8_6="not_met", check_8_1="met", take="8")
    assert found(desk, filed).findings["x", "8"].finding == "partly"
    assert "Its actions add up to" not in desk.get(path(filed)).text


def test_what_a_finding_rests_on_is_kept_with_its_proofs(desk, file_case):
    filed = desk.taken(file_case(files={"screen.png": b"\x89PNG"}))
    made = sent(desk, filed, hours_ago=1)
    proofs = [filed.files[0].hex(), made.hex()]
    page = desk.get(path(filed)).text
    assert all(f'value="{one}"' in page for one in proofs)
    version = desk.case(filed).version
    fields = {"finding-8": "not_met", "why-8": "Silence.", "ask-8": "Answer.", "source": "said"}
    fields |= {"where": "Their page, 3 Nov", "evidence": proofs, "version": version}
    assert desk.post(path(filed), **fields).location.endswith("/steps/x/8")
    held = found(desk, filed).findings["x", "8"]
    assert (held.source, held.where.reveal()) == ("said", "Their page, 3 Nov")
    assert held.evidence == tuple(proofs)
    assert desk.get(path(filed)).text.count("name=evidence") == 2


def test_a_finding_leads_to_the_capture_that_proves_it_and_back_also_when_it_is_made_again(
    desk, file_case
):
    filed = desk.taken(file_case(files={"screen.png": b"\x89PNG"}))
    link, file = "evidence/link-1", filed.files[0].hex()
    assert "L1" not in desk.get(path(filed)).text
    assert desk.act(filed, f"{link}/capture", **CAPTURE, kept_as=file).status_code == 303
    offered = re.findall(r'name=evidence value="(\w+)"', desk.get(path(filed)).text)
    judge(desk, filed, finding_8="not_met", why_8="Silence.", evidence=offered)
    assert desk.act(filed, f"{link}/capture", **CAPTURE, kept_as=file).status_code == 303
    page = desk.get(path(filed)).text
    assert re.findall(r'name=evidence value="(\w+)" checked', page) == offered
    case = f"/desk/cases/{filed.number}"
    for where in (f"{case}/{link}", f"{case}/evidence/{file}"):
        assert f'href="{where}"' in page
        assert f'href="{where}"' in desk.get(f"{case}/steps/x").text
        assert f'href="{path(filed)}"' in desk.get(where).text
    assert f'href="{path(filed)}#proofs"' in desk.get("/desk/platforms/x/8").text


def test_the_table_keeps_what_the_page_of_a_step_said(desk, file_case):
    filed = desk.taken(file_case())
    judge(desk, filed, check_8_6="not_met", finding_8="not_met", source="said")
    desk.act(filed, "steps/x", **{"finding-8": "partly", "finding-1": "met"})
    held = found(desk, filed).findings["x", "8"]
    assert (held.finding, held.source, len(held.checks)) == ("partly", "said", 1)
    assert "1 of 10 actions judged" in desk.get(f"/desk/cases/{filed.number}/steps/x").text


def test_the_next_step_follows_and_after_the_last_the_table(desk, file_case):
    filed = desk.taken(file_case())
    assert judge(desk, filed, next="yes").location.endswith("/steps/x/9")
    assert judge(desk, filed, "10", next="yes").location.endswith("/steps/x")
    assert found(desk, filed).findings == {}


def test_a_suggestion_put_aside_is_remembered_with_who_and_day_and_can_come_back(desk, file_case):
    filed = desk.taken(file_case())
    sent(desk, filed, hours_ago=30)
    table = f"/desk/cases/{filed.number}/steps/x"
    assert 'value="never_acknowledged"' in desk.get(table).text
    desk.act(filed, "steps/x/8", aside="never_acknowledged")
    page = desk.get(table).text
    assert 'name=aside value="never_acknowledged"' not in page
    assert "put aside by heron, " in page
    assert found(desk, filed).findings == {}
    assert desk.acts(filed.id).count(Act.RECORDED_FINDING) == 1
    desk.act(filed, "steps/x", back="never_acknowledged")
    page = desk.get(table).text
    assert 'name=aside value="never_acknowledged"' in page
    assert "put aside by" not in page


def test_accepting_judges_the_actions_a_rule_speaks_of_and_keeps_the_others(desk, file_case):
    filed = desk.taken(file_case())
    judge(desk, filed, check_8_1="met")
    sent(desk, filed, hours_ago=30)
    judge(desk, filed, check_8_1="met", accept="8")
    held = found(desk, filed).findings["x", "8"]
    assert (held.finding, held.suggested_by, held.source) == (
        "not_met",
        "never_acknowledged",
        "clock",
    )
    assert {one.action: one.finding for one in held.checks} == {"8.1": "met", "8.6": "not_met"}


def test_news_speaks_again_where_nobody_knew(desk, file_case):
    filed = desk.taken(file_case())
    desk.act(filed, "steps/x", **{"finding-8": "unknown", "finding-9": "met"})
    sent(desk, filed, hours_ago=30)
    assert 'value="never_acknowledged"' in desk.get(f"/desk/cases/{filed.number}/steps/x").text


def test_an_action_of_another_step_or_an_unknown_rule_is_refused(desk, file_case):
    filed = desk.taken(file_case())
    judge(desk, filed, check_9_1="met")
    assert found(desk, filed).findings == {}
    assert judge(desk, filed, check_8_1="perhaps").status_code == 422
    assert judge(desk, filed, aside="no_such_rule").status_code == 422
    assert judge(desk, filed, finding_8="met", source="hearsay").status_code == 422
    assert desk.get(path(filed, "11")).status_code == 404
    assert found(desk, filed).findings == {}


def test_an_old_page_keeps_nothing_and_gives_back_what_was_typed(desk, file_case):
    filed = desk.taken(file_case())
    fields = {"version": 0, "check-8.1": "met", "note-8.1": "As I saw it.", "ask-8": "More."}
    answer = desk.post(path(filed), **fields)
    assert answer.status_code == 409
    assert "As I saw it." in answer.text
    assert "More." in answer.text
    assert found(desk, filed).findings == {}


def test_what_a_step_asks_for_is_proposed_and_kept_only_where_it_failed(desk, file_case):
    filed = desk.taken(file_case())
    proposed = "The harm mended, and a way to have the decision looked at again."
    assert proposed in desk.get(path(filed, "9")).text
    desk.act(filed, "steps/x", **{"finding-9": "met", "ask-9": proposed})
    assert found(desk, filed).findings["x", "9"].ask.reveal() == ""
    judge(desk, filed, "7", finding_7="not_met", ask_7="Say it.")
    assert found(desk, filed).findings["x", "7"].ask.reveal() == "Say it."


def test_there_is_a_page_of_each_step_in_every_language(desk, file_case):
    filed = desk.taken(file_case())
    for language in languages.codes():
        desk.post("/account/language", language=language)
        assert all(desk.get(path(filed, str(step))).status_code == 200 for step in range(1, 11))
