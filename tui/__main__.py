"""`python -m tui` is the command `piyue`."""

import sys

from tui.cli import main

sys.exit(main())
