"""Lists: conditions, order, pages by number or forward only, chosen fields."""

from collections.abc import Collection, Sequence
from urllib.parse import urlencode

from tests.emulators.connectwise.conditions import at_path, parse
from tests.emulators.connectwise.exchange import Answer, Call, Row, refusal, unknown_name

DEFAULT_SIZE, LARGEST_SIZE = 25, 1000


def selected(rows: Sequence[Row], conditions: str, names: Collection[str]) -> list[Row]:
    if not conditions.strip():
        return list(rows)
    test = parse(conditions, names)
    return [row for row in rows if test(row)]


def counted(call: Call, rows: Sequence[Row], names: Collection[str]) -> Answer:
    return Answer(body={"count": len(selected(rows, call.query.get("conditions", ""), names))})


def listed(call: Call, rows: Sequence[Row], names: Collection[str], conditions: str | None = None) -> Answer:
    found = selected(rows, call.query.get("conditions", "") if conditions is None else conditions, names)
    size = min(_number(call, "pageSize", DEFAULT_SIZE), LARGEST_SIZE)
    if call.headers.get("pagination-type", "").lower() == "forward-only":
        return _forward(call, sorted(found, key=lambda row: row["id"]), size)
    found = _ordered(found, call.query.get("orderBy", ""), names)
    page = _number(call, "page", 1)
    last = max(1, -(-len(found) // size))
    links = [("next", page + 1), ("last", last)] if page < last else []
    headers = {"Link": ", ".join(f'<{_url(call, page=n)}>; rel="{rel}"' for rel, n in links)} if links else {}
    return Answer(body=[chosen(call, row) for row in found[(page - 1) * size : page * size]], headers=headers)


def chosen(call: Call, row: Row) -> Row:
    """With `fields` nothing else is returned, `_info` included."""
    fields = [field.strip() for field in call.query.get("fields", "").split(",") if field.strip()]
    if not fields:
        return row
    out: Row = {}
    for field in fields:
        if (value := at_path(row, field)) is not None:
            *above, name = field.split("/")
            into = out
            for step in above:
                into = into.setdefault(step, {})
            into[name] = value
    return out


def _forward(call: Call, rows: list[Row], size: int) -> Answer:
    after = _number(call, "pageId", 0, least=0)
    rest = [row for row in rows if row["id"] > after]
    page = rest[:size]
    more = len(rest) > size
    headers = {"Link": f'<{_url(call, pageId=page[-1]["id"])}>; rel="next"'} if more else {}
    return Answer(body=[chosen(call, row) for row in page], headers=headers)


def _ordered(rows: list[Row], order: str, names: Collection[str]) -> list[Row]:
    if not order:
        return rows
    path, _, direction = order.strip().partition(" ")
    if path.split("/")[0] not in names:
        raise unknown_name(path)
    return sorted(
        rows, key=lambda row: (at_path(row, path) is None, at_path(row, path)), reverse=direction.lower() == "desc"
    )


def _number(call: Call, name: str, default: int, least: int = 1) -> int:
    text = call.query.get(name, str(default))
    if not text.isdigit() or int(text) < least:
        raise refusal(400, "InvalidObject", f"{name} is not valid")
    return int(text)


def _url(call: Call, **changed: int) -> str:
    return f"{call.base}{call.path}?{urlencode(call.query | {name: str(n) for name, n in changed.items()})}"
