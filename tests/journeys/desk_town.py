"""A desk with something on every page of it, and where each page stands. Checks nothing."""

import dataclasses

from desk.desk_house import Desk, Filed, filing, signed_in
from desk.test_related_cases import POST, STORY, confirmed
from escalation import evidence_made
from escalation.escalated import Sheet, Work, work_on
from escalation.mailbox import mailbox
from forms_on_pages import read
from house import House
from jobs import arriving
from sandbox import hostile
from sqlalchemy import update

from hrd_report.jobs import answers_in
from hrd_report.jobs.outbox import deliver
from hrd_report.records.cases import CaseState, Due, Urgency
from hrd_report.records.people import Person

CAPTURE = {
    "day": "2026-11-17",
    "time": "08:40",
    "zone": "60",
    "tool": "ArchiveWeb.page 0.15",
    "method": "caseworker_capture",
    "sha256": "5e" * 32,
    "tlp": "AMBER",
}
CLOCKS = {
    f"{name}-{one.value}": str(value)
    for one in Urgency
    for name, value in (("first", 30), ("second", 45), ("promise", 60))
}
HOURS = {"zone": "Europe/Paris", "staffed": "yes", "opens-0": "09:00", "closes-0": "17:00"}
Page = tuple[str, str]
"""An address, and who goes there."""


@dataclasses.dataclass
class Desks:
    """Who works in a house, and what they filled it with."""

    house: House
    heron: Desk
    plover: Desk
    avocet: Desk


def furnished(house: House) -> dict[str, Page]:
    """Fill a house and return every page of its staff by name."""
    there = Desks(house, *(signed_in(house, one) for one in ("heron", "plover", "avocet")))
    _work_to_do(there)
    case = _worked_case(there)
    here = f"/desk/cases/{case.number}"
    campaign = _campaign(there)
    cut = _shutdown(there)
    sheets = _notices(house)
    return {
        **_lists(),
        **_of_a_case(here, case),
        **campaign,
        **cut,
        **sheets,
        **_offices(there),
    }


def _ok(status: int, *fits: int) -> None:
    assert status in (fits or (200, 303)), status


def _work_to_do(there: Desks) -> None:
    house = there.house
    for urgency in Urgency:
        filing(house, urgency=urgency, hours=-3)
        filing(house, urgency=urgency)
    paused = {"state": CaseState.WAITING_DEFENDER, "due": Due.WORD_TO_DEFENDER}
    filing(house, assignee=house.people["plover"].id, **paused)
    _ok(there.heron.post("/desk/views", name="Mes urgences", urgency="high").status_code)
    _ok(there.plover.post("/desk/hours", **HOURS, **CLOCKS, closed="2026-12-25").status_code)


def _worked_case(there: Desks) -> Filed:
    house, heron = there.house, there.heron
    filed = filing(
        house,
        number="K7Q-2M4",
        files={"a.jpg": hostile.photo(), "b.txt": b"They wrote." * 40},
        urgency=Urgency.HIGH,
    )
    heron.taken(filed)
    for page, typed in (
        ("classify", {"threats": "doxing", "platforms": ["telegram", "x"], "country": "FR"}),
        ("consents", {"purpose": "notice_anonymous", "platform": "telegram", "state": "given"}),
        ("consents", {"purpose": "partner", "platform": "facebook", "state": "given"}),
        ("plan", {"library": ["number_lock", "sleep_elsewhere"], "days": "7"}),
        ("people", {"role": "contact", "name": "Une cousine"}),
        ("steps/telegram", {"finding-8": "not_met", "ask-8": "Confirmez en deux heures."}),
        (f"evidence/{filed.files[0].hex()}/capture", CAPTURE | {"url": "https://t.me/a/1"}),
        ("notes/team", {"team_note": "Le nom de la rue se lit sur la plaque."}),
        ("letters", {"letter": "Nous avons lu votre message."}),
        ("risk", {"location": "yes"}),
    ):
        whole = {"days": "30", "identity": "organisation", **typed} if page == "consents" else typed
        _ok(heron.act(filed, page, **whole).status_code)
    _original_asked_for(there, filed)
    return filed


def _original_asked_for(there: Desks, filed: Filed) -> None:
    """Ask for an original, so that its page waits for a second person."""
    page = f"/desk/cases/{filed.number}/evidence/{filed.files[0].hex()}"
    forms = read(there.heron.get(page).text, page).forms
    form = next(one for one in forms if one.action.endswith("/export"))
    consent = form.fields["consent"].choices[-1].value
    wish = {"to": "Clinique", "reason": "Une expertise.", "consent": consent}
    _ok(there.heron.post(form.action, **wish).status_code)


def _campaign(there: Desks) -> dict[str, Page]:
    house, heron = there.house, there.heron
    members = [filing(house, story=STORY.format(POST), number=f"CAM-{n}") for n in range(4)]
    for one in members:
        confirmed(heron, one)
    made = heron.post(
        "/desk/campaigns/new",
        name="La vague de novembre",
        kind="own",
        hashtags="#Ours",
        cases=[one.number for one in members],
        tactics=["bots"],
        first="2026-11-01",
    )
    first = f"/desk/cases/{members[0].number}"
    return {
        "campaigns": ("/desk/campaigns/", "heron"),
        "a campaign": (made.location, "heron"),
        "writing a campaign": (f"{made.location}/write", "heron"),
        "indicators": (f"{first}/indicators", "heron"),
        "matches": (f"{first}/matches", "heron"),
        "search": ("/desk/search?words=traitor", "heron"),
        "escalating together": (f"{first}/escalate?with=CAM-1&with=CAM-2", "heron"),
    }


def _shutdown(there: Desks) -> dict[str, Page]:
    filed = there.heron.taken(filing(there.house, number="CUT-1"))
    for subject, typed in (
        ("when", {"start_date": "6/30/2022", "shutdown_status": "Unknown"}),
        ("where", {"country": "India", "area_name": "Imphal"}),
    ):
        _ok(there.heron.act(filed, f"shutdown/{subject}", **typed).status_code)
    here = f"/desk/cases/{filed.number}/shutdown"
    return {
        "shutdowns": ("/desk/shutdowns/", "heron"),
        "shutdowns out": ("/desk/shutdowns/export", "heron"),
        "shutdowns in": ("/desk/shutdowns/import", "heron"),
        "a shutdown": (here, "heron"),
        "a shutdown, what": (f"{here}/what", "heron"),
    }


def _notices(house: House) -> dict[str, Page]:
    """Draft, send, have refused, take by hand and receive an answer that fits nowhere."""
    reading = house.with_settings(imap_url="imaps://a:b@127.0.0.1")
    work = work_on(reading, urgency=Urgency.CRITICAL)
    work.consent()
    evidence_made.file(work)
    evidence_made.file(work, b"another", tlp="RED")
    draft = work.draft(explanation="[[what happened]]")
    by_hand = work.draft()
    by_hand.do("way", channel="form")
    _ok(by_hand.send().status_code)
    with mailbox() as box:
        sent = work.queued()
        outbox = dataclasses.replace(work.outbox(box.server), pepper=house.services.pepper)
        assert deliver(outbox)
    _stray(work, sent)
    sent.do("acknowledged", reference="T-4711")
    sent.decide("refused", reasons="No rule is broken.", reasons_given="yes")
    appeal = sent.do("follow", rung="complaint", language="en").location.removesuffix("/edit")
    (stray,) = arriving.rows(work)
    return {
        "escalations": ("/desk/escalations/", "heron"),
        "outbox": ("/desk/escalations/outbox", "heron"),
        "choosing an addressee": (f"/desk/cases/{work.number}/escalate", "heron"),
        "a draft": (draft.path, "heron"),
        "writing a draft": (f"{draft.path}/edit", "heron"),
        "choosing a way": (f"{draft.path}/way", "heron"),
        "choosing evidence": (f"{draft.path}/files", "heron"),
        "by hand": (f"{by_hand.path}/by-hand", "heron"),
        "in hand": (by_hand.path, "heron"),
        "refused": (sent.path, "heron"),
        "reasons": (f"{sent.path}/reasons", "heron"),
        "an appeal": (appeal, "heron"),
        "unmatched answers": ("/desk/mail/", "heron"),
        "an unmatched answer": (f"/desk/mail/{stray.id.hex()}", "heron"),
        "directory": ("/desk/directory/", "heron"),
        "an addressee": ("/desk/directory/telegram", "heron"),
        "addressee form": ("/desk/directory/telegram/edit", "heron"),
        "organisation": ("/desk/organisation", "plover"),
        "scorecard": ("/desk/scorecard", "heron"),
        "trusted flagger": ("/desk/scorecard/flagger", "heron"),
        "help with escalations": ("/desk/help/escalations", "heron"),
    }


def _stray(work: Work, sent: Sheet) -> None:
    raw = arriving.answer(sent, by="wrong", body="We received it.")
    there = arriving.intake(work)
    answers_in.take(there, answers_in.of_bytes(there, raw))


def _lists() -> dict[str, Page]:
    return {
        "queue": ("/desk/", "heron"),
        "mine": ("/desk/mine", "heron"),
        "put off": ("/desk/?asleep=yes", "heron"),
        "a queue of nothing": ("/desk/?urgency=critical&language=sw", "heron"),
        "hours": ("/desk/hours", "plover"),
        "team": ("/desk/team", "heron"),
        "what ends soon": ("/desk/ending", "heron"),
        "watched": ("/desk/watched", "heron"),
        "platforms": ("/desk/platforms/", "heron"),
        "a platform": ("/desk/platforms/telegram", "heron"),
        "a platform's step": ("/desk/platforms/telegram/8", "heron"),
        "import": ("/desk/import", "plover"),
        "viewing": ("/desk/viewing", "heron"),
        "help": ("/desk/help", "heron"),
    }


def _of_a_case(here: str, case: Filed) -> dict[str, Page]:
    evidence = f"{here}/evidence/{case.files[0].hex()}"
    pages = {
        "case": here,
        "classify": f"{here}/classify",
        "marking": f"{here}/marking",
        "risk": f"{here}/risk",
        "consents": f"{here}/consents",
        "plan": f"{here}/plan",
        "people of a case": f"{here}/people",
        "ten steps": f"{here}/steps/telegram",
        "a step": f"{here}/steps/telegram/8",
        "timeline": f"{here}/timeline",
        "writing": f"{here}/write",
        "state": f"{here}/state",
        "work on it": f"{here}/work",
        "who may open it": f"{here}/access",
        "exchange": f"{here}/exchange",
        "evidence": f"{here}/evidence",
        "adding evidence": f"{here}/evidence/add",
        "a capture": f"{here}/evidence/capture",
        "evidence seen": evidence,
        "its capture": f"{evidence}/capture",
        "custody": f"{here}/custody",
    }
    return {name: (path, "heron") for name, path in pages.items()} | {
        "hold or erase": (f"{here}/ending", "plover")
    }


def _offices(there: Desks) -> dict[str, Page]:
    """Return the pages of the administration, and everybody's own."""
    form = {"label": "sauvegarde de nuit", "scopes": ["queue:read"], "days": "7"}
    there.heron.post("/account/tokens", **form)
    there.avocet.post("/admin/channels/make", name="tella-north", kind="tella")
    someone = there.house.people["heron"].id.hex()
    pages = {
        "administration": "/admin/",
        "people": "/admin/people/",
        "a person": f"/admin/people/{someone}",
        "removing somebody": f"/admin/people/{someone}/remove",
        "teams": "/admin/teams/",
        "a team": f"/admin/teams/{there.house.team.id.hex()}",
        "routing": "/admin/routing/",
        "channels": "/admin/channels/",
        "platform accounts": "/admin/platform-accounts/",
        "hand-over": "/admin/handover/",
        "keys": "/admin/keys/",
        "audit": "/admin/audit",
    }
    own = {
        "account": "/account/",
        "password": "/account/password",
        "factors": "/account/factors",
        "sessions": "/account/sessions",
        "tokens": "/account/tokens",
        "six words": "/account/words",
        "rights": "/account/rights",
    }
    return {name: (path, "avocet") for name, path in pages.items()} | {
        name: (path, "heron") for name, path in own.items()
    }


def speak(house: House, language: str) -> None:
    """Let all staff read one language."""
    with house.services.database.writing() as session:
        session.execute(update(Person).values(language=language))
