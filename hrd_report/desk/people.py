"""Who is part of a case now, out of all that was ever kept of them. Pure."""

from collections.abc import Iterable

from hrd_report.documents.measures import ParticipantDocument


def newest(found: Iterable[ParticipantDocument]) -> list[ParticipantDocument]:
    """Return those who are part of a case now, in the order in which they were named first."""
    held: dict[str, ParticipantDocument] = {}
    for one in sorted(found, key=lambda one: one.at):
        held[one.participant] = one
    return [one for one in held.values() if not one.gone]
