"""The head of an opened case and its summary. Words stay folded until somebody unfolds them."""

from collections.abc import Iterable
from typing import Any

from hrd_report.casefile import lifecycles
from hrd_report.desk import pieces
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown import labels, marking, weighing, words
from hrd_report.desk.shown.voice import Voice
from hrd_report.documents.casework import AssessmentDocument
from hrd_report.documents.reports import ReportDocument
from hrd_report.errors import NotFound
from hrd_report.i18n.marks import N_
from hrd_report.records.cases import ReportState
from hrd_report.reference.reference import Reference
from hrd_report.sealed import Plain

Row = dict[str, Any]
_NOT_SAID = "not_said"
_UNSEALED = {
    "bridge": N_(
        "This channel is not sealed end to end: it came through a bridge (Signal or e-mail), and "
        "whoever runs that can read it. Letters written here do not reach the sender: answer over "
        "the same bridge."
    ),
    "tella": N_(
        "It came from a Tella app through the account of an organisation. Letters written here do "
        "not reach the sender: answer over that organisation."
    ),
}
STAND_IN = "forced"
"""The channel of a report that was made for whoever forces a defender."""


def rows(file: CaseFile, reference: Reference, voice: Voice) -> list[Row]:
    """Return the summary as pairs."""
    found = [_pair(voice, N_("Report"), voice.say(lifecycles.REPORT_LABELS[file.row.state]))]
    found.append(_pair(voice, N_("Threats"), threats(file, reference, voice) or labels.NOTHING))
    found.append(
        _pair(voice, N_("Where"), platforms(file.platforms, reference, voice) or labels.NOTHING)
    )
    if file.assessment is not None:
        found += _assessed(file.assessment, reference, voice)
    if file.report is not None:
        found.append(
            _pair(
                voice,
                N_("Danger now, said the defender"),
                voice.say(labels.DANGER[file.report.danger]),
            )
        )
        if file.report.channel != STAND_IN:
            found += _sent(file, file.report, words.REPORT, voice)
    for at, one in enumerate(file.additions):
        found += _sent(file, one, f"{words.ADDITION}-{at}", voice)
    return found


def problems(file: CaseFile, voice: Voice) -> list[str]:
    """Say what cannot be read, and what to do about it."""
    found = []
    if file.report is None:
        if file.row.state is ReportState.UNREADABLE:
            found.append(
                N_(
                    "This report cannot be opened: it is cut short, altered or sealed to another "
                    "key. The defender was told to send it again."
                )
            )
        else:
            found.append(N_("This report cannot be opened: it is cut short or altered."))
    if any(one.lost_files for one in _readable(file)):
        found.append(
            N_(
                "It came sealed, and not all files inside can be read. What came is kept as it "
                "was, among the files."
            )
        )
    found += [_UNSEALED[one] for one in _channels(file) if one in _UNSEALED]
    said = [*_forced(file, voice), *(voice.say(text) for text in found)]
    if file.broken:
        said.append(
            voice.ngettext(
                "%(num)s piece of this case cannot be read.",
                "%(num)s pieces of this case cannot be read.",
                file.broken,
            )
        )
    return said


def _readable(file: CaseFile) -> list[ReportDocument]:
    return [one for one in (file.report, *file.additions) if one is not None]


def _channels(file: CaseFile) -> list[str]:
    """Return how the report and what was added to it came, each way once."""
    came = [*([file.report] if file.report else []), *file.additions]
    return list(dict.fromkeys(one.channel for one in came))


def _forced(file: CaseFile, voice: Voice) -> list[str]:
    """Say that the defender was forced, or that this case stands in for one whose owner was."""
    found = [
        voice.say(
            N_(
                "On %(day)s the words that say “I am forced” were given. The receipt opens "
                "nothing of this case any more; consents have ended and waiting notices were "
                "stopped. Think of the defender’s safety first. Letters written here reach nobody."
            ),
            day=voice.short_day(one.at),
        )
        for one in file.forced
    ]
    if file.report is not None and file.report.channel == STAND_IN:
        sentence = N_(
            "This case is empty and stands in for case %(number)s, whose defender was forced to "
            "open it. Whoever forces reads what is written here. The defender may write here too."
        )
        found.append(voice.say(sentence, number=file.report.story.reveal()))
    return found


def threats(file: CaseFile, reference: Reference, voice: Voice) -> str:
    """Name the threats, and behind each what exactly happens."""
    subtypes = file.assessment.subtypes if file.assessment is not None else ()
    named = []
    for threat in file.threats:
        inside = [
            voice.say(one.label).lower()
            for one in reference.subtypes_of(threat)
            if one.id in subtypes
        ]
        named.append(", ".join([voice.say(threat_label(threat, reference)), *inside]))
    return " · ".join(named)


def threat_label(threat: str, reference: Reference) -> str:
    """Return a threat's label; a sender's unknown one is `Other`."""
    try:
        return reference.threat(threat).label
    except NotFound:
        return N_("Other")


def platform_name(platform: str, reference: Reference) -> str:
    """Return a platform's name; one no longer in the directory keeps its id."""
    try:
        return reference.platform(platform).name
    except NotFound:
        return platform


def platforms(ids: Iterable[str], reference: Reference, voice: Voice) -> str:
    """Name platforms in a row."""
    return voice.listed(platform_name(one, reference) for one in ids)


def facts(file: CaseFile, who: str, reference: Reference, voice: Voice) -> list[str]:
    """Return the line under the case's number."""
    case = file.case
    held = [voice.say(N_("held back from erasure"))] if case.held else []
    return [
        *held,
        voice.say(lifecycles.CASE_LABELS[case.state]),
        voice.language(case.language),
        voice.say(N_("with %(name)s"), name=who),
        voice.say(N_("received %(day)s"), day=voice.short_day(case.received_day)),
        *([voice.say(N_("restricted to people named"))] if case.restricted else []),
        marking.label(file, reference),
    ]


def risk(file: CaseFile, reference: Reference, voice: Voice) -> list[Row]:
    """Return the five questions with their answers."""
    held = file.assessment.risk if file.assessment is not None else {}
    return [
        {
            "question": voice.say(one.label),
            "answer": held.get(one.id, "unknown"),
            "text": voice.say(labels.ANSWER[held.get(one.id, "unknown")]),
        }
        for one in reference.risk_questions
    ]


def _assessed(held: AssessmentDocument, reference: Reference, voice: Voice) -> list[Row]:
    found = []
    if held.severity is not None:
        level = next(one for one in reference.severity_levels if one.level == held.severity)
        found.append(_pair(voice, N_("Severity"), f"{level.level} · {voice.say(level.label)}"))
        if why := weighing.of_case(held, reference, voice):
            found.append(_pair(voice, N_("Why this severity"), Plain(why)))
    person = [
        voice.say(reference.codes[name].label(code))
        for name, code in (("group", held.group), ("identity", held.identity))
        if code and code != _NOT_SAID
    ]
    if person:
        found.append(_pair(voice, N_("Person"), " · ".join(person)))
    if held.country:
        found.append(_pair(voice, N_("Country"), voice.country(held.country)))
    if held.outcome:
        label = reference.codes["outcome"].label(held.outcome)
        found.append(_pair(voice, N_("Outcome"), voice.say(label)))
    if held.summary:
        found.append(_pair(voice, N_("In short"), held.summary))
    by = voice.say(N_("%(name)s, %(day)s"), name=held.by, day=voice.short_day(held.at))
    return [*found, _pair(voice, N_("Judged by"), by)]


def _sent(file: CaseFile, document: ReportDocument, name: str, voice: Voice) -> list[Row]:
    found = []
    label = N_("Their own words") if name == words.REPORT else N_("Added by the defender")
    if document.story:
        fold = _length(document.story, voice)
        found.append(_folded(file, name, document.story, voice.say(label), fold, voice))
    if document.country:
        named = voice.country(document.country)
        found.append(_pair(voice, N_("Country, said the defender"), named))
    if document.links:
        harmless = words.links(document)
        fold = voice.ngettext("Unfold %(num)s link", "Unfold %(num)s links", len(document.links))
        label = voice.say(N_("Links, made harmless"))
        found.append(_folded(file, f"{name}-links", harmless, label, fold, voice))
    if document.too_large:
        names = Plain("\n".join(one.reveal() for one in document.too_large))
        found.append(_pair(voice, N_("Files that came and were not kept"), names))
    return found


def _pair(voice: Voice, label: str, text: object, *, fold: str = "") -> Row:
    return {"label": voice.say(label), "text": text, "fold": fold}


def _folded(file: CaseFile, name: str, text: Plain, label: str, fold: str, voice: Voice) -> Row:
    """Return a fold with the beginning of what may be very long, and the way to the rest."""
    rest = words.more(file, name, text, voice)
    return {"label": label, "text": words.beginning(text), "fold": fold, "more": rest}


def _length(text: Plain, voice: Voice) -> str:
    said = text.reveal()
    if len(said) > pieces.SIZE:
        size = voice.size(len(said.encode("utf-8", "surrogatepass")))
        return voice.say(N_("Unfold the beginning of the account, %(size)s in all"), size=size)
    number = voice.words(len(said.split()))
    return voice.say(N_("Unfold the account, %(number)s"), number=number)
