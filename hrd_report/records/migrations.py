"""Brings a database's tables up to date. Knows where the migrations are, not what they do."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

FOLDER: Final = Path(__file__).parents[2] / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


def upgrade(engine: Engine, target: str = "head") -> None:
    """Run every migration up to `target`."""
    config = _config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, target)
        connection.commit()


def downgrade(engine: Engine, target: str) -> None:
    """Undo migrations down to `target`."""
    config = _config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, target)
        connection.commit()


def revise(engine: Engine, serial: str, subject: str) -> None:
    """Write a new migration from what the models have and the database lacks."""
    config = _config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.revision(
            config,
            message=subject,
            rev_id=serial,
            autogenerate=True,
        )


def head() -> str:
    """Return the newest migration's serial."""
    found = ScriptDirectory.from_config(_config()).get_current_head()
    if found is None:
        raise LookupError("no migrations")
    return found


def current(engine: Engine) -> str | None:
    """Return the serial a database stands at."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
