"""Mastodon's reports (docs.joinmastodon.org/methods/reports). Uses the organisation's account."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from hrd_report.documents.escalations import DeliveryDocument
from hrd_report.escalation.channels.protocol import Going, Left, NotDelivered
from hrd_report.escalation.channels.wire import Server, Wire

LONGEST_COMMENT: Final = 1000


@dataclass(frozen=True, slots=True, repr=False)
class MastodonChannel:
    """Reports accounts and posts to the server of our own account, one report for each account.

    `secret` is a user token with the scopes `write:reports` and `read:search`.
    """

    wire: Wire
    base: str
    secret: str

    def send(self, document: DeliveryDocument, going: Going) -> Left:
        """Look every address up, then report each account with its posts."""
        call = json.loads(document.call.reveal())
        server = Server(self.wire, self.base, {"Authorization": f"Bearer {self.secret}"})
        found = _by_account([_looked_up(server, one) for one in call["items"]])
        for account, statuses in list(found.items())[going.done :]:
            going.before()
            answer = server.post("/api/v1/reports", _report(call, account, statuses), form=True)
            going.keep(str(answer.get("id", "")) if isinstance(answer, Mapping) else "")
        return Left(acknowledged=True)

    def find(self, document: DeliveryDocument) -> bool:
        """Say no: Mastodon shows nobody what they reported."""
        del document
        return False


def _report(call: Mapping[str, Any], account: str, statuses: list[str]) -> dict[str, Any]:
    report: dict[str, Any] = {
        "account_id": account,
        "status_ids[]": statuses,
        "comment": call["comment"],
        "forward": "true" if call["forward"] else "false",
        "category": call["category"],
    }
    if call["rule_ids"]:
        report["rule_ids[]"] = call["rule_ids"]
    return report


def _looked_up(server: Server, address: str) -> tuple[str, str]:
    """Return the ids, on our server, of an account and a post behind an address."""
    query = {"q": address, "resolve": "true", "limit": "1"}
    answer = server.get("/api/v2/search", query)
    try:
        if answer["statuses"]:
            status = answer["statuses"][0]
            return str(status["account"]["id"]), str(status["id"])
        return str(answer["accounts"][0]["id"]), ""
    except (LookupError, TypeError):
        raise NotDelivered("not_found_there", lasting=True) from None


def _by_account(found: list[tuple[str, str]]) -> dict[str, list[str]]:
    reports: dict[str, list[str]] = {}
    for account, status in found:
        reports.setdefault(account, []).extend([status] if status else [])
    return reports
