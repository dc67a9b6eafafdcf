"""Tickets that change under us: what is watched, how each connection is asked, and what came of it."""

from resolvent.migrations.script import run_script

revision = "0004"
down_revision = "0003"

DOWN = """
DROP FUNCTION resolvent_sync_watches(), resolvent_claim_watches(integer, integer, double precision, integer),
    resolvent_connection_of_hook(text);
DROP TABLE ticket_news, ticket_watches, connection_inbound;
DROP INDEX ix_ai_sessions_watched;
"""


def upgrade() -> None:
    run_script(__file__, file="0004_inbound.sql")


def downgrade() -> None:
    run_script(__file__, text=DOWN)
