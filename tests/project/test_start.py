"""What the start may cost: the first window waits for nothing that it does not show."""

from __future__ import annotations

import subprocess
import sys


def test_the_first_window_imports_nothing_for_later() -> None:
    later = ("scipy", "matplotlib", "PIL", "potpourri3d", "fsrs", "genanki", "markdown_it", "sqlite3")
    code = "import sys, atlas.app, atlas.edition, atlas.ui.window; "
    code += f"print([name for name in {later} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
