"""The page's types are made from a committed copy of the API's description; it must be the one that the app gives."""

import json
from pathlib import Path

from resolvent.app import create_app
from resolvent.config import Settings

COPY = Path(__file__).parents[1] / "web" / "openapi.json"


def test_the_committed_description_is_current() -> None:
    document = create_app(Settings(), "postgresql://nobody@localhost/none", "x" * 32).openapi()
    assert json.loads(COPY.read_text()) == json.loads(json.dumps(document)), (
        "Run `resolvent openapi web/openapi.json` and `npm run schema` in web/."
    )
