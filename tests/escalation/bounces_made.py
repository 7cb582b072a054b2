"""Bounces as mail servers write them, with placeholders for our own message."""

HEAD = """From: {daemon}
To: notices@aubepine.example
Subject: {subject}
Date: Sat, 21 Nov 2026 10:00:00 +0000
Message-ID: <b{number}@mail.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
"""
REPORT = (
    HEAD
    + """Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
Arrival-Date: Sat, 21 Nov 2026 09:59:00 +0000

Final-Recipient: rfc822; abuse@murmur.example
Original-Recipient: rfc822;abuse@murmur.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--b
Content-Type: text/rfc822-headers

From: notices@aubepine.example
Message-ID: {message_id}
Subject: HRD-7K2M-91QX

--b--
"""
)
QMAIL = (
    HEAD
    + """Content-Type: text/plain; charset=utf-8

Hi. This is the qmail-send program at mail.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<abuse@murmur.example>:
203.0.113.4 does not like recipient.
Remote host said: {said}

--- Below this line is a copy of the message.

Return-Path: <notices@aubepine.example>
From: notices@aubepine.example
Message-ID: {message_id}
Subject: HRD-7K2M-91QX
"""
)


def report(message_id: str, action: str, status: str, said: str = "no") -> bytes:
    """Write a delivery report as RFC 3464 describes."""
    return _made(
        REPORT,
        daemon="Mail Delivery System <MAILER-DAEMON@mail.example>",
        subject="Undelivered Mail Returned to Sender",
        message_id=message_id,
        action=action,
        status=status,
        said=said,
    )


def qmail(message_id: str, said: str) -> bytes:
    """Write a bounce in words alone, as qmail does."""
    return _made(
        QMAIL,
        daemon="MAILER-DAEMON@mail.example",
        subject="failure notice",
        message_id=message_id,
        said=said,
    )


def _made(shape: str, **parts: str) -> bytes:
    return shape.format(number=abs(hash(tuple(parts.values()))), **parts).encode()


FIVE = {
    "there is no such address": lambda id_: report(id_, "failed", "5.1.1", "550 5.1.1 unknown"),
    "their mailbox is full": lambda id_: report(id_, "failed", "5.2.2", "552 5.2.2 over quota"),
    "their mail server refuses it": lambda id_: report(id_, "failed", "5.7.1", "554 5.7.1 policy"),
    "still on its way": lambda id_: report(id_, "delayed", "4.4.1", "timed out"),
    "there is no such address ": lambda id_: qmail(id_, "550 sorry, no such mailbox here"),
}
"""Five kinds of bounces, by the words that the desk reads."""
