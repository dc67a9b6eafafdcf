"""The schema of one parameter, from its literal."""

import re
from typing import Any

from resolvent.scripts.extraction.literals import Literal
from resolvent.scripts.extraction.shapes import FORMATS, find_shape

BOOLEANS = {"$true": True, "$false": False, "true": True, "false": False}


def type_value(literal: Literal) -> tuple[dict[str, Any], Any]:
    """(`type` and `format` of the property, the value as that type)."""
    if literal.number:
        if literal.value.lower() in BOOLEANS:
            return {"type": "boolean"}, BOOLEANS[literal.value.lower()]
        if re.fullmatch(r"-?(?:0|[1-9]\d*)", literal.value):
            return {"type": "integer"}, int(literal.value)
        if re.fullmatch(r"-?(?:0|[1-9]\d*)\.\d+", literal.value):
            return {"type": "number"}, float(literal.value)
    kind: dict[str, Any] = {"type": "string"}
    if "\n" in literal.value:
        return kind | {"x-multiline": True}, literal.value
    shape = find_shape(literal.value)
    if shape in FORMATS and not (shape.startswith("ip") and "/" in literal.value):
        kind["format"] = FORMATS[shape]
    return kind, literal.value
