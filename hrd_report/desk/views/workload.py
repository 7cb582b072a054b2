"""Who has how many open cases: numbers alone, from clear columns."""

from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk import addresses
from hrd_report.desk.shown import labels
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.desk.workload import Load, by_holder
from hrd_report.i18n.marks import N_
from hrd_report.records import people
from hrd_report.records.cases import Urgency
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services


@blueprint.get(addresses.TEAM)
@guard.staff(Right.WORK_CASES)
def workload() -> AnyResponse:
    """Show how many open cases each colleague has."""
    parts, who, voice = services(), frame.worker(), frame.voice()
    with parts.database.reading() as session:
        names = {one.id: one.name for one in session.scalars(people.colleagues(who.team_id))}
        found = by_holder(session, who.team_id, who.key.kid, parts.clock())
    urgencies = [{"text": voice.say(labels.URGENCY[one]), "kind": "number"} for one in Urgency]
    return frame.show(
        "workload.html",
        at=addresses.TEAM,
        heads=[
            {"text": voice.say(N_("With"))},
            *urgencies,
            {"text": voice.say(N_("Over time")), "kind": "number"},
            {"text": voice.say(N_("All open")), "kind": "number"},
        ],
        rows=_rows(found, names, voice.say(N_("with nobody"))),
    )


def _rows(
    found: dict[bytes | None, Load], names: dict[bytes, str], nobody: str
) -> list[list[object]]:
    rows: list[list[object]] = []
    for person in [None, *sorted(names, key=names.__getitem__)]:
        load = found.get(person, Load({}, 0))
        name = names[person] if person is not None else nobody
        counted = (load.by_urgency.get(one, 0) for one in Urgency)
        rows.append([name, *counted, load.over, {"text": load.open, "strong": True}])
    return rows
