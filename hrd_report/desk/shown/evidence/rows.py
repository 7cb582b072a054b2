"""Exhibits as rows: what each is, who described it, whether it was preserved. Shows no content."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from hrd_report.desk import addresses
from hrd_report.desk.actions.evidence.exhibits import Exhibit, Look
from hrd_report.desk.shown.defanging import defanged
from hrd_report.desk.shown.evidence import labels
from hrd_report.desk.shown.voice import Voice
from hrd_report.documents import filenames
from hrd_report.i18n.marks import N_
from hrd_report.records.acts import Act
from hrd_report.sealed import Plain

_SHORT_HASH: Final = 4
_KINDS: Final = {
    "image": N_("picture"),
    "video": N_("film, no sound"),
    "audio": N_("sound"),
    "application/pdf": N_("document"),
    "application/zip": N_("archive"),
}


def rows(number: str, exhibits: list[Exhibit], voice: Voice) -> list[dict[str, Any]]:
    """Return one row for each exhibit."""
    return [_row(number, one, voice) for one in exhibits]


def _row(number: str, one: Exhibit, voice: Voice) -> dict[str, Any]:
    capture = one.capture
    return {
        "kind": kind(one, voice),
        "number": one.number,
        "title": title(one),
        "words": described(one, voice),
        "labels": content_labels(one, voice),
        "captured": voice.short_day(capture.captured_at) if capture else "",
        "hash": short_hash(capture.sha256 if capture else one.file.sha256 if one.file else ""),
        "href": addresses.case(number, "evidence", one.name),
        "next": voice.say(N_("See")),
    }


def title(one: Exhibit) -> str:
    """Return a file's name, or an address made harmless."""
    if one.file is not None:
        return filenames.shown(one.file.name.reveal())
    return defanged(one.link.reveal()) if one.link else ""


def kind(one: Exhibit, voice: Voice) -> str:
    """Return what kind of thing it is, by its first bytes."""
    if one.file is None:
        return voice.say(N_("address"))
    # What its sender calls it says nothing.
    detected = one.file.detected
    found = _KINDS.get(detected) or _KINDS.get(detected.partition("/")[0])
    return voice.say(found or N_("file"))


def described(one: Exhibit, voice: Voice) -> str:
    """Say who described it, or that nobody did."""
    said = one.description
    if one.elsewhere is not None:
        there = one.elsewhere
        return voice.say(
            N_("described by %(name)s, %(day)s, in case %(number)s"),
            name=there.said.by,
            day=voice.short_day(there.said.at),
            number=there.number,
        )
    if said is not None:
        day = voice.short_day(said.at)
        return voice.say(N_("described by %(name)s, %(day)s"), name=said.by, day=day)
    if one.twin:
        return voice.say(N_("the same bytes as %(number)s"), number=one.twin)
    return voice.say(N_("not yet described"))


def content_labels(one: Exhibit, voice: Voice) -> str:
    """Return the labels somebody gave it."""
    given = one.told.labels if one.told is not None else ()
    return ", ".join(voice.say(labels.CONTENT[label]) for label in given)


def rehashed(
    exhibits: Iterable[Exhibit], checked: Mapping[bytes, Look], voice: Voice
) -> dict[str, Any]:
    """Say which originals were read again when, and name those that are not what came."""
    files = [one for one in exhibits if one.file is not None]
    held = [(one, checked[one.item_id]) for one in files if one.item_id in checked]
    bad = [one.number for one, look in held if look.act is Act.INTEGRITY_FAILED]
    fine = [look for _, look in held if look.act is Act.INTEGRITY_CHECKED]
    oldest = min(fine, key=lambda one: one.day, default=None)
    return {
        "any": bool(files),
        "bad": voice.say(
            N_("Not what came, or lost: %(items)s. Tell whoever runs the server."),
            items=", ".join(bad),
        )
        if bad
        else "",
        "fine": voice.say(
            N_("%(done)s of %(all)s as they came, checked since %(day)s"),
            done=len(fine),
            all=len(files),
            day=voice.short_day(oldest.day),
        )
        if oldest is not None
        else "",
    }


def short_hash(sha256: str) -> str:
    """Return the two ends of a hash."""
    return f"{sha256[:_SHORT_HASH]}…{sha256[-_SHORT_HASH:]}" if sha256 else "–"


def summary(exhibits: list[Exhibit], voice: Voice) -> str:
    """Say how many there are, and how many nobody preserved yet."""
    missing = sum(one.capture is None for one in exhibits)
    there = voice.ngettext("%(num)s item", "%(num)s items", len(exhibits))
    if not missing:
        return voice.say(N_("%(items)s, all captured"), items=there)
    return voice.say(N_("%(items)s, %(missing)s not captured yet"), items=there, missing=missing)


def shown(words: Plain, *, is_address: bool) -> str:
    """Return a line that somebody else wrote, fit for a page: nothing in it moves or leads away."""
    text = defanged(words.reveal()) if is_address else words.reveal()
    return filenames.shown(text)
