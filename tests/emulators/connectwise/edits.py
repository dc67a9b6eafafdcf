"""The vendor's own kind of PATCH: an array of operations on members by name."""

from typing import Any

from tests.emulators.connectwise.exchange import Row, checked_members, invalid, refusal, unknown_member
from tests.emulators.connectwise.world import World

OPERATIONS = frozenset({"add", "replace", "remove"})
Operation = tuple[str, str, Any]
"""Member, step below it or "", value."""


def operations(
    world: World, body: Any, members: frozenset[str], kind: str, read_only: frozenset[str]
) -> list[Operation]:
    """Raises Refusal."""
    if not isinstance(body, list):
        raise refusal(400, "InvalidObject", "The body must be an array of operations.")
    return [_operation(world, entry, members, kind, read_only) for entry in body]


def patched(world: World, row: Row, body: Any, members: frozenset[str], kind: str, read_only: frozenset[str]) -> Row:
    """The row with its plain members changed; nothing of it is a reference. Raises Refusal."""
    changed = {name: value for name, value in row.items() if name != "_info"}
    for name, step, value in operations(world, body, members, kind, read_only):
        if step:
            raise unknown_member(f"{name}/{step}", kind)
        changed[name] = value
    return changed


def _operation(world: World, entry: Any, members: frozenset[str], kind: str, read_only: frozenset[str]) -> Operation:
    entry = checked_members(entry, frozenset({"op", "path", "value"}), "PatchOperation")
    if entry.get("op") not in OPERATIONS:
        raise refusal(400, "InvalidObject", f"The operation '{entry.get('op')}' is not supported.")
    path = str(entry.get("path", ""))
    if world.switches.slash_before_path:
        path = path.removeprefix("/")
    name, _, step = path.partition("/")
    if name not in members:
        raise unknown_member(path, kind)
    if name in read_only:
        raise invalid(kind[0].lower() + kind[1:], "InvalidField", f"The field {name} cannot be changed.", name)
    return name, step, None if entry["op"] == "remove" else entry.get("value")
