"""The words by which an interpreter, and what it is given, are known in a command of any language."""

import re


def compile_words(*names: str, unless: str = "") -> re.Pattern[str]:
    words = "|".join(names)
    return re.compile(rf"(?<![\w.$-])(?<!\$\{{)(?:{words})(?:\.exe)?(?![\w./\\\]=-]){unless}", re.IGNORECASE)


FILE = r"(?!(?:\.exe)?['\"]?(?:\s+-(?!c|ec?\b|enc)\w+(?:\s+[\w.]+)?){0,9}\s+-f(?:i|il|ile)?\s)"
"""PowerShell's `-File`, after which all is data."""
SCRIPT = r"(?!\s+[\w./~-]+\.(?:sh|bash|py|rb|js|php|lua|pl|tcl|exp)\s)"
"""A script that is run instead, with options of its own."""
NEAR = r"[^|\n]{0,2000}?\s"
SHELLS = (
    r"(?:ba|z|da|a|k|c|tc|fi)?sh[\d.]*|\$\{?(?:env:)?shell\}?|su|runuser|flock|script|expect|tclsh|psql|mysql|mariadb"
)
SCRIPTED = r"pythonw?[\d.]*|py|ruby|node|deno|osascript|lua|php|perl|rscript|groovy|bun|mongo(?:sh)?|cqlsh"
JOINING = rf"(?:powershell|pwsh){FILE}|cmd|\$\{{?env:comspec\}}?|%comspec%|iex|wsl|(?:auto)?ssh|plink"
JOINING += r"|invoke-expression|parallel|sqlite3"
GIVEN = r"eval|watch|tmux|[gm]?awk|sed|perl|mshta|add-type|ansible|salt|run-command|send-command|node\s+-p"
GIVEN += rf"|schtasks{NEAR}/tr|wmic{NEAR}create|(?:invoke-)?sqlcmd{NEAR}-[qv]\w*"
GIVEN += rf"|invoke-\w*(?:script|sshcommand|runcommand){NEAR}-(?:script|command)\w*"
GIVEN += r"|sudo(?:\s+-\w+(?:\s+\w+)?){0,9}?\s+-[a-z]*[is]"
READING = r"sqlcmd|crontab|at|batch|ed|ex|dc|gdb|sqlplus|isql|s?ftp|lftp|telnet|nsupdate|diskpart|[sg]?fdisk|parted"

ALL_AFTER = compile_words(JOINING, GIVEN)
"""All that follows is code."""
INTERPRETER = compile_words(SHELLS, SCRIPTED, unless=SCRIPT)
OPTION = re.compile(
    r"(?<=[\s\"',(])(?:-[a-z]*c|-[a-z]{0,2}[er]\b|(?:--|__)[a-z-]*(?:command|execute|eval|print))", re.IGNORECASE
)
"""What makes the next argument an interpreter's code."""
ARGUMENT = re.compile(r"[a-z]*[\s=]+(?:--\s+)?(?:'[^']*'|\"(?:[\\`].|[^\"\\`])*\")\s", re.IGNORECASE | re.DOTALL)
"""The whole of that argument; what follows it is data."""
FED = compile_words(
    JOINING,
    READING,
    SHELLS,
    rf"(?:xargs(?:\s+\S+){{0,9}}?\s+(?:{SCRIPTED})|(?:{SCRIPTED})(?!\s+-[cem]\b))",
    unless=SCRIPT,
)
"""What runs its input."""
FEEDING = re.compile(r".*?(?:<[<(]|\binput\s*=)[^\n]*", re.DOTALL)
"""A command up to the input that it is given."""
PIPE = re.compile(r"\||>\(")
ONLY_DATA = re.compile(
    r"\s*@?(?:sudo\s+)?(?:echo|printf(?!\s+-v)|logger|[ef]?grep|journalctl|systemctl|service|apt(?:-get)?|dnf|yum|pgrep|pkill|killall|user(?:add|mod)|adduser|chsh"
    r"|findstr|title|tasklist|taskkill|(?:get|write|test|select|stop|restart)-\w+)\b[^;&|(`{\n]*"
    r"|\s*while\s[^;\n]*\bread\s(?s:.*)",
    re.IGNORECASE,
)
"""Commands that run nothing of what they are given, whatever it names."""
BUILTIN = re.compile(
    r"(?:\w+=\S*\s+|(?:builtin|command)\s+)*(?:(?:eval|trap|let|unset|read|alias|complete|compgen|bind)\s"
    r"|(?:mapfile|readarray)\s.*-\w*C|printf\s.*-v\s*[\"']?$|(?:source|\.)\s.*<[<(]"
    r"|(?:declare|typeset|local|readonly|export)\s(?:.*\s)?(?:-\w*[aAin]|[\"']?$))",
    re.DOTALL,
)
"""What bash itself evaluates, before a place: code, and names and numbers, in which an index can run a command."""
TEST = re.compile(r"(?:test|\[\[?)\s.*-[vR]\s|\[\[.*\s-(?:eq|ne|lt|le|gt|ge)\s", re.DOTALL)
"""The same around a place."""
ANY_ORDER = re.compile(
    r"(?:start-process|saps|start|new-scheduledtaskaction|invoke-(?:cim|wmi)method)\b", re.IGNORECASE
)
"""Cmdlets that may be told the interpreter after its code."""
METHODS = {
    "invokation_expression": r"scriptblock\]::create|process\]::start|\.(?:addscript|run|exec|shellexecute|expandstring"
    r"|newscriptblock|invokescript|invokecommand)",
    "call": r"(?:^|\.)(?:exec|eval|(?<!re\.)compile|system|popen|getoutput|getstatusoutput|create_subprocess_shell"
    r"|exec_command|execute|executemany|executescript)",
}
"""Functions of PowerShell and Python whose argument is code."""
STARTER = re.compile(r"(?:subprocess\.)?(?:run|call|check_call|check_output|Popen)")
SHELL = re.compile(r"\bshell\s*=\s*[T1]")
PROGRAM = re.compile(r"\(\s*(?:args\s*=\s*)?[\[(]")
"""Arguments that Python hands to a program one by one."""
