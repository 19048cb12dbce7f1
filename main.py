"""Start the Trigger Point Atlas from a source checkout."""

import sys

from atlas.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
