"""What the codes of evidence are called. Sentences only."""

from typing import Final

from hrd_report.documents.evidence import ExportStep
from hrd_report.i18n.marks import N_
from hrd_report.records.acts import Act

CONTENT: Final = {
    "violence": N_("violence"),
    "sexual": N_("sexual"),
    "minors": N_("minors"),
    "threat": N_("threat"),
    "slur": N_("slurs"),
}
METHOD: Final = {
    "caseworker_capture": N_("Saved by us"),
    "defender_screenshot": N_("Screenshot by the defender"),
    "defender_upload": N_("Sent by the defender"),
    "platform_export": N_("Given out by the platform"),
    "partner_supplied": N_("From a partner"),
    "measurement": N_("Measurement"),
}
SENSITIVITY: Final = {
    "normal": N_("Ordinary"),
    "special_category": N_("Says something of belief, politics, health or sex life"),
    "intimate": N_("Intimate"),
    "minor_suspected": N_("Perhaps a minor"),
    "third_party": N_("Shows other people"),
}
TLP: Final = {
    "RED": N_("TLP:RED · nobody else"),
    "AMBER_STRICT": N_("TLP:AMBER+STRICT · our organisation"),
    "AMBER": N_("TLP:AMBER · partners who need it"),
    "GREEN": N_("TLP:GREEN · the community"),
    "CLEAR": N_("TLP:CLEAR · everybody"),
}
ONLINE: Final = {
    "unknown": N_("Not looked at"),
    "yes": N_("Yes"),
    "no": N_("No, it is gone"),
}
TRANSLATION: Final = {
    "none": N_("None"),
    "human": N_("By a person"),
    "machine": N_("By a machine"),
}
PROBLEMS: Final = {
    "too_many_pixels": N_("It wants more pixels than a picture has: it may be made to do harm."),
    "too_heavy": N_(
        "It needs more memory than a file of its kind should: it may be made to do harm."
    ),
    "too_large": N_("It is too large to be looked into here."),
    "unreadable": N_("It is cut, damaged, or not what it says it is."),
    "broke_off": N_("Looking into it ended at once: it may be made to do harm."),
    "out_of_time": N_("It took too long: what was ready by then is shown."),
    "pages_missing": N_("A page could not be drawn and is left out: it may be made to do harm."),
    "more_pages": N_("Only the first 50 pages are drawn."),
    "more_lines": N_("Only the first 500 lines are listed."),
    "first_frame": N_("It moves: only its first picture is shown."),
    "fewer_stills": N_("Fewer than nine stills could be drawn."),
    "svg": N_("It is an SVG: a program that draws. It is never run here."),
    "no_reader": N_("Of this kind of file no safe copy can be made here."),
    "no_film_tools": N_("This machine has no ffmpeg: no stills of a film can be made."),
    "text_only": N_(
        "Its words alone are drawn, headers, footers and comments last: no macro, no picture, "
        "no layout of it."
    ),
    "holds_macros": N_("It holds macros: programs that run for whoever opens it elsewhere."),
    "no_words": N_("No words were found in it."),
    "old_office": N_(
        "It is an office document of the old kind, or under a password: no safe copy of it can be "
        "made here. Ask for it as a PDF."
    ),
    "no_package": N_("It states no list of its parts, so their hashes cannot be checked."),
    "missing_part": N_("A part that it names is missing."),
    "altered_part": N_("A part does not have the hash that it states: it was altered or cut."),
    "holds_cookies": N_(
        "It holds cookies or passwords of whoever saved it: take them out before it goes anywhere."
    ),
}
KINDS: Final = {
    "file": N_("file"),
    "folder": N_("folder"),
    "encrypted": N_("encrypted"),
    "bomb": N_("unpacks to far too much"),
    "altered": N_("hash does not fit"),
    "response": N_("answer"),
    "request": N_("question"),
    "resource": N_("resource"),
    "metadata": N_("about it"),
    "revisit": N_("seen again"),
    "warcinfo": N_("about the archive"),
    "conversion": N_("converted"),
    "continuation": N_("continued"),
    "other": N_("other"),
    "normal": N_("nothing unusual"),
    "anomaly": N_("unusual"),
    "confirmed": N_("blocked, says OONI"),
    "failed": N_("measurement failed"),
}
STEPS: Final[dict[ExportStep, str]] = {
    "asked": N_("asked for by %(name)s"),
    "approved": N_("approved by %(name)s"),
    "refused": N_("refused by %(name)s"),
    "taken": N_("handed out to %(name)s"),
}
LOOKS: Final = {
    Act.VIEWED: N_("saw the safe copy"),
    Act.FILE_COPIED: N_("took a copy without hidden data"),
    Act.FILE_OPENED: N_("took the original"),
    Act.EXPORTED: N_("took the original"),
}
ERRORS: Final = {
    "tool": N_("Say with which tool and version it was saved."),
    "day": N_("Give day and time of the capture, not in the future."),
    "kept_as": N_(
        "Choose the file that holds it, or give the SHA-256 of what was saved (64 digits)."
    ),
    "link": N_("Give the address."),
    "files": N_("Choose a file first."),
    "words": N_("Write a line, or tick a label."),
    "limit": N_("Give a number from 1 to 200."),
    "reason": N_("Say why it has to leave."),
    "to": N_("Say who gets it."),
    "consent": N_("Choose the consent that it stands on."),
    "recipient": N_("This is no age recipient that we can seal to (age1pq1…)."),
}
