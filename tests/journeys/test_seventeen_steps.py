"""A caseworker's whole way through the pages, script off, in French: twenty-five real reports
from receiving to learning, one of them by click, and two hundred more that wait and are taken."""

import logging
import re
import threading
from collections.abc import Iterator

import pytest
from browsing import DESKTOP, page
from escalation.mailbox import Mailbox, mailbox
from house import House
from journeys import people, seventeen
from journeys.clicking import Clicker
from journeys.desk_town import speak
from journeys.seventeen import Going, Hand
from journeys.walking import Walker
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from hrd_report.jobs.outbox import deliver

MORE = 200
PLANTED = 40
LONGEST_PAGE = 60_000


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as running:
        yield running


def test_twenty_five_reports_go_the_whole_way(house: House, box: Mailbox):
    stories = [*people.attacks("fr"), *people.attacks("en"), *people.shutdowns()[:5]]
    speak(house, "fr")
    desk, lead = Walker(house, "heron"), Walker(house, "plover")
    cases = [seventeen.received(house, at, story) for at, story in enumerate(stories)]
    assert len(cases) == 25
    worked(house, box, desk, lead, cases)


@pytest.mark.browser
def test_one_report_goes_the_whole_way_by_click(house: House, box: Mailbox, browser: Browser):
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    speak(house, "fr")
    server = make_server("127.0.0.1", 0, house.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    with page(browser, size=DESKTOP) as tab:
        desk = Clicker(house, "heron", url, tab)
        one = seventeen.received(house, 2, people.attacks("fr")[0])
        worked(house, box, desk, Walker(house, "plover"), [one])
    server.shutdown()


def worked(house: House, box: Mailbox, desk: Hand, lead: Walker, cases: list[Going]) -> None:
    """Walk all steps with each case; send, wait and close with all of them."""
    seventeen.waiting(desk, cases)
    for _ in cases:
        one = seventeen.opened(desk, cases)
        seventeen.at_risk(desk, lead, one)
        for step in seventeen.IN_THE_CASE:
            step(desk, one)
    sent = sum(deliver(seventeen.outbox(house, box.server)) for _ in cases)
    assert sent == len(box.raw) == len(cases)
    bodies = "".join(box.body(at) for at in range(sent))
    assert all(one.post in bodies for one in cases)
    seventeen.chased(house, desk, [one for one in cases if one.at % 3 == 0])
    seventeen.decided(house, box, desk, [one for one in cases if one.at % 3])
    for one in cases:
        seventeen.told_and_closed(desk, one)
    seventeen.learnt(house, desk, len(cases))


def test_two_hundred_more_wait_are_shared_out_and_found_alike(house: House):
    speak(house, "fr")
    words = [*people.attacks("fr"), *people.attacks("en")]
    client = house.client()
    for at in range(MORE):
        post = "https://x.com/meneur" if at < PLANTED else f"https://x.com/compte_{at}"
        body = {
            "story": f"{at}: {words[at % 20]}",
            "links": [f"{post}/status/{at}"],
            "language": "fr",
        }
        assert client.post("/api/v1/reports", json=body).status_code == 201
    heron, plover = Walker(house, "heron"), Walker(house, "plover")
    listed = queue_of(heron)
    assert len(listed) == len(set(listed)) == MORE
    for _ in range(20):
        for one in (heron, plover):
            one.open("/desk/")
            one.send("/desk/take-next")
            assert one.text.count("meneur") + one.text.count("compte_") > 0
    mine, theirs = queue_of(heron, "/desk/mine"), queue_of(plover, "/desk/mine")
    assert (len(mine), len(theirs), set(mine) & set(theirs)) == (20, 20, set())


def queue_of(desk: Walker, address: str = "/desk/") -> list[str]:
    """Return the cases that a list shows, page after page, none of which is long or says a word."""
    found: list[str] = []
    while address:
        text = desk.open(address)
        assert len(text.encode()) < LONGEST_PAGE
        assert "compte_" not in text
        found += re.findall(r'name=case value="([\w-]+)', text)
        after = re.search(r'<a href="([^"]+)" rel=next', text)
        address = after[1] if after else ""
    return found
