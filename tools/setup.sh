#!/bin/sh
# Set the atlas up in .venv: Python packages, then the system libraries that Qt needs.
#
#   sh tools/setup.sh        what the program needs
#   sh tools/setup.sh dev    that, and the tools that test it
#
# Safe to repeat: nothing happens when everything is in place. Exit 1 when something that is needed is missing; the
# command that installs it is printed then. Set PYTHON to choose an interpreter, ATLAS_NO_APT=1 to leave the system alone.
set -u
cd "$(dirname "$0")/.." || exit 1

purpose=${1:-run}
case $purpose in
    run | dev) ;;
    *) echo "usage: sh tools/setup.sh [run|dev]" >&2; exit 2 ;;
esac
venv=.venv
say() { printf '%s\n' "$*"; }

# ---- the system's package manager -------------------------------------------------------------------------------------

privilege() { # how to become root without asking anybody: prints a prefix, fails when there is no way
    if [ "$(id -u)" = 0 ]; then echo ""
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then echo "sudo -n"
    else return 1; fi
}

install_line() { # APT-PACKAGES DNF-PACKAGES: the line that a person would type here, as root or through sudo
    if [ "$(id -u)" = 0 ]; then sudo=""; say "Install it and repeat the command:"
    elif command -v sudo >/dev/null 2>&1; then sudo="sudo "; say "Install it and repeat the command:"
    else sudo=""; say "Have it installed, by root, and repeat the command:"; fi
    apt="${sudo}apt-get install -y --no-install-recommends $1"
    ls /var/lib/apt/lists/*Packages* >/dev/null 2>&1 || apt="${sudo}apt-get update && $apt"
    if command -v apt-get >/dev/null 2>&1; then say "    $apt"
    elif command -v dnf >/dev/null 2>&1; then say "    ${sudo}dnf install -y $2"
    else say "    Debian, Ubuntu:  $apt"
         say "    Fedora:          ${sudo}dnf install -y $2"; fi
}

updated=no
apt_install() { # PACKAGES: install them if we may; fails, silently, when we may not
    [ -z "${ATLAS_NO_APT:-}" ] && command -v apt-get >/dev/null 2>&1 && as_root=$(privilege) || return 1
    say "Installing system packages: $1"
    log=$(mktemp) || return 1
    apt="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120"
    # A failed update is no reason to stop: the lists that are there may do. The lists of words are meant to split.
    # shellcheck disable=SC2086
    { [ $updated = yes ] || $apt update; updated=yes; $apt install -y --no-install-recommends $1; } >"$log" 2>&1
    code=$?
    [ $code = 0 ] || { say "apt-get failed:"; tail -n 15 "$log"; } >&2
    rm -f "$log"
    return $code
}

# All that a bare machine lacks, for a message that comes before Qt is there to be asked.
qt_apt="libgl1 libegl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libglib2.0-0 libwayland-cursor0 libx11-6 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 fonts-dejavu-core"
qt_dnf="libglvnd-glx libglvnd-egl libxkbcommon libxkbcommon-x11 dbus-libs fontconfig glib2 libwayland-cursor libX11 libX11-xcb xcb-util-cursor xcb-util-wm xcb-util-keysyms libxcb dejavu-sans-fonts"

# ---- Python and its packages ------------------------------------------------------------------------------------------

find_python() { # the first Python that is new enough
    for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return 0
    done
    python=""
    return 1
}

need_python() {
    find_python && return 0
    if command -v python3 >/dev/null 2>&1; then wanted="python3.11 python3.11-venv"; else wanted="python3 python3-venv"; fi
    if apt_install "$wanted" && find_python; then return 0; fi
    { say "The atlas needs Python 3.11 or newer, and there is none here."
      install_line "$wanted $qt_apt" "python3 $qt_dnf"; } >&2
    return 1
}

need_venv() { # Debian and Ubuntu keep the module that makes environments in a package of its own
    # Programs in a .venv that was copied or moved with its folder still point to the old place.
    [ ! -f "$venv/.place" ] || [ "$(cat "$venv/.place")" = "$(pwd)" ] || rm -rf "$venv"
    "$venv/bin/python" -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return 0
    need_python || return 1
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        apt_install "$package"
        if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
            { say "Python's venv module is missing, and perhaps the libraries that Qt needs."
              install_line "$package $qt_apt" "python3-pip $qt_dnf"; } >&2
            return 1
        fi
    fi
    say "Making $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv" && pwd >"$venv/.place" || { rm -rf "$venv"; return 1; }
}

need_packages() {
    mark=$(cksum <pyproject.toml; "$venv/bin/python" --version)
    for stamp in "$venv/.packages-$purpose" "$venv/.packages-dev"; do
        [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$mark" ] && return 0
    done
    what=.
    [ "$purpose" = run ] || what=".[dev]"
    say "Installing Python packages into $venv: some 250 MB the first time, please wait"
    if ! "$venv/bin/python" -m pip install -qq --disable-pip-version-check --editable "$what"; then
        say "The Python packages could not be installed; pip's own message is above." >&2
        return 1
    fi
    rm -f "$venv"/.packages-* "$venv/.system"
    say "$mark" >"$venv/.packages-$purpose"
}

# ---- what Qt needs of the system --------------------------------------------------------------------------------------

missing_libraries() { # PLUGIN...: names of shared libraries that these Qt platform plugins would not find
    for plugin in "$@"; do
        [ -f "$platforms/libq$plugin.so" ] && LC_ALL=C ldd "$platforms/libq$plugin.so" 2>/dev/null
    done | sed -n 's/^[[:space:]]*\(lib[^ ]*\) => not found.*/\1/p' | grep -v '^libQt6' | sort -u
}

packages_of() { # apt|dnf LIBRARY...: the packages that bring them
    manager=$1
    shift
    for library in "$@"; do
        case $library in
            libGL.so.* | libGLX.so.*) both="libgl1 libglvnd-glx" ;;
            libEGL.so.*) both="libegl1 libglvnd-egl" ;;
            libGLdispatch.so.*) both="libglvnd0 libglvnd" ;;
            libxkbcommon.so.*) both="libxkbcommon0 libxkbcommon" ;;
            libxkbcommon-x11.so.*) both="libxkbcommon-x11-0 libxkbcommon-x11" ;;
            libdbus-1.so.*) both="libdbus-1-3 dbus-libs" ;;
            libfontconfig.so.*) both="libfontconfig1 fontconfig" ;;
            libfreetype.so.*) both="libfreetype6 freetype" ;;
            libglib-2.0.so.* | libgthread-2.0.so.* | libgobject-2.0.so.*) both="libglib2.0-0 glib2" ;;
            libX11.so.*) both="libx11-6 libX11" ;;
            libX11-xcb.so.*) both="libx11-xcb1 libX11-xcb" ;;
            libxcb.so.*) both="libxcb1 libxcb" ;;
            libxcb-cursor.so.*) both="libxcb-cursor0 xcb-util-cursor" ;;
            libxcb-icccm.so.*) both="libxcb-icccm4 xcb-util-wm" ;;
            libxcb-image.so.*) both="libxcb-image0 xcb-util-image" ;;
            libxcb-keysyms.so.*) both="libxcb-keysyms1 xcb-util-keysyms" ;;
            libxcb-render-util.so.*) both="libxcb-render-util0 xcb-util-renderutil" ;;
            libxcb-util.so.*) both="libxcb-util1 xcb-util" ;;
            libxcb-*.so.*) both="$(say "$library" | sed 's/^\(libxcb-[a-z0-9]*\)\.so\.\([0-9]*\).*/\1\2/') libxcb" ;;
            libwayland-client.so.*) both="libwayland-client0 libwayland-client" ;;
            libwayland-cursor.so.*) both="libwayland-cursor0 libwayland-cursor" ;;
            libwayland-egl.so.*) both="libwayland-egl1 libwayland-egl" ;;
            libstdc++.so.*) both="libstdc++6 libstdc++" ;;
            libz.so.*) both="zlib1g zlib" ;;
            fonts) both="fonts-dejavu-core dejavu-sans-fonts" ;;
            *) continue ;; # unknown: the message names the library itself
        esac
        if [ "$manager" = apt ]; then say "${both% *}"; else say "${both#* }"; fi
    done | sort -u | tr '\n' ' ' | sed 's/ $//'
}

ask_qt() { # starts Qt itself, the last proof; prints "fonts" when it finds none to write with, fails when Qt does
    QT_QPA_PLATFORM=offscreen "$venv/bin/python" -c '
from PySide6.QtGui import QFontDatabase, QGuiApplication
app = QGuiApplication([])
real = set(QFontDatabase.families()) - {"Monospace", "Sans Serif", "Serif"}  # the three that Qt always names
print("" if real else "fonts")' 2>&1
}

look() { # sets $lacking (needed now) and $later (would be needed for a window on a display)
    lacking=$(missing_libraries offscreen $window)
    later=$(missing_libraries xcb wayland | grep -vxF "${lacking:-none}")
    [ -z "$lacking" ] || return 0
    answer=$(ask_qt) || { say "Qt does not start here:" "$answer" >&2; return 1; }
    lacking=$(say "$answer" | grep -x fonts)
    return 0
}

need_libraries() {
    [ "$(uname)" = Linux ] && command -v ldd >/dev/null 2>&1 || return 0
    [ -f "$venv/.system" ] && return 0
    platforms=$("$venv/bin/python" -c 'import PySide6; print(PySide6.__path__[0])')/Qt/plugins/platforms
    window=""
    if [ "$purpose" = run ] && [ -z "${QT_QPA_PLATFORM:-}" ]; then
        if [ -n "${WAYLAND_DISPLAY:-}" ]; then window=wayland
        elif [ -n "${DISPLAY:-}" ]; then window=xcb; fi
    fi
    look || return 1
    # The fonts can only be asked for once the libraries are there, hence two rounds.
    for _ in 1 2; do
        # shellcheck disable=SC2086
        packages=$(packages_of apt $lacking $later)
        [ -n "$packages" ] && apt_install "$packages" || break
        look || return 1
    done
    if [ -z "$lacking$later" ]; then : >"$venv/.system"; return 0; fi
    # shellcheck disable=SC2086
    lines=$(install_line "$(packages_of apt $lacking $later fonts)" "$(packages_of dnf $lacking $later fonts)")
    if [ -n "$lacking" ]; then
        { say "Missing on this system:" $lacking; say "$lines"; } >&2
        return 1
    fi
    { say "Missing for a window on a display, not needed now:" $later; say "$lines"; } >&2
}

need_venv && need_packages && need_libraries
