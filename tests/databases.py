"""Fresh databases for tests: a SQLite file, or a database in a real PostgreSQL cluster."""

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from hrd_report.records import migrations
from hrd_report.records.database import open_database

# A database costs PostgreSQL two checkpoints, so that those given back are emptied and lent again.
_REMEMBER = """
DO $$ DECLARE one text; filled boolean; BEGIN
    CREATE SCHEMA remembered;
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', one) INTO filled;
        IF filled THEN
            EXECUTE format('CREATE TABLE remembered.%I AS TABLE public.%I', one, one);
        END IF;
    END LOOP;
END $$
"""
_RESTORE = """
DO $$ DECLARE one text; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DELETE FROM public.%I', one);
        IF to_regclass(format('remembered.%I', one)) IS NOT NULL THEN
            EXECUTE format('INSERT INTO public.%I TABLE remembered.%I', one, one);
        END IF;
    END LOOP;
END $$
"""
_BIN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


class Databases:
    """Makes databases that stand at the newest migration, quickly: each a copy of one template."""

    def __init__(self, folder: Path, server: str | None) -> None:
        self._folder = folder
        self._server = server
        self._template = self._make_template()
        self._remembered = ""
        self._lent: set[str] = set()
        self._clean: list[str] = []

    def fresh(self) -> str:
        """Return the address of a database of one's own."""
        return self.copy(self._template)

    def copy(self, url: str) -> str:
        """Return the address of a copy of a database that nobody has open."""
        name = f"c{uuid.uuid4().hex}"
        if self._server is None:
            path = self._folder / f"{name}.sqlite"
            shutil.copyfile(url.removeprefix("sqlite:///"), path)
            return f"sqlite:///{path}"
        self._say(f"CREATE DATABASE {name} TEMPLATE {_name(url)}")
        return f"{self._server}/{name}"

    def remember(self, url: str) -> None:
        """Lend copies of this database, as it stands, from now on."""
        self._remembered = url
        if self._server is not None:
            self._say(_REMEMBER, within=_name(url))

    def lend(self) -> str:
        """Return the address of a copy of what is remembered, which may have served before."""
        url = self._clean.pop() if self._clean else self.copy(self._remembered)
        self._lent.add(url)
        return url

    def empty(self) -> str:
        """Return the address of a database without tables."""
        name = f"e{uuid.uuid4().hex}"
        if self._server is None:
            return f"sqlite:///{self._folder / name}.sqlite"
        self._say(f"CREATE DATABASE {name}")
        return f"{self._server}/{name}"

    def drop(self, url: str) -> None:
        """Forget a database."""
        name = _name(url)
        if url in self._lent and self._server is not None:
            self._lent.remove(url)
            with suppress(psycopg.Error):  # somebody still holds it
                self._say(_RESTORE, within=name)
                self._clean.append(url)
                return
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
        return url

    def _say(self, statement: str, within: str = "postgres") -> None:
        address = str(self._server).replace("+psycopg", "")
        with psycopg.connect(f"{address}/{within}", autocommit=True) as connection:
            connection.execute("SET lock_timeout = '20s'")
            connection.execute(statement)


def _name(url: str) -> str:
    return url.rsplit("/", 1)[1]


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
