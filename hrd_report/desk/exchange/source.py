"""What a file is made from: an opened case, what it stands on, and words for codes. Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.exchange.gate import Given
from hrd_report.desk.indicators import extracting
from hrd_report.desk.indicators.extracting import Indicator
from hrd_report.documents.casework import AssessmentDocument
from hrd_report.reference import handling
from hrd_report.reference.reference import Reference


class Speaker(Protocol):
    """Says things in the language of a file."""

    @property
    def code(self) -> str:
        """The language's code."""

    def say(self, text: str, **parts: object) -> str:
        """Return a sentence, its placeholders filled."""

    def listed(self, texts: Iterable[str]) -> str:
        """Return several short texts in a row."""

    def country(self, code: str) -> str:
        """Return a country's name."""

    def day(self, day: dt.date) -> str:
        """Return a day with its year."""


def marking_of(file: CaseFile) -> tuple[str, str]:
    """Return the TLP and the PAP of a case, as they are unless somebody marked it otherwise."""
    held = file.assessment
    return (held.tlp, held.pap) if held is not None else (handling.TLP, handling.PAP)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Source:
    """A case about to leave. `export` is a random hex id; `tlp` and `pap` are its marking."""

    file: CaseFile
    consent: Given
    reference: Reference
    voice: Speaker
    organisation: str
    export: str
    tlp: str
    pap: str
    now: dt.datetime

    @property
    def assessment(self) -> AssessmentDocument:
        """What the desk made of it; empty where it made nothing yet."""
        held = self.file.assessment
        return held if held is not None else AssessmentDocument(by="", at=self.now)

    @property
    def summary(self) -> str:
        """The desk's summary."""
        return self.assessment.summary.reveal().strip()

    @property
    def country(self) -> str:
        """The country's code, or nothing."""
        code = self.assessment.country or ""
        return "" if code == "unknown" else code

    @property
    def names_person(self) -> bool:
        """Whether the addressee may learn who the defender is."""
        return self.consent.identity in {"pseudonym", "real"}

    def indicators(self) -> tuple[Indicator, ...]:
        """Return the traces that stand where attackers are asked for, and no word of the story.

        Whoever tells what happened also names friends; links and attacking accounts are meant.
        """
        file = self.file
        sent = [one for one in (file.report, *file.additions) if one is not None]
        links = [link.reveal() for one in sent for link in one.links]
        links += [one.reveal() for one in file.written("where", "accounts")]
        links += [one.reveal() for one in file.written("when", "first")]
        return extracting.extract((), links, region=self.country or None)

    def own(self) -> frozenset[str]:
        """Return the defender's own accounts and addresses in normal form: they never leave."""
        said = [
            one.reveal()
            for subject, question in (
                ("where", "own"),
                ("reach", "address"),
                ("campaign", "channels"),
                ("campaign", "hashtags"),
            )
            for one in self.file.written(subject, question)
        ]
        return frozenset(one.value for one in extracting.extract(said, said))
