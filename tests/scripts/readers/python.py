"""Python's own parser reads the rendered scripts."""

import ast
import io
import tokenize
from types import EllipsisType

Constant = str | bytes | int | float | complex | EllipsisType | None
TEMPLATES = [
    "a = {{ x }}",
    "f({{ x }}, b={{ x }})",
    "a = [{{ x }}, 'b']",
    'a = "{{ x }}"',
    "a = 'before {{ x }} after'",
    "a = r'{{ x }}'",
    'a = r"C:\\{{ x }}\\b"',
    'a = """{{ x }}"""',
    "a = '''one\n{{ x }}\n'''",
    "a = r'''{{ x }} b'''",
    "a = b'{{ x }}'",
    'a = f"{b} {{ x }} {c}"',
    "a = f'''{b}{{ x }}'''",
    "a = rf'{b} {{ x }} '",
    "# about {{ x }}\na = 1",
    "if a == {{ x }}:\n    g({{ x }})",
    "d = {'k': {{ x }}, {{ x }}: 1}",
    "def f(a={{ x }}):\n    return {{ x }}",
    "subprocess.run(['a', {{ x }}, '{{ x }}'])",
    "a = 'x' '{{ x }}'",
    "os.system('ls {{ x }}')",
    "subprocess.run({{ x }}, shell=True)",
]


def read_python(script: str, word: str = "", value: str = "") -> str:
    """The syntax tree, with `word` in its texts replaced by the value, and what follows the comments' lines."""
    tree = ast.parse(script)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and word:
            node.value = replace_in(node.value, word, value)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            node.values = [part for part in node.values if not (isinstance(part, ast.Constant) and part.value == "")]
    comments = sum(token.type == tokenize.COMMENT for token in tokenize.generate_tokens(io.StringIO(script).readline))
    return f"{ast.dump(tree)} {comments}"


def replace_in(constant: Constant, word: str, value: str) -> Constant:
    if isinstance(constant, str):
        return constant.replace(word, value)
    if isinstance(constant, bytes):
        return constant.replace(word.encode(), value.encode("ascii", errors="replace"))
    return constant
