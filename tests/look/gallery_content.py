"""Invented content for the gallery: no person, platform or organisation here is real."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from hrd_report.i18n.catalogues import catalogue
from hrd_report.sealed import Plain

WORDS: Final = {
    "fr": "alvéole étrange aviser souffle rayonner odeur "
    "mérite abolir cigogne nouveau exprimer observer",
    "en": "ribbon window garden silver mountain whisper harvest candle river stone feather bridge",
    "ar": "482 109 375 516 228 077 451 903 663 804 129 957 310 648",
}
THREATS: Final = {
    "unsure": "I do not know yet",
    "harassment": "Someone insults, harasses or threatens me",
    "doxing": "Someone publishes my personal data",
    "smear_campaign": "Someone smears my name or my work",
    "disinformation": "Someone spreads false information",
    "censorship": "My account or my posts were taken down",
    "surveillance": "Someone watches me or spies on me",
    "malicious_cyber": "My account or my device was hacked",
    "internet_shutdown": "The internet is cut or slowed down",
    "other": "Something else",
}
LINKS: Final = ("What becomes of your words", "Offline form", "Who we are")


@dataclass(frozen=True)
class Page:
    """One page of the gallery. `sheets` are inlined after the tokens, as on the real page."""

    name: str
    template: str
    content: Callable[[str], dict[str, Any]]
    sheets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)

    @property
    def staff(self) -> bool:
        return not self.sheets


def shared(language: str) -> dict[str, Any]:
    say = catalogue("fr" if language == "fr" else "en").gettext
    return {
        "organisation": "Réseau Aubépine",
        "phone": "+33 1 99 00 12 34",
        "lang": language,
        "dir": "rtl" if language == "ar" else "ltr",
        "leave_url": f"/{language}/leave",
        "languages": [
            {"code": "ar", "name": "العربية"},
            {"code": "en", "name": "English"},
            {"code": "es", "name": "Español"},
            {"code": "fa", "name": "فارسی"},
            {"code": "fr", "name": "Français"},
            {"code": "my", "name": "မြန်မာ"},
            {"code": "pt", "name": "Português"},
            {"code": "ru", "name": "Русский"},
        ],
        "links": [(f"/{language}/{place}", say(text)) for place, text in enumerate(LINKS)],
        "csrf_token": "5f" * 32,
        "pseudonym": "Heron",
        "locks_in": 12,
    }


def start(language: str) -> dict[str, Any]:
    say = catalogue("fr" if language == "fr" else "en").gettext
    return {
        "errors": [],
        "threats": [{"id": key, "text": say(text)} for key, text in THREATS.items()],
    }


def start_with_error(language: str) -> dict[str, Any]:
    say = catalogue("fr" if language == "fr" else "en").gettext
    return start(language) | {
        "errors": [
            {"field": "threat", "message": say("What is happening?")},
            {"field": "story", "message": say("What happened?")},
        ],
    }


def receipt(language: str) -> dict[str, Any]:
    return {
        "words": WORDS[language].split(),
        "happens": [
            {"when": "Today, 21 November", "strong": "Received and kept.", "kind": "done"},
            {
                "when": "Within 24 hours",
                "strong": "A person reads you and answers here.",
                "text": "In the last months: 6 hours, most often.",
                "kind": "next",
            },
            {
                "when": "Then, with your consent",
                "strong": "We write to the platforms.",
                "text": "Without your name, unless you ask for it.",
                "kind": "next",
            },
        ],
        "advice": [
            {
                "title": "If your data are published",
                "lines": [
                    "Keep the evidence first: the address, a screenshot, the time.",
                    "If your address is out, sleep elsewhere tonight if you can.",
                    "Do not answer. Ask someone close to read in your place.",
                    "Change your mail password first, then turn on two-step login without SMS.",
                    "Ask your operator to block any transfer of your number.",
                ],
            }
        ],
        "digits": language == "ar",
        "more_pages": [
            {"href": "#a", "label": "Your wishes and consents", "side": "1 min", "first": True},
            {"href": "#b", "label": "How to reach you", "side": "1 min"},
            {"href": "#c", "label": "Where, and who did it", "side": "2 min"},
        ],
    }


def case(_language: str) -> dict[str, Any]:
    return {
        "escalations": [
            {
                "name": "Murmur",
                "note": "3 posts · without your name",
                "events": [
                    {"when": "18 Nov", "text": "Request sent", "kind": "done"},
                    {"when": "19 Nov", "text": "Received by the platform", "kind": "done"},
                    {
                        "when": "21 Nov",
                        "strong": "2 posts removed, 1 refused.",
                        "text": "No reason given.",
                        "kind": "done",
                    },
                    {"when": "28 Nov", "text": "Murmur must have answered", "kind": "next"},
                ],
            },
            {
                "name": "Agora",
                "note": "1 account that poses as you",
                "events": [
                    {"when": "18 Nov", "text": "Request sent", "kind": "done"},
                    {
                        "when": "20 Nov",
                        "strong": "No answer.",
                        "text": "It is noted, and we have asked again.",
                        "kind": "silent",
                    },
                    {
                        "when": "24 Nov",
                        "text": "Still nothing? We try another way",
                        "kind": "next",
                    },
                ],
            },
        ],
        "letters": [
            {
                "who": "Heron, of the team",
                "own": False,
                "day": "21 Nov",
                "text": Plain("Two posts are gone. The third shows your street: we are insisting."),
            },
            {
                "who": "You",
                "own": True,
                "day": "21 Nov",
                "text": Plain("Yes, with a friend until Friday.\nThe calls have stopped."),
            },
        ],
        "consents": [
            {"id": "advise", "label": "Advise you", "detail": "Since 17 Nov", "given": True},
            {
                "id": "escalate",
                "label": "Write to Murmur and Agora",
                "detail": "In our name, without yours. Until 17 Feb 2027",
                "given": True,
            },
            {
                "id": "un",
                "label": "Alert a UN procedure",
                "detail": "No consent given",
                "given": False,
            },
        ],
        "more_pages": [
            {"href": "#a", "label": "A screenshot, a link, a new event"},
            {"href": "#b", "label": "How to reach you", "side": "filled in"},
        ],
    }


def give_receipt(_language: str) -> dict[str, Any]:
    return {
        "errors": [{"field": "receipt", "message": "The third word is not in the list."}],
    }


def desk(nav_place: int) -> Callable[[str], dict[str, Any]]:
    places = ("Queue", "My cases", "Campaigns", "Escalations", "Directory")
    nav = [(f"/desk/{at}", text, at == nav_place) for at, text in enumerate(places)]
    return lambda _language: {
        "door": "desk",
        "nav": nav,
        "messages": ["Case R5D-8XN is yours."] if nav_place == 0 else [],
        "account": Plain("They have put my street online.\n\nSince then the phone rings."),
        "described": Plain("described by Plover: photo of a street, caption with an address"),
    }


def statistics(_language: str) -> dict[str, Any]:
    places = ("Releases", "Scorecards", "Budget", "Method")
    nav = [(f"/statistics/{at}", text, at == 0) for at, text in enumerate(places)]
    return {"door": "statistics", "pseudonym": "Wren", "locks_in": 9, "nav": nav}


def login(_language: str) -> dict[str, Any]:
    return {"errors": [{"field": "name", "message": "Name or password is wrong."}]}


PAGES: Final = (
    Page("start", "defender-start.html", start, ("defender",), ("fr", "en", "ar")),
    Page(
        "start-error",
        "defender-start.html",
        start_with_error,
        ("defender", "defender-error"),
        ("fr", "en"),
    ),
    Page(
        "receipt",
        "defender-receipt.html",
        receipt,
        ("defender", "defender-more"),
        ("fr", "en", "ar"),
    ),
    Page("case", "defender-case.html", case, ("defender", "defender-more"), ("fr", "en")),
    Page(
        "return",
        "defender-return.html",
        give_receipt,
        ("defender", "defender-error", "defender-more"),
        ("fr", "en"),
    ),
    Page("desk-queue", "queue.html", desk(0)),
    Page("desk-case", "case.html", desk(1)),
    Page("desk-findings", "findings.html", desk(1)),
    Page("desk-notice", "notice.html", desk(3)),
    Page("statistics-release", "release.html", statistics),
    Page("login", "login.html", login),
)
