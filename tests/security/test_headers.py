"""What every kind of answer tells a browser, and cells that a spreadsheet might run."""

import httpx2
import pytest

from resolvent.audit.table import safe_cell


@pytest.mark.parametrize("path", ["/auth/me", "/nothing", "/audit/export", "/ai-sessions"])
async def test_an_answer_of_the_api_is_no_page(client: httpx2.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("  @cmd", "'  @cmd"),
        ('Dana;=HYPERLINK("x")', 'Dana;\'=HYPERLINK("x")'),
        ("role: lead; -2", "role: lead; '-2"),
        ('x"=1', "x\"'=1"),
        ("role: lead; disabled: no", "role: lead; disabled: no"),
        ("a-b = c", "a-b = c"),
    ],
)
def test_no_cell_runs_whatever_parts_cells(text: str, cell: str) -> None:
    assert safe_cell(text) == cell
