"""What every test needs: no test opens a window on a real screen."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
