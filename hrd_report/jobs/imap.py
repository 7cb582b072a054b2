"""The mailbox that answers come into, over IMAP and TLS. Decides and keeps nothing."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from hrd_report.errors import HrdError, SettingsError

_PORT: Final = 993
STEP: Final = 1024 * 1024
_MOST: Final = 50
"""Mails that one look takes: others come in the next, and deliveries go on between."""
_SIZE: Final = re.compile(rb"RFC822\.SIZE (\d+)")
_SENT: Final = re.compile(rb'\(([^)]*\\Sent[^)]*)\) (?:"[^"]*"|NIL) (.+)$')


class NoMailbox(HrdError):
    """The mailbox cannot be reached, or says no. Its own words are not kept."""

    code = "no_mailbox"


@dataclass(frozen=True, slots=True, repr=False)
class ImapServer:
    """Where answers come in. `timeout` (seconds) is for each word of the conversation."""

    host: str
    port: int
    user: str
    password: str
    folder: str = "INBOX"
    timeout: float = 30
    trust: ssl.SSLContext | None = None


def imap_server(url: str) -> ImapServer | None:
    """Read `HRD_IMAP_URL`; empty means there is none. Raises `SettingsError`."""
    if not url:
        return None
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme != "imaps" or not parts.hostname or not parts.username or port == -1:
        raise SettingsError("HRD_IMAP_URL must be imaps://name:password@host/FOLDER")
    return ImapServer(
        host=parts.hostname,
        port=port or _PORT,
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
    )


@dataclass(frozen=True, slots=True, repr=False)
class Mailbox:
    """An open mailbox."""

    imap: imaplib.IMAP4_SSL

    def waiting(self) -> list[tuple[str, int]]:
        """Return uid and size of what lies there, the oldest first."""
        (found,) = self._ask("SEARCH", "UNDELETED")[:1] or [b""]
        uids = (found or b"").split()[:_MOST]
        return [(uid.decode(), self._size(uid.decode())) for uid in uids]

    def head(self, uid: str) -> bytes:
        """Return a mail's head; it stays unread."""
        return self._part(uid, "BODY.PEEK[HEADER]")

    def pieces(self, uid: str, size: int) -> Iterator[bytes]:
        """Yield a whole mail in pieces of at most 1 MiB; it stays unread."""
        for offset in range(0, size, STEP):
            piece = self._part(uid, f"BODY.PEEK[]<{offset}.{STEP}>")
            if not piece:
                return
            yield piece

    def remove(self, uid: str) -> None:
        """Delete a mail for good."""
        self._ask("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)")
        with _mapped():
            self.imap.expunge()

    def has(self, message_id: str) -> bool:
        """Whether a copy of our own message lies here or among what was sent."""
        for folder in (None, *self._sent_folders()):
            if folder is not None:
                with _mapped():
                    status, _ = self.imap.select(folder, readonly=True)
                if status != "OK":
                    continue
            found = self._ask("SEARCH", "HEADER", "Message-ID", f'"{message_id}"')
            if found and found[0] and found[0].split():
                return True
        return False

    def _sent_folders(self) -> list[str]:
        with _mapped():
            _, listed = self.imap.list()
        matches = (_SENT.search(one) for one in listed if isinstance(one, bytes))
        return [found[2].decode("utf-8", "replace") for found in matches if found]

    def _size(self, uid: str) -> int:
        found = _SIZE.search(b" ".join(_flat(self._ask("FETCH", uid, "(RFC822.SIZE)"))))
        return int(found[1]) if found else 0

    def _part(self, uid: str, what: str) -> bytes:
        for one in self._ask("FETCH", uid, f"({what})"):
            if isinstance(one, tuple):
                return bytes(one[1])
        return b""

    def _ask(self, command: str, *words: str) -> list[Any]:
        with _mapped():
            status, found = self.imap.uid(command, *words)
        if status != "OK":
            raise NoMailbox(command)
        return found


@contextmanager
def opened(server: ImapServer) -> Iterator[Mailbox]:
    """Log in and open the folder. Raises `NoMailbox`."""
    context = server.trust or ssl.create_default_context()
    with _mapped():
        imap = imaplib.IMAP4_SSL(
            server.host, server.port, ssl_context=context, timeout=server.timeout
        )
    try:
        with _mapped():
            imap.login(server.user, server.password)
            status, _ = imap.select(f'"{server.folder}"')
        if status != "OK":
            raise NoMailbox("there is no such folder")
        yield Mailbox(imap)
    finally:
        try:
            imap.logout()
        except (imaplib.IMAP4.error, OSError):
            imap.shutdown()


def lies_there(server: ImapServer | None, message_id: str) -> bool:
    """Whether the mailbox holds a copy of our own message; no, where it cannot be asked."""
    if server is None:
        return False
    try:
        with opened(server) as box:
            return box.has(message_id)
    except NoMailbox:
        return False


@contextmanager
def _mapped() -> Iterator[None]:
    try:
        yield
    except (imaplib.IMAP4.error, OSError) as failure:
        raise NoMailbox(type(failure).__name__) from None


def _flat(found: list[Any]) -> Iterator[bytes]:
    for one in found:
        if isinstance(one, bytes):
            yield one
        elif isinstance(one, tuple):
            yield from one
