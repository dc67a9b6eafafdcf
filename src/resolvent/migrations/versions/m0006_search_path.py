"""Functions that look past the policies search temporary tables last: unnamed, PostgreSQL would search them first."""

from resolvent.migrations.script import run_script

revision = "0006"
down_revision = "0005"

SET = """
DO $$
DECLARE
    one regprocedure;
BEGIN
    FOR one IN SELECT oid FROM pg_proc
        WHERE prosecdef AND pronamespace = 'public'::regnamespace AND starts_with(proname, 'resolvent_')
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = {path}', one);
    END LOOP;
END
$$;
"""


def upgrade() -> None:
    run_script(__file__, text=SET.format(path="pg_catalog, public, pg_temp"))


def downgrade() -> None:
    run_script(__file__, text=SET.format(path="pg_catalog, public"))
