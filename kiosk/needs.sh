# What the scripts beside share: what is needed is there, or one clear sentence says what is not.

say() { printf 'kiosk: %s\n' "$*" >&2; }
fail() { local status=$1; shift; say "$@"; exit "$status"; }

# The Swift toolchain.
need_swift() {
    if ! command -v swift >/dev/null 2>&1; then
        fail 69 "Swift is not installed. Swift 6.1 or newer is needed: see https://www.swift.org/install/linux"
    fi
    local version
    version=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p' | head -n 1)
    case "$version" in
        "" | [0-5].* | 6.0) fail 69 "Swift 6.1 or newer is needed, this is ${version:-unknown}: see https://www.swift.org/install/linux" ;;
    esac
}

# The release program, which `kiosk/build` makes.
program=$root/.build/program/release/kiosk

# What the program is built with.
for_building=(libarchive-dev libical-dev libpq-dev libqrencode-dev libsqlite3-dev libxlsxwriter-dev pkg-config)

# Debian packages, installed with apt where they are missing.
need_packages() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
            missing+=("$package")
    done
    if [ ${#missing[@]} -eq 0 ]; then return; fi
    command -v apt-get >/dev/null 2>&1 ||
        fail 69 "These packages are missing, and there is no apt-get to install them: ${missing[*]}"
    local sudo=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 ||
            fail 77 "These packages are missing: ${missing[*]}. Install them as root: apt-get install ${missing[*]}"
        sudo=(sudo)
    fi
    say "installing ${missing[*]} with apt-get"
    export DEBIAN_FRONTEND=noninteractive
    "${sudo[@]}" apt-get install -y -qq "${missing[@]}" >&2 ||
        { "${sudo[@]}" apt-get update -qq >&2 && "${sudo[@]}" apt-get install -y -qq "${missing[@]}" >&2; } ||
        fail 69 "apt-get could not install ${missing[*]}. Is there a network? Try again, or install them by hand."
}

# True where the program $1 is there and newer than everything it is built from.
is_current() {
    [ -x "$1" ] && [ -z "$(find "$root/Package.swift" "$root/Sources" -newer "$1" -print -quit)" ]
}
