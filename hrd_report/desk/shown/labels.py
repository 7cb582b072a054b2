"""What the clear columns are called. Sentences only."""

from typing import Final

from hrd_report.i18n.marks import N_
from hrd_report.records.cases import ConsentState, Due, Urgency
from hrd_report.records.escalations import EscalationState

NOTHING: Final = "–"

URGENCY: Final = {
    Urgency.CRITICAL: N_("Critical"),
    Urgency.HIGH: N_("High"),
    Urgency.NORMAL: N_("Normal"),
}
DUE: Final = {
    Due.FIRST_ANSWER: N_("first answer"),
    Due.TRIAGE: N_("triage"),
    Due.WORD_TO_DEFENDER: N_("word to the defender"),
    Due.ACKNOWLEDGEMENT: N_("platform’s acknowledgement"),
    Due.DECISION: N_("platform’s decision"),
    Due.APPEAL: N_("last day to appeal"),
    Due.LOOK_AGAIN: N_("look whether it came back"),
    Due.NOTHING: N_("nothing"),
}
ESCALATION: Final = {
    EscalationState.DRAFT: N_("Draft"),
    EscalationState.QUEUED: N_("Leaves soon"),
    EscalationState.SENT: N_("Sent"),
    EscalationState.ACKNOWLEDGED: N_("Acknowledged"),
    EscalationState.DECIDED: N_("Decided"),
    EscalationState.NO_RESPONSE: N_("No response"),
    EscalationState.APPEALED: N_("Appealed"),
    EscalationState.UPHELD: N_("Refusal upheld"),
    EscalationState.OVERTURNED: N_("Refusal overturned"),
    EscalationState.CLOSED: N_("Closed"),
    EscalationState.STOPPED: N_("Stopped"),
    EscalationState.FAILED: N_("Could not be sent"),
}
CONSENT: Final = {
    ConsentState.ASKED: N_("asked"),
    ConsentState.GIVEN: N_("given"),
    ConsentState.REFUSED: N_("refused"),
    ConsentState.WITHDRAWN: N_("withdrawn"),
}
DANGER: Final = {
    "unsure": N_("Not sure"),
    "no": N_("No"),
    "yes": N_("Yes"),
}
ANSWER: Final = {
    "unknown": N_("Not known"),
    "no": N_("No"),
    "yes": N_("Yes"),
}
