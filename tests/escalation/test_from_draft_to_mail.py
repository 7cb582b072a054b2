"""The whole way of a notice, through the pages and a real mail server."""

from escalation.mailbox import Mailbox

from hrd_report.jobs.outbox import deliver


def test_what_arrives_is_the_preview_byte_for_byte(work, box: Mailbox):
    work.consent()
    notice = work.draft()
    previewed = notice.preview
    assert notice.send().status_code == 303
    assert deliver(work.outbox(box.server))
    assert box.body() == previewed
    assert box.messages[0]["Subject"].endswith("A post that shows a home address")
    assert box.envelopes == [("notices@localhost", ["abuse@murmur.example"])]
    assert notice.state == "sent"
    assert sorted(one.value for one in notice.acts()) == [
        "drafted",
        "drafted",
        "drafted",
        "queued",
        "sent",
    ]
