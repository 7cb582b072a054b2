"""A submission to UN Special Procedures in its seven blocks, to print or to copy. Pure.

It tells what happened in the desk's summary and names nobody by itself: where a block asks for a
name, the text says who decides about it.
"""

import html
from dataclasses import dataclass
from typing import Final

from hrd_report.desk.exchange.source import Source
from hrd_report.i18n.marks import N_
from hrd_report.records.escalations import EscalationState

_TITLE: Final = N_("Information for Special Procedures of the Human Rights Council")
_NOT_SAID: Final = N_("Not said.")
_STYLE: Final = (
    "body{font:17px/1.5 Charter,Palatino,'Noto Serif',serif;max-width:42em;margin:2em auto;"
    "padding:0 1em;color:#1e1b17;background:#fff}h1{font-size:1.5em;line-height:1.2}"
    "h2{font-size:1.1em;border-top:1px solid;padding-top:.6em;margin-top:1.6em}"
    "p{white-space:pre-wrap;margin:.5em 0}@media print{body{margin:0}h2{break-after:avoid}}"
)


@dataclass(frozen=True, slots=True, repr=False)
class Block:
    """One of the seven: its title, and what is said."""

    title: str
    texts: tuple[str, ...]


def blocks(source: Source) -> tuple[Block, ...]:
    """Return the seven blocks, none of them empty."""
    say = source.voice.say
    found = (
        (N_("1. The person concerned"), _person(source)),
        (N_("2. What happened, when and where"), _incident(source)),
        (N_("3. Who may be responsible"), _actors(source)),
        (N_("4. What was done about it"), _steps(source)),
        (N_("5. What is asked"), _asked(source)),
        (N_("6. Who submits this"), _submitter(source)),
        (N_("7. Consent"), _consent(source)),
    )
    return tuple(Block(say(title), tuple(texts) or (say(_NOT_SAID),)) for title, texts in found)


def as_text(source: Source) -> bytes:
    """Return the submission as plain text."""
    parts = [source.voice.say(_TITLE), _marking(source)]
    for one in blocks(source):
        parts += ["", one.title, "", "\n\n".join(one.texts)]
    return ("\n".join(parts) + "\n").encode("utf-8", "replace")


def as_html(source: Source) -> bytes:
    """Return the submission as one page that loads nothing and prints well."""
    code = html.escape(source.voice.code)
    title = html.escape(source.voice.say(_TITLE))
    body = "".join(
        f"<h2>{html.escape(one.title)}</h2>"
        + "".join(f"<p dir=auto>{html.escape(text)}</p>" for text in one.texts)
        for one in blocks(source)
    )
    page = (
        f'<!doctype html><html lang="{code}"><meta charset=utf-8>'
        '<meta name=viewport content="width=device-width">'
        f"<title>{title}</title><style>{_STYLE}</style>"
        f"<h1>{title}</h1><p>{html.escape(_marking(source))}</p>{body}</html>\n"
    )
    return page.encode("utf-8", "replace")


def _marking(source: Source) -> str:
    day = source.voice.day(source.now.date())
    return f"TLP:{source.tlp.upper()} · PAP:{source.pap.upper()} · {day} · {source.export[:12]}"


def _person(source: Source) -> list[str]:
    say = source.voice.say
    if source.names_person:
        who = say(N_("The person agreed to be named to you. Their name follows by a sealed way."))
    else:
        who = say(N_("A human rights defender who asks not to be named."))
    group = source.assessment.group
    if group in (None, "not_said"):
        return [who]
    label = source.reference.codes["group"].label(str(group))
    return [who, say(N_("Field of work: %(group)s"), group=say(label))]


def _incident(source: Source) -> list[str]:
    say = source.voice.say
    named = (source.reference.subtype(one).label for one in source.assessment.subtypes)
    threats = (source.reference.threat(one).label for one in source.file.threats if one != "unsure")
    kinds = source.voice.listed(named) or source.voice.listed(threats)
    found = [say(N_("Kind of attack: %(kinds)s"), kinds=kinds)] if kinds else []
    if source.country:
        country = source.voice.country(source.country)
        found.append(say(N_("Country: %(country)s"), country=country))
    day = source.voice.day(source.file.case.received_day)
    found.append(say(N_("We learned of it on %(day)s."), day=day))
    return [*found, source.summary]


def _actors(source: Source) -> list[str]:
    question = next(one for one in source.reference.subject("who").fields if one.id == "actors")
    chosen = source.file.chosen("who", "actors")
    named = source.voice.listed(one.text for one in question.options if one.id in chosen)
    say = source.voice.say
    return [say(N_("The person thinks of: %(actors)s"), actors=named)] if named else []


def _steps(source: Source) -> list[str]:
    say, found = source.voice.say, []
    for one in source.file.escalations:
        if one.notice is None or one.row.sent_at is None:
            continue
        day = source.voice.day(one.row.sent_at.date())
        found.append(say(N_("%(day)s: a notice went to a company."), day=day))
        if one.row.state is EscalationState.NO_RESPONSE:
            found.append(say(N_("It did not answer in the time it had.")))
        elif one.row.decided_at is not None:
            decided = source.voice.day(one.row.decided_at.date())
            found.append(say(N_("%(day)s: it decided."), day=decided))
    told = source.file.chosen("told", "bodies")
    if "police" in told:
        found.append(say(N_("The person told the police or a court.")))
    return found or [say(N_("Nothing was sent to a company so far."))]


def _asked(source: Source) -> list[str]:
    say = source.voice.say
    urgent = source.file.case.urgency.value == "critical"
    first = (
        N_("We ask for an urgent appeal: life or freedom may be in danger.")
        if urgent
        else N_("We ask for a letter of allegation, and for an answer to whoever submits this.")
    )
    return [say(first), say(N_("We ask that the source stays confidential."))]


def _submitter(source: Source) -> list[str]:
    say = source.voice.say
    return [
        source.organisation,
        say(N_("We received this from the person concerned and checked what could be checked.")),
    ]


def _consent(source: Source) -> list[str]:
    say = source.voice.say
    level = source.reference.identity_level(source.consent.identity)
    found = [
        say(N_("The person agreed that this information is given to you.")),
        say(N_("What you may learn of them: %(level)s"), level=say(level.label)),
        say(
            N_(
                "It may be put to the government concerned without the name of the person. It may "
                "not be published with a name."
            )
        ),
    ]
    if source.consent.until is not None:
        until = source.voice.day(source.consent.until.date())
        found.append(say(N_("This consent holds until %(day)s."), day=until))
    return found
