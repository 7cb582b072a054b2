"""Sends reports and files, and reads answers. Whatever is sent twice is kept once."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import quote

from hrd_report.client.sealing import Carried
from hrd_report.client.talking import TRIES, Line, Refused, Unreachable
from hrd_report.client.trust import Server
from hrd_report.errors import Damaged
from hrd_report.sealed import Plain
from hrd_report.vault.envelopes import MEDIA_TYPE
from hrd_report.vault.receipts import Receipt

Progress = Callable[[str, int, int], None]
"""Called with a file's name, the bytes that are kept, and all of them."""

PIECE: Final = 4 * 1024 * 1024
_NOT_FOUND: Final = 404
_GAP: Final = 416


def published(line: Line, address: str) -> dict[str, Any]:
    """Return what a server publishes of itself. It proves nothing yet: see `trust.check`."""
    found: dict[str, Any] = line.ask(
        "GET", f"{address.rstrip('/')}/.well-known/hrd-report.json"
    ).json()
    return found


def send(line: Line, server: Server, carried: Carried) -> None:
    """Send a sealed report; the server gets no receipt with it."""
    # The same key for the same content: a try whose answer was lost makes no second report.
    once = hashlib.sha256(carried.content).hexdigest()
    headers = {"Content-Type": MEDIA_TYPE, "Idempotency-Key": once}
    line.ask("POST", f"{server.api}/reports", headers=headers, content=carried.content)


def send_files(
    line: Line,
    server: Server,
    receipt: Receipt,
    paths: list[Path],
    *,
    progress: Progress = lambda *_: None,
    keep_metadata: bool = False,
) -> dict[str, str]:
    """Send files to a report, going on where an earlier try ended; return their SHA-256 by name.

    They are sealed when they arrive, not before: the server sees them pass. Raises `Unreachable`,
    `Refused`, and `Damaged` where the server holds something else than what was sent.
    """
    asked = line.ask("POST", f"{server.api}/uploads", json={"receipt": receipt.digits()}).json()
    headers = {"Authorization": f"Bearer {asked['secret']}"}
    if keep_metadata:
        headers["Hrd-Keep-Metadata"] = "?1"
    return {
        path.name: _File(line, asked["files"], headers, receipt, path, progress).send()
        for path in paths
    }


def read_case(line: Line, server: Server, receipt: Receipt) -> dict[str, Any]:
    """Return where the case stands: news, letters, files, consents."""
    body = {"receipt": receipt.digits()}
    found: dict[str, Any] = line.ask("POST", f"{server.api}/case", json=body).json()
    return found


def write_letter(line: Line, server: Server, receipt: Receipt, text: Plain) -> None:
    """Send a letter to the team: once, however often it is tried."""
    body = {"receipt": receipt.digits(), "message": text.reveal()}
    once = receipt.mac(b"letter" + text.reveal().encode("utf-8", "replace")).hex()
    headers = {"Idempotency-Key": once}
    line.ask("POST", f"{server.api}/case/letters", headers=headers, json=body)


class _File:
    """One file on its way. Its name in addresses says nothing, and is the same next time."""

    def __init__(
        self,
        line: Line,
        files: str,
        headers: dict[str, str],
        receipt: Receipt,
        path: Path,
        progress: Progress,
    ) -> None:
        self._line = line
        self._path = path
        self._progress = progress
        self._total = path.stat().st_size
        with path.open("rb") as file:
            self._own = hashlib.file_digest(file, "sha256").hexdigest()
        self._address = files + receipt.mac(b"file" + self._own.encode()).hex()[:32]
        self._headers = headers | {
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(path.name)}"
        }

    def send(self) -> str:
        with self._path.open("rb") as file:
            kept = self._pieces(file)
        if kept != self._own:
            raise Damaged("the file was changed while it was sent")
        return kept

    def _pieces(self, file: IO[bytes]) -> str:
        at, broken = self._held(), 0
        while True:
            self._progress(self._path.name, at, self._total)
            file.seek(at)
            try:
                answer = self._put(file.read(PIECE), at)
            except (Unreachable, Refused) as problem:
                broken += 1
                if broken == TRIES or (isinstance(problem, Refused) and problem.status != _GAP):
                    raise
                self._line.sleep(2.0**broken)
                at = self._held()
                continue
            broken, at = 0, int(answer["size"])
            if answer["complete"]:
                self._progress(self._path.name, at, self._total)
                return str(answer["sha256"])

    def _put(self, piece: bytes, at: int) -> dict[str, Any]:
        said = f"{at}-{at + len(piece) - 1}" if piece else "*"
        headers = self._headers | {"Content-Range": f"bytes {said}/{self._total}"}
        if not self._total:
            headers.pop("Content-Range")
        found: dict[str, Any] = self._line.ask(
            "PUT", self._address, again=False, headers=headers, content=piece
        ).json()
        return found

    def _held(self) -> int:
        try:
            answer = self._line.ask("HEAD", self._address, headers=self._headers)
        except Refused as problem:
            if problem.status == _NOT_FOUND:
                return 0
            raise
        return int(answer.headers["Upload-Offset"])
