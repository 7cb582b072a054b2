"""What an addressee with a key receives, opened by gpg; and keys that must not be used."""

import base64
import datetime as dt
import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace

import pytest
from escalation.gnupg import Gnupg, gnupg
from escalation.mailbox import Mailbox

from hrd_report.documents.escalations import Attachment, DeliveryDocument
from hrd_report.errors import Damaged
from hrd_report.escalation.channels.protocol import NotDelivered
from hrd_report.escalation.delivery import build, send
from hrd_report.sealed import Plain
from hrd_report.vault import openpgp

NOW = dt.datetime(2026, 11, 21, 9, 47, tzinfo=dt.UTC)
DOCUMENT = DeliveryDocument(
    address="abuse@murmur.example",
    sender="Réseau Aubépine <notices@aubepine.example>",
    subject=Plain("HRD-7K2M-91QX: À voir"),
    body=Plain("First line.\n\nÀ côté.\nFrom here.\n"),
    message_id="<00112233445566778899aabbccddeeff@aubepine.example>",
    reply_to="notices+00112233445566778899aabbccddeeff@aubepine.example",
    follows=("<a@aubepine.example>", "<b@murmur.example>"),
    attachments=(
        Attachment(
            name="items.json",
            media_type="application/json",
            content=Plain(base64.b64encode(b'{"a": 1}').decode()),
        ),
    ),
)


@pytest.fixture(scope="module")
def ring(tmp_path_factory) -> Iterator[Gnupg]:
    made = gnupg(tmp_path_factory.mktemp("pgp"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def key(ring: Gnupg) -> str:
    return ring.key("abuse@murmur.example")


def test_only_the_addressee_s_key_opens_words_and_files(ring, key, box: Mailbox):
    send(replace(DOCUMENT, key=key), box.server, NOW, lambda: None)
    message = box.messages[0]
    assert message.get_content_type() == "multipart/encrypted"
    assert message.get_param("protocol") == "application/pgp-encrypted"
    version, block = message.iter_parts()
    assert version.get_content_type() == "application/pgp-encrypted"
    assert version.get_content().split() == [b"Version:", b"1"]
    inside = email.message_from_bytes(ring.opened(block.get_content()), policy=email.policy.default)
    words, file = inside.iter_parts()
    assert words.get_content().replace("\r\n", "\n") == DOCUMENT.body.reveal()
    assert (file.get_filename(), file.get_content()) == ("items.json", b'{"a": 1}')
    assert b"First" not in box.raw[0]
    assert b"items.json" not in box.raw[0]


def test_what_stays_clear_says_the_reference_and_what_it_follows(key):
    message = build(replace(DOCUMENT, key=key), NOW)
    assert message["Subject"] == "HRD-7K2M-91QX"
    assert message["Reply-To"] == DOCUMENT.reply_to
    assert message["In-Reply-To"] == "<b@murmur.example>"
    assert message["References"] == "<a@aubepine.example> <b@murmur.example>"
    assert message["Message-ID"] == DOCUMENT.message_id


def test_without_a_key_words_and_files_are_as_written(box: Mailbox):
    send(DOCUMENT, box.server, NOW, lambda: None)
    words, file = box.messages[0].iter_parts()
    assert words.get_content().replace("\r\n", "\n") == DOCUMENT.body.reveal()
    assert file.get_content() == b'{"a": 1}'


def test_a_key_that_ran_out_or_was_revoked_gets_nothing_not_even_in_clear(ring, box):
    over = ring.key("old@murmur.example", born="20200101T000000", lasts="1y")
    ring.key("left@murmur.example")
    revoked = ring.revoked("left@murmur.example")
    for bad, problem in ((over, "key_expired"), (revoked, "key_revoked"), ("x", "bad_key")):
        with pytest.raises(NotDelivered) as refused:
            send(replace(DOCUMENT, key=bad), box.server, NOW, lambda: None)
        assert (refused.value.problem, refused.value.lasting) == (problem, True)
    send(replace(DOCUMENT, key=over), box.server, NOW.replace(year=2020, month=6), lambda: None)
    assert len(box.raw) == 1


def test_a_certificate_is_read_as_people_compare_it(ring):
    text = ring.key("duty@murmur.example", lasts="2y")
    found = openpgp.read(text.replace("\n", "\r\n"))
    listed = ring.run("--list-keys", "--with-colons", "duty@murmur.example").decode().lower()
    assert f":{found.fingerprint}:" in listed
    assert (found.expires.year, found.revoked) == (2028, False)


def test_a_secret_key_two_keys_and_nonsense_are_no_certificate(ring):
    one, other = ring.key("one@murmur.example"), ring.key("other@murmur.example")
    secret = ring.secret("one@murmur.example")
    hidden = secret.replace("PRIVATE", "PUBLIC")
    for text in (secret, hidden, one + other, "", "-----BEGIN PGP PUBLIC KEY BLOCK-----", "é" * 9):
        with pytest.raises(Damaged):
            openpgp.read(text)
