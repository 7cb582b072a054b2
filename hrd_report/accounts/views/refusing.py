"""How a refusal to let somebody in is said: calmly, equally for everybody, with what to do."""

from dataclasses import dataclass
from typing import Final

from flask import Response

from hrd_report.errors import Busy, HrdError, TooOften
from hrd_report.i18n.marks import N_
from hrd_report.web import pages

_BUSY: Final = N_("Too many people are logging in. Nothing was tried: wait ten seconds.")
_TOO_OFTEN: Final = N_(
    "Tried in vain too often. Nothing was tried now: wait %(minutes)s min, or use a passkey."
)
_BUSY_SECONDS: Final = 10
_MINUTE: Final = 60


@dataclass(frozen=True, slots=True)
class Refusal:
    """A sentence in the reader's language, its status, and when it is worth trying again."""

    sentence: str
    status: int
    retry_after: int = 0

    def error(self, field: str) -> dict[str, str]:
        """Return it as the error of a field."""
        return {"field": field, "message": self.sentence}

    def onto(self, answer: Response) -> Response:
        """Return the answer with what programs are told."""
        if self.retry_after:
            answer.headers["Retry-After"] = str(self.retry_after)
        return answer


def refusal(problem: HrdError, wrong: str) -> Refusal:
    """Return how a problem is said; `wrong` is the sentence for everything that did not fit."""
    if isinstance(problem, Busy):
        return Refusal(pages.say(_BUSY), 503, _BUSY_SECONDS)
    if isinstance(problem, TooOften):
        minutes = -(-problem.seconds // _MINUTE)
        return Refusal(pages.say(_TOO_OFTEN, minutes=minutes), 429, problem.seconds)
    return Refusal(pages.say(wrong), 401)
