"""Copies of an instance in a folder: made, thinned out, put back. Opens nothing that is sealed.

FOLDER/database/2026-11-28T0520.sqlite   one for each backup, none older than HRD_BACKUP_DAYS
FOLDER/store/                            the sealed files as they are now, tombstones among them
KEYS/                                    the key files but the shelf
KEYS/shelf                               the shelf as it is now: one copy, never an older one
"""

import datetime as dt
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url

from hrd_report.errors import NotFound, NotSupported
from hrd_report.store.objects import Store
from hrd_report.vault import shelf_file

DATABASE: Final = "database"
STORE: Final = "store"
KEYS: Final = "keys"
_STAMP: Final = "%Y-%m-%dT%H%M"
_PIECE: Final = 1024 * 1024
_PRIVATE: Final = 0o700


def copy_database(url: str, folder: Path, now: dt.datetime) -> Path:
    """Copy the database as it is at one moment, while it is in use."""
    parsed, target = make_url(url), _folder(folder / DATABASE)
    path = target / f"{now.strftime(_STAMP)}{_ending(parsed)}"
    if parsed.get_backend_name() == "sqlite":
        _copy_sqlite(Path(parsed.database or ""), path)
    else:
        _postgresql("pg_dump", parsed, "--format=custom", f"--file={path}")
    path.chmod(0o600)
    return path


def put_database_back(url: str, copy: Path) -> None:
    """Put a copy in the database's place. Nothing else may use the database meanwhile."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        target = Path(parsed.database or "")
        _folder(target.parent)
        _copy_sqlite(copy, target)
    else:
        _postgresql(
            "pg_restore", parsed, "--clean", "--if-exists", "--no-owner", "--exit-on-error",
            f"--dbname={_without_password(parsed)}", str(copy),
        )  # fmt: skip


def copies(folder: Path) -> list[Path]:
    """Return the copies of the database, the oldest first."""
    found = (folder / DATABASE).glob("*")
    return sorted(one for one in found if _day_of(one) is not None)


def thin_out(folder: Path, today: dt.date, days: int) -> list[Path]:
    """Delete the copies of the database that are `days` days old or older. Returns which."""
    old = [one for one in copies(folder) if (today - (_day_of(one) or today)).days >= days]
    for one in old:
        one.unlink()
    return old


def copy_store(store: Store, folder: Path) -> None:
    """Make a folder hold exactly what the store holds: what was erased goes here too."""
    target = _folder(folder / STORE)
    wanted, there = set(store.names()), {one.name for one in target.iterdir()}
    for name in wanted - there:
        _copy_object(store, name, target / name)
    for name in there - wanted:
        (target / name).unlink()


def put_store_back(folder: Path, store: Store) -> int:
    """Put back the sealed files that are missing. Returns how many."""
    source = folder / STORE
    there = set(store.names())
    missing = [one for one in source.glob("*") if one.name not in there]
    for one in missing:
        writing = store.begin(one.name)
        with one.open("rb") as file:
            while piece := file.read(_PIECE):
                writing.write(piece)
        writing.keep()
    return len(missing)


def copy_keys(secrets: Path, target: Path) -> None:
    """Copy the key files, and the shelf over the copy of it that was there."""
    _folder(target)
    for one in secrets.iterdir():
        if one.is_file() and not one.name.startswith("."):
            beside = target / f".{one.name}.new"
            shutil.copyfile(one, beside)
            beside.chmod(0o600)
            beside.replace(target / one.name)


def put_keys_back(source: Path, secrets: Path) -> list[str]:
    """Put back the key files that are missing; none that is there is touched. Returns which.

    So a shelf that has forgotten a week keeps it forgotten.
    """
    _folder(secrets)
    missing = [
        one
        for one in sorted(source.glob("*"))
        if one.is_file() and not (secrets / one.name).exists()
    ]
    for one in missing:
        shutil.copyfile(one, secrets / one.name)
        (secrets / one.name).chmod(0o600)
    if not (secrets / shelf_file.NAME).exists():
        raise NotFound("the shelf is missing here and in the backup: no case would open")
    return [one.name for one in missing]


def _copy_object(store: Store, name: str, path: Path) -> None:
    beside, size = path.with_name(f"{path.name}.part"), store.size(name)
    with beside.open("wb") as file:
        for offset in range(0, size, _PIECE):
            file.write(store.read(name, offset, _PIECE))
    beside.replace(path)


def _copy_sqlite(source: Path, target: Path) -> None:
    if not source.exists():
        raise NotFound(f"there is no {source.name}")
    with closing(sqlite3.connect(source)) as before, closing(sqlite3.connect(target)) as after:
        before.backup(after)


def _postgresql(program: str, url: URL, *options: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise NotSupported(f"{program} is not installed here")
    words = [found, *options]
    if program == "pg_dump":
        words.append(_without_password(url))
    # The password goes where no other user of the machine sees it.
    quiet = {"PGPASSWORD": str(url.password)} if url.password else {}
    done = subprocess.run(words, check=False, capture_output=True, env=quiet)  # noqa: S603
    if done.returncode:
        raise NotSupported(f"{program} failed: {done.stderr.decode(errors='replace')[:500]}")


def _without_password(url: URL) -> str:
    plain = url.set(drivername="postgresql", password=None)
    return plain.render_as_string(hide_password=False)


def _ending(url: URL) -> str:
    return ".sqlite" if url.get_backend_name() == "sqlite" else ".dump"


def _day_of(path: Path) -> dt.date | None:
    try:
        return dt.datetime.strptime(path.stem + "+0000", f"{_STAMP}%z").date()
    except ValueError:
        return None


def _folder(path: Path) -> Path:
    path.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    return path
