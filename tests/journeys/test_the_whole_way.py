"""The whole way of a defender, script off, in four browsers that have little in common."""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from hands.chromium import Chromium
from hands.firefox import Firefox
from hands.lynx import Lynx
from hands.reader import Hands, receipt_on
from hands.w3m import W3m
from journeys import people
from journeys.answering import Caseworker
from journeys.opened import Found, open_everything
from playwright.sync_api import Browser
from running import Served, free_port, serving

from hrd_report.sealed import Plain
from hrd_report.vault import receipts

pytestmark = pytest.mark.browser

STORY = "On a publié mon adresse à côté d’une photo.\nDepuis, des inconnus m’écrivent."
LETTER = "J’ai changé de téléphone."
REASON = "Leurs messages partent à la même minute."
ANSWER = "Nous avons tout lu et demandons le retrait."
COUNTING = "Compter votre cas, sans nom"
NEUTRAL = "Ce qui aide maintenant"


@dataclass
class Place:
    """A served instance, and a caseworker who is at the desk."""

    served: Served
    desk: Caseworker

    @property
    def url(self) -> str:
        return self.served.url

    def holds(self, receipt: list[str]) -> Found | None:
        """Return what the desk can open of a receipt's case, if there is one."""
        lookup = receipts.parse(Plain(" ".join(receipt)))[0].lookup
        everything = open_everything(self.served.instance, "heron", people.OWN_PASSWORD)
        return everything.get(lookup)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    port = free_port()
    neutral = f"http://127.0.0.1:{port}/fr/advice/"
    folder = tmp_path_factory.mktemp("place")
    with serving(folder, port, HRD_LEAVE_URL=neutral) as served:
        desk = Caseworker.log_in(served.url, "heron", served.passwords["heron"])
        with closing(desk.client):
            yield Place(served, desk)


@pytest.fixture(params=["chromium", "firefox", "lynx", "w3m"])
def hands(
    request: pytest.FixtureRequest, browser: Browser, tmp_path: Path, place: Place
) -> Iterator[Hands]:
    start = f"{place.url}/fr/"
    made: dict[str, type[Hands]] = {
        "chromium": lambda: Chromium(browser),
        "firefox": Firefox,
        "lynx": lambda: Lynx(tmp_path, start),
        "w3m": lambda: W3m(tmp_path, start),
    }
    with closing(made[request.param]()) as ready:
        yield ready


def test_a_defender_goes_the_whole_way(hands: Hands, place: Place, tmp_path: Path):
    words, file = report(hands, place, tmp_path)
    kept = place.holds(words)
    assert kept is not None
    assert [one.splitlines() for one in kept.stories] == [STORY.splitlines()]
    assert kept.dangers == ["unsure"]  # nothing was chosen there
    assert kept.threats == [("doxing",)]
    assert kept.files == ([hashlib.sha256(file.read_bytes()).hexdigest()] if file else [])
    place.desk.answer_next(ANSWER)
    exchange_letters(hands)
    assert set(place.holds(words).letters) == {ANSWER, LETTER}
    answer_a_further_page(hands)
    (answer,) = place.holds(words).answers
    assert [one.reveal() for one in answer.words["grounds"]] == [REASON]
    assert answer.chosen.get("organised", ("unsaid",)) == ("unsaid",)  # nothing was chosen there
    agree_and_withdraw(hands)
    leave_and_come_back(hands, place, words)
    erase(hands)
    assert place.holds(words) is None


def test_the_firefox_of_these_tests_draws_no_pictures_and_runs_no_script(tmp_path: Path):
    page = tmp_path / "page.html"
    page.write_text(
        "<title>as sent</title><svg width=90 height=90></svg>"
        "<script>document.title = 'ran'</script>"
    )
    with closing(Firefox()) as firefox:
        firefox.open(page.as_uri())
        ask = firefox.marionette.ask
        assert ask("WebDriver:GetTitle") == "as sent"
        size = ask("WebDriver:GetElementRect", id=firefox.marionette.element("//*[name()='svg']"))
        assert (size["width"], size["height"]) == (0, 0)


def report(hands: Hands, place: Place, folder: Path) -> tuple[list[str], Path | None]:
    """Report, with a file where the browser can, and copy the receipt."""
    file = None
    hands.open(f"{place.url}/fr/")
    hands.choose("On publie mes données personnelles")
    hands.write("Que s’est-il passé", STORY)
    if hands.takes_files:
        file = folder / "capture.png"
        file.write_bytes(b"\x89PNG" + bytes(9000))
        hands.attach("Des fichiers", file)
    hands.press("Envoyer")
    page = hands.text()
    assert "C’est reçu." in page
    assert "Si vos données sont publiées" in page
    words = receipt_on(page)
    assert len(words) == 12
    return words, file


def exchange_letters(hands: Hands) -> None:
    """Go on from the receipt to the case, read the answer and write back."""
    hands.press("Lire les réponses")
    assert ANSWER in hands.text()
    hands.write("Répondre", LETTER)
    hands.press("Envoyer")
    page = hands.text()
    assert page.index(ANSWER) < page.index(LETTER)


def answer_a_further_page(hands: Hands) -> None:
    """Say who may be behind it, and stop there."""
    hands.follow("Y répondre")
    hands.follow("Qui peut être derrière")
    hands.write("Ce qui vous le fait penser", REASON)
    hands.press("Enregistrer et arrêter")
    assert hands.text().count("réponse donnée") == 1
    hands.follow("Votre dossier")


def agree_and_withdraw(hands: Hands) -> None:
    """Agree to one purpose, see that it stands, and take it back."""
    hands.follow("Tous les accords, un par un")
    assert "Retirer" not in hands.text().partition(COUNTING)[2]
    hands.press("Oui", below=COUNTING)
    assert "Retirer" in hands.text().partition(COUNTING)[2]
    hands.press("Retirer", below=COUNTING)
    assert "Retiré. Plus rien ne part." in hands.text()


def leave_and_come_back(hands: Hands, place: Place, words: list[str]) -> None:
    """Leave in a hurry; nothing is open then, until the words are given again."""
    hands.follow("Quitter vite")
    assert NEUTRAL in hands.text()
    hands.open(f"{place.url}/fr/case")
    page = hands.text()
    assert LETTER not in page
    assert "Vos douze mots" in page
    hands.write("Vos douze mots", " ".join(words))
    hands.press("Ouvrir mon dossier")
    assert LETTER in hands.text()


def erase(hands: Hands) -> None:
    """Erase everything."""
    hands.unfold("Tout effacer")
    hands.choose("J’ai compris, effacez tout")
    hands.press("Effacer mon dossier")
    assert "Tout est effacé." in hands.text()
