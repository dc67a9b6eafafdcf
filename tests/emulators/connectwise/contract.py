"""The vendor's OpenAPI, read in place: which bodies it allows, in both directions."""

import json
import re
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

FILE = Path(__file__).parents[4] / "shared" / "reference" / "connectwise-openapi-subset.json"


class Contract:
    def __init__(self, path: Path = FILE) -> None:
        document = json.loads(path.read_text())
        self._components = _strict(document["components"])
        self._routes = [
            (re.compile(re.sub(r"\{[^}]+\}", r"\\d+", template)), operations)
            for template, operations in sorted(document["paths"].items(), key=lambda item: "{" in item[0])
        ]

    def knows(self, method: str, path: str) -> bool:
        return self._operation(method, path) is not None

    def request_errors(self, method: str, path: str, body: Any) -> list[str]:
        """[] also for a path that the subset doesn't hold."""
        operation = self._operation(method, path) or {}
        return self._errors(operation.get("requestBody"), body) if body is not None else []

    def answer_errors(self, method: str, path: str, status: int, body: Any) -> list[str]:
        answer = ((self._operation(method, path) or {}).get("responses") or {}).get(str(status))
        return self._errors((answer or {}).get("schema"), body)

    def _operation(self, method: str, path: str) -> Any:
        for pattern, operations in self._routes:
            if pattern.fullmatch(path) and method.lower() in operations:
                return operations[method.lower()]
        return None

    def _errors(self, schema: Any, body: Any) -> list[str]:
        if not schema:
            return []
        validator = Draft202012Validator({**_strict(schema), "components": self._components})
        return [f"{error.json_path}: {error.message}"[:300] for error in validator.iter_errors(body)]


def _strict(schema: Any) -> Any:
    """`nullable` as JSON Schema says it; members that aren't named are refused."""
    if isinstance(schema, list):
        return [_strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    out = {name: _strict(part) for name, part in schema.items() if name != "nullable"}
    if schema.get("nullable") and isinstance(schema.get("type"), str):
        out["type"] = [schema["type"], "null"]
        if "enum" in out:
            out["enum"] = [*out["enum"], None]
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        out.setdefault("additionalProperties", False)
    return out
