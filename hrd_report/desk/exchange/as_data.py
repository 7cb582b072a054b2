"""A case as plain data, for programs and for files. The schemas say what of it leaves."""

from collections.abc import Mapping
from typing import Any

from hrd_report.desk import reaching
from hrd_report.desk.casefile import CaseFile, ConsentEntry
from hrd_report.documents import codec
from hrd_report.records.cases import Case

Data = dict[str, Any]


def row(case: Case, names: Mapping[bytes, str]) -> Data:
    """Return what stands in clear of a case."""
    return {
        "number": case.number,
        "version": case.version,
        "state": case.state,
        "urgency": case.urgency,
        "language": case.language,
        "received_day": case.received_day,
        "due": case.due,
        "due_from": case.due_from,
        "due_at": case.due_at,
        "taken": case.assignee is not None,
        "assignee": names.get(case.assignee) if case.assignee is not None else None,
        "restricted": case.restricted,
        "size": case.size,
    }


def opened(file: CaseFile, names: Mapping[bytes, str]) -> Data:
    """Return all of an opened case."""
    return {
        **row(file.case, names),
        "report_state": file.row.state,
        "report": codec.to_data(file.report) if file.report is not None else None,
        "additions": [codec.to_data(one) for one in file.additions],
        "answers": [codec.to_data(one) for one in file.answers],
        "files": [codec.to_data(one.document) for one in file.files],
        "letters": [codec.to_data(one) for one in file.messages],
        "notes": [codec.to_data(one) for one in (*file.notes, *file.own_notes)],
        "assessment": codec.to_data(file.assessment) if file.assessment is not None else None,
        "consents": [consent(one) for one in file.consents],
        "reach": codec.to_data(reaching.asked_for(file.answers)),
        "unreadable": file.broken,
    }


def consent(one: ConsentEntry) -> Data:
    """Return a consent: what it is about, and whether it holds."""
    about = codec.to_data(one.document) if one.document is not None else {}
    return {**about, "id": one.row.id.hex(), "state": one.row.state.value}
