"""Names by which commands go: aliases of PowerShell, paths, endings, signs of escape."""

import re

POWERSHELL_ALIASES = {
    **dict.fromkeys(["ri", "rm", "del", "erase", "rd", "rmdir"], "remove-item"),
    **dict.fromkeys(["gci", "dir", "ls"], "get-childitem"),
    **dict.fromkeys(["gc", "cat", "type"], "get-content"),
    **dict.fromkeys(["iwr", "wget", "curl"], "invoke-webrequest"),
    **dict.fromkeys(["%", "foreach"], "foreach-object"),
    **dict.fromkeys(["?", "where"], "where-object"),
    **dict.fromkeys(["kill", "spps"], "stop-process"),
    **dict.fromkeys(["start", "saps"], "start-process"),
    **dict.fromkeys(["ps", "gps"], "get-process"),
    **dict.fromkeys(["gwmi"], "get-wmiobject"),
    **dict.fromkeys(["echo", "write"], "write-output"),
    "irm": "invoke-restmethod",
    "iex": "invoke-expression",
    "icm": "invoke-command",
    "sasv": "start-service",
    "spsv": "stop-service",
    "gsv": "get-service",
    "gi": "get-item",
    "sp": "set-itemproperty",
    "si": "set-item",
    "ni": "new-item",
    "rp": "remove-itemproperty",
    "clp": "clear-itemproperty",
    "cli": "clear-item",
    "clc": "clear-content",
    "sc": "set-content",
    "gcim": "get-ciminstance",
    "rcim": "remove-ciminstance",
    "icim": "invoke-cimmethod",
    "iwmi": "invoke-wmimethod",
    "rwmi": "remove-wmiobject",
    "epcsv": "export-csv",
    "ipcsv": "import-csv",
    "sajb": "start-job",
    "select": "select-object",
    "sort": "sort-object",
    "pwsh": "powershell",
}
CMD_ALIASES = {"erase": "del", "rmdir": "rd", "md": "mkdir", "pwsh": "powershell", "net1": "net"}
BASH_ALIASES = {"pwsh": "powershell"}
PARAMETER_ALIASES = {"wi": "whatif", "cf": "confirm", "cn": "computername", "ea": "erroraction", "lp": "literalpath"}
PARAMETER_ALIASES |= {"pspath": "literalpath", "ex": "executionpolicy", "ep": "executionpolicy"}
SWITCHES = frozenset(
    [
        "recurse",
        "force",
        "whatif",
        "confirm",
        "asplaintext",
        "passthru",
        "verbose",
        "debug",
        "all",
        "wait",
        "allusers",
        "online",
        "quiet",
        "cascade",
        "append",
        "asjob",
        "usebasicparsing",
        "skipcertificatecheck",
        "recursive",
        "norestart",
        "noprofile",
        "noninteractive",
        "nologo",
        "noexit",
        "disable",
        "enable",
        "reset",
        "file",
        "directory",
        "hidden",
        "restart",
        "removedata",
        "removeoem",
        "nonewwindow",
        "full",
    ]
)
"""Parameters of PowerShell that take no value but behind a colon."""
VALUED = frozenset(["verb"])
"""Parameters that are the beginning of a switch's name, and yet take a value."""
DASHES = "-–—―"
"""PowerShell takes each for a hyphen."""
ENDING = re.compile(r"\.(exe|com|cmd|bat)$")


def find_name(text: str, aliases: dict[str, str]) -> str:
    """`C:\\Windows\\System32\\Net.EXE` → `net`; an ending that tells `sc.exe` from the alias `sc` is seen first."""
    last = re.split(r"[\\/]", text.strip().strip("\"'"))[-1].lower()
    bare = ENDING.sub("", last)
    return aliases.get(bare, bare) if bare == last else {"pwsh": "powershell", "net1": "net"}.get(bare, bare)
