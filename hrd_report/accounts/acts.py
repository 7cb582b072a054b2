"""What each act in the audit is called on the administrators' page. Counts none."""

from typing import Final

from hrd_report.i18n.marks import N_
from hrd_report.records.audit import Act

ACTS: Final = {
    Act.LOGGED_IN: N_("Login"),
    Act.LOGGED_OUT: N_("Logout"),
    Act.TOOK: N_("Case taken"),
    Act.RELEASED_CASE: N_("Case given back"),
    Act.OPENED: N_("Case opened"),
    Act.FILE_OPENED: N_("File fetched"),
    Act.CLASSIFIED: N_("Case classified"),
    Act.ASSESSED_RISK: N_("Danger assessed"),
    Act.RECORDED_FINDING: N_("Finding recorded"),
    Act.NOTED: N_("Note kept"),
    Act.MESSAGED: N_("Letter to a defender"),
    Act.CONSENT_RECORDED: N_("Consent recorded"),
    Act.CONSENT_WITHDRAWN: N_("Consent withdrawn"),
    Act.STATE_CHANGED: N_("State changed"),
    Act.DRAFTED: N_("Notice drafted"),
    Act.SECOND_PERSON_MISSING: N_("Second person missing"),
    Act.QUEUED: N_("Notice put into the outbox"),
    Act.SENT: N_("Notice sent"),
    Act.NOT_SENT: N_("Notice not sent"),
    Act.ACKNOWLEDGED: N_("Receipt confirmed"),
    Act.DECIDED: N_("Platform decision recorded"),
    Act.SILENCE_RECORDED: N_("Silence of a platform"),
    Act.FACT_WRITTEN: N_("Fact for statistics written"),
    Act.FACTS_OPENED: N_("Facts opened for counting"),
    Act.FROZE_BUCKET: N_("Bucket frozen early"),
    Act.RELEASED_FIGURES: N_("Figures released"),
    Act.STAFF_ADDED: N_("Person added"),
    Act.STAFF_LEFT: N_("Person left"),
    Act.PASSWORD_CHANGED: N_("Password changed"),
}
