import datetime as dt
import socket
import ssl
import subprocess
import threading
from dataclasses import replace

import pytest
from aiosmtpd.smtp import AuthResult
from escalation.mailbox import Mailbox, free_port, mailbox
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.documents.escalations import DeliveryDocument
from hrd_report.errors import SettingsError
from hrd_report.escalation import wording
from hrd_report.escalation.delivery import MailServer, NotDelivered, build, mail_server, send
from hrd_report.sealed import Plain

NOW = dt.datetime(2026, 11, 21, 9, 47, 13, tzinfo=dt.UTC)
DOCUMENT = DeliveryDocument(
    address="abuse@murmur.example",
    sender="Réseau Aubépine, équipe <notices@aubepine.example>",
    subject=Plain("HRD-7K2M-91QX: À voir"),
    body=Plain("First line.\n\nhttps://murmur.example/" + "a" * 1200 + "\n.\nFrom here.\n"),
    message_id="<0123@aubepine.example>",
)


def nothing() -> None:
    """Stop nothing."""


def test_a_message_arrives_word_for_word(box: Mailbox):
    send(DOCUMENT, box.server, NOW, nothing)
    assert box.body() == DOCUMENT.body.reveal()
    assert box.envelopes == [("notices@aubepine.example", ["abuse@murmur.example"])]


def test_its_head_says_who_to_whom_what_and_the_hour_and_no_more(box: Mailbox):
    send(DOCUMENT, box.server, NOW, nothing)
    message = box.messages[0]
    assert message["From"] == '"Réseau Aubépine, équipe" <notices@aubepine.example>'
    assert message["Subject"] == "HRD-7K2M-91QX: À voir"
    assert message["Message-ID"] == "<0123@aubepine.example>"
    assert message["Date"] == "Sat, 21 Nov 2026 09:00:00 +0000"
    assert {name.lower() for name in message} == {
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
    }


def test_the_greeting_does_not_name_this_machine(box: Mailbox):
    send(DOCUMENT, box.server, NOW, nothing)
    assert socket.gethostname().encode() not in box.raw[0]


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_survives_the_way_and_adds_no_head(body, subject):
    document = replace(
        DOCUMENT,
        body=Plain(wording.paragraphs(body) + "\n"),
        subject=Plain("R: " + wording.line(subject)),
    )
    message = build(document, NOW)
    assert message.get_content().replace("\r\n", "\n") == document.body.reveal()
    assert message.as_bytes().count(b"\nTo: ") == 1
    assert len(message.keys()) == 8


@pytest.mark.parametrize(
    ("word", "answer", "problem", "lasting"),
    [
        ("MAIL", "451 later", "refused_sender", False),
        ("MAIL", "550 no", "refused_sender", True),
        ("RCPT", "450 later", "refused_recipient", False),
        ("RCPT", "550 unknown", "refused_recipient", True),
        ("DATA", "452 full", "rejected", False),
        ("DATA", "554 no", "rejected", True),
    ],
)
def test_what_a_server_answers_becomes_a_code(box, word, answer, problem, lasting):
    box.says[word] = answer
    with pytest.raises(NotDelivered) as refused:
        send(DOCUMENT, box.server, NOW, nothing)
    assert (refused.value.problem, refused.value.lasting) == (problem, lasting)
    assert "later" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert box.raw == []


def test_a_server_that_is_not_there_is_unreachable():
    with pytest.raises(NotDelivered) as refused:
        send(DOCUMENT, MailServer("127.0.0.1", free_port(), "none"), NOW, nothing)
    assert (refused.value.problem, refused.value.lasting) == ("unreachable", False)


def test_a_server_that_says_nothing_runs_out_of_time():
    with socket.create_server(("127.0.0.1", 0)) as mute:
        server = MailServer("127.0.0.1", mute.getsockname()[1], "none", timeout=0.2)
        with pytest.raises(NotDelivered) as refused:
            send(DOCUMENT, server, NOW, nothing)
    assert refused.value.problem == "timeout"


def test_what_is_stopped_at_the_last_moment_does_not_arrive(box: Mailbox):
    def stop() -> None:
        raise KeyError

    with pytest.raises(KeyError):
        send(DOCUMENT, box.server, NOW, stop)
    assert box.raw == []


def test_a_broken_farewell_does_not_undo_a_delivery():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        heard = threading.Thread(target=_take_and_hang_up, args=(listening,))
        heard.start()
        server = MailServer("127.0.0.1", listening.getsockname()[1], "none", timeout=5)
        send(DOCUMENT, server, NOW, nothing)
        heard.join()


def _take_and_hang_up(listening: socket.socket) -> None:
    line, _ = listening.accept()
    with line, line.makefile("rb") as words:
        line.sendall(b"220 here\r\n")
        for said in words:
            if said.upper().startswith(b"DATA"):
                break
            line.sendall(b"250 fine\r\n")
        line.sendall(b"354 go\r\n")
        for said in words:
            if said == b".\r\n":
                break
        line.sendall(b"250 taken\r\n")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    key, own = folder / "key.pem", folder / "own.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-keyout", str(key), "-out", str(own), "-days", "2"),
            *("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own, key)
    return context, ssl.create_default_context(cafile=str(own))


def test_a_line_is_made_private_and_its_other_end_is_checked(certificate):
    theirs, trust = certificate
    with mailbox(tls_context=theirs, require_starttls=True) as box:
        server = replace(box.server, security="starttls", trust=trust)
        send(DOCUMENT, server, NOW, nothing)
        assert len(box.raw) == 1
        with pytest.raises(NotDelivered) as refused:
            send(DOCUMENT, replace(server, trust=None), NOW, nothing)
    assert refused.value.problem == "not_private"
    assert len(box.raw) == 1


def test_nothing_is_said_to_a_server_without_a_private_line(box: Mailbox):
    with pytest.raises(NotDelivered) as refused:
        send(DOCUMENT, replace(box.server, security="starttls"), NOW, nothing)
    assert refused.value.problem == "not_private"
    assert box.raw == []


@pytest.mark.parametrize("password", ["right", "wrong"])
def test_a_name_and_a_password_are_given(certificate, password):
    def judge(server, session, envelope, mechanism, given) -> AuthResult:
        del server, session, envelope, mechanism
        return AuthResult(success=given.password == b"right", handled=False)

    theirs, trust = certificate
    with mailbox(tls_context=theirs, authenticator=judge, auth_required=True) as box:
        server = replace(
            box.server, security="starttls", trust=trust, user="aubepine", password=password
        )
        if password == "right":
            send(DOCUMENT, server, NOW, nothing)
            assert len(box.raw) == 1
            return
        with pytest.raises(NotDelivered) as refused:
            send(DOCUMENT, server, NOW, nothing)
    assert (refused.value.problem, refused.value.lasting) == ("refused_login", False)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("", None),
        ("smtp://mail.example", MailServer("mail.example", 25, "none")),
        ("smtp+starttls://mail.example", MailServer("mail.example", 587, "starttls")),
        ("smtps://mail.example:4650", MailServer("mail.example", 4650, "tls")),
        (
            "smtps://a%40b:p%3Aw@mail.example",
            MailServer("mail.example", 465, "tls", user="a@b", password="p:w"),
        ),
    ],
)
def test_the_setting_names_the_server(url, server):
    assert mail_server(url) == server


@pytest.mark.parametrize("url", ["http://mail.example", "smtp://", "mail.example", "smtp://a:b:c"])
def test_a_setting_that_names_none_is_refused(url):
    with pytest.raises(SettingsError):
        mail_server(url)


def test_a_server_never_prints_its_password():
    assert "secret" not in repr(MailServer("mail.example", 25, "tls", "me", "secret"))
