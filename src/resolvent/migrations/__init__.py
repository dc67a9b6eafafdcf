"""Bring a database to the current schema, as its owner, one process at a time."""

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, pool, text

from resolvent.migrations.vectors import make_vectors

LOCK = 0x5265736F6C76
"""Key of the advisory lock: replicas that start together migrate one after the other."""


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def migrate(url: str, revision: str = "head") -> None:
    """`url` is libpq's, as the owner. Raises sqlalchemy.exc.OperationalError when the database can't be reached."""
    engine = create_engine(psycopg_url(url), poolclass=pool.NullPool)
    config = alembic_config()
    with engine.connect() as guard:
        guard.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})
        guard.commit()
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            if revision == "base":
                command.downgrade(config, revision)
            else:
                command.upgrade(config, revision)
                if revision == "head":
                    make_vectors(connection)
            connection.commit()
    engine.dispose()


def newest_revision() -> str:
    revision = ScriptDirectory.from_config(alembic_config()).get_current_head()
    assert revision is not None
    return revision


def psycopg_url(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(("postgresql+psycopg", parts.netloc, parts.path, parts.query, ""))
