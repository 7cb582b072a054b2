"""Seals a report on the sender's own machine, and makes its receipt there. Sends nothing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hrd_report.client.trust import Server
from hrd_report.documents import bundles
from hrd_report.errors import TooLarge
from hrd_report.sealed import Plain
from hrd_report.vault import age, digests, padding, receipts
from hrd_report.vault.envelopes import AnswerTo, Envelope
from hrd_report.vault.receipts import Receipt

IN_MEMORY: Final = 32 * 1024 * 1024
"""Bytes of files that travel inside the seal; larger ones are sent in pieces afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Words:
    """What somebody reports. `threats` are ids such as `doxing`; all but one may be empty."""

    story: Plain
    threats: tuple[str, ...] = ()
    links: tuple[Plain, ...] = ()
    danger: str = "unsure"
    language: str = "en"


@dataclass(frozen=True, slots=True, repr=False)
class Carried:
    """A sealed report as anybody may carry it, and the receipt that only its sender has."""

    content: bytes
    receipt: Receipt


def seal(
    words: Words, server: Server, files: Sequence[Path] = (), receipt: Receipt | None = None
) -> Carried:
    """Seal a report and its files to the server's key. Raises `TooLarge` for too many bytes."""
    if sum(path.stat().st_size for path in files) > IN_MEMORY:
        raise TooLarge(IN_MEMORY)
    kept = receipt or receipts.new()
    answer_to = AnswerTo.of(kept)
    report = {
        "story": words.story.reveal(),
        "threats": list(words.threats),
        "links": [one.reveal() for one in words.links],
        "danger": words.danger,
        "language": words.language,
        "answer_to": answer_to.spell(),
    }
    packed = [
        (bundles.fit_name(path.name), "application/octet-stream", path.read_bytes())
        for path in files
    ]
    bundle = bundles.write(json.dumps(report).encode(), _apart(packed), padding.padded)
    sealed = age.seal(bundle, server.recipient)
    digest = digests.sha256(sealed.blob)
    head = Envelope(server.recipient.kid, answer_to, digest).spell()
    return Carried(head + sealed.blob, kept)


def _apart(packed: list[tuple[str, str, bytes]]) -> list[tuple[str, str, bytes]]:
    """Tell files of the same name apart by a number: a bundle holds no name twice."""
    seen: set[str] = set()
    found = []
    for number, (name, kind, content) in enumerate(packed, start=1):
        own = name if name not in seen else f"{number}-{name}"[: bundles.LONGEST_NAME]
        seen.add(own)
        found.append((own, kind, content))
    return found
