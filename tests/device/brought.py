"""Helps tests of sealed files: makes what a device makes, and brings it."""

import json

from hrd_report.documents import bundles
from hrd_report.vault import age, digests, envelopes, receipts, recipients
from hrd_report.vault.envelopes import AnswerTo, Envelope
from hrd_report.vault.keys import PublicKey
from hrd_report.vault.padding import padded
from hrd_report.vault.receipts import Receipt

STORY = "sealed far from any network"
FILES = [("photo.png", "image/png", b"\x89PNG" + bytes(70_000)), ("note.txt", "text/plain", b"x")]


def intake_key(client) -> PublicKey:
    known = client.get("/.well-known/hrd-report.json").json
    return recipients.decode(known["recipients"][0]["recipient"])


def words(receipt: Receipt | None = None, **said: object) -> bytes:
    data = {"story": STORY, "threats": ["doxing"], "danger": "no", "language": "fr", **said}
    if receipt is not None:
        data["answer_to"] = AnswerTo.of(receipt).spell()
    return json.dumps(data).encode()


def sealed(to: PublicKey, receipt: Receipt | None = None, files=FILES, **said: object) -> bytes:
    """Return a sealed file with a report and files in it."""
    return age.seal(bundles.write(words(receipt, **said), files, padded), to).blob


def envelope(to: PublicKey, receipt: Receipt, body: bytes | None = None) -> bytes:
    body = sealed(to, receipt) if body is None else body
    return Envelope(to.kid, AnswerTo.of(receipt), digests.sha256(body)).spell() + body


def bring(client, body: bytes, kind: str = envelopes.MEDIA_TYPE, **headers: str):
    return client.post("/api/v1/reports", data=body, content_type=kind, headers=headers)


def fresh() -> Receipt:
    return receipts.new()
