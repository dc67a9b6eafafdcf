"""Alembic's entry: migrations run as the owner of the schema, each in its own transaction."""

from alembic import context
from sqlalchemy import Connection

from resolvent.models import METADATA

connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
