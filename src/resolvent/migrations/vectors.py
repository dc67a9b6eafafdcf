"""Vectors, where the database can have them: made at each migration, so that a pgvector that came later is taken at the next start."""

from pathlib import Path

from psycopg import Connection
from sqlalchemy import Connection as Bind

from resolvent.migrations.script import LOCK_TIMEOUT

VECTORS = Path(__file__).with_name("vectors.sql")


def make_vectors(bind: Bind) -> None:
    """In its transaction. Does nothing where they are, or can't be."""
    driver = bind.connection.driver_connection
    assert isinstance(driver, Connection)
    driver.execute((LOCK_TIMEOUT + VECTORS.read_text()).encode())
