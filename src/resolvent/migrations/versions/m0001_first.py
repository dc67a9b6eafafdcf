"""The first schema: accounts, sessions, chat, fixes, notes, ticketing, jobs."""

from resolvent.migrations.script import run_script

revision = "0001"
down_revision = None

APP_ROLE = """
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'resolvent_app') THEN
        CREATE ROLE resolvent_app NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL; -- another database of this server made it at the same moment
END
$$;
GRANT resolvent_app TO CURRENT_USER;
"""

JOBS_GRANTS = """
GRANT SELECT, INSERT, UPDATE, DELETE ON
    procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers TO resolvent_app;
GRANT SELECT ON alembic_version TO resolvent_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO resolvent_app;
"""


def upgrade() -> None:
    run_script(__file__, text=APP_ROLE)
    run_script(__file__, file="0001_first.sql")
    run_script(__file__, file="0001_procrastinate.sql")
    run_script(__file__, text=JOBS_GRANTS)


def downgrade() -> None:
    """Back to an empty schema. The role stays: other databases of the server may use it."""
    run_script(__file__, text="DROP SCHEMA public CASCADE; CREATE SCHEMA public;")
