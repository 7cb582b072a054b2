"""How a caseworker chooses a way, with an account of the organisation, and how it leaves."""

from dataclasses import replace

from escalation.escalated import Sheet, Work
from escalation.platform_servers import Platform

from hrd_report.jobs.outbox import Outbox
from hrd_report.records import correspondence


def take_account(work: Work, **typed: str) -> str:
    """Enter an account as an administrator does; return its id."""
    work.sign_in("avocet")
    answer = work.post("/admin/platform-accounts/take", {"label": "ours", **typed})
    assert answer.status_code == 303, answer.text
    page = work.get("/admin/platform-accounts/").text
    assert typed["secret"] not in page
    work.sign_in("heron")
    with work.house.services.database.reading() as session:
        return session.scalars(correspondence.account_named("ours")).one().id.hex()


def drafted(work: Work, platform: str, channel: str, url: str, **way: object) -> Sheet:
    work.consent(platform=platform)
    made = work.draft(platform, url=[url], object_id=[""])
    answer = choose(made, channel, **way)
    assert answer.status_code == 303, answer.text
    return made


def choose(made: Sheet, channel: str, **way: object):
    return made.work.post(
        f"{made.path}/way", {"version": made.row.version, "channel": channel, **way}
    )


def outbox(work: Work, server: Platform) -> Outbox:
    return replace(work.outbox(None), wire=server.wire, pepper=work.house.services.pepper)
