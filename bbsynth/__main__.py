"""``python -m bbsynth``: the command line."""

from __future__ import annotations

import sys

from bbsynth.cli import main

if __name__ == "__main__":
    sys.exit(main())
