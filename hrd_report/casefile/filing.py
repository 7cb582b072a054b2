"""States what was filed and when, and tells whether a file or some words are what was filed."""

import datetime as dt
import hashlib
import itertools
import json
from collections.abc import Collection, Iterable, Iterator

from marshmallow import ValidationError

from hrd_report.documents.incoming import DANGERS, Incoming, ReportSchema
from hrd_report.sealed import Plain
from hrd_report.vault import proofs
from hrd_report.vault.digests import equal, hmac_sha256
from hrd_report.vault.proofs import Opening, Statement

Named = tuple[str, bytes]
"""A file's name and content."""


def statement(
    day: dt.date, digest: bytes, files: Iterable[tuple[dt.date, str]], blind: bytes
) -> Statement:
    """Return what is to be signed: `digest` is the report's own, keyed by the receipt.

    `files` are the day and the SHA-256 (hex) of each.
    """
    return Statement(
        day=day,
        report=proofs.blinded(blind, digest),
        files=tuple(
            (day, proofs.blinded(blind, bytes.fromhex(sha256)))
            for day, sha256 in itertools.islice(files, proofs.MOST_FILES)
        ),
    )


def day_of_file(found: Statement, opening: Opening, content: bytes) -> dt.date | None:
    """Return the day on which this very file came, or nothing if the statement has it not."""
    wanted = proofs.blinded(opening.blind, hashlib.sha256(content).digest())
    return next((day for day, digest in found.files if equal(digest, wanted)), None)


def is_report(
    found: Statement,
    opening: Opening,
    body: bytes,
    files: Collection[Named],
    threats: Collection[str],
) -> bool:
    """Whether this is what was reported: a sealed file, JSON as programs send it, or the account.

    `files` are those that came with it, in order. Of an account alone every answer to the two
    other questions (danger, and the `threats`) is tried. Without `opening.mac` nothing is known.
    """
    if opening.mac is None:
        return False
    listing = [(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in files]
    for content in _readings(body, listing, threats):
        digest = hmac_sha256(opening.mac, content)
        if equal(proofs.blinded(opening.blind, digest), found.report):
            return True
    return False


def _readings(
    body: bytes, listing: list[tuple[str, int, str]], threats: Collection[str]
) -> Iterator[bytes]:
    yield hashlib.sha256(body).digest()
    try:
        text = body.decode("utf-8").strip()
    except UnicodeDecodeError:
        return
    try:
        incoming: Incoming = ReportSchema(form=True).load(json.loads(text))
        yield incoming.canonical(listing)
    except (ValueError, ValidationError, RecursionError):
        yield from _accounts(text, listing, threats)


def _accounts(
    text: str, listing: list[tuple[str, int, str]], threats: Collection[str]
) -> Iterator[bytes]:
    lines = "\n".join(text.splitlines())
    for story in dict.fromkeys((text, lines, lines.replace("\n", "\r\n"))):
        for danger in DANGERS:
            for count in range(len(threats) + 1):
                for named in itertools.combinations(threats, count):
                    said = Incoming(danger=danger, threats=named, story=Plain(story), links=())
                    yield said.canonical(listing)
