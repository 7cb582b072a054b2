"""Each way from a consent to its end: decided, appealed and overturned; or met with silence.

What arrived is read as the addressee reads it: with gpg, with the library of XARF, in the calls
that a server took, or in the fields that somebody copied.
"""

import datetime as dt
import email
import email.policy
import html
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
import xarf
from escalation.escalated import Sheet, Work
from escalation.gnupg import gnupg
from escalation.mailbox import Mailbox
from escalation.platform_servers import PASSWORD, TOKEN, Platform, certificate, serving
from escalation.ways_taken import drafted, outbox, take_account

from hrd_report.jobs import silence
from hrd_report.jobs.outbox import deliver
from hrd_report.records.acts import Act

WORDS = "On 17 November 2026 an account published a photograph."


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def server(tls) -> Iterator[Platform]:
    with serving(*tls) as platform:
        yield platform


@dataclass
class Scene:
    """A draft that is ready, how it leaves, and what the addressee reads of it."""

    made: Sheet
    leave: Callable[[], None]
    read: Callable[[], str]
    acknowledged: bool = False


@pytest.fixture(params=["mail with PGP", "Mastodon", "atproto", "XARF", "form by hand"])
def scene(request, work: Work, box: Mailbox, server: Platform, tmp_path) -> Iterator[Scene]:
    """Give one way after the other, all of them the same to the journeys below."""

    def posted() -> None:
        assert deliver(replace(outbox(work, server), server=box.server))

    if request.param == "mail with PGP":
        ring = gnupg(tmp_path)
        key = ring.key("abuse@murmur.example")
        made = drafted(work, "telegram", "email", "https://t.me/somechannel/41", key=key)
        yield Scene(made, posted, lambda: _inside(ring.opened(_last_part(box))))
        ring.close()
    elif request.param == "Mastodon":
        account = take_account(work, kind="mastodon", server=server.base, secret=TOKEN)
        url = "https://murmur.example/@crow/7"
        made = drafted(work, "mastodon", "mastodon", url, account=account, reason="other")
        yield Scene(made, posted, lambda: server.posted("/reports")[0]["comment"], True)
    elif request.param == "atproto":
        account = take_account(
            work, kind="atproto", server=server.base, name="aubepine.example", secret=PASSWORD
        )
        reason = "tools.ozone.report.defs#reasonHarassmentDoxxing"
        url = "https://bsky.app/profile/crow.example/post/3k2"
        made = drafted(work, "bluesky", "atproto", url, account=account, reason=reason)
        yield Scene(made, posted, lambda: server.posted("createReport")[0]["reason"], True)
    elif request.param == "XARF":
        url = "https://login.example.net/x"
        made = drafted(work, "hosting_provider", "xarf", url, reason="exposed_data")
        yield Scene(made, posted, lambda: _xarf(_last_part(box)))
    else:
        made = drafted(work, "telegram", "form", "https://t.me/somechannel/41")
        yield Scene(made, lambda: _by_hand(made), lambda: made.preview)


def _by_hand(made: Sheet) -> None:
    fields = made.work.get(f"{made.path}/by-hand?form=any").get_data(as_text=True)
    assert WORDS in html.unescape(fields)
    day = made.work.house.clock.now.date().isoformat()
    assert made.do("sent-by-hand", day=day, reference="").status_code == 303


def _last_part(box: Mailbox) -> str:
    *_, last = box.messages[0].iter_parts()
    return last.get_content()


def _inside(opened: bytes) -> str:
    return email.message_from_bytes(opened, policy=email.policy.SMTP).get_content()


def _xarf(file: bytes) -> str:
    read = xarf.parse(file.decode())
    assert read.errors == []
    return read.report.description


def _sent(scene: Scene) -> Sheet:
    made = scene.made
    assert made.send().status_code == 303, made.page
    scene.leave()
    assert WORDS in scene.read()
    assert made.state == ("acknowledged" if scene.acknowledged else "sent")
    return made


def test_what_they_refuse_is_contested_and_overturned(scene: Scene):
    made = _sent(scene)
    said = ["escalation_acknowledged"] if scene.acknowledged else []
    assert made.decide("refused", reasons="No rule is broken.").status_code == 303
    assert made.row.appeal_due is None or made.row.appeal_due == made.row.due_at
    assert made.do("appeal").status_code == 303
    assert (made.state, made.row.due_at) == ("appealed", made.row.decision_due)
    assert made.do("overturned").status_code == 303
    assert made.state == "overturned"
    assert made.do("close").status_code == 303
    # Told in one moment, for the clock stands: in the order of their kinds.
    assert made.work.events() == [
        "escalation_queued",
        "escalation_sent",
        *said,
        "escalation_decided",
        "escalation_decided",
        "escalation_appealed",
    ]
    assert [one.outcome for one in made.work.news() if one.outcome] == ["overturned"]
    assert made.acts().count(Act.DECIDED) == 2


def test_what_they_do_not_answer_is_recorded_and_goes_on(scene: Scene):
    made = _sent(scene)
    work, due = made.work, made.row.due_at
    work.house.clock.now = due - dt.timedelta(minutes=1)
    assert silence.record(work.house.services.database, work.house.clock) == 0
    work.house.clock.now = due
    assert silence.record(work.house.services.database, work.house.clock) == 1
    assert (made.state, work.events()[-1]) == ("no_response", "escalation_silent")
    assert work.case.due_at == due
    # The ladder goes on by itself: first they are reminded.
    assert "Reminder" in made.page
    assert made.do("appeal").status_code == 303
    work.house.clock.now = made.row.due_at
    assert silence.record(work.house.services.database, work.house.clock) == 1
    assert made.state == "no_response"
    assert made.decide("removed").status_code == 303
    assert made.state == "decided"
