"""Lists what an archive says it holds. Unpacks nothing."""

import zipfile
from typing import BinaryIO, Final

from hrd_report.sandbox.inside import telling

_BOMB: Final = 200
_ENCRYPTED: Final = 1


def draw(source: BinaryIO) -> None:
    """Send one line for each member, as far as lines go."""
    with zipfile.ZipFile(source) as packed:
        found = packed.infolist()
    for one in found[: telling.MOST_LINES]:
        telling.line(one.filename, _what(one), size=one.file_size)
    telling.end(len(found), *(["more_lines"] if len(found) > telling.MOST_LINES else []))


def _what(one: zipfile.ZipInfo) -> str:
    if one.is_dir():
        return "folder"
    if one.flag_bits & _ENCRYPTED:
        return "encrypted"
    return "bomb" if one.file_size > _BOMB * max(1, one.compress_size) else "file"
