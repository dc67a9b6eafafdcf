"""How common a word is comes from the database's statistics, once they are there, and is then kept."""

import psycopg

from resolvent.db import Database
from resolvent.search.common import Common, read_common
from resolvent.search.find import read_words
from resolvent.search.keeping import catch_up
from tests.conftest import Tenant
from tests.search.closed import add_closed


async def test_what_many_sessions_hold_weighs_little_once_that_is_known(
    database: Database, database_url: str, tenant: Tenant
) -> None:
    async def known() -> Common:
        async with database.transaction(tenant.account_id) as db:
            return await read_common(db)

    async def weigh() -> list[str]:
        async with database.transaction(tenant.account_id) as db:
            words, _ = await read_words(db, "The printer is purple")
            return [one.word for one in words]

    for number in range(20):
        await add_closed(database_url, tenant, f"The printer jams {number}")
    await catch_up(database)
    assert (await known()).shares == {}
    assert await weigh() == ["printer", "purpl"], "in the order of the text"
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as db:
        await db.execute("ANALYZE searched_sessions")
    common = await known()
    assert (common.shares["printer"], common.rows) == (1.0, 20.0), "read anew while there were none"
    assert await weigh() == ["purpl", "printer"]
    assert await known() is common
