"""A real gpg with a ring of its own, as an addressee has one."""

import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Gnupg:
    """A ring in a folder. Its keys have no password."""

    home: Path

    @property
    def _env(self) -> dict[str, str]:
        return {"GNUPGHOME": str(self.home), "PATH": "/usr/bin:/bin", "LC_ALL": "C"}

    def run(self, *words: str, given: bytes | None = None) -> bytes:
        done = subprocess.run(
            ["gpg", "--batch", "--no-tty", "--pinentry-mode=loopback", "--passphrase", "", *words],
            input=given,
            env=self._env,
            capture_output=True,
            check=True,
        )
        return done.stdout

    def key(self, name: str, *, born: str = "20260101T000000", lasts: str = "5y") -> str:
        """Make a key as of a day; return its public half."""
        curves = ("future-default", "default", lasts)
        self.run("--faked-system-time", born, "--quick-gen-key", name, *curves)
        return self.run("--armor", "--export", name).decode()

    def secret(self, name: str) -> str:
        return self.run("--armor", "--export-secret-keys", name).decode()

    def revoked(self, name: str) -> str:
        fingerprint = self.run("--list-keys", "--with-colons", name).decode()
        kid = next(one for one in fingerprint.splitlines() if one.startswith("fpr")).split(":")[9]
        slip = (self.home / "openpgp-revocs.d" / f"{kid}.rev").read_text()
        self.run("--import", given=slip.replace(":-----BEGIN", "-----BEGIN").encode())
        return self.run("--armor", "--export", name).decode()

    def opened(self, message: bytes) -> bytes:
        return self.run("--decrypt", given=message)

    def close(self) -> None:
        subprocess.run(
            ["gpgconf", "--kill", "all"],
            env=self._env,
            check=True,
        )


def gnupg(folder: Path) -> Gnupg:
    """Return a fresh ring."""
    home = folder / "gnupg"
    home.mkdir(mode=0o700)
    return Gnupg(home)
