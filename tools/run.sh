#!/bin/sh
# Set up what is missing, then open the atlas: `make run`. Arguments go to the program.
set -u
cd "$(dirname "$0")/.." || exit 1

sh tools/setup.sh run
status=$?
if [ -x .venv/bin/python ] && [ "$(uname)" = Linux ] && [ $# = 0 ] &&
    [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ]; then
    echo "There is no screen to open the atlas on; without one use .venv/bin/python main.py list, plate, check or" \
        "--select MUSCLE --screenshot FILE.png (see --help)." >&2
    exit 1
fi
[ $status = 0 ] || exit 1
exec .venv/bin/python main.py "$@"
