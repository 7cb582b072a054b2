"""A release as one ZIP whose bytes depend on its files alone. Reads no clock, squeezes nothing."""

import io
import zipfile
from collections.abc import Mapping
from typing import Final

from hrd_report.errors import Damaged

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.json.sig"

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_READABLE: Final = 0o100644 << 16


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of files in the order of their names, stored without compression."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = _UNIX
            entry.external_attr = _READABLE
            packed.writestr(entry, files[name])
    return target.getvalue()


def unpack(archive: bytes) -> dict[str, bytes]:
    """Return the files of our own ZIP by name. Raises `Damaged` if it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as packed:
            return {name: packed.read(name) for name in packed.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Damaged("an archive that cannot be read") from None
