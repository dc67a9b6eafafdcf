"""The access matrix's rows of closed sessions that are found again."""

from typing import Final

from tests.security.conftest import World
from tests.security.matrix_row import ADMIN, ENGINEER, V1, Ids, Row, nothing


async def session(world: World) -> Ids:
    return {"session_id": await world.new_session()}


SEARCH_ROWS: Final = (
    Row("GET", V1 + "/search", ENGINEER, 200, nothing, query="?q=printer"),
    Row("GET", V1 + "/similar", ENGINEER, 200, session, query="?session={session_id}"),
    Row("GET", V1 + "/search/meaning", ADMIN, 200, nothing),
)
