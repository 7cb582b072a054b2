"""What the desk's forms accept. Messages are stable codes; ids are checked by the actions."""

import datetime as dt
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load, validate

from hrd_report.casefile.lifecycles import VERDICTS
from hrd_report.desk.actions.classify import Classification
from hrd_report.desk.actions.closing import Ending
from hrd_report.desk.actions.consents import DEFAULT_DAYS, Wish
from hrd_report.desk.actions.evidence.capturing import Capture
from hrd_report.records.cases import CaseState, ConsentState, ReportState
from hrd_report.sealed import Plain

_LONGEST = 20_000


def _ids() -> fields.List[str]:
    return fields.List(fields.String(), load_default=list)


def _code(default: str | None = None) -> fields.String:
    return fields.String(load_default=default)


def _words() -> fields.String:
    return fields.String(load_default="", validate=validate.Length(max=_LONGEST, error="too_long"))


def _number(default: int | None = None) -> fields.Integer:
    return fields.Integer(load_default=default, error_messages={"invalid": "not_a_number"})


class _Form(Schema):
    class Meta:
        """Whatever else a form carries is not ours."""

        unknown = EXCLUDE


class ClassifySchema(_Form):
    """The classification of a case."""

    threats = _ids()
    main = _code()
    subtypes = _ids()
    platforms = _ids()
    modifiers = _ids()
    severity = _number()
    severity_note = _words()
    country = _code()
    group = _code()
    identity = _code()
    counted_elsewhere = fields.Boolean(load_default=False)
    summary = _words()
    verdict = fields.Enum(
        ReportState,
        by_value=True,
        load_default=ReportState.ACCEPTED,
        validate=validate.OneOf(VERDICTS, error="unknown"),
        error_messages={"unknown": "unknown"},
    )

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Classification:
        """Make the words silent and the lists firm; the main threat comes first."""
        main = data.pop("main")
        data["threats"].sort(key=lambda one: one != main)
        firm: dict[str, Any] = {
            name: tuple(v) if isinstance(v, list) else v for name, v in data.items()
        }
        words = {name: Plain(data[name]) for name in ("summary", "severity_note")}
        return Classification(**{**firm, **words})


class WishSchema(_Form):
    """What a defender was asked and said."""

    purpose = _code("")
    state = fields.Enum(
        ConsentState,
        by_value=True,
        load_default=ConsentState.ASKED,
        error_messages={"unknown": "unknown"},
    )
    identity = _code("organisation")
    platform = _code()
    days = _number(DEFAULT_DAYS)
    scope = _words()

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Wish:
        """Make the words silent."""
        return Wish(**{**data, "scope": Plain(data["scope"])})


class EndingSchema(_Form):
    """How a case ends."""

    to = fields.Enum(
        CaseState,
        by_value=True,
        load_default=CaseState.RESOLVED,
        error_messages={"unknown": "unknown"},
    )
    outcome = _code()
    last_word = _words()
    consents_reviewed = fields.Boolean(load_default=False)
    anyway = fields.Boolean(load_default=False)

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Ending:
        """Make the words silent."""
        return Ending(**{**data, "last_word": Plain(data["last_word"])})


class CaptureSchema(_Form):
    """How something was preserved. `zone` is the clock's minutes east of UTC."""

    day = _code("")
    time = _code("")
    zone = _number(0)
    tool = _words()
    method = _code("caseworker_capture")
    kept_as = _code()
    sha256 = _code("")
    url = _words()
    account = _words()
    platform = _code()
    archive = _words()
    language = _code("")
    translation = _code("none")
    published = _words()
    online = _code("unknown")
    consent = _code()
    sensitivity = _code("normal")
    tlp = _code("RED")

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Capture:
        """Make the words silent, and a moment of day and time."""
        at = _moment(data.pop("day"), data.pop("time"))
        words = {
            name: Plain(data[name].strip()) for name in ("url", "account", "archive", "published")
        }
        return Capture(**{**data, **words, "at": at})


def _moment(day: str, time: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=None)
    except ValueError:
        return None
