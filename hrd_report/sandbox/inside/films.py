"""Nine stills of a film on one sheet, without its sound. Plays nothing."""

import io
import subprocess
from typing import Final

from PIL import Image

from hrd_report.sandbox.inside import telling
from hrd_report.sandbox.inside.telling import Refused

_ACROSS: Final = 3
_STILLS: Final = _ACROSS * _ACROSS
_TILE: Final = (640, 360)
_PATIENCE: Final = 20.0
_QUIET: Final = ("-v", "quiet", "-threads", "1")


def draw(handle: int) -> None:
    """Send the sheet. Raises `Refused` where no still can be had."""
    path = f"/proc/self/fd/{handle}"
    length = _length(path, handle)
    sheet = Image.new("RGB", (_TILE[0] * _ACROSS, _TILE[1] * _ACROSS), "white")
    found = 0
    for number in range(_STILLS):
        if telling.is_late():
            break
        still = _still(path, handle, length * (number + 0.5) / _STILLS)
        if still is not None:
            row, column = divmod(found, _ACROSS)
            sheet.paste(still, (column * _TILE[0], row * _TILE[1]))
            found += 1
    if not found:
        raise Refused("unreadable")
    sheet = sheet.crop((0, 0, sheet.width, _TILE[1] * -(-found // _ACROSS)))
    telling.small(sheet)
    telling.begin(1)
    telling.picture(sheet)
    telling.end(round(length), *(["fewer_stills"] if found < _STILLS else []))


def _length(path: str, handle: int) -> float:
    asked = ("-show_entries", "format=duration", "-of", "csv=p=0")
    said = _run(("/usr/bin/ffprobe", "-v", "quiet", *asked, path), handle)
    try:
        return max(0.0, float(said))
    except ValueError:
        return 0.0


def _still(path: str, handle: int, at: float) -> Image.Image | None:
    scale = "scale={}:{}:force_original_aspect_ratio=decrease".format(*_TILE)
    made = ("-an", "-sn", "-dn", "-frames:v", "1", "-vf", scale, "-f", "image2pipe", "-c:v", "ppm")
    asked = ("/usr/bin/ffmpeg", "-nostdin", *_QUIET, "-ss", f"{at:.2f}", "-i", path, *made, "-")
    drawn = _run(asked, handle)
    if not drawn:
        return None
    return Image.open(io.BytesIO(drawn), formats=("PPM",)).convert("RGB")


def _run(command: tuple[str, ...], handle: int) -> bytes:
    done = subprocess.run(  # noqa: S603 - a fixed program, inside of the jail
        command,
        stdin=subprocess.PIPE,
        capture_output=False,
        stdout=subprocess.PIPE,
        stderr=None,
        pass_fds=(handle,),
        check=False,
        timeout=_PATIENCE,
    )
    return done.stdout
