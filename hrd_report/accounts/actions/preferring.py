"""What people choose for themselves. Touches no key."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from hrd_report.errors import Invalid
from hrd_report.records.people import Person


def speak(session: Session, person_id: bytes, language: str, offered: Collection[str]) -> None:
    """Keep the language a member of staff reads. Raises `Invalid` for one that is not offered."""
    if language not in offered:
        raise Invalid({"language": ["unknown"]})
    session.get_one(Person, person_id).language = language
