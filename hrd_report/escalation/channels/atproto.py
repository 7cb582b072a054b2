"""Bluesky and other atproto services: com.atproto.moderation.createReport. Reads no timeline."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from hrd_report.documents.escalations import DeliveryDocument
from hrd_report.escalation.channels.protocol import Going, Left, NotDelivered
from hrd_report.escalation.channels.wire import Server, Wire

LONGEST_REASON: Final = 2000
LABELER: Final = "did:plc:ar7c4by46qjdydhdevvrndac#atproto_labeler"
"""Bluesky's own moderation service, to which a server passes a report on."""
_COLLECTION: Final = "app.bsky.feed.post"


@dataclass(frozen=True, slots=True, repr=False)
class AtprotoChannel:
    """Reports accounts and posts, one report for each item; the server proxies to a labeler.

    `name` and `secret` are a handle and an app password of the organisation's own account.
    """

    wire: Wire
    base: str
    name: str
    secret: str
    labeler: str = LABELER

    def send(self, document: DeliveryDocument, going: Going) -> Left:
        """Begin a session, find what the addresses mean, report each."""
        call = json.loads(document.call.reveal())
        server = self._signed_in()
        subjects = [_subject(server, one) for one in call["items"]]
        for subject in subjects[going.done :]:
            going.before()
            body = {"reasonType": call["reasonType"], "reason": call["reason"], "subject": subject}
            answer = server.post(
                "/xrpc/com.atproto.moderation.createReport",
                body,
                headers={"atproto-proxy": self.labeler},
            )
            going.keep(str(answer.get("id", "")) if isinstance(answer, Mapping) else "")
        return Left(acknowledged=True)

    def find(self, document: DeliveryDocument) -> bool:
        """Say no: only moderators can list reports."""
        del document
        return False

    def _signed_in(self) -> Server:
        bare = Server(self.wire, self.base, {})
        body = {"identifier": self.name, "password": self.secret}
        try:
            session = bare.post("/xrpc/com.atproto.server.createSession", body)
            token = session["accessJwt"]
        except NotDelivered as problem:
            # Beginning a session reports nothing, whatever became of it.
            lasting = problem.lasting and problem.problem != "refused_content"
            code = "refused_login" if problem.problem == "refused_content" else problem.problem
            raise NotDelivered(code, lasting=lasting, after=problem.after) from None
        except (LookupError, TypeError):
            raise NotDelivered("refused_login") from None
        return Server(self.wire, self.base, {"Authorization": f"Bearer {token}"})


def place(address: str) -> tuple[str, str] | None:
    """Return whose account an address means, and which post (or nothing), if it is one of theirs.

    Known are https://bsky.app/profile/NAME[/post/KEY] and at://NAME[/app.bsky.feed.post/KEY].
    """
    parts = urlsplit(address)
    path = [unquote(one) for one in parts.path.split("/") if one]
    if parts.scheme == "at" and parts.netloc:
        found = [unquote(parts.netloc), *path]
        if len(found) == 3 and found[1] == _COLLECTION:  # noqa: PLR2004 - an address in three parts
            return found[0], found[2]
        return (found[0], "") if len(found) == 1 else None
    match path:
        case ["profile", name]:
            return name, ""
        case ["profile", name, "post", key]:
            return name, key
    return None


def _subject(server: Server, address: str) -> dict[str, Any]:
    meant = place(address)
    if meant is None:
        raise NotDelivered("not_found_there", lasting=True)
    name, key = meant
    try:
        did = name if name.startswith("did:") else _did(server, name)
        if not key:
            return {"$type": "com.atproto.admin.defs#repoRef", "did": did}
        uri = f"at://{did}/{_COLLECTION}/{key}"
        post = server.get("/xrpc/app.bsky.feed.getPosts", {"uris": uri})["posts"][0]
        strong = {"uri": str(post["uri"]), "cid": str(post["cid"])}
    except (LookupError, TypeError):
        raise NotDelivered("not_found_there", lasting=True) from None
    return {"$type": "com.atproto.repo.strongRef", **strong}


def _did(server: Server, handle: str) -> str:
    query = {"handle": handle}
    return str(server.get("/xrpc/com.atproto.identity.resolveHandle", query)["did"])
