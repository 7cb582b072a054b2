"""Who tries alone what takes a second person is written down, though nothing else is kept."""

from escalation.escalated import Work

from hrd_report.records.acts import Act

NAMING = {"identity": "real", "identity_text": "Amina Diallo"}


def test_approving_one_s_own_draft_is_written_down(work: Work):
    notice = work.draft(**NAMING)
    before = notice.row.version
    assert notice.do("approve").status_code == 409
    assert notice.acts().count(Act.SECOND_PERSON_MISSING) == 1
    assert notice.row.version == before


def test_sending_a_name_that_nobody_else_read_is_written_down(work: Work):
    work.consent(purpose="notice_identified", identity="real")
    notice = work.draft(**NAMING)
    work.sign_in("plover")
    assert notice.do("approve").status_code == 303
    work.sign_in("heron")
    seen = notice.seen()
    assert notice.edit(**NAMING).status_code == 303
    assert notice.send(seen).status_code == 409
    assert "Nobody else has read it." in notice.page
    assert notice.acts().count(Act.SECOND_PERSON_MISSING) == 1
    assert Act.QUEUED not in notice.acts()


def test_another_refusal_is_no_missing_second_person(work: Work):
    notice = work.draft()
    assert notice.send("0" * 64).status_code == 409
    assert Act.SECOND_PERSON_MISSING not in notice.acts()
