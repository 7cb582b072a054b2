"""A caseworker's seventeen steps, in French, through the API alone, with a token of these areas.

The reports are real: public posts as a defender quotes them, and shutdowns as they were published.
Two hundred more, made by the test, fill the queue.
"""

import csv
import datetime as dt
import io
import itertools

import pytest
from escalation.mailbox import mailbox
from house import House
from journeys.by_program import Way
from journeys.people import SAMPLES, attacks
from programs import DESK
from sandbox import hostile

from hrd_report.jobs.silence import record as record_silence
from hrd_report.records.acts import Act
from hrd_report.records.audit import acts_of

CHANNEL = "https://t.me/les_corbeaux"
SAFE = {
    "reveals": "no",
    "operator": "yes",
    "police": "yes",
    "images": "no",
    "evidence": "yes",
    "good_faith": "yes",
}
FILLED = {
    "address": "abuse@murmure.example",
    "kind": "terms",
    "language": "fr",
    "subject": "Une publication qui appelle à la violence",
    "explanation": "Le 20 novembre 2026, ce compte a publié ce texte contre une militante.",
    "clause": "Incitation à la violence",
    "harm": "Des inconnus se sont présentés devant chez elle.",
    "identity": "organisation",
}


@pytest.fixture
def way(house: House):
    with mailbox() as box:
        yield Way(house, box)


def shutdowns() -> list[dict[str, str]]:
    with (SAMPLES / "stop_2022.csv").open(encoding="utf-8", newline="") as file:
        return [dict(row) for row in itertools.islice(csv.DictReader(file), 5)]


def receive(way: Way, story: str, threat: str, link: str) -> None:
    """Step 1: a report comes in by the public door."""
    body = {"threats": [threat], "story": story, "links": [link], "language": "fr"}
    answer = way.house.client().post("/api/v1/reports", json={**body, "danger": "no"})
    assert answer.status_code == 201


def queue_of(way: Way) -> list[dict]:
    """Step 2: the queue, to its end, without a word of any report."""
    rows, more = [], {"limit": 100}
    while more:
        page = way.heron.get("/queue", **more).json
        rows += page["cases"]
        more = {"limit": 100, "cursor": page["next"]} if page["next"] else {}
    return rows


def take_and_open(way: Way) -> tuple[str, dict]:
    """Steps 2 and 3: take the next, open it, look at the wishes first."""
    number = way.send("/queue/next")["number"]
    case = way.get(f"/cases/{number}")
    assert case["report"]["language"] == "fr"
    assert case["reach"] == {"way": "", "address": [], "hours": [], "avoid": []}
    return number, case


def assess(way: Way, at: str, *, danger: bool) -> None:
    """Step 4: five questions; a yes calls a second person, who comes."""
    asked = [one.id for one in way.house.services.reference.risk_questions]
    answers = dict.fromkeys(asked, "no") | ({"location": "yes"} if danger else {})
    urgency = way.send(f"{at}/risk", {"answers": answers}, method="PUT")["urgency"]
    assert (urgency == "critical") is danger
    if danger:
        assert way.heron.send(f"{at}/second").status_code == 403
        assert way.plover.send(f"{at}/second").status_code == 200


def vet_and_classify(way: Way, at: str, threat: str) -> None:
    """Steps 5 and 6: who is part of it, what it is, how far it may be told."""
    way.send(f"{at}/people", {"role": "defender", "name": "A. (membre du réseau)"})
    found = {
        "threats": [threat],
        "platforms": ["telegram"],
        "country": "FR",
        "summary": "Publication contre une militante.",
        "verdict": "accepted",
    }
    assert way.send(f"{at}/classification", found, method="PUT")["state"] == "in_progress"
    way.send(f"{at}/marking", {"tlp": "amber", "pap": "amber"}, method="PUT")
    if way.careful:
        assert way.get(f"{at}/marking") == {"tlp": "amber", "pap": "amber"}
    way.send(f"{at}/notes", {"team_note": "Vérifié par téléphone."})


def match(way: Way, at: str, before: str | None) -> None:
    """Step 7: what it names is confirmed; what others name the same is linked."""
    named = way.get(f"{at}/indicators")["indicators"]
    kept = [one["id"] for one in named]
    more = [{"kind": "domain", "value": "corbeaux.example"}]
    way.send(f"{at}/indicators", {"kept": kept, "added": more}, method="PUT")
    found = way.get(f"{at}/matches")
    assert found["confirmed"]
    assert found["restricted"] == 0
    if before is not None:
        way.send(f"{at}/matches", {"cases": [before], "verdict": "linked"})
    if before is not None and way.careful:
        assert before in [one["number"] for one in way.get(f"{at}/matches")["linked"]]


def keep_a_picture(way: Way, at: str) -> None:
    """Step 8, where the desk took a picture of a page: it is sealed, and seen as a safe copy."""
    data = {"file": (io.BytesIO(hostile.photo()), "capture.jpg")}
    assert way.heron.client.post(f"{DESK}{at}/evidence", data=data).status_code == 201
    (name,) = [one["file"] for one in way.get(at)["files"]]
    assert way.send(f"{at}/evidence/{name}/look", {})["pictures"] == 1
    assert way.heron.get(f"{at}/evidence/{name}/pictures/1").mimetype == "image/jpeg"
    assert way.send(f"{at}/evidence/check", {})["unchanged"] == [name]


def preserve(way: Way, at: str) -> None:
    """Step 8: everything that was sent is preserved and described."""
    if way.careful:
        keep_a_picture(way, at)
    for one in way.get(f"{at}/evidence")["exhibits"]:
        how = {
            "day": "2026-11-20",
            "time": "10:15",
            "zone": 60,
            "tool": "Firefox 140",
            "sha256": "5e" * 32,
            "platform": "telegram",
            "online": "yes",
        }
        way.send(f"{at}/evidence/{one['name']}/captures", how)
        seen = {"words": "Un texte, un nom propre.", "labels": ["threat"]}
        way.send(f"{at}/evidence/{one['name']}/descriptions", seen)
    if way.careful:
        kept = way.get(f"{at}/evidence")["exhibits"]
        assert all(one["captures"] and one["descriptions"] for one in kept)


def plan(way: Way, at: str) -> None:
    """Step 9: a measure is proposed in French, and accepted."""
    library = way.get(f"{at}/plan")["library"]
    way.send(f"{at}/plan", {"library": library[:1], "days": 7})
    (measure,) = way.get(f"{at}/plan")["measures"]
    assert (measure["language"], measure["state"]) == ("fr", "proposed")
    way.send(f"{at}/plan/{measure['measure']}", {"to": "accepted", "wish": True})


def consent(way: Way, at: str) -> None:
    """Step 10: what the defender was asked and said."""
    said = {"purpose": "notice_anonymous", "platform": "telegram", "state": "given"}
    way.send(f"{at}/consents", said)
    way.get(at)


def escalate(way: Way, at: str, link: str) -> dict:
    """Step 11: findings, a notice, a second reader, exactly what was read leaves."""
    judged = {"step": "8", "finding": "not_met", "reason": "Silence.", "ask": "Une réponse."}
    way.send(f"{at}/findings/telegram", {"findings": [judged]}, method="PUT")
    if way.careful:
        first = way.get(f"{at}/addressees")["addressees"][0]
        assert (first["id"], first["consent"]) == ("telegram", True)
    one = way.send(f"{at}/escalations", {"platform": "telegram", "language": "fr"})
    assert one["notice"]["steps"] == [{"step": "8", "ask": "Une réponse."}]
    assert "placeholder" in one["missing"]
    items = [{"url": link, "action": "remove"}]
    draft = {**FILLED, "items": items, "steps": one["notice"]["steps"]}
    one = way.act(one, "/draft", draft, method="PUT")
    answers = {asked["id"]: SAFE[asked["id"]] for asked in one["questions"]}
    one = way.act(one, "/answers", {"answers": answers}, method="PUT")
    assert one["missing"] == ["no_second_person"]
    seen = {"If-Match": f'"{one["version"]}"'}
    path = f"/escalations/{one['id']}"
    if way.careful:
        assert way.heron.send(f"{path}/approve", **seen).status_code == 409  # its own author
    one = way.plover.send(f"{path}/approve", **seen).json
    sent = way.act(one, "/send", {"seen": one["seen"]})
    way.deliver()
    assert way.box.body().strip() == sent["body"].strip()
    return way.get(path)


def chase(way: Way, one: dict, *, silent: bool) -> dict:
    """Step 12: receipt is confirmed; or nobody answers, and they are reminded."""
    assert one["state"] == "sent"
    if not silent:
        return way.act(one, "/acknowledgement", {"reference": "TG-81"})
    way.house.clock.now = dt.datetime.fromisoformat(one["due_at"]) + dt.timedelta(hours=1)
    record_silence(way.house.services.database, way.house.clock)
    way.come_in()
    one = way.get(f"/escalations/{one['id']}")
    assert one["state"] == "no_response"
    assert "reminder" in {each["rung"] for each in one["ways_on"]}
    made = way.act(one, "/follow", {"rung": "reminder", "language": "fr"})
    assert made["notice"]["subject"].startswith("Rappel")
    way.act(made, "/steps/stop")
    return way.get(f"/escalations/{one['id']}")


def decide(way: Way, one: dict, *, refused: bool) -> dict:
    """Step 13: a decision item by item; a refusal is contested."""
    said = {"decision": ["refused" if refused else "removed"], "reasons_given": "yes"}
    said |= {"appeal_offered": "yes", "reasons": "Ne contrevient pas à nos règles."}
    one = way.act(one, "/decision", said)
    assert one["state"] == "decided"
    if not refused:
        return one
    one = way.act(
        one, "/reasons", {"statements": [{"explanation": "Pas de menace."}]}, method="PUT"
    )
    if one["ways_on"]:
        made = way.act(one, "/follow", {"rung": one["ways_on"][0]["rung"], "language": "fr"})
        assert made["notice"]["follows"] == one["id"]
        way.act(made, "/steps/stop")
        one = way.get(f"/escalations/{one['id']}")
    one = way.act(one, "/steps/appeal")
    return way.act(one, "/steps/overturned")


def end(way: Way, at: str, number: str) -> None:
    """Steps 14 to 16: the defender is told, the case is resolved, then closed."""
    way.get(at)
    way.send(f"{at}/letters", {"letter": "La publication n’est plus là."})
    last = {"outcome": "removed", "last_word": "Merci de nous avoir écrit."}
    last |= {"consents_reviewed": True}
    assert way.send(f"{at}/end", {"to": "resolved", **last})["state"] == "resolved"
    assert way.send(f"{at}/end", {"to": "closed", "consents_reviewed": True})["state"] == "closed"
    if way.careful:
        left = way.heron.send(f"{at}/exports", {"format": "huridocs"})
        assert (left.status_code, left.json["code"]) == (409, "not_exported")  # nobody agreed
        kinds = {one["kind"] for one in way.get(f"{at}/timeline")["events"]}
        assert {"letters", "work", "consents", "escalations", "safety", "reads"} <= kinds
        assert number not in {one["number"] for one in queue_of(way)}


def test_seventeen_steps_on_real_reports_beside_two_hundred_others(way: Way):
    told = [(one, "harassment") for one in [*attacks("fr"), *attacks("en")]]
    told += [
        (" · ".join((one["country"], one["start_date"], one["event"])), "internet_shutdown")
        for one in shutdowns()
    ]
    assert len(told) == 25
    since = way.house.clock.now.date()
    for place, (story, threat) in enumerate(told):
        receive(way, story, threat, f"{CHANNEL}/{place}")
    done: list[str] = []
    for place in range(len(told)):
        number, case = take_and_open(way)
        at, threat = f"/cases/{number}", case["report"]["threats"][0]
        way.careful = place < 2
        assess(way, at, danger=place == 0)
        vet_and_classify(way, at, threat)
        if threat == "internet_shutdown":
            row = {name: cell for name, cell in shutdowns()[place % 5].items() if cell}
            way.send(f"{at}/shutdown", {"columns": row}, method="PATCH")
            assert way.get(f"{at}/shutdown")["columns"] == row
        match(way, at, done[-1] if done else None)
        preserve(way, at)
        plan(way, at)
        consent(way, at)
        one = escalate(way, at, case["report"]["links"][0])
        decide(way, chase(way, one, silent=place == 24), refused=place % 5 == 0)
        end(way, at, number)
        done.append(number)
    learn(way, done)
    with way.house.services.database.reading() as session:
        acts = [one.act for one in session.scalars(acts_of(way.house.people["heron"].id, since))]
    assert acts.count(Act.OPENED) == 26  # the last one on another day too, after the silence
    assert len(way.box.messages) == 25


def learn(way: Way, done: list[str]) -> None:
    """Step 17: a campaign is written and looked back on, platforms are counted, much is found."""
    watched = way.heron.get("/watched").headers["ETag"]
    kept = {"hashtags": ["#Corbeaux"]}
    way.heron.send("/watched", kept, method="PUT", **{"If-Match": watched})
    assert way.get("/watched") == {"hashtags": ["corbeaux"]}
    begun = way.send(
        "/campaigns", {"name": "Les corbeaux", "cases": done[:20], "hashtags": ["#Corbeaux"]}
    )
    assert begun["cases"] == sorted(done[:20])
    seen = {"If-Match": f'"{begun["version"]}"'}
    out = way.heron.send(f"/campaigns/{begun['id']}/members", {"out": done[:1]}, **seen)
    assert done[0] not in out.json["cases"]
    assert [one["name"] for one in way.get("/campaigns")["campaigns"]] == ["Les corbeaux"]
    looked_back = way.get(f"/campaigns/{begun['id']}/evaluation")
    assert looked_back["platforms"] == {"telegram": 19}
    assert sum(sum(one["counts"]) for one in looked_back["waves"]) == looked_back["cases"] == 19
    assert len(way.get("/shutdowns")["shutdowns"]) == 5
    (telegram,) = way.get("/platforms")["platforms"]
    assert (telegram["cases"], telegram["steps"]["8"]) == (25, {"not_met": 25})
    found = way.send("/search", {"wanted": "corbeaux.example"})
    assert {number for one in found["named"] for number in one["cases"]} >= set(done)
    assert way.send("/search", {"wanted": "militante"})["hits"] == 25


def test_two_hundred_reports_wait_in_order_and_are_given_on(way: Way):
    for place in range(200):
        receive(way, f"Menace numéro {place}, en ligne.", "harassment", f"{CHANNEL}/{place}")
    rows = queue_of(way)
    assert len({one["number"] for one in rows}) == 200
    assert rows == sorted(rows, key=lambda one: one["due_at"])
    assert "Menace" not in str(rows)
    first, second, third, *_ = (one["number"] for one in rows)
    way.send(f"/cases/{first}/take")
    assert way.send(f"/cases/{first}/decline")["assignee"] is None
    assert way.send("/queue/next")["number"] == second  # never offered again to who declined
    way.send(f"/cases/{second}/put-off", {"until": "2026-12-01"})
    put_off = {"name": "Remis à plus tard", "asleep": True, "holder": "heron"}
    (view,) = way.send("/views", put_off)["own"]
    asleep = way.heron.get("/queue", **view["query"]).json["cases"]
    assert [one["number"] for one in asleep] == [second]
    way.send(f"/cases/{second}/take-up")
    assert way.heron.send(f"/cases/{second}/assign", {"assignee": "plover"}).status_code == 403
    way.plover.get(f"/cases/{second}")
    given = way.plover.send(f"/cases/{second}/assign", {"assignee": "plover"})
    assert given.json["assignee"] == "plover"
    picked = [{"number": one["number"], "version": one["version"]} for one in rows[50:150]]
    done = way.send("/bulk", {"do": "take", "cases": picked})
    assert (len(done["done"]), done["left"]) == (100, [])
    assert way.send("/bulk/undo", {"done": done["done"]}) == {"undone": 100}
    load = {one["assignee"]: one["open"] for one in way.get("/workload")["people"]}
    assert (load["plover"], load[None]) == (1, 199)
    way.send(f"/cases/{third}/take")
    events = way.get(f"/cases/{third}/timeline")["events"]
    assert {"Signalement", "Dossier pris"} <= {one["text"] for one in events}
