"""A real IMAP server (Debian's dovecot) on loopback with TLS, and one mailbox."""

import grp
import imaplib
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hrd_report.jobs.imap import ImapServer

USER, PASSWORD = "notices", "mailbox-password"
_CONFIG = """
base_dir = {base}/run
state_dir = {base}/run/state
log_path = {base}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/own.pem
ssl_key = <{folder}/key.pem
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_location = maildir:{base}/mail
mail_uid = {mail_user}
mail_gid = {mail_group}
first_valid_uid = 1
passdb {{
  driver = static
  args = user={name} password={password}
}}
userdb {{
  driver = static
  args = uid={mail_user} gid={mail_group} home={base}/mail
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    special_use = \\Sent
    auto = create
  }}
}}
"""


@dataclass
class Dovecot:
    """The server's address, and ways to look at its mailbox from beside."""

    port: int
    trust: ssl.SSLContext
    base: Path

    @property
    def server(self) -> ImapServer:
        return ImapServer("127.0.0.1", self.port, USER, PASSWORD, timeout=20, trust=self.trust)

    @contextmanager
    def client(self) -> Iterator[imaplib.IMAP4_SSL]:
        box = imaplib.IMAP4_SSL("127.0.0.1", self.port, ssl_context=self.trust)
        box.login(USER, PASSWORD)
        try:
            yield box
        finally:
            box.logout()

    def put(self, raw: bytes, folder: str = "INBOX") -> None:
        with self.client() as box:
            status, said = box.append(folder, None, None, raw)
            assert status == "OK", said

    def count(self, folder: str = "INBOX") -> int:
        with self.client() as box:
            return int(box.select(folder, readonly=True)[1][0])

    def empty(self) -> None:
        with self.client() as box:
            for folder in ("INBOX", "Sent"):
                if int(box.select(folder)[1][0]):
                    box.store("1:*", "+FLAGS", r"(\Deleted)")
                    box.expunge()


def _people() -> tuple[str, str]:
    """Return who reads mail files: dovecot never does that as root."""
    if os.getuid() == 0:
        return "nobody", grp.getgrgid(pwd.getpwnam("nobody").pw_gid).gr_name
    me = pwd.getpwuid(os.getuid())
    return me.pw_name, grp.getgrgid(me.pw_gid).gr_name


@contextmanager
def dovecot(folder: Path, trust: ssl.SSLContext) -> Iterator[Dovecot]:
    """Run the server until the block ends; `folder` holds its certificate."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # Sockets have short names: a test's own folder may be too deep.
    base = Path(tempfile.mkdtemp(prefix="dc"))
    mail_user, mail_group = _people()
    (base / "mail").mkdir()
    (base / "run").mkdir()
    base.chmod(0o755)
    shutil.chown(base / "mail", mail_user, mail_group)
    config = base / "dovecot.conf"
    config.write_text(
        _CONFIG.format(
            base=base,
            folder=folder,
            user=mail_user,
            group=mail_group,
            mail_user=mail_user,
            mail_group=mail_group,
            name=USER,
            password=PASSWORD,
            port=port,
        )
    )
    process = subprocess.Popen(["/usr/sbin/dovecot", "-F", "-c", str(config)])
    try:
        running = Dovecot(port, trust, base)
        _wait(running, process)
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        shutil.rmtree(base, ignore_errors=True)


def _wait(running: Dovecot, process: subprocess.Popen) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            with running.client():
                return
        except OSError:
            assert process.poll() is None, (running.base / "log").read_text()
            assert time.monotonic() < until, (running.base / "log").read_text()
            time.sleep(0.05)
