"""The seventeen steps of a caseworker, each on one case, through pages. Whoever walks says how."""

import datetime as dt
from dataclasses import dataclass
from html import unescape

from escalation.mailbox import Mailbox
from flask.testing import FlaskClient
from forms_on_pages import read
from house import House
from intake import door
from journeys import people
from journeys.clicking import Clicker
from journeys.walking import Walker
from sqlalchemy import func, select

from hrd_report.escalation.delivery import MailServer
from hrd_report.jobs import silence
from hrd_report.jobs.outbox import Outbox, deliver
from hrd_report.records import audit
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case, CaseState
from hrd_report.records.facts import Fact

POST = "https://bsky.app/profile/attacker-{0}.example/post/3k{0}"
ANSWERS = {
    "answer-reveals": "no",
    "answer-images": "no",
    "answer-evidence": "yes",
    "answer-good_faith": "yes",
}
REASON = "Cette publication donne l’adresse d’une personne et appelle à s’y rendre."
LETTER = "Nous avons lu votre récit et demandé le retrait."
LAST = "La publication est traitée. Nous restons là."
Hand = Walker | Clicker
"""Somebody at the desk, in a browser that runs no script."""


@dataclass
class Going:
    """One case on its way, and the browser of its defender."""

    at: int
    story: str
    phone: FlaskClient
    number: str = ""
    sheet: str = ""

    @property
    def here(self) -> str:
        return f"/desk/cases/{self.number}"

    @property
    def post(self) -> str:
        return POST.format(self.at)

    @property
    def is_cut(self) -> bool:
        return self.at >= 20

    def reads(self) -> str:
        return unescape(self.phone.get("/fr/case").text)


def stories() -> list[str]:
    return [*people.attacks("fr"), *people.attacks("en"), *people.shutdowns()[:5]]


def received(house: House, at: int, story: str) -> Going:
    """Step 1: a report in French, and what its sender reads at once."""
    phone = house.client()
    threat = "internet_shutdown" if at >= 20 else "harassment"
    sent = door.send(
        phone,
        "fr",
        receipt=door.fresh_receipt(phone, "fr"),
        threat=threat,
        story=story,
        links=POST.format(at),
    )
    assert "C’est reçu." in unescape(sent.text)
    words = " ".join(door.words_on(sent.text))
    assert phone.post("/fr/return", data={"receipt": words}).status_code == 303
    return Going(at, story, phone)


def waiting(desk: Hand, cases: list[Going]) -> None:
    """Step 2: the queue shows how many there are, and no word of any."""
    page = desk.open("/desk/")
    assert f"{len(cases)} ouvert" in page
    assert not [one for one in cases if one.story[2:40] in page or "bsky" in page]


def opened(desk: Hand, cases: list[Going]) -> Going:
    """Steps 2 and 3: take the next one; it is written down, folded, and shows no picture."""
    desk.open("/desk/")
    desk.send("/desk/take-next")
    page = unescape(desk.text)
    one = next(one for one in cases if f"attacker-{one.at}.example" in page)
    one.number = desk.address.rsplit("/", 1)[1]
    head = page.partition("<details")[0]
    assert "<img" not in page
    assert one.story[2:40] not in head
    with desk.house.services.database.reading() as session:
        case = session.scalars(select(Case).where(Case.number == one.number)).one()
        acts = [row.act for row in session.scalars(audit.acts_on(case.id))]
    assert Act.OPENED in acts
    return one


def at_risk(desk: Hand, lead: Walker, one: Going) -> None:
    """Step 4: five questions; a yes makes it critical and calls somebody who learns no more."""
    desk.open(f"{one.here}/risk")
    dangerous = one.at % 5 == 0
    desk.send("/risk", location="yes" if dangerous else "no", life="no", detention="no")
    if dangerous:
        assert "Critique" in desk.text
        called = lead.open("/desk/")
        assert f"Le dossier {one.number} est critique" in called
        lead.send(f"{one.number}/second")


def verified_and_classified(desk: Hand, one: Going) -> None:
    """Steps 5 and 6: what becomes of the report, what it is, how bad, and who may know."""
    desk.open(f"{one.here}/classify")
    threats = ["internet_shutdown"] if one.is_cut else ["harassment", "doxing"]
    desk.send(
        "/classify",
        threats=threats,
        main=threats[0],
        platforms=["bluesky"],
        country="TG",
        verdict="accepted",
        summary="Une adresse publiée.",
    )
    desk.open(f"{one.here}/marking")
    desk.send("/marking", tlp="amber", pap="green")
    if one.is_cut:
        desk.open(f"{one.here}/shutdown/when")
        desk.send("/shutdown/when", start_date="2022-06-30", shutdown_status="Unknown")


def matched(desk: Hand, one: Going) -> None:
    """Step 7: what the case names is confirmed and compared."""
    desk.open(f"{one.here}/indicators")
    desk.send("/indicators")
    assert "/matches" in desk.address


def preserved(desk: Hand, one: Going) -> None:
    """Step 8: how the post was captured stands in the case."""
    desk.open(f"{one.here}/evidence/capture")
    desk.send(
        "/capture",
        url=one.post,
        day="2026-11-20",
        time="08:40",
        tool="ArchiveWeb.page 0.15",
        sha256=f"{one.at:02x}" * 32,
    )


def kept_safe(desk: Hand, one: Going) -> None:
    """Step 9: measures are proposed, and the defender takes one."""
    desk.open(f"{one.here}/plan")
    desk.send("/plan", library=["number_lock", "sleep_elsewhere"])
    shown = one.phone.get("/fr/case").text
    form = next(form for form in read(shown, "/fr/case").forms if "/plan/" in form.action)
    said = {"form_token": form.fields["form_token"].value, "answer": "yes"}
    assert one.phone.post(form.action, data=said).status_code == 303
    assert "Acceptée par la personne" in desk.open(f"{one.here}/plan")


def agreed(desk: Hand, one: Going) -> None:
    """Step 10: one purpose, one addressee, no name; and that it may be counted."""
    for purpose, platform in (("notice_anonymous", "bluesky"), ("statistics", "")):
        desk.open(f"{one.here}/consents")
        desk.send("/consents", purpose=purpose, platform=platform, state="given")


def judged_and_escalated(desk: Hand, one: Going) -> None:
    """Step 11: which step failed, what we ask for, and the notice as it leaves."""
    desk.open(f"{one.here}/steps/bluesky")
    desk.send("/steps/bluesky", **{"finding-8": "not_met", "why-8": "Aucune réponse."})
    desk.open(f"{one.here}/escalate")
    desk.send("/escalate", platform="bluesky", language="fr")
    write_notice(desk, subject="Une adresse publiée", explanation=REASON, url=[one.post])
    one.sheet = desk.address
    desk.send("/send")


def write_notice(desk: Hand, **typed: object) -> None:
    """Fill what only a person can say, and answer what is asked before sending."""
    desk.send(
        "/edit",
        harm="Des gens s’y rendent.",
        clause="Anti-Harassment",
        action=["remove"],
        object_id=[""],
        **typed,
    )
    desk.send("/answers", **ANSWERS)


def chased(house: House, desk: Hand, cases: list[Going]) -> None:
    """Step 12: two days later nothing came; it is said to be silence, and reminded of."""
    house.clock.advance(dt.timedelta(days=2))
    assert silence.record(house.services.database, house.clock) > 0
    desk.come_in()
    for one in cases:
        page = desk.open(one.sheet)
        assert "Pas de réponse" in page
        desk.send("/follow", "reminder", language="fr")


def decided(house: House, box: Mailbox, desk: Hand, cases: list[Going]) -> None:
    """Step 13: what they decided, and an appeal that overturns half of it."""
    for one in cases:
        refused = one.at % 3 == 1
        desk.open(one.sheet)
        desk.send("/acknowledged", reference=f"T-{one.at}")
        desk.send(
            "/decided",
            decision=["refused" if refused else "removed"],
            reasons_given="yes",
            appeal_offered="yes",
            reasons="Aucune règle.",
        )
        if not refused:
            continue
        desk.send("/follow", "complaint", language="fr")
        write_notice(desk, url=[one.post], evidence="La mairie confirme l’adresse.")
        appeal = desk.address
        desk.send("/send")
        assert deliver(outbox(house, box.server))
        desk.open(appeal)
        desk.send("/decided", decision=["removed"], reasons_given="yes", appeal_offered="no")


def told_and_closed(desk: Hand, one: Going) -> None:
    """Steps 14 to 16: a letter, an outcome, a last word; the defender reads it all."""
    desk.open(f"{one.here}/write")
    desk.send("/letters", "send", letter=LETTER)
    desk.open(f"{one.here}/state")
    outcome = ("no_response", "refused", "removed")[one.at % 3]
    desk.send("/end", outcome=outcome, last_word=LAST, consents_reviewed="yes", to="closed")


def learnt(house: House, desk: Hand, count: int) -> None:
    """Step 17: what all cases say of the platform, and a nameless row for each."""
    with house.services.database.reading() as session:
        states = set(session.scalars(select(Case.state)))
        facts = session.scalars(select(func.count()).select_from(Fact)).one()
    assert states == {CaseState.CLOSED}
    assert facts >= count
    assert "Bluesky" in desk.open("/desk/scorecard")
    assert str(count) in desk.open("/desk/platforms/bluesky")


def outbox(house: House, server: MailServer) -> Outbox:
    parts = house.services
    return Outbox(
        database=parts.database,
        clock=parts.clock,
        server=server,
        key=house.secrets.delivery,
        clocks=parts.reference.clocks,
        jitter=lambda: 0.0,
    )


IN_THE_CASE = (
    verified_and_classified,
    matched,
    preserved,
    kept_safe,
    agreed,
    judged_and_escalated,
)
"""Steps 5 to 11."""
