"""docs/playbooks says what the playbooks' YAML says."""

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "playbooks"


def test_each_playbook_has_its_page() -> None:
    wanted = runpy.run_path(str(ROOT / "tools" / "playbook_pages.py"))["write_pages"]()
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert sorted(there) == sorted(wanted)
    outdated = sorted(name for name, text in wanted.items() if there[name] != text)
    assert outdated == [], "run: make playbook-pages"
