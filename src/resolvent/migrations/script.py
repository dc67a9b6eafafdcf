"""Runs a migration's SQL as it is written, several statements at once."""

from pathlib import Path

from alembic import op
from psycopg import Connection

LOCK_TIMEOUT = "SET LOCAL lock_timeout = '5s';"
"""A migration that can't get its lock gives up, instead of queueing every request behind it."""


def run_script(migration: str, *, file: str | None = None, text: str = "") -> None:
    sql = Path(migration).with_name(file).read_text() if file is not None else text
    driver = op.get_bind().connection.driver_connection
    assert isinstance(driver, Connection)
    driver.execute((LOCK_TIMEOUT + sql).encode())
