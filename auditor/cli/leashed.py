"""``python -m auditor.cli.leashed run …``: the program, ended when its service is."""

import sys
import threading

from auditor.cli.main import execute
from auditor.schedule.leash import hold

__all__ = ["main"]


def main() -> None:
    """Run one command line under the leash."""
    threading.Thread(target=hold, daemon=True).start()
    sys.exit(execute(sys.argv[1:]))


if __name__ == "__main__":
    main()
