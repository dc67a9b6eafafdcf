"""The real bash reads the rendered scripts, many in one process, and says what it got."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

BASH = shutil.which("bash")
END = "\x01"
VALUE = "\x02"
"""Stands for the value in what a template prints."""

PRINT = "printf '%s\\0' "
TEMPLATES: list[tuple[str, str]] = [
    (PRINT + "{{ x }}", f"{VALUE}\0"),
    (PRINT + "-- {{ x }}", f"--\0{VALUE}\0"),
    (PRINT + "pre{{ x }}post", f"pre{VALUE}post\0"),
    (PRINT + "--user={{ x }}", f"--user={VALUE}\0"),
    (PRINT + "{{ x }}/{{ x }}", f"{VALUE}/{VALUE}\0"),
    (PRINT + "'{{ x }}'", f"{VALUE}\0"),
    (PRINT + "'<{{ x }}>' b", f"<{VALUE}>\0b\0"),
    (PRINT + '"{{ x }}"', f"{VALUE}\0"),
    (PRINT + '"a {{ x }} b"', f"a {VALUE} b\0"),
    ("v=1; " + PRINT + '"${v}{{ x }}$v"', f"1{VALUE}1\0"),
    (PRINT + "$'{{ x }}'", f"{VALUE}\0"),
    ("v={{ x }}; " + PRINT + '"$v"', f"{VALUE}\0"),
    ('v="{{ x }}"; ' + PRINT + '"$v"', f"{VALUE}\0"),
    ("v=({{ x }} b); " + PRINT + '"${v[@]}"', f"{VALUE}\0b\0"),
    ("f() { " + PRINT + "{{ x }}; }; f", f"{VALUE}\0"),
    ("for v in {{ x }}; do " + PRINT + '"$v"; done', f"{VALUE}\0"),
    ("case {{ x }} in *) " + PRINT + "{{ x }} ;; esac", f"{VALUE}\0"),
    (PRINT + "\"$(printf '%s_' {{ x }})\"", f"{VALUE}_\0"),
    (PRINT + '"$(printf \'%s_\' "{{ x }}")"', f"{VALUE}_\0"),
    (PRINT + "\"`printf '%s_' {{ x }}`\"", f"{VALUE}_\0"),
    ("cat <<EOF\n<{{ x }}>\nEOF", f"<{VALUE}>\n"),
    ("cat <<EOF\n{{ x }}\nEOF", f"{VALUE}\n"),
    ("cat <<'EOF'\n{{ x }}\n$v\nEOF", f"{VALUE}\n$v\n"),
    ("cat <<-EOF\n\t<{{ x }}>\n\tEOF", f"<{VALUE}>\n"),
    ("cat <<< {{ x }}", f"{VALUE}\n"),
    ("# {{ x }}\n" + PRINT + "a # {{ x }}", "a\0"),
    ("if [ {{ x }} = b ]; then " + PRINT + "{{ x }}; else " + PRINT + "{{ x }}; fi", f"{VALUE}\0"),
    ("if [[ {{ x }} == {{ x }} ]]; then " + PRINT + "yes; fi", "yes\0"),
    (PRINT + "${v:-{{ x }}}", f"{VALUE}\0"),
    (PRINT + "{a,{{ x }}}", f"a\0{VALUE}\0"),
    (PRINT + "*{{ x }}", f"*{VALUE}\0"),
    ("export V={{ x }}; " + PRINT + '"$V"', f"{VALUE}\0"),
    ("cat <<EOF\n$(printf '%s_' '{{ x }}')\nEOF", f"{VALUE}_\n"),
    ("if [[ {{ x }} -eq 5 ]]; then :; fi; " + PRINT + "a", "a\0"),
    ("unset {{ x }}; " + PRINT + "a", "a\0"),
    ("bash <<EOF\nprintf %s '{{ x }}'\nEOF", VALUE),
    ("echo 'printf %s {{ x }}' | bash", VALUE),
    ('eval "printf %s {{ x }}"', VALUE),
    ("bash -c 'printf %s {{ x }}'", VALUE),
    ('bash -c "printf %s {{ x }}"', VALUE),
    ("timeout 5 bash -c 'printf %s {{ x }}'", VALUE),
    ("find . -maxdepth 0 -exec sh -c 'printf %s {{ x }}' \\;", VALUE),
    ("bash <(echo 'printf %s {{ x }}')", VALUE),
    ("echo 'printf %s {{ x }}' | env bash", VALUE),
    ("timeout 5 bash -c 'printf %s \"$1\"' _ {{ x }}", VALUE),
    ("find . -maxdepth 0 -exec printf '%s\\0' {{ x }} \\;", f"{VALUE}\0"),
    ("test -v {{ x }}; " + PRINT + "a", "a\0"),
]
"""Template → what it prints."""


def read_all(scripts: Sequence[str]) -> list[bytes]:
    """What each script printed. A script that broke out of its place spoils the count, and then all are run alone."""
    outputs = run("".join(f"({script}\n)\nprintf '\\1'\n" for script in scripts))
    if len(outputs) == len(scripts) + 1 and not outputs[-1]:
        return outputs[:-1]
    return [run(f"({script}\n)\nprintf '\\1'\n")[0] for script in scripts]


def run(program: str) -> list[bytes]:
    assert BASH is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "program")
        path.write_text(program, encoding="utf-8", newline="")
        empty = Path(folder, "empty")
        empty.mkdir()
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            [BASH, "--norc", "--noprofile", str(path)],
            capture_output=True,
            check=False,
            cwd=empty,
            env=environment,
            timeout=60,
        )
        assert not list(empty.iterdir()), "a value made a file"
    return done.stdout.split(END.encode())


def expected_of(printed: str, value: str) -> bytes:
    return printed.replace(VALUE, value).encode()
