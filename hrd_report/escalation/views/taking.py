"""The ways to an addressee as a notice's page shows them, the one taken first. Takes none."""

from hrd_report.escalation import inline, wording
from hrd_report.escalation.channels import kinds
from hrd_report.escalation.channels.kinds import Kind
from hrd_report.escalation.views.sheet import Sheet
from hrd_report.i18n.marks import N_
from hrd_report.vault import recipients
from hrd_report.web import pages


def ways(sheet: Sheet) -> list[dict[str, object]]:
    """Return the ways to this addressee, the one taken first."""
    purposes = {one.id: one.label for one in sheet.desk.reference.route_purposes}
    routes = sheet.desk.reference.platform(sheet.notice.platform).routes
    by_hand = [one for one in routes if one.kind != "email"]
    return [
        {"text": pages.say(_kind(sheet).label), "note": _taken(sheet), "first": True},
        *(
            {
                "text": pages.say(purposes[one.purpose]),
                "note": pages.say(N_("by hand: %(where)s"), where=_where(one.address, one.how)),
                "first": False,
            }
            for one in by_hand
        ),
    ]


def _kind(sheet: Sheet) -> Kind:
    return kinds.kind(sheet.notice.way.channel) or kinds.KINDS[0]


def _taken(sheet: Sheet) -> str:
    """Return what is to be known of the way that is taken."""
    kind, way = _kind(sheet), sheet.notice.way
    if kind.id not in {"email", "xarf"}:
        return pages.say(kind.note)
    if not way.key:
        said = N_("%(address)s, its files readable on the way")
        bare = inline.is_bare(sheet.notice)
        return pages.say(said, address=sheet.notice.address) if bare else sheet.notice.address
    said = N_("%(address)s, encrypted to their key")
    if recipients.is_one(way.key):
        said = N_("%(address)s, files sealed to their age key")
    return pages.say(said, address=sheet.notice.address)


def by_hand(sheet: Sheet) -> bool:
    """Whether a person lets it leave."""
    return _kind(sheet).hand == "person"


def _where(address: str | None, how: str | None) -> str:
    return wording.defanged(address) if address else pages.say(how or "")
