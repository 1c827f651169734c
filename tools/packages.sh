# SPDX-License-Identifier: MIT
# Sourced by tools/run and tools/test: installs the Debian packages that are missing, and says so.

say() { printf '%s\n' "oreway: $*" >&2; }

# Prints the packages of the given kinds (build, test) that are not installed.
missing_packages() {
    local kind name
    while read -r kind name; do
        case " $* " in
        *" $kind "*)
            [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || printf '%s ' "$name"
            ;;
        esac
    done < <(grep -v '^#' "$(dirname "${BASH_SOURCE[0]}")/packages.txt")
}

install_packages() {
    local missing as_root=()
    command -v apt-get >/dev/null || { say "apt-get is not here: install the packages of tools/packages.txt by hand ($*)"; return 0; }
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || { say "all Debian packages are there"; return 0; }
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { say "these packages are missing and there is no sudo: $missing"; return 1; }
        as_root=(sudo)
    fi
    say "installing: $missing"
    "${as_root[@]}" apt-get update -qq
    # shellcheck disable=SC2086  # a list of names
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

# Configures and builds a preset-like folder: build_tree FOLDER TYPE TESTS
build_tree() {
    local folder=$1 type=$2 tests=$3
    shift 3
    say "building ($type) in ${folder#"$PWD"/}"
    cmake -S . -B "$folder" -G Ninja -DCMAKE_BUILD_TYPE="$type" -DOREWAY_BUILD_TESTS="$tests" "$@" >"$folder.log" 2>&1 ||
        { cat "$folder.log" >&2; return 1; }
    cmake --build "$folder"
}
