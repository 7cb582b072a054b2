"""The desk's addresses as text, also those whose pages another zone answers. Serves none."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

QUEUE: Final = "/desk/"
MINE: Final = "/desk/mine"
TAKE_NEXT: Final = "/desk/take-next"
WATCHED: Final = "/desk/watched"
CAMPAIGNS: Final = "/desk/campaigns/"
SEARCH: Final = "/desk/search"
VIEWS: Final = "/desk/views"
BULK: Final = "/desk/bulk"
HOURS: Final = "/desk/hours"
TEAM: Final = "/desk/team"
ENDING: Final = "/desk/ending"
ESCALATIONS: Final = "/desk/escalations/"
PLATFORMS: Final = "/desk/platforms/"
SHUTDOWNS: Final = "/desk/shutdowns/"


def case(number: str, *more: str) -> str:
    """Return the address of a case, or of one of its pages."""
    return "/".join(("/desk/cases", number, *more))


def access(number: str, *more: str) -> str:
    """Return where it is said who may open a case."""
    return case(number, "access", *more)


def escalate(number: str) -> str:
    """Return where a new escalation of a case begins."""
    return case(number, "escalate")


def escalation(escalation_id: bytes) -> str:
    """Return the address of one escalation."""
    return ESCALATIONS + escalation_id.hex()


def campaign(paper_id: bytes) -> str:
    """Return the address of a campaign."""
    return CAMPAIGNS + paper_id.hex()


def new_campaign(numbers: Sequence[str]) -> str:
    """Return where a campaign of some cases is written."""
    return f"{CAMPAIGNS}new?{urlencode([('case', one) for one in numbers])}"


def escalate_together(numbers: Sequence[str]) -> str:
    """Return where an escalation of several cases begins: at the first, which names the others."""
    others = urlencode([("with", one) for one in numbers[1:]])
    return escalate(numbers[0]) + (f"?{others}" if others else "")


def steps(number: str, platform: str, *step: str) -> str:
    """Return where the ten steps of a platform are judged, or one of them."""
    return case(number, "steps", platform, *step)


def shutdown(number: str, *subject: str) -> str:
    """Return the page of a case's shutdown, or one of its form."""
    return case(number, "shutdown", *subject)


def platform(name: str, *step: str) -> str:
    """Return what all cases together say about a platform, or about one step there."""
    return PLATFORMS + "/".join((name, *step))
