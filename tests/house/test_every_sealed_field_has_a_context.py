"""What is kept of a person is sealed, and what is sealed says what it is for."""

from sqlalchemy import LargeBinary
from sqlalchemy.sql.schema import Column

from hrd_report.records.base import SealedBytes
from hrd_report.records.everything import TABLES
from hrd_report.records.keys import ItemKind
from hrd_report.vault.preamble import KINDS

IDS = {
    "id",
    "case_id",
    "team_id",
    "item_id",
    "escalation_id",
    "appeal_of",
    "consent_id",
    "release_id",
    "notice_item",
    "decision_item",
    "assignee",
    "subject",
    "kid",
    "receipt_kid",
    "person_id",
    "raised_by",
    "answered_by",
    "lock_id",
    "invited_by",
    "made_by",
    "asked_by",
    "agreed_by",
    "proposed_by",
    "decided_by",
    "child",
    "holder",
    "pass_id",
    "upload_id",
    "webhook_id",
    "thing",
}
"""Columns that hold random ids, or hashes of public keys."""

IN_CLEAR = {
    "audit.actor": "id of a member of staff",
    "audit.object": "id of what was done to",
    "channel_account.digest": "of a token of 148 random bits, keyed by the pepper",
    "channel_account.public": "a public key",
    "checkpoint.frontier": "hashes of the audit's rows",
    "report.lookup": "derived from the receipt by HKDF; finds nothing without it",
    "report.digest": "keyed by the receipt",
    "answered.digest": "of a sealed or a repeated body, under a key only its sender has",
    "item.digest": "of a sealed file: whoever has the store can make it",
    "incoming_mail.digest": "of a mail's bytes, keyed by the pepper",
    "incoming_mail.token": "the same as reply_token.digest",
    "key.public": "a public key",
    "reply_token.digest": "of a token of 128 random bits; nobody finds the token from it",
    "reply_token.sender": "of a domain, keyed by the pepper and the token",
    "posting.label": "keyed by a secret that derives from a team's key; nobody else computes it",
    "key.successor": "id of the key that took its place",
    "bucket.public": "a public key",
    "program_token.salt": "random, new for each token",
    "session.salt": "random, new for each session",
    "team.endorsement": "the server's signature on a public key",
    "passkey.credential": "random, made by the authenticator; what it is known by",
    "passkey.public": "a public key",
    "proposal.target": "id of a member of staff",
    "release.manifest": "published with the figures",
    "release.signature": "published with the figures",
    "release.archive": "the published figures themselves",
    "release.plan": "hash of which tables are measured, and how",
    "webhook.public": "a public key",
    "webhook.later_public": "a public key",
    "release.measured": "counts with their noise: as public as the figures made of them",
}
"""Every other column of bytes that is not sealed, and why it need not be."""

CONTEXTS = {
    "item.blob": "its preamble: kind, case, item",
    "incoming_mail.blob": "its preamble: kind, no case, the mail's own id",
    "platform_account.blob": "its preamble: kind, no case, the account's own id",
    "webhook.blob": "its preamble: kind, no case, the webhook's own id",
    "webhook.later_blob": "its preamble: kind, a name of its own, the webhook's id",
    "waking_address.blob": "its preamble: kind and person",
    "grant.blob": "the child's and the holder's key ids, in the HPKE info",
    "lock.blob": "the key's id, as associated data",
    "session.blob": "the key's id, as associated data",
    "program_token.blob": "the key's id, as associated data; whose it is and what for, in the key",
    "program_token.label": "its owner's key, which seals nothing else under this label",
    "person.views": "its preamble: preference, the person's id and a fixed name",
    "team.views": "its preamble: preference, the team's id and a fixed name",
    "person.viewing": "its preamble: preference, the person's id twice",
    "totp.secret": "the person's id, as the label of the seal",
    "answered.blob": "the request's own key, which nobody else has",
    "upload.blob": "the file's row, as the label of the seal",
    "upload_part.blob": "the file's row and the part's number, as the label of the seal",
    "paper.blob": "its preamble: kind, team, paper",
    "trace.blob": "its own and the case's id, as the label of the seal; on the shelf too",
    "trace.places": "its own id, as the label of the seal",
    "tally.blob": "the case's id, as the label of the seal",
    "posting.blob": "its place in the index, as the label of the seal",
    "fact.body": "the bucket's name, in the HPKE info; under an envelope, its id",
    "envelope.body": "the bucket's name and its own id, in the HPKE info",
    "bucket.grant": "the bucket's and the analysts' key ids, in the HPKE info",
}
"""Every sealed column, and what binds its bytes to their place."""


def columns() -> dict[str, Column[object]]:
    return {
        f"{table.name}.{column.name}": column
        for table in TABLES.values()
        for column in table.columns
    }


def is_id(name: str) -> bool:
    return name.split(".")[1] in IDS


def test_every_kind_of_item_is_a_kind_of_the_preamble():
    assert {kind.value for kind in ItemKind} <= set(KINDS)


def test_every_column_of_bytes_is_sealed_or_says_why_not():
    plain = {
        name
        for name, column in columns().items()
        if isinstance(column.type, LargeBinary) and not is_id(name)
    }
    assert plain == set(IN_CLEAR)


def test_every_sealed_column_is_bound_to_its_place():
    sealed = {name for name, column in columns().items() if isinstance(column.type, SealedBytes)}
    assert sealed == set(CONTEXTS)


def test_every_id_is_bytes_and_never_counts_up():
    for name, column in columns().items():
        if is_id(name):
            assert isinstance(column.type, LargeBinary), name
        assert column.autoincrement in {"auto", False}, name
        assert column.identity is None, name


def test_no_table_counts_its_rows_in_secret():
    # SQLite's hidden row numbers would betray the order in which people reported.
    for table in TABLES.values():
        assert table.dialect_options["sqlite"]["with_rowid"] is False, table.name
