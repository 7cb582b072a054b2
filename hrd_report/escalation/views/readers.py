"""Who sees whose name, on what a notice stands, what to know of its addressee. Shows only."""

from typing import Any

from hrd_report.escalation import standing
from hrd_report.escalation.standing import Standing
from hrd_report.escalation.views.sheet import Sheet
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.web import pages


def names(sheet: Sheet) -> list[dict[str, str]]:
    """Return who sees whose name."""
    reference = sheet.desk.reference
    shown = standing.discloses(sheet.notice.identity, reference)
    platform = reference.platform(sheet.notice.platform)
    passed = "may" if shown else "never"
    rows = [_reader(pages.say(platform.name), "sees", "sees" if shown else "never")]
    if sheet.notice.about:
        concerned = reference.platform(sheet.notice.about)
        rows.append(_reader(pages.say(concerned.name), "may", passed))
    rows.append(_reader(pages.say(N_("The account that posted")), "may", passed))
    if platform.risk:
        rows.append(_reader(pages.say(N_("A state or a third party it answers to")), "may", passed))
    public = "sees" if sheet.notice.platform == standing.PUBLIC_COPY else "never"
    return [*rows, _reader(pages.say(N_("Public databases")), public, "never")]


def stands_on(sheet: Sheet) -> list[dict[str, str]]:
    """Return the consents it stands on, whose name it shows, and when that is looked at."""
    return [
        *(
            {"label": pages.say(N_("Consent")), "text": _consent(one, sheet)}
            for one in sheet.consents
        ),
        {
            "label": pages.say(N_("Name")),
            "text": pages.say(sheet.desk.reference.identity_level(sheet.notice.identity).meaning),
        },
        {
            "label": pages.say(N_("Checked")),
            "text": pages.say(N_("now, and again at the second of sending")),
        },
    ]


def others(sheet: Sheet) -> list[dict[str, Any]]:
    """Return the other cases it speaks for, each with whether it may; a closed one unnamed."""
    reference, now = sheet.desk.reference, sheet.desk.now
    rows: list[dict[str, Any]] = []
    for case_id, (file, known) in zip(sheet.notice.together, sheet.others, strict=True):
        if file is None:
            closed = pages.say(N_("closed to you"))
            rows.append({"id": case_id, "number": "", "href": "", "text": closed})
            continue
        under = standing.of_case(sheet.notice, case_id, known, now, reference)
        files = sum(one.case == case_id for one in sheet.notice.enclosed)
        rows.append(
            {
                "id": case_id,
                "number": file.case.number,
                "href": f"/desk/cases/{file.case.number}",
                "text": _consent(under[0], sheet) if under else pages.say(N_("no consent yet")),
                "files": files,
            }
        )
    return rows


def advice(sheet: Sheet) -> list[str]:
    """Return what is known of this addressee and should be known before writing to it."""
    platform = sheet.desk.reference.platform(sheet.notice.platform)
    rules = sheet.desk.reference.first_person_rules
    found = [platform.risk, platform.note, *(r.rule for r in rules if platform.id in r.platforms)]
    return [pages.say(one) for one in found if one]


def _reader(reader: str, organisation: str, defender: str) -> dict[str, str]:
    return {"reader": reader, "organisation": organisation, "defender": defender, "you": "never"}


def _consent(consent: Standing, sheet: Sheet) -> str:
    language = pages.language()
    label = pages.say(sheet.desk.reference.consent_purpose(consent.purpose).label)
    given = pages.say(
        N_("“%(label)s”, given %(day)s"), label=label, day=formats.short_day(consent.day, language)
    )
    if consent.until is None:
        return given
    until = formats.day(consent.until, language)
    return given + pages.say(N_(", until %(day)s"), day=until)
