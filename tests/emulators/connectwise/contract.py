"""The vendor's OpenAPI, read in place: which bodies it allows, in both directions."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from tests.emulators.connectwise.exchange import Refusal, invalid, refusal, unknown_member

FILE = Path(__file__).parents[4] / "shared" / "reference" / "connectwise-openapi-subset.json"
SCHEMAS = "#/components/schemas/"
RENAMED = {"inactive": "inactiveFlag", "closedStatus": "closedFlag"}
"""Of a status as `/statuses/info` shows it."""
STATUSES, STATUS_INFO = "/service/boards/{parentId}/statuses", "StatusInfo"
PROJECT = "/project/tickets"
"""Not in the subset: taken to be as under /service."""
FORMS = "/system/documents"
"""Sent as multipart/form-data, not as JSON."""
CODES = {"required": "MissingRequiredField", "maxLength": "MaxLengthField"}


class Contract:
    def __init__(self, path: Path = FILE) -> None:
        document = json.loads(path.read_text())
        schemas = document["components"]["schemas"]
        _amend(schemas)
        self._schemas: dict[str, Any] = _strict(schemas, set(schemas))
        paths = document["paths"]
        paths |= {STATUSES + "/info": {"get": _listing(STATUS_INFO)}}
        paths |= {
            path.replace("/service/tickets", PROJECT): operations
            for path, operations in paths.items()
            if path.startswith("/service/tickets")
        }
        self._paths: dict[str, Any] = _strict(paths, set(schemas))
        ordered = sorted(self._paths.items(), key=lambda item: "{" in item[0])
        self._routes = [(re.compile(re.sub(r"\{[^}]+\}", r"\\d+", name)), found) for name, found in ordered]
        self._validators: dict[str, Draft202012Validator] = {}

    def readable(self) -> list[str]:
        """All paths that a GET may name."""
        return sorted(path for path, operations in self._paths.items() if "get" in operations)

    def knows(self, method: str, path: str) -> bool:
        return bool(self._operation(method, path))

    def refused(self, method: str, path: str, body: Any) -> Refusal | None:
        """The vendor's 400 for a body that it doesn't know; None also for a path that the subset doesn't hold."""
        schema = self._operation(method, path).get("requestBody")
        if body is None or path == FORMS:
            return None
        error = next(iter(self._errors(schema, body)), None) or next(self._of_values(method, path, body), None)
        return self._refusal(schema, error) if error else None

    def answer_errors(self, method: str, path: str, status: int, body: Any) -> list[str]:
        """Of an error's body too, whatever the path."""
        answer = (self._operation(method, path).get("responses") or {}).get(str(status)) or {}
        schema = {"$ref": SCHEMAS + "ErrorResponseMessage"} if status >= 400 else answer.get("schema")
        return [f"{error.json_path}: {error.message}"[:300] for error in self._errors(schema, body)]

    def _of_values(self, method: str, path: str, body: Any) -> Iterator[ValidationError]:
        """Of what a PATCH sets whole members to."""
        answer = (self._operation(method, path).get("responses") or {}).get("200") or {}
        name = (answer.get("schema") or {}).get("$ref", "").removeprefix(SCHEMAS)
        members = self._schemas.get(name, {}).get("properties", {})
        for entry in body if method == "PATCH" and isinstance(body, list) else []:
            member = str(entry.get("path", "")).removeprefix("/")
            if entry.get("op") != "remove" and member in members:
                for error in self._errors(members[member], entry.get("value")):
                    error.path.appendleft(member)
                    yield error

    def _operation(self, method: str, path: str) -> dict[str, Any]:
        for pattern, operations in self._routes:
            if pattern.fullmatch(path) and method.lower() in operations:
                found: dict[str, Any] = operations[method.lower()]
                return found
        return {}

    def _errors(self, schema: Any, body: Any) -> list[ValidationError]:
        if not schema:
            return []
        key = json.dumps(schema, sort_keys=True)
        if key not in self._validators:
            whole = {**schema, "components": {"schemas": self._schemas}}
            self._validators[key] = Draft202012Validator(whole)
        return sorted(self._validators[key].iter_errors(body), key=lambda error: list(map(str, error.path)))

    def _refusal(self, schema: Any, error: ValidationError) -> Refusal:
        kind = next((name for name, known in self._schemas.items() if known == error.schema), "") or _named(schema)
        field = "/".join(str(step) for step in error.path)
        instance: Any = error.instance
        wanted: Any = error.validator_value
        if error.validator == "additionalProperties":
            known = error.schema["properties"] if isinstance(error.schema, dict) else {}
            return unknown_member(next(name for name in instance if name not in known), kind)
        if not field and error.validator == "type":
            return refusal(400, "InvalidObject", f"{kind or 'The body'} is not of the right type.")
        if error.validator == "required":
            field = next(name for name in wanted if name not in instance)
        code, resource = CODES.get(str(error.validator), "InvalidField"), kind[:1].lower() + kind[1:]
        messages = {
            "required": f"The {field} field is required.",
            "maxLength": f"The field {field} must be a string with a maximum length of {wanted}.",
        }
        return invalid(resource, code, messages.get(str(error.validator), f"The field {field} is not valid."), field)


@cache
def vendors() -> Contract | None:
    """One for all runs; None where the file isn't."""
    return Contract() if FILE.exists() else None


def _named(schema: Any) -> str:
    return str((schema.get("items") or schema).get("$ref", "")).removeprefix(SCHEMAS)


def _listing(name: str) -> dict[str, Any]:
    return {"responses": {"200": {"schema": {"type": "array", "items": {"$ref": SCHEMAS + name}}}}}


def _amend(schemas: dict[str, Any]) -> None:
    """Where practice differs from the file, and what it leaves out."""
    schemas["ErrorResponseMessage"]["properties"]["errors"]["nullable"] = True
    schemas["CustomFieldValue"]["properties"]["value"] = {}
    status = schemas["BoardStatus"]
    properties = {RENAMED.get(name, name): part for name, part in status["properties"].items()}
    schemas[STATUS_INFO] = status | {"properties": properties}


def _strict(schema: Any, known: set[str]) -> Any:
    """`nullable` as JSON Schema says it; members that aren't named are refused; unknown references allow anything."""
    if isinstance(schema, list):
        return [_strict(part, known) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if str(schema.get("$ref", "")).startswith(SCHEMAS) and schema["$ref"].removeprefix(SCHEMAS) not in known:
        return {}
    out = {name: _strict(part, known) for name, part in schema.items() if name != "nullable"}
    if schema.get("nullable") and isinstance(schema.get("type"), str):
        out["type"] = [schema["type"], "null"]
        if "enum" in out:
            out["enum"] = [*out["enum"], None]
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        out.setdefault("additionalProperties", False)
    return out
