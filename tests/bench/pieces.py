"""Pieces: `python -m tests.bench.pieces 1900` sends a file of so many MiB by `Content-Range`.

Shows the rate with pieces of several sizes, the time until a whole file is sealed anew, and the
most memory that a process of the server took, beside a copy of a photo without hidden data.
"""

import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from PIL import Image
from running import Served, serving

from bench import measures
from bench.visitor import MIB, Visitor
from hrd_report.media import cleaning, kinds
from hrd_report.vault import receipts

PIECES = (1, 4, 8, 64)


def main(size: int) -> None:
    """Measure each size of piece once, then a photo."""
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the beginning")
    with tempfile.TemporaryDirectory() as name, serving(Path(name)) as served:
        for piece in PIECES:
            one_file(served, size if piece == max(PIECES) else min(size, 200), piece)
    photo(7300, 5500)
    print(f"load {os.getloadavg()[0]:.1f} at the end")


def one_file(served: Served, size: int, piece: int) -> None:
    """Send a file of `size` MiB in pieces of `piece` MiB."""
    visitor, given = Visitor(served.url), _pass(served.url)
    content = os.urandom(piece * MIB)
    with measures.watched(served.pids()) as most:
        began = time.perf_counter()
        last = began
        for at in range(0, size, piece):
            last = time.perf_counter()
            end = min(at + piece, size) * MIB
            head = (
                f"Authorization: Bearer {given['secret']}\r\n"
                f"Content-Range: bytes {at * MIB}-{end - 1}/{size * MIB}\r\n"
                f"Content-Length: {end - at * MIB}\r\n\r\n"
            )
            pieces = iter([head.encode(), content[: end - at * MIB]])
            status = visitor.stream(f"PUT {given['path']} HTTP/1.1", pieces)
            if status not in {201, 206}:
                raise RuntimeError(f"the server answered {status}")
        took, sealing = time.perf_counter() - began, time.perf_counter() - last
        print(
            f"{size} MiB in pieces of {piece}: {size / took:.0f} MiB/s in all, the last answer "
            f"after {sealing:.1f} s, memory beyond idle {most():.0f} MiB"
        )


def _pass(url: str) -> dict[str, str]:
    visitor, own = Visitor(url), receipts.new().digits()
    report = json.dumps({"story": "x", "receipt": own}).encode()
    kind = "Content-Type: application/json\r\nContent-Length: "
    visitor.ask("POST /api/v1/reports HTTP/1.1", f"{kind}{len(report)}\r\n\r\n".encode(), report)
    asked = json.dumps({"receipt": own}).encode()
    _, body = visitor.ask(
        "POST /api/v1/uploads HTTP/1.1", f"{kind}{len(asked)}\r\n\r\n".encode(), asked
    )
    given = json.loads(body)
    return {"secret": given["secret"], "path": f"/api/v1/reports/{given['report']}/files/film"}


def photo(width: int, height: int) -> None:
    """Make a copy of a large photo without hidden data, read in pieces of 1 MiB."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "somebody"
    Image.effect_noise((width, height), 60).save(out, "JPEG", quality=90, exif=exif.tobytes())
    content = out.getvalue()

    def pieces() -> Iterator[bytes]:
        return (content[at : at + MIB] for at in range(0, len(content), MIB))

    began = time.perf_counter()
    copied = sum(map(len, cleaning.cleaned(kinds.JPEG, pieces)))
    took = time.perf_counter() - began
    print(
        f"photo of {width * height / 1e6:.0f} megapixels, {len(content) / MIB:.0f} MiB: "
        f"{took * 1000:.0f} ms, {len(content) - copied} bytes less"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1900)
