"""No column takes a person's words: every text column is on a short list, with its reason."""

import datetime as dt

from sqlalchemy import Boolean, Date, Enum, Integer, LargeBinary, String
from sqlalchemy.types import JSON

from hrd_report.records.base import Moment, SealedBytes
from hrd_report.records.everything import TABLES

TEXTS = {
    "case.number": "random letters and digits that people say aloud",
    "case.language": "code of a language we offer",
    "checkpoint.text": "a signed note on the audit: a number and a hash",
    "channel_account.name": "the organisation's own label",
    "delivery.message_id": "random; ours, not the writer's",
    "delivery.problem": "one of our codes for what failed",
    "incoming_mail.object": "random name of a file in the store",
    "incoming_mail.problem": "one of our codes for why a mail matches nothing, or what bounced",
    "helpline.zone": "name of a time zone",
    "invitation.name": "a pseudonym that the organisation gives",
    "invitation.language": "code of a language we offer",
    "item.object": "random name of a file in the store",
    "person.name": "a pseudonym that the organisation gives",
    "person.language": "code of a language we offer",
    "program_token.scopes": "codes of ours, with spaces between",
    "platform_account.name": "the organisation's own label",
    "roster.text": "a signed note with public keys, published",
    "routing_rule.country": "code of a country that a rule names",
    "routing_rule.language": "code of a language that a rule names",
    "routing_rule.threat": "code of a threat that a rule names",
    "team.name": "the organisation's own label",
    "tombstone.number": "random letters and digits that people said aloud",
    "upload_part.object": "random name of a file in the store",
    "bucket.name": "a stretch of time, such as 2026-Q4",
    "bucket.size": "a size that published totals decide",
    "envelope.bucket": "a stretch of time, such as 2026-Q4",
    "fact.bucket": "a stretch of time, such as 2026-Q4",
    "release.bucket": "a stretch of time, such as 2026-Q4",
    "webhook.name": "the organisation's own label",
    "webhook.problem": "one of our codes for what failed",
    "release.tier": "name of a release's size",
    "ledger.bucket": "a stretch of time, such as 2026-Q4",
}
NUMBERS = {
    "alarm.calls": "how often colleagues were written to",
    "answering.count": "of first answers of a day after so many hours",
    "answering.hours": "full hours from a report to its first answer, of no case in particular",
    "alert_times.first": "minutes",
    "alert_times.second": "minutes",
    "alert_times.promise": "minutes",
    "open_hours.weekday": "0 is Monday",
    "open_hours.opens": "minutes of a day",
    "open_hours.closes": "minutes of a day",
    "audit.position": "in the hash tree: a batch is in random order",
    "checkpoint.size": "rows in the hash tree",
    "case.size": "sealed and padded bytes",
    "case.version": "grows with each change, so that two people cannot overwrite each other",
    "custody.share": "number of a share, from 1",
    "grant.shelf": "a week",
    "invitation.tries": "of words that did not match",
    "item.size": "sealed and padded bytes",
    "passkey.uses": "the authenticator's own counter",
    "roster.epoch": "grows with each roster",
    "routing_rule.position": "order of the rules",
    "trace.shelf": "a week",
    "paper.version": "grows with each change, so that two people cannot overwrite each other",
    "tally.shelf": "a week",
    "team.epoch": "grows with each new key of a team",
    "throttle.failures": "of logging in, under a keyed name",
    "totp.step": "the last code accepted, in steps of 30 s",
    "upload_part.number": "order of a file's parts",
    "webhook.failures": "of telling, in a row",
    "webhook_told.version": "of a case or an escalation, as it was told last",
    "escalation.version": "the same for an escalation",
    "delivery.attempts": "of sending",
    "delivery.done": "parts of a message that left",
    "incoming_mail.size": "sealed and padded bytes",
    "ledger.year": "a budget's year",
    "ledger.micro_epsilon": "a budget's cost",
    "ledger.nano_rho": "a budget's cost",
    "release.year": "a budget's year",
    "release.total": "a published figure",
    "attempt.number": "how often a release was begun",
    "lift.year": "a budget's year",
}
MOMENTS = {
    "alarm.next_at": "of the jobs process",
    "answered.until": "a day after a program's request, cleared then",
    "case.due_at": "rounded up to the hour",
    "case.due_from": "rounded up to the hour",
    "consent.until": "end of a day",
    "delivery.lease_until": "of the jobs process",
    "delivery.next_at": "of the jobs process",
    "escalation.acknowledged_at": "when a caseworker recorded it",
    "escalation.acknowledgement_due": "counted from sending",
    "escalation.appeal_due": "counted from when a decision was recorded",
    "escalation.decided_at": "when a caseworker recorded it",
    "escalation.decision_due": "counted from sending",
    "escalation.due_at": "counted from sending",
    "escalation.look_due": "counted from when a decision was recorded",
    "escalation.sent_at": "of the jobs process",
    "invitation.until": "end of an invitation",
    "session.absolute_until": "cleared with the session",
    "session.idle_until": "cleared with the session",
    "session.stepped_up_at": "cleared with the session",
    "throttle.until": "some minutes after a password was tried in vain",
    "webhook.lease_until": "of the jobs process",
    "webhook.next_at": "of the jobs process",
    "webhook_event.at": "a full hour of the jobs process; deleted once it was told",
    "used_challenge.until": "some minutes after a passkey was used",
}


def columns_of(*kinds: type) -> set[str]:
    return {
        f"{table.name}.{column.name}"
        for table in TABLES.values()
        for column in table.columns
        if isinstance(column.type, kinds) and not isinstance(column.type, Enum)
    }


def test_every_text_column_is_on_the_list():
    assert columns_of(String) == set(TEXTS)


def test_every_number_is_on_the_list():
    assert columns_of(Integer) == set(NUMBERS)


def test_every_moment_is_on_the_list():
    assert columns_of(Moment) == set(MOMENTS)


def test_only_a_lock_keeps_data_of_a_free_shape():
    assert columns_of(JSON) == {"lock.params"}


def test_no_other_kind_of_column_exists():
    known = (String, Integer, Boolean, Moment, JSON, LargeBinary, SealedBytes, Date, Enum)
    everything = {f"{table.name}.{column.name}" for table in TABLES.values() for column in table.c}
    enums = {
        f"{table.name}.{column.name}"
        for table in TABLES.values()
        for column in table.c
        if isinstance(column.type, Enum)
    }
    assert columns_of(*known) | enums == everything


def test_what_happened_to_a_report_is_known_by_its_day_alone():
    for name in ("report", "item", "consent", "audit", "key", "grant", "upload_pass", "upload"):
        days = [column for column in TABLES[name].columns if column.type.python_type is dt.date]
        moments = [column.name for column in TABLES[name].c if isinstance(column.type, Moment)]
        # The day a sealed file was read again is the jobs process's, once a month.
        assert [column.name for column in days if column.name != "checked"] == ["day"]
        assert set(moments) <= {"until"}
