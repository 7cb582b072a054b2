"""A caseworker's whole way through the pages, script off, in French: twenty-five real reports
from receiving to learning, one of them by click, and two hundred more that hide a campaign."""

import logging
import random
import re
import threading
from collections.abc import Iterator
from html import unescape

import pytest
from browsing import DESKTOP, page
from desk.indicators.planted import mutated
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
PLANTED = 12
TAKEN = 20
LEADERS = ["meneur_1", "meneur_2", "meneur_3"]
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


def test_a_campaign_among_two_hundred_more_is_found_in_the_panel_of_one_case(house: House):
    speak(house, "fr")
    two_hundred_more(house)
    heron, plover = Walker(house, "heron"), Walker(house, "plover")
    listed = queue_of(heron)
    assert len(listed) == len(set(listed)) == MORE
    told = {}
    for _ in range(TAKEN // 2):
        for desk in (heron, plover):
            desk.open("/desk/")
            desk.send("/desk/take-next")
            told[desk.address] = unescape(desk.text)
            desk.open(f"{desk.address}/indicators")
            desk.send("/indicators")
    mine, theirs = queue_of(heron, "/desk/mine"), queue_of(plover, "/desk/mine")
    assert (len(mine), len(theirs), set(mine) & set(theirs)) == (TAKEN // 2, TAKEN // 2, set())
    members = {one for one, text in told.items() if "meneur_" in text}
    assert len(members) == PLANTED
    written_from_the_panel(heron, members)
    stand_apart(heron, set(told) - members, members)


def two_hundred_more(house: House) -> None:
    """Send them: some, in danger, name two of three accounts and quote what was copied from one."""
    chance, told = random.Random(7), people.shutdowns()
    copied = people.attacks("fr")[1]
    client = house.client()
    for at in range(MORE):
        planted = at % (MORE // PLANTED) == 0 and at // (MORE // PLANTED) < PLANTED
        names = chance.sample(LEADERS, 2) if planted else [f"compte_{at}"]
        story = mutated(copied, chance) if planted else told[at % len(told)]
        body = {
            "story": f"{at} {story}",
            "links": [f"https://x.com/{name}/status/{at}" for name in names],
            "danger": "yes" if planted else "no",
            "language": "fr",
        }
        assert client.post("/api/v1/reports", json=body).status_code == 201


def written_from_the_panel(desk: Walker, members: set[str]) -> None:
    """Open one case's matches, link what is ticked, and write the campaign of it."""
    here = f"/desk/cases/{queue_of(desk, '/desk/mine')[0]}"
    assert here in members
    page = desk.open(f"{here}/matches")
    assert f"{len(members) - 1} autres dossiers ont en commun avec celui-ci" in page
    ticked = set(re.findall(r'name=case value="([\w-]+)" checked', page))
    assert ticked == {one.rsplit("/", 1)[1] for one in members - {here}}
    desk.send("/matches", "linked")
    campaign = re.search(r'href="(/desk/campaigns/new[^"]+)"', unescape(desk.text))
    desk.open(campaign[1])
    desk.send("/campaigns/new", name="La vague de novembre", tactics=["bots"])
    assert all(one.rsplit("/", 1)[1] in desk.text for one in members)
    desk.open("/desk/campaigns/")
    assert "La vague de novembre" in desk.text


def stand_apart(desk: Walker, others: set[str], members: set[str]) -> None:
    """See that no member is offered to another case; a few shutdowns are told alike and match."""
    panels = [unescape(desk.open(f"{one}/matches")) for one in others]
    offered = {one for panel in panels for one in re.findall(r'name=case value="([\w-]+)"', panel)}
    assert not offered & {one.rsplit("/", 1)[1] for one in members}
    assert any("Aucun autre dossier n’a assez en commun" in panel for panel in panels)


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
