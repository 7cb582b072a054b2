"""Answers programs, and remembers the answer with the report, in one transaction."""

from typing import Any

from sqlalchemy.orm import Session

from hrd_report.intake import arriving
from hrd_report.intake.actions.receiving import Kept
from hrd_report.intake.pieces import Arrived
from hrd_report.vault.receipts import Receipt
from hrd_report.vault.words import has_words
from hrd_report.web import repeats
from hrd_report.web.services import services


class Answering:
    """Keeps a report unless its `Idempotency-Key` has an answer already; `answer` is the answer.

    `body` is a digest of what was sent; there is no `receipt` where somebody else has it.
    `is_earlier`: the answer is the one that was given before.
    """

    def __init__(
        self, key: str | None, body: bytes, receipt: Receipt | None, language: str
    ) -> None:
        self._key = key
        self._body = body
        self._now = services().clock()
        self._keep_report = arriving.keep_report()
        self.is_earlier = False
        self.answer = _answer(receipt, language)

    def __call__(self, session: Session, arrived: Arrived) -> Kept:
        """Keep the report. Raises `OtherBody` when the key was used for something else."""
        if self._key is None:
            return self._keep_report(session, arrived)
        earlier = repeats.earlier(session, self._key, self._body, now=self._now)
        if earlier is not None:
            self.answer, self.is_earlier = earlier, True
            return Kept.NOTHING_NEW
        kept = self._keep_report(session, arrived)
        repeats.remember(session, self._key, self._body, self.answer, now=self._now)
        return kept


def _answer(receipt: Receipt | None, language: str) -> dict[str, Any]:
    parts = services()
    return {
        "receipt": None if receipt is None else _spelt(receipt, language),
        "received": parts.clock().date().isoformat(),
        "case_url": f"{parts.settings.public_url}/{language}/return",
    }


def _spelt(receipt: Receipt, language: str) -> dict[str, Any]:
    return {
        "words": list(receipt.words(language)) if has_words(language) else [],
        "digits": receipt.digits(),
    }
