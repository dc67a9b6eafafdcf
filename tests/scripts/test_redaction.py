import base64
import html
import json
import re
import string
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from resolvent.errors import Invalid
from resolvent.scripts.engine import render
from resolvent.scripts.parameters import Kind, Parameter
from resolvent.scripts.redaction import MASK, redact_sensitive
from resolvent.scripts.syntax import Language

SCHEMA = {
    "type": "object",
    "properties": {
        "a": {"type": "string", "x-sensitive": True},
        "b": {"type": "string", "x-sensitive": True},
        "open": {"type": "string"},
    },
}
SECRETS = [
    "S3cret!pass",
    "p@s's \"w0`rd$é\\x",
    "pass word&more",
    "%40+a/b=c",
    "日本語の秘密",
    "tail'",
    "\\back\\",
    "a😀bcd",
    "C:\\x\\y",
]
ALPHABET = string.ascii_letters + string.digits + "'\"`$\\%&+/=<>é !@#*^日"
secrets = st.text(ALPHABET, min_size=4, max_size=16).filter(lambda text: text.strip(" *") != "")


def redact(text: str, secret: str) -> str:
    return redact_sensitive(text, SCHEMA, {"a": secret})


def json_in_json(text: str) -> str:
    return json.dumps({"t": json.dumps({"t": text})})


FORMS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "powershell single": lambda text: text.replace("'", "''"),
    "powershell double": lambda text: re.sub(r'[`$"]', r"`\g<0>", text),
    "powershell doubled quotes": lambda text: text.replace("`", "``").replace("$", "`$").replace('"', '""'),
    "bash single": lambda text: text.replace("'", "'\\''"),
    "bash single, other way": lambda text: text.replace("'", "'\"'\"'"),
    "bash double": lambda text: re.sub(r'[\\"$`]', r"\\\g<0>", text),
    "bash ansi": lambda text: re.sub(r"[\\']", r"\\\g<0>", text),
    "bash printf %q": lambda text: re.sub(r"[^\w]", r"\\\g<0>", text, flags=re.ASCII),
    "cmd carets": lambda text: re.sub(r'[&|<>^"%]', r"^\g<0>", text),
    "python": lambda text: repr(text)[1:-1],
    "python bytes": lambda text: repr(text.encode())[2:-1],
    "json": lambda text: json.dumps(text)[1:-1],
    "json, not ascii": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "json in json": json_in_json,
    "html": html.escape,
    "html named": lambda text: html.escape(text).replace("&#x27;", "&apos;"),
    "html decimal": lambda text: "".join(f"&#{ord(character)};" for character in text),
    "html twice": lambda text: html.escape(html.escape(text)),
    "url": lambda text: quote(text, safe=""),
    "url path": quote,
    "url form": quote_plus,
    "url lower": lambda text: re.sub(r"%..", lambda code: code[0].lower(), quote(text, safe="")),
    "url twice": lambda text: quote(quote(text, safe="")),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 url": lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "base64 utf-16": lambda text: base64.b64encode(text.encode("utf-16-le")).decode(),
    "hex": lambda text: text.encode().hex(),
    "hex upper, utf-16": lambda text: text.encode("utf-16-le").hex("-").upper(),
    "hex, code": lambda text: ", ".join(f"0x{byte:02x}" for byte in text.encode()),
}


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("form", list(FORMS))
def test_each_secret_in_each_form(form: str, secret: str) -> None:
    written = FORMS[form](secret)
    redacted = redact(f"before <{written}> after", secret)
    assert MASK in redacted
    assert written not in redacted
    assert secret not in redacted
    assert redacted.startswith("before <")
    assert redacted.endswith("> after")


@settings(max_examples=100, deadline=None)
@given(form=st.sampled_from(list(FORMS)), secret=secrets)
@example("plain", "''''")
@example("bash single", "a\\'\\'\\'b")
def test_any_secret_in_each_form(form: str, secret: str) -> None:
    form = form if secret.strip("\\`^'\"") else "plain"
    redacted = redact(f"<{FORMS[form](secret)}>", secret)
    assert MASK in redacted
    assert secret not in redacted


@settings(max_examples=60, deadline=None)
@given(
    secret=secrets, before=st.binary(max_size=9), after=st.binary(max_size=9), wide=st.booleans(), lines=st.booleans()
)
def test_base64_at_any_place_of_a_longer_text(
    secret: str, before: bytes, after: bytes, wide: bool, lines: bool
) -> None:
    data = before * 7 + secret.encode("utf-16-le" if wide else "utf-8") + after
    encoded = (base64.encodebytes(data) if lines else base64.b64encode(data)).decode()
    redacted = redact(f"run -EncodedCommand {encoded}", secret)
    assert MASK in redacted
    left = "".join(re.findall(r"[A-Za-z0-9+/]+", redacted.partition("EncodedCommand ")[2].replace(MASK, "")))
    assert len(left) < len(encoded)


@settings(max_examples=60, deadline=None)
@given(text=st.text("bcdfgh ijk\n.-0", max_size=200), secret=st.text("XYZ7Q!'", min_size=4, max_size=9))
def test_text_without_the_value_is_never_touched(text: str, secret: str) -> None:
    assert redact(text, secret) == text


@settings(max_examples=60, deadline=None)
@given(
    text=st.text("abx*'\\ =", max_size=60),
    first=st.text("abx*'", min_size=1, max_size=6),
    second=st.text("abx*'", max_size=6),
)
def test_masking_twice_changes_nothing(text: str, first: str, second: str) -> None:
    once = redact_sensitive(text, SCHEMA, {"a": first, "b": second})
    assert redact_sensitive(once, SCHEMA, {"a": first, "b": second}) == once


@settings(max_examples=60, deadline=None)
@given(
    secret=secrets,
    language=st.sampled_from(Language),
    place=st.sampled_from(["run {{ a }}", "run '{{ a }}'", 'run "{{ a }}"']),
)
def test_the_rendered_script_never_keeps_the_secret(secret: str, language: Language, place: str) -> None:
    body = place.replace("run ", "a = ") if language is Language.PYTHON else place
    try:
        script = render(language, body, [Parameter(name="a", kind=Kind.STRING, sensitive=True)], {"a": secret})
    except Invalid:
        return
    redacted = redact(script, secret)
    assert MASK in redacted
    assert secret not in redacted


def test_overlapping_secrets_leave_nothing() -> None:
    assert redact_sensitive("<abcdefgh>", SCHEMA, {"a": "abcdef", "b": "defgh"}) == f"<{MASK}>"
    assert redact_sensitive("<ababab>", SCHEMA, {"a": "abab"}) == f"<{MASK}>"
    assert redact_sensitive("<secret1234>", SCHEMA, {"a": "secret", "b": "secret1234"}) == f"<{MASK}>"


def test_only_sensitive_values_are_masked() -> None:
    assert redact_sensitive("hidden visible", SCHEMA, {"a": "hidden", "open": "visible"}) == f"{MASK} visible"


def test_short_values_are_masked_where_they_stand_alone() -> None:
    assert redact("pin 123, not 1234 or a123", "123") == f"pin {MASK}, not 1234 or a123"
    assert redact("-Pin:'12' x12", "12") == f"-Pin:'{MASK}' x12"


@pytest.mark.parametrize("value", ["", "   ", None])
def test_nothing_to_mask(value: str | None) -> None:
    assert redact_sensitive("a   b", SCHEMA, {"a": value}) == "a   b"


@pytest.mark.parametrize("schema", [{}, {"properties": None}, {"properties": {"a": None}}, {"properties": {"a": {}}}])
def test_a_schema_without_secrets(schema: dict[str, object]) -> None:
    assert redact_sensitive("a secret", schema, {"a": "secret"}) == "a secret"


@pytest.mark.parametrize("secret", ["\\'" * 20, "'\"" * 20, "%25" * 20, "`\\`\\" * 10, "a" * 100, "\\" * 40])
def test_no_secret_makes_the_search_branch_for_ever(secret: str) -> None:
    text = (secret.replace("\\", "\\\\")[:-1] + "~") * 5 + "\\" * 300 + "'" * 300 + "%25" * 100
    assert redact(text, secret + "#") == text
