"""Fresh databases for tests: a SQLite file, or a database in a real PostgreSQL cluster."""

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from hrd_report.records import migrations
from hrd_report.records.database import open_database

_BIN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


class Databases:
    """Makes databases that stand at the newest migration, quickly: each a copy of one template."""

    def __init__(self, folder: Path, server: str | None) -> None:
        self._folder = folder
        self._server = server
        self._template = self._make_template()

    def fresh(self) -> str:
        """Return the address of a database of one's own."""
        name = f"t{uuid.uuid4().hex}"
        if self._server is None:
            path = self._folder / f"{name}.sqlite"
            shutil.copyfile(self._template, path)
            return f"sqlite:///{path}"
        self._say(f"CREATE DATABASE {name} TEMPLATE {self._template}")
        return f"{self._server}/{name}"

    def empty(self) -> str:
        """Return the address of a database without tables."""
        name = f"e{uuid.uuid4().hex}"
        if self._server is None:
            return f"sqlite:///{self._folder / name}.sqlite"
        self._say(f"CREATE DATABASE {name}")
        return f"{self._server}/{name}"

    def drop(self, url: str) -> None:
        """Forget a database."""
        name = url.rsplit("/", 1)[1]
        if self._server is not None:
            self._say(f"DROP DATABASE {name} WITH (FORCE)")
            return
        for path in self._folder.glob(f"{name}*"):
            path.unlink()

    def _make_template(self) -> str:
        url = self.empty()
        opened = open_database(url)
        migrations.upgrade(opened.engine)
        opened.close()
        return url.rsplit("/", 1)[1] if self._server else url.removeprefix("sqlite:///")

    def _say(self, statement: str) -> None:
        engine = create_engine(f"{self._server}/postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@contextmanager
def cluster() -> Iterator[str]:
    """Run a PostgreSQL cluster of our own on loopback. Yields its address without a database."""
    if not _BIN:
        raise FileNotFoundError("PostgreSQL is missing: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="hrd-postgresql-"))
    port = _free_port()
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres", "postgres")
    control = str(_BIN[-1] / "pg_ctl")
    data = str(folder / "data")
    options = f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off -c max_connections=300"
    log = str(folder / "log")
    _quietly(*as_user, control, "init", "-D", data, "-o", "-U postgres -A trust -E UTF8")
    _quietly(*as_user, control, "start", "-w", "-D", data, "-l", log, "-o", options)
    try:
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}"
    finally:
        _quietly(*as_user, control, "stop", "-D", data, "-m", "immediate")
        shutil.rmtree(folder, ignore_errors=True)


def _quietly(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
