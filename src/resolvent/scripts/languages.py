"""Which language a script is written in, when whoever drafted it said nothing usable. Pure."""

import re

from resolvent.scripts.syntax import Language, parse, parse_errors

NAMES: dict[str, Language] = {
    **dict.fromkeys(("powershell", "pwsh", "ps", "ps1", "posh", "windows powershell"), Language.POWERSHELL),
    **dict.fromkeys(("bash", "sh", "shell", "zsh", "shellscript", "shell script"), Language.BASH),
    **dict.fromkeys(("cmd", "bat", "batch", "cmd.exe", "dos", "batch file"), Language.CMD),
    **dict.fromkeys(("python", "py", "python3"), Language.PYTHON),
}
STRICTEST_FIRST = (Language.POWERSHELL, Language.PYTHON, Language.BASH, Language.CMD)
"""The last two read almost any line as a command. PowerShell comes first, because most scripts here are."""
SHEBANG = re.compile(r"\A#!\s*(?:\S*/)?(?:env\s+)?(?P<name>[a-z]+)")
ECHO_OFF = re.compile(r"\A\s*@echo\s+off\b", re.IGNORECASE)


def read_language(name: str | None, script: str) -> Language:
    """The named one; else what its first line says; else the grammar with the fewest errors, of equals PowerShell."""
    if named := NAMES.get((name or "").strip().casefold()):
        return named
    if (shebang := SHEBANG.match(script)) and (named := NAMES.get(shebang["name"])):
        return named
    if ECHO_OFF.match(script):
        return Language.CMD
    return min(STRICTEST_FIRST, key=lambda language: len(parse_errors(parse(language, script))))
