"""A flood: hasty forms wait beside the others, words go before files, and nothing typed is lost."""

import datetime as dt
import io
import itertools
import re
from dataclasses import replace

from house import House
from intake.door import cases, fresh_receipt, items_of, opened, send

from hrd_report.app import create_app
from hrd_report.intake.stamps import READ_FOR
from hrd_report.records.keys import ItemKind
from hrd_report.web.lanes import Lane, Lanes

FULL = Lane(places=0, waiting=0, patience=0)
HIDDEN = re.compile(r'name="?(receipt|form)"? value="?([^" >]+)')


def door(house: House, **lanes: Lane):
    return create_app(house.services, lanes=Lanes(**lanes)).test_client()


def form_of(client, language: str = "en") -> dict[str, str]:
    return dict(HIDDEN.findall(client.get(f"/{language}/").text))


def later(house: House, by: dt.timedelta = READ_FOR) -> None:
    house.clock.now += by


def test_a_form_that_was_read_is_kept_while_hasty_ones_are_not(house: House):
    client = door(house, hasty=FULL)
    read = form_of(client)
    later(house)
    hasty = send(client, **form_of(client), story="in a second")
    assert hasty.status_code == 503
    assert send(client, **read, story="they found me").status_code == 200
    assert len(cases(house)) == 1


def test_who_has_to_wait_gets_everything_back_and_is_let_in_a_moment_later(house: House):
    client = door(house, hasty=FULL)
    form = form_of(client)
    answer = send(
        client, **form, danger="yes", threat="doxing", story="<b>they</b> found me", links="x.org"
    )
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "20")
    assert "&lt;b&gt;they&lt;/b&gt; found me" in answer.text
    assert "+33 1 99 00 12 34" in answer.text
    again = dict(HIDDEN.findall(answer.text))
    assert again == form
    carried = dict(re.findall(r'name="(danger|threat|links)" value="([^"]+)"', answer.text))
    assert carried == {"danger": "yes", "threat": "doxing", "links": "x.org"}
    later(house)
    assert send(client, **again, **carried, story="they found me").status_code == 200
    (case,) = cases(house)
    (report,) = opened(house, case).reports
    assert (report.danger, report.threats) == ("yes", ("doxing",))


def test_a_form_without_a_stamp_gets_one_to_wait_with(house: House):
    client = door(house, hasty=FULL)
    answer = send(client, receipt=fresh_receipt(client), form="made up", story="x")
    later(house)
    assert send(client, **dict(HIDDEN.findall(answer.text)), story="x").status_code == 200


def test_a_form_used_before_waits_with_the_hasty_ones_once_others_have_to_wait(house: House):
    quiet = door(house)
    form = form_of(quiet)
    later(house)
    assert send(quiet, **form, story="first").status_code == 200
    assert send(quiet, **form, story="second").status_code == 200
    crowded = door(house, calm=FULL, hasty=FULL)
    assert send(crowded, **form, story="third").status_code == 503
    beside = door(house, calm=FULL)
    assert send(beside, **form, story="third").status_code == 200


def test_the_form_is_drawn_whole_though_a_second_ends_meanwhile(house: House):
    ticks = itertools.count()
    services = replace(
        house.services, clock=lambda: house.clock.now + dt.timedelta(seconds=next(ticks))
    )
    client = create_app(services).test_client()
    assert [client.get("/fr/").status_code for _ in range(3)] == [200] * 3


def test_words_are_kept_and_files_put_off_while_others_wait(house: House):
    pressed = Lane(places=1, waiting=1, patience=0)
    client = door(house, hasty=pressed)
    pressed._at_work = 1
    story = {"receipt": fresh_receipt(client), "story": "they found me"}
    files = {"files": (io.BytesIO(b"pixels"), "a.png")}

    def kept(**more: object):
        return client.post("/en/report", data=story | more, content_type="multipart/form-data")

    assert kept(**files).status_code == 503
    assert not items_of(house)
    pressed._at_work = 0
    pressed.places = 0
    calm = form_of(client)
    later(house)
    busy = door(house, calm=(lane := Lane(places=0, waiting=1, patience=60)))
    lane.now = lambda: 0.0
    lane._change.wait = lambda _: setattr(lane, "places", 1) or True  # a place comes free
    answer = send(busy, **calm, story="they found me", files=[("a.png", b"pixels")])
    assert answer.status_code == 200
    assert "a.png" in answer.text
    assert not items_of(house, ItemKind.FILE)
    (report,) = opened(house, cases(house)[0]).reports
    assert [one.reveal() for one in report.too_large] == ["a.png"]


def test_a_program_is_told_when_to_come_again(house: House):
    client = door(house, programs=FULL)
    answer = client.post("/api/v1/reports", json={"story": "x"})
    assert (answer.status_code, answer.json["code"]) == (503, "crowded")
    assert answer.headers["Retry-After"] == "20"
    assert not cases(house)


def test_who_comes_back_never_waits_in_a_lane(house: House):
    quiet = door(house)
    page = send(quiet, receipt=fresh_receipt(quiet), story="x").text
    client = door(house, calm=FULL, hasty=FULL, programs=FULL)
    words = re.findall(r"<li>(\S+)", re.search(r"<ol id=receipt.*?</ol>", page, re.DOTALL)[0])
    back = client.post("/en/return", data={"receipt": " ".join(words)})
    assert back.status_code == 303
    token = re.search(r"form_token=([0-9a-f]+)", client.get("/en/case").text)[1]
    sent = client.post(
        f"/en/case/message?form_token={token}",
        data={"message": "more", "files": (io.BytesIO(b"pixels"), "a.png")},
        content_type="multipart/form-data",
    )
    assert sent.status_code == 303
    assert len(items_of(house, ItemKind.FILE)) == 1
