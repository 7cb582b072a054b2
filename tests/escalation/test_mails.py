"""Reading what strangers send: nothing raises, bounces are no answers, HTML becomes words."""

import tracemalloc
from email.message import EmailMessage

import pytest
from escalation.bounces_made import qmail, report
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.escalation import tokens
from hrd_report.escalation.mails import bounces, plain, reading

ID = f"<{'a' * 32}@aubepine.example>"
HEADS = ("From", "Subject", "To", "In-Reply-To", "Content-Type", "Authentication-Results")


@given(st.binary(max_size=400))
def test_any_bytes_are_read(raw):
    mail = reading.read(raw, "mx.example")
    assert not mail.proved
    bounces.read(mail)


@given(st.lists(st.tuples(st.sampled_from(HEADS), st.text(max_size=60)), max_size=6), st.text())
def test_any_head_is_read(heads, body):
    lines = "".join(f"{name}: {said}\n" for name, said in heads)
    mail = reading.read(f"{lines}\n{body}".encode("utf-8", "replace"), "mx.example")
    bounces.read(mail)
    tokens.named(mail.answers, mail.addressed)


@pytest.mark.parametrize("kind", ["multipart/mixed; boundary=b{}\n\n--b{}", "message/rfc822\n"])
def test_a_mail_of_a_thousand_mails_one_in_the_other_comes_whole(kind):
    heads = "".join(f"Content-Type: {kind.format(one, one)}\n" for one in range(1000))
    raw = f"From: a@murmur.example\nIn-Reply-To: {ID}\n{heads}\nwords".encode()
    mail = reading.read(raw)
    assert (mail.domain, mail.answers.strip(), mail.body) == ("murmur.example", ID, "")
    assert [one.content for one in mail.parts] == [raw]


@given(st.text(max_size=300))
def test_any_text_as_html_becomes_words_without_a_tag_that_runs(text):
    found = plain.words(f"<p>before<script>{text}</script><style>x</style></p>after")
    assert found.startswith("\nbefore")


@pytest.mark.parametrize(
    "mark", ["<![", "<a ", "<!--", "</", "<a x='", '<p "', "<script>", "<?", "<!-->"]
)
def test_no_page_of_broken_marks_fails_or_keeps_anybody_waiting(mark):
    assert "words" in plain.words(f"words {mark * 50_000}")
    raw = f"From: a@murmur.example\nContent-Type: text/html\n\nwords {mark}".encode()
    assert reading.read(raw).body.startswith("words")


def test_a_head_without_end_is_cut_and_costs_no_memory():
    words = b"=?utf-8?q?a?= " * 20_000
    tracemalloc.start()
    mail = reading.read(b"From: a@murmur.example\nSubject: " + words + b"\n\nwords")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (mail.body, mail.subject[:3]) == ("words", "aaa")
    assert most < 50_000_000


def test_words_in_an_encoding_of_host_names_are_read_as_they_stand():
    head = b"From: a@murmur.example\nContent-Type: text/plain; charset=punycode\n\n"
    assert reading.read(head + b"a-" + b"b" * 200_000).body.startswith("a-bb")


def test_of_more_files_than_are_told_apart_none_is_lost():
    message = EmailMessage()
    message["From"] = "duty@murmur.example"
    message.set_content("words")
    for _ in range(reading.MOST_PARTS):
        message.add_attachment(b"x", maintype="image", subtype="png", filename="x.png")
    mail = reading.read(message.as_bytes())
    assert mail.body == "words"
    assert [one.content for one in mail.parts] == [message.as_bytes()]


def test_html_becomes_what_a_reader_sees():
    html = (
        "<title>t</title><!-- <p>no --><p title='a > b'>One&nbsp;<b>two</b><br>three</p>"
        "<script>if (a<b) x</script><![if !mso]><img src=x><![endif]><svg><g>no</g></svg>"
    )
    assert plain.words(html).replace("\xa0", " ").split() == ["One", "two", "three"]


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (report(ID, "failed", "5.1.1"), "address"),
        (report(ID, "failed", "5.2.1"), "address"),
        (report(ID, "failed", "5.2.2"), "full"),
        (report(ID, "failed", "5.7.26"), "policy"),
        (report(ID, "failed", "5.3.0"), "other"),
        (report(ID, "delayed", "4.4.7"), "delayed"),
        (report(ID, "delivered", "2.0.0"), "arrived"),
        (report(ID, "relayed", "2.0.0"), "arrived"),
        (qmail(ID, "550 mailbox is full"), "full"),
        (qmail(ID, "554 blocked by policy"), "policy"),
        (qmail(ID, "no"), "other"),
    ],
)
def test_a_bounce_says_what_became_of_which_message(raw, kind):
    found = bounces.read(reading.read(raw))
    assert found is not None
    assert found.kind == kind
    assert tokens.named(found.ids, "") == ("a" * 32,)


def test_an_absence_note_and_an_answer_that_quotes_a_bounce_are_no_bounce():
    for said in ({"Auto-Submitted": "auto-replied"}, {}):
        message = EmailMessage()
        message["From"] = "duty@murmur.example"
        message["Subject"] = "Undeliverable? We are away"
        for name, value in said.items():
            message[name] = value
        message.set_content("failure notice 5.1.1 user unknown")
        mail = reading.read(message.as_bytes())
        assert bounces.read(mail) is None
        assert mail.automatic == bool(said)


@pytest.mark.parametrize(
    ("said", "proved"),
    [
        ("mx.example; dkim=pass header.d=murmur.example", True),
        ("mx.example; dkim=pass header.d=example", True),
        ("mx.example; dmarc=pass header.from=murmur.example", True),
        ("mx.example;\n dkim=pass (2048-bit) header.i=@x header.d=Murmur.example header.b=a", True),
        ("mx.example; spf=pass smtp.mailfrom=dmarc=pass@elsewhere.example", False),
        ('mx.example; spf=pass smtp.mailfrom="x; dkim=pass header.d=example"@b.example', False),
        ('mx.example; spf=pass (a "b) ; dkim=pass header.d=example (c"@b.example)', False),
        (
            "mx.example; spf=pass smtp.mailfrom==?utf-8?q?x=3B_dkim=3Dpass_?= header.d=example",
            False,
        ),
        ("mx.example; dkim=pass header.i=header.d=murmur.example@b.example", False),
        ("mx.example; dmarc=pass header.from=elsewhere.example", False),
        ("mx.example; dkim=fail header.d=murmur.example", False),
        ("mx.example; dkim=pass header.d=elsewhere.example", False),
        ("mx.example.evil; dmarc=pass", False),
        ("evil; dmarc=pass; mx.example; dmarc=pass", False),
        ("mx.example; dmarc=none\nAuthentication-Results: mx.example; dmarc=pass", False),
    ],
)
def test_only_our_own_mail_server_s_topmost_word_proves_a_sender(said, proved):
    raw = f"Authentication-Results: {said}\nFrom: a@murmur.example\n\nx".encode()
    assert reading.read(raw, "mx.example").proved == proved
    assert not reading.read(raw, "").proved


@given(st.integers(0, 2**128 - 1), st.sampled_from(["murmur.example", "a.murmur.example"]))
def test_a_token_is_found_by_its_digest_and_its_domains_alone(number, domain):
    token = f"{number:032x}"
    pepper = bytes(32)
    known = {tokens.sender_digest(token, "murmur.example", pepper)}
    assert tokens.may_send(token, domain, known, pepper)
    assert not tokens.may_send(token, "urmur.example", known, pepper)
    assert not tokens.may_send(token, "example", known, pepper)
    assert not tokens.may_send(f"{number ^ 1:032x}", domain, known, pepper)
    assert not tokens.may_send(token, domain, known, bytes(31) + b"1")
    ids = tokens.named(f"<{token}@x> <{token}@y>", f"n+{token}@x, N+{token.upper()}@X")
    assert ids == (token,)
