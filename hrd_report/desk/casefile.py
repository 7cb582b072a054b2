"""A case as it lies open before somebody who may read it. Opens nothing itself."""

from dataclasses import dataclass, field

from hrd_report.casefile.opening import Opened
from hrd_report.documents.answers import AnswerDocument
from hrd_report.documents.casework import (
    AssessmentDocument,
    DeskRecord,
    FindingDocument,
    NoteDocument,
)
from hrd_report.documents.escalations import DecisionDocument, NoticeDocument
from hrd_report.documents.measures import MeasureDocument, ParticipantDocument
from hrd_report.documents.reports import (
    ConsentDocument,
    FileDocument,
    MessageDocument,
    NewsDocument,
    ReportDocument,
)
from hrd_report.records.cases import Case, Consent, Report
from hrd_report.records.escalations import Escalation
from hrd_report.sealed import Plain
from hrd_report.vault.keyring import Keyring


@dataclass(frozen=True, slots=True, repr=False)
class ConsentEntry:
    """A consent's row and what it is about; `document` is missing where it cannot be read."""

    row: Consent
    document: ConsentDocument | None


@dataclass(frozen=True, slots=True, repr=False)
class EscalationEntry:
    """An escalation's row, its newest notice and what the platform answered.

    Another case's may speak for this one too: its words lie there, and only what this case agreed
    to (`agreed`, an addressee) is known here. `lead` is the number of that case, where it is open
    to whoever reads, or empty. `cases`: for how many it speaks, of those open to whoever reads.
    """

    row: Escalation
    notice: NoticeDocument | None
    decision: DecisionDocument | None
    agreed: str = ""
    lead: str | None = None
    cases: int = 1

    @property
    def platform(self) -> str:
        """To whom it goes, as far as this case knows."""
        return self.notice.platform if self.notice is not None else self.agreed

    @property
    def is_open(self) -> bool:
        """Whether whoever reads may open its page: it is the case's own, or the other is open."""
        return self.lead != ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CaseFile:
    """Everything of a case that its reader's keys open, oldest first.

    `report` is missing where the report cannot be opened. `findings` holds the newest for each
    platform and step. `broken` counts the pieces that cannot be read. `folded`: a report is still
    as its sender sealed it, its files inside.
    `measures`: every state of every safety measure; `participants`: those of today.
    `forced`: the days on which the defender gave way to force.
    `forced`: the days on which the defender gave way to force. `records`: what else the desk noted.
    """

    case: Case
    ring: Keyring
    row: Report
    report: ReportDocument | None
    additions: list[ReportDocument]
    files: list[Opened[FileDocument]]
    messages: list[MessageDocument]
    notes: list[NoteDocument]
    own_notes: list[NoteDocument]
    assessment: AssessmentDocument | None
    findings: dict[tuple[str, str], FindingDocument]
    consents: list[ConsentEntry]
    escalations: list[EscalationEntry]
    broken: int = field(default=0)
    answers: list[AnswerDocument] = field(default_factory=list)
    forced: tuple[NewsDocument, ...] = ()
    folded: bool = False
    measures: list[MeasureDocument] = field(default_factory=list)
    participants: list[ParticipantDocument] = field(default_factory=list)
    records: list[DeskRecord] = field(default_factory=list)

    @property
    def threats(self) -> tuple[str, ...]:
        """What the desk found, or before that what the defender named."""
        if self.assessment is not None and self.assessment.threats:
            return self.assessment.threats
        named = self.report.threats if self.report is not None else ()
        added = (threat for one in self.additions for threat in one.threats)
        return tuple(dict.fromkeys((*named, *added)))

    def chosen(self, subject: str, question: str) -> tuple[str, ...]:
        """Return what the defender chose on a further page, the last time it was answered."""
        return next((one.chosen.get(question, ()) for one in self._newest(subject)), ())

    def written(self, subject: str, question: str) -> tuple[Plain, ...]:
        """Return what the defender wrote on a further page, the last time it was answered."""
        return next((one.words.get(question, ()) for one in self._newest(subject)), ())

    def _newest(self, subject: str) -> list[AnswerDocument]:
        return [one for one in self.answers[::-1] if one.subject == subject]

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platforms the desk named, and those that were written to."""
        named = self.assessment.platforms if self.assessment is not None else ()
        written = (one.platform for one in self.escalations if one.platform)
        return tuple(dict.fromkeys((*named, *written)))
