from dataclasses import replace

import pytest
from escalation.escalated import LINKS, TYPED, Sheet, Work, work_on
from house import House
from sqlalchemy import delete

from hrd_report.casefile import keeping
from hrd_report.documents.casework import AssessmentDocument, FindingDocument
from hrd_report.escalation import tongues
from hrd_report.records.acts import Act
from hrd_report.records.audit import acts_on
from hrd_report.records.keys import Grant, ItemKind
from hrd_report.sealed import Plain


def begun(work: Work, platform: str = "telegram", language: str = "en") -> Sheet:
    answer = work.post(
        f"/desk/cases/{work.number}/escalate", {"platform": platform, "language": language}
    )
    assert answer.status_code == 303
    return Sheet(work, answer.location.removesuffix("/edit"))


def keep(work: Work, kind: ItemKind, document: object) -> None:
    now = work.house.clock.now
    with work.house.services.database.writing() as session:
        keeping.keep(session, work.case_id, kind, document, work.key.public, day=now.date())


def test_a_draft_holds_only_the_links_that_lie_at_the_addressee(work: Work):
    work.consent()
    text = begun(work).preview
    assert LINKS[0] in text
    assert LINKS[1] not in text
    assert "Ils ont publié mon adresse." not in text


def test_a_link_that_is_no_address_keeps_nobody_from_a_notice(house: House):
    broken = ("https://[", "https://[a.b/c", LINKS[0])
    draft = begun(work_on(house, links=broken))
    assert LINKS[0] in draft.preview
    assert draft.edit(url=[broken[1]]).status_code == 422


def test_a_fresh_draft_cannot_leave_before_its_places_are_filled(work: Work):
    work.consent()
    draft = begun(work)
    page = draft.page
    assert "Cannot be sent yet" in page
    assert "A place is not filled yet." in page
    assert draft.send("0" * 64).status_code == 409
    assert draft.state == "draft"


def test_a_draft_cites_the_findings_that_were_not_met_in_the_order_of_the_steps(work: Work):
    now = work.house.clock.now
    for step, finding in (("8", "not_met"), ("6", "partly"), ("1", "met")):
        keep(
            work,
            ItemKind.FINDING,
            FindingDocument(
                platform="telegram",
                step=step,
                finding=finding,
                reason=Plain("seen"),
                by="heron",
                at=now,
                ask=Plain(f"Mend step {step}."),
            ),
        )
    text = begun(work).preview
    assert "Mend step 8." in text
    assert text.index("Mend step 6.") < text.index("Mend step 8.")
    assert "Mend step 1." not in text


def test_the_rule_comes_from_the_directory(work: Work):
    reference = work.house.services.reference
    subtype = next(one for one in reference.subtypes if one.policy == "doxing")
    keep(
        work,
        ItemKind.ASSESSMENT,
        AssessmentDocument(by="heron", at=work.house.clock.now, subtypes=(subtype.id,)),
    )
    assert reference.platform("x").clause("doxing") in begun(work, "x").preview


@pytest.mark.parametrize(
    ("reads", "written", "said"),
    [
        (("it", "fr"), "fr", ""),
        (("ga",), "en", "They read %(languages)s, in which no notice is made yet"),
        ((), "en", "The directory does not say what they read"),
    ],
)
def test_an_addressee_is_written_to_in_a_language_it_reads(work: Work, reads, written, said):
    platform = replace(work.house.services.reference.platform("telegram"), languages=reads)
    assert tongues.of(platform) == written
    assert tongues.why_fallback(platform).startswith(said)


def test_the_addressee_s_language_is_proposed_and_the_fallback_said(work: Work):
    page = work.get(f"/desk/cases/{work.number}/escalate").text
    assert '<option value="" selected>the addressee’s own' in page
    draft = begun(work, language="")
    form = work.get(f"{draft.path}/edit").text
    assert "does not say what they read: English is proposed" in form
    assert '<option value="en" selected>' in form


def test_a_french_notice_is_french(work: Work):
    assert "Nous demandons" in begun(work, language="fr").preview


def test_an_unknown_addressee_is_not_found(work: Work):
    answer = work.post(
        f"/desk/cases/{work.number}/escalate", {"platform": "nowhere", "language": "en"}
    )
    assert answer.status_code == 404


def test_an_edit_that_cannot_be_kept_keeps_what_was_typed(work: Work):
    draft = work.draft()
    answer = draft.edit(url=["javascript:alert(1)"], explanation="My long words.")
    assert answer.status_code == 422
    assert "My long words." in answer.text
    assert "javascript:alert(1)" in answer.text
    assert "This is not an exact address." in answer.text
    assert TYPED["explanation"].splitlines()[0] in draft.preview


@pytest.mark.parametrize("field", ["kind", "identity", "action", "step"])
def test_codes_that_do_not_exist_are_refused(work: Work, field: str):
    assert work.draft().edit(**{field: ["nonsense"]}).status_code == 422


def test_two_people_do_not_write_over_each_other(work: Work):
    draft = work.draft()
    seen = draft.row.version
    assert draft.edit(subject="The first").status_code == 303
    answer = draft.edit(subject="The second", version=seen)
    assert answer.status_code == 409
    assert "The second" in answer.text
    assert "The first" in draft.page


def test_a_pasted_harmless_address_is_made_whole(work: Work):
    draft = work.draft(url=["hxxps://t[.]me/somechannel/41"])
    assert "1. https://t.me/somechannel/41" in draft.preview
    assert "hxxps://t[.]me/somechannel/41" in draft.page


def test_on_the_screen_no_address_can_be_followed(work: Work):
    page = work.draft(explanation="See https://evil.example/x").page
    assert "hxxps://evil[.]example/x" in page
    assert "https://evil.example" not in page
    assert "https://t.me/somechannel" not in page


def test_every_revision_is_kept_and_opening_is_in_the_audit(work: Work):
    draft = work.draft()
    draft.edit(subject="Another")
    assert "Draft 3." in draft.page
    with work.house.services.database.reading() as session:
        acts = [row.act for row in session.scalars(acts_on(work.case_id))]
    assert acts.count(Act.OPENED) == 1


def test_a_draft_is_dropped_and_taken_up_again_without_telling_anybody(work: Work):
    draft = work.draft()
    assert draft.do("stop").status_code == 303
    assert draft.state == "stopped"
    assert draft.do("rework").status_code == 303
    assert draft.state == "draft"
    assert work.events() == []


@pytest.mark.parametrize("path", ["", "/text", "/edit"])
@pytest.mark.parametrize("name", ["avocet", "wren"])
def test_nobody_without_a_part_in_casework_enters(work: Work, path: str, name: str):
    draft = work.draft()
    work.sign_in(name)
    assert work.get(draft.path + path).status_code == 403
    assert work.get("/desk/escalations/").status_code == 403
    assert work.get(f"/desk/cases/{work.number}/escalate").status_code == 403


def test_a_grant_that_is_gone_opens_nothing(work: Work):
    draft = work.draft()
    with work.house.services.database.writing() as session:
        session.execute(delete(Grant).where(Grant.holder == work.house.people["heron"].key.kid))
    work.sign_in("heron")
    answer = work.get(draft.path)
    assert answer.status_code == 404
    assert TYPED["subject"] not in answer.text


@pytest.mark.parametrize(
    "path", ["/desk/escalations/00", "/desk/escalations/zz", "/desk/cases/K0/escalate"]
)
def test_what_does_not_exist_is_not_found(work: Work, path: str):
    assert work.get(path).status_code == 404


def test_the_list_names_no_platform_and_no_word(work: Work):
    work.consent()
    draft = work.draft()
    page = work.get("/desk/escalations/").text
    assert draft.path in page
    assert work.number in page
    assert "Telegram" not in page
    assert TYPED["subject"] not in page


def test_addressees_with_a_consent_come_first(work: Work):
    work.consent(platform="youtube")
    page = work.get(f"/desk/cases/{work.number}/escalate").text
    assert page.index("YouTube") < page.index("Facebook")
    assert "consent given" in page
