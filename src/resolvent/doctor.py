"""Checks of an installation, in the order in which one rests on the other."""

from collections.abc import Iterator

import psycopg

from resolvent.config import Settings
from resolvent.migrations import newest_revision
from resolvent.start import StartError, load_secret_key, open_running_or_start
from resolvent.ui import WEB_DIST

OLDEST = 150_000


def examine(settings: Settings) -> Iterator[tuple[str, bool, str]]:
    """(name, ok, detail) per check; stops where the next one could not be tried."""
    yield "page", (WEB_DIST / "index.html").exists(), f"built files in {WEB_DIST}"
    with open_running_or_start(settings) as url, psycopg.connect(url, connect_timeout=5) as db:
        version = db.info.server_version
        yield "database", version >= OLDEST, f"PostgreSQL {version // 10000}.{version % 10000} answers"
        found = db.execute("SELECT to_regclass('alembic_version')").fetchone()
        if found is None or found[0] is None:
            yield "schema", False, "empty; run `resolvent migrate`"
            return
        revision = db.execute("SELECT version_num FROM alembic_version").fetchone()
        current = revision[0] if revision else None
        yield "schema", current == newest_revision(), f"at {current}, this release needs {newest_revision()}"
        bypass = db.execute("SELECT rolbypassrls OR rolsuper FROM pg_roles WHERE rolname = 'resolvent_app'").fetchone()
        yield "app role", bypass == (False,), "exists and cannot bypass row-level security"
    try:
        load_secret_key(settings)
        yield "secret key", True, "present"
    except StartError as error:
        yield "secret key", False, str(error)
