"""Lists: conditions, order, pages by number or forward only, chosen fields."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.emulators.connectwise.conditions import Test, at_path, parse
from tests.emulators.connectwise.exchange import Answer, Call, Row, refusal, unknown_name

DEFAULT_SIZE, LARGEST_SIZE = 25, 1000
CUSTOM_NAMES = frozenset({"id", "caption", "type", "value"})


@dataclass(frozen=True)
class Filters:
    conditions: str = ""
    children: str = ""
    """On the members of a collection: `types/name="Primary"`."""
    custom: str = ""
    """On custom fields: `caption="X" AND value="y"`."""
    order: str = ""


def asked(call: Call) -> Filters:
    query = call.query
    return Filters(
        query.get("conditions", ""),
        query.get("childConditions", ""),
        query.get("customFieldConditions", ""),
        query.get("orderBy", ""),
    )


def selected(rows: Iterable[Row], filters: Filters, names: Collection[str]) -> list[Row]:
    """Raises Refusal."""
    tests: list[Test] = []
    if filters.conditions.strip():
        tests.append(parse(filters.conditions, names))
    if filters.children.strip():
        tests.append(_of_children(filters.children, names))
    if filters.custom.strip():
        custom = parse(filters.custom, CUSTOM_NAMES)
        tests.append(lambda row: any(custom(field) for field in row.get("customFields") or []))
    return [row for row in rows if all(test(row) for test in tests)]


def _of_children(text: str, names: Collection[str]) -> Test:
    """One element of the collection meets the whole condition."""
    test = parse(text, names)
    collection = re.split(r"[/\s=<>!]", text.strip().lstrip("("), maxsplit=1)[0]
    return lambda row: any(test(row | {collection: element}) for element in row.get(collection) or [])


def counted(call: Call, rows: Iterable[Row], names: Collection[str]) -> Answer:
    return Answer(body={"count": len(selected(rows, asked(call), names))})


def listed(call: Call, rows: Iterable[Row], names: Collection[str], filters: Filters | None = None) -> Answer:
    filters = filters or asked(call)
    found = selected(rows, filters, names)
    size = min(_number(call, "pageSize", DEFAULT_SIZE), LARGEST_SIZE)
    if call.headers.get("pagination-type", "").lower() == "forward-only":
        return _forward(call, sorted(found, key=lambda row: row["id"]), size)
    found = _ordered(found, filters.order, names)
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
