"""The pieces a notice is made of, and who writes it. Knows no sentence of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from hrd_report.reference.reference import Reference
from hrd_report.vault import digests

Part = Literal[
    "head",
    "title",
    "words",
    "items",
    "rule",
    "quote",
    "files",
    "person",
    "earlier",
    "steps",
    "asks",
    "formula",
    "signature",
]


@dataclass(frozen=True, slots=True)
class Letter:
    """What a notice needs besides its document: who writes, and the sentences of its language.

    `address` is the e-mail address that the organisation writes from. `answers`: its mailbox is
    read, so that each notice can have an address of its own for answers. `trusted` names the
    coordinator that made it a trusted flagger; `represents`: it may act under Art. 86(1) DSA.
    """

    organisation: str
    address: str
    reference: Reference
    say: Callable[[str], str]
    answers: bool = False
    trusted: str = ""
    represents: bool = False

    def filled(self, sentence: str, **parts: str) -> str:
        """Return a sentence with its places filled."""
        return self.say(sentence) % parts


@dataclass(frozen=True, slots=True, repr=False)
class Passage:
    """A piece of the body. `field` names the document's field it comes from, if it is typed."""

    part: Part
    text: str
    field: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Text:
    """A notice as it leaves: its subject line, and the passages of its body."""

    subject: str
    passages: tuple[Passage, ...]

    @property
    def body(self) -> str:
        """Return the whole body, with plain line ends and one at its end."""
        return "\n\n".join(one.text for one in self.passages) + "\n"

    @property
    def digest(self) -> str:
        """Return a hex digest that changes with any letter of subject or body."""
        return digests.sha256(digests.prefixed(self.subject.encode(), self.body.encode())).hex()


def sealed_name(reference: str) -> str:
    """Return what the age file with a notice's evidence is called."""
    return f"{reference}.zip.age"
