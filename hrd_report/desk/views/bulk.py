"""One act on the cases picked in a list, with the way back. Opens none."""

import datetime as dt
from contextlib import suppress

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk import addresses
from hrd_report.desk.actions import bulk
from hrd_report.desk.actions.bulk import Before, Does
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.desk.worker import Seen, Worker
from hrd_report.errors import Invalid, NotFound
from hrd_report.i18n.marks import N_
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services

_TITLES = {
    "take": N_("Take the cases picked"),
    "assign": N_("Give the cases picked to somebody"),
    "put_off": N_("Put the cases picked off"),
}
_NONE = "-"


@blueprint.post(addresses.BULK)
@guard.staff(Right.WORK_CASES)
def act_on_many() -> AnyResponse:
    """Do one thing to each case picked."""
    parts, who, act = services(), frame.worker(), request.form.get("do", "")
    picked = [one for one in map(_seen, request.form.getlist("case")) if one is not None]
    does, wrong, done = _does(act, who, parts.clock()), "", list[Before]()
    try:
        with parts.database.writing() as session:
            done = bulk.act(session, who, picked, does)
    except Invalid:
        wrong = frame.voice().say(N_("Choose a day that is still to come, or a colleague."))
    return _told(act, done, len(picked), wrong)


@blueprint.post(addresses.BULK + "/undo")
@guard.staff(Right.WORK_CASES)
def undo_many() -> AnyResponse:
    """Put each case back as it stood."""
    parts, voice = services(), frame.voice()
    before = [one for one in map(_before, request.form.getlist("before")) if one is not None]
    with parts.database.writing() as session:
        count = bulk.undo(session, frame.worker(), before, now=parts.clock())
    text = voice.ngettext("%(num)s case is as it was.", "%(num)s cases are as they were.", count)
    title = voice.say(N_("Undone"))
    return frame.show("bulk.html", at=addresses.QUEUE, title=title, told=text, before=[], left=0)


def _told(act: str, done: list[Before], picked: int, wrong: str) -> AnyResponse:
    voice = frame.voice()
    return frame.show(
        "bulk.html",
        status=422 if wrong else 200,
        at=addresses.QUEUE,
        title=voice.say(_TITLES[act]),
        told=wrong or voice.ngettext("%(num)s case done.", "%(num)s cases done.", len(done)),
        left=0 if wrong else picked - len(done),
        numbers=[one.number for one in done],
        before=[_kept(one) for one in done],
    )


def _does(act: str, who: Worker, now: dt.datetime) -> Does:
    if act == "take":
        return bulk.take(who, now)
    if act == "assign":
        return bulk.assign(who, person(request.form.get("person", "")), now)
    if act == "put_off":
        return bulk.put_off(who, day(request.form.get("until", "")), now)
    raise NotFound


def day(text: str) -> dt.date | None:
    """Return a day from a form; an empty one is none. A text that is no day is one long over."""
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return dt.date.min


def _seen(text: str) -> Seen | None:
    number, _, version = text.rpartition(".")
    if number and version.isascii() and version.isdigit():
        return Seen(number, int(version[:18]))
    return None


def _kept(one: Before) -> str:
    holder = one.assignee.hex() if one.assignee is not None else _NONE
    until = one.until.isoformat() if one.until is not None else _NONE
    return f"{one.number} {one.version} {holder} {int(one.asleep)} {until}"


def _before(text: str) -> Before | None:
    with suppress(ValueError):
        number, version, holder, asleep, until = text.split(" ")
        return Before(
            number,
            int(version[:18]),
            None if holder == _NONE else bytes.fromhex(holder),
            asleep == "1",
            None if until == _NONE else dt.date.fromisoformat(until),
        )
    return None


def person(text: str) -> bytes | None:
    """Return somebody's id from a form; an empty one is nobody, a broken one fits no person."""
    try:
        return bytes.fromhex(text) or None
    except ValueError:
        return b"nobody"
