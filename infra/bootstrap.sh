#!/bin/sh
# Brings what cannot be written in Rust because Rust is not there yet: a C compiler, Python, git and the pinned toolchain.
# Installs only what is missing; with nothing to do it says nothing and ends at once. Debian and Ubuntu, as root or through sudo.
# usage: bootstrap.sh [TARGET OF THE MAKEFILE]   what only tests need is left out for targets that run none
set -eu
cd "$(dirname "$0")/.."

say() { printf 'bootstrap: %s\n' "$*" >&2; }
fail() {
    printf 'bootstrap: error: %s\n' "$1" >&2
    printf '  what to do: %s\n' "$2" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
export PATH

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}
can_be_root() {
    [ "$(id -u)" -eq 0 ] || { have sudo && { sudo -n true 2>/dev/null || [ -t 0 ]; }; }
}

# --- packages ---------------------------------------------------------------------------------------------------------
missing=""
need() { missing="$missing $1"; }
{ have cc && have make; } || need build-essential
have pkg-config || need pkg-config
have curl || need curl
[ -s /etc/ssl/certs/ca-certificates.crt ] || need ca-certificates
have git || need git
have python3 || need python3
have python3 && python3 -c 'import ensurepip, venv' 2>/dev/null || need python3-venv

# SQLCipher's ciphers. Bundles build OpenSSL from source instead, which takes minutes.
pkg-config --exists libcrypto 2>/dev/null || need libssl-dev

# The window: WebKitGTK and what it needs. Only Linux has it as packages; elsewhere the system brings its own.
library() { pkg-config --exists "$1" 2>/dev/null || need "$2"; }
if [ "$(uname -s)" = Linux ]; then
    library webkit2gtk-4.1 libwebkit2gtk-4.1-dev
    library gtk+-3.0 libgtk-3-dev
    library librsvg-2.0 librsvg2-dev
fi

# A browser, a window without a screen, and what drives both: for tests and pictures alone.
program() { have "$1" || need "$2"; }
case "${1:-test}" in
test | setup | e2e | screenshots | bench-ui | bench-window | bundle)
    have chromium || have google-chrome || need chromium
    if [ "$(uname -s)" = Linux ]; then
        program Xvfb xvfb
        program xauth xauth
        program WebKitWebDriver webkit2gtk-driver
        program dbus-launch dbus-x11
        program dbus-daemon dbus-daemon
        program dbus-send dbus-bin
        program update-mime-database shared-mime-info
        program gnome-keyring-daemon gnome-keyring
        program desktop-file-validate desktop-file-utils
        fc-list 2>/dev/null | grep -qi 'noto' || need "fontconfig fonts-noto-core"
    fi
    ;;
esac

# The sync server's stores.
case "${1:-test}" in
test | setup | server | stack | contract | demo-sync | load | load-all | load-sync)
    { have postgres || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; } || need postgresql
    program redis-server redis-server
    ;;
esac

# The README's commands are tried as they stand there.
case "${1:-test}" in
test | setup) program jq jq ;;
esac

# hledger only checks the export of a book; a machine without it skips that one test. Tried once, then left alone.
optional=""
no_hledger=.cache/bootstrap-without-hledger
have hledger || [ -e "$no_hledger" ] || optional="hledger"

install_packages() {
    log=$(mktemp)
    say "installing$* (apt-get)"
    # shellcheck disable=SC2086,SC2048
    if { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $*; } \
        >"$log" 2>&1; then
        rm -f "$log"
        return 0
    fi
    tail -n 5 "$log" >&2
    rm -f "$log"
    return 1
}

if [ -n "$missing" ]; then
    have apt-get || fail "these are missing:$missing, and this is no Debian or Ubuntu" "install them with your package manager, then try again"
    can_be_root || fail "these packages are missing and you may not install them:$missing" "ask an administrator to run: apt-get install$missing"
    install_packages "$missing" || fail "apt-get could not install$missing" "check the network and the package sources (apt-get update), then try again"
fi
if [ -n "$optional" ]; then
    if have apt-get && can_be_root && install_packages " $optional"; then :; else
        mkdir -p .cache && : >"$no_hledger"
        say "going on without $optional: the export's round trip through hledger is skipped (delete $no_hledger to try again)"
    fi
fi

# --- toolchain --------------------------------------------------------------------------------------------------------
want=$(sed -n 's/^channel *= *"\(.*\)"/\1/p' rust-toolchain.toml)
toolchain_ready() {
    version=$(cargo --version 2>/dev/null | cut -d ' ' -f 2) || return 1
    [ -n "$version" ] && [ "$(printf '%s\n%s\n' "$want" "$version" | sort -V | head -n 1)" = "$want" ]
}
if ! toolchain_ready; then
    if ! have rustup; then
        say "installing rustup (the Rust toolchain's own installer) for this user"
        installer=$(mktemp)
        curl --proto '=https' --tlsv1.2 -sSfL https://sh.rustup.rs -o "$installer" ||
            fail "the Rust installer could not be downloaded" "check the network, or install Rust $want by hand, then try again"
        sh "$installer" -y -q --no-modify-path --profile minimal --default-toolchain none >&2 ||
            fail "the Rust installer did not finish" "read its message above; Rust $want installed by hand works too"
        rm -f "$installer"
    fi
    say "installing Rust $want"
    rustup toolchain install "$want" --profile minimal --component rustfmt --component clippy >&2 ||
        fail "Rust $want could not be installed" "check the network, then try again"
    toolchain_ready || fail "cargo does not start after the installation" "run 'rustup show' in this folder and read what it says"
fi
