"""Opens the directory as a team knows it: shipped, and its own on top. Changes nothing."""

from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import only_papers
from hrd_report.casefile.only_papers import Only
from hrd_report.documents.organisation import DirectoryDocument
from hrd_report.reference import own_directory
from hrd_report.reference.reference import Reference
from hrd_report.sealed import Plain
from hrd_report.vault.keys import Key

NOTHING: Final = DirectoryDocument(by="", at="", text=Plain(""))


def of_team(session: Session, person: Key, team_id: bytes) -> Only[DirectoryDocument]:
    """Return what a team wrote on top of the shipped directory."""
    return only_papers.read(session, person, team_id, NOTHING)


def known_to(session: Session, person: Key, team_id: bytes, shipped: Reference) -> Reference:
    """Return the reference with a team's own directory in it."""
    own = of_team(session, person, team_id).document.text.reveal()
    return own_directory.merged(shipped, own) if own else shipped
