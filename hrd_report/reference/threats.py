"""The shapes of threats, their subtypes and severity. Holds no data and classifies nobody."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Threat:
    """A parent threat. `question` is the defender's own sentence, `label` the desk's word.

    `named` tells whether the joint guidance names it. Texts are msgids.
    """

    id: str
    question: str
    label: str
    named: bool


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """A thing worth keeping for a subtype (`label` is a msgid)."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class DsaTarget:
    """A category of the DSA Transparency Database, schema v2, with its keywords."""

    category: str
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """The same subtype in other people's vocabularies; empty where they have no word.

    `rsit` MISP machine tag; `disarm`, `attack` technique ids; `huridocs` OpenEvSys list 4;
    `atproto` lexicon reason; `xarf` category/type of XARF v4; `stop` key of `stop_kinds`.
    """

    rsit: str
    huridocs: str
    disarm: tuple[str, ...] = ()
    attack: tuple[str, ...] = ()
    atproto: str | None = None
    xarf: str | None = None
    stop: str | None = None


@dataclass(frozen=True, slots=True)
class Subtype:
    """What exactly happens. Ids are `parent.child`, stable, and never used again.

    `severity` is the default level 1-4 (1 is critical); `evidence` names evidence kinds,
    `actions` actions of the ten steps, `policy` the platform rule that fits. `dsa_women` applies
    only where the defender chose to say so.
    """

    id: str
    parent: str
    label: str
    definition: str
    severity: int
    evidence: tuple[str, ...]
    actions: tuple[str, ...]
    crosswalk: Crosswalk
    policy: str | None = None
    dsa: tuple[DsaTarget, ...] = ()
    dsa_women: tuple[DsaTarget, ...] = ()
    caution: str | None = None

    @property
    def tag(self) -> str:
        """Return our MISP machine tag, `hrd-threat:parent="child"`."""
        return f'hrd-threat:{self.parent}="{self.id.split(".", 1)[1]}"'


@dataclass(frozen=True, slots=True)
class SeverityLevel:
    """One of four levels; `first_reply` is the promise to the defender."""

    level: int
    id: str
    label: str
    meaning: str
    first_reply: timedelta
