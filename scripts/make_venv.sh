#!/bin/sh
# Makes the virtual environment $1 and installs $2 into it.  Needs Python 3.11 or newer and
# either its venv module with pip, or pip beside it; says what to install when both are missing.
set -eu
venv=$1
what=$2

find_python() {
    for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "Python 3.11 or newer is needed: apt install python3 python3-venv" >&2
    exit 2
}

if [ ! -x "$venv/bin/python" ]; then
    python=$(find_python)
    echo "making $venv with $("$python" --version)"
    if ! "$python" -m venv "$venv" >/dev/null 2>&1; then
        # Debian keeps pip out of venv unless python3-venv is installed; pip itself may be there.
        rm -rf "$venv"
        if ! "$python" -m pip --version >/dev/null 2>&1; then
            echo "Python has neither venv nor pip: apt install python3-venv" >&2
            exit 2
        fi
        "$python" -m venv --without-pip "$venv"
        "$python" -m pip --python "$venv/bin/python" install --quiet pip
    fi
fi
echo "installing $what (a few minutes the first time)"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable "$what" 2>"$venv/pip.log" || {
    cat "$venv/pip.log" >&2
    exit 1
}
