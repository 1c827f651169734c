#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# usage: try_install.sh CMAKE BUILD_FOLDER WORK_FOLDER COMPILER SANITIZERS
set -euo pipefail
cmake=$1 build=$2 work=$3 compiler=$4 sanitizers=$5
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
fail() { echo "FAILED: $1" >&2; exit 1; }

rm -rf "$work"
mkdir -p "$work"
"$cmake" --install "$build" --prefix "$work/prefix" > "$work/install.log"
# Installed elsewhere than configured: everything must be found by its place.
mv "$work/prefix" "$work/moved"
prefix=$work/moved
library=$(dirname "$(find "$prefix" -name liboreway.so)")

for file in include/oreway/jobs/compare.hpp bin/oreway share/man/man1/oreway.1 share/man/man1/oreway-compare.1 \
            share/bash-completion/completions/oreway share/oreway/geodata/study.toml; do
    [ -e "$prefix/$file" ] || fail "$file is not installed"
done

flags=()
[ -z "$sanitizers" ] || flags=("-DCMAKE_CXX_FLAGS=-fsanitize=$sanitizers")
"$cmake" -S "$here/consumer" -B "$work/by_cmake" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER="$compiler" "${flags[@]}" \
    > "$work/by_cmake.log"
"$cmake" --build "$work/by_cmake" >> "$work/by_cmake.log"
"$work/by_cmake/consumer" "$prefix/share/oreway/geodata/mines.shp" | grep -q 'mines.shp  mines' || fail "the CMake consumer"

export PKG_CONFIG_PATH=$library/pkgconfig
# shellcheck disable=SC2046 -- the words of pkg-config are meant to be split
"$compiler" ${sanitizers:+-fsanitize=$sanitizers} "$here/consumer/main.cpp" -o "$work/by_pkgconfig" $(pkg-config --cflags --libs oreway)
LD_LIBRARY_PATH=$library "$work/by_pkgconfig" "$prefix/share/oreway/geodata/mines.shp" | grep -q 'mines.shp  mines' ||
    fail "the pkg-config consumer"
[ "$(pkg-config --modversion oreway)" = "$("$prefix/bin/oreway" --version | cut -d' ' -f2)" ] || fail "versions differ"
OREWAY_DATA=$prefix/share/oreway/geodata "$prefix/bin/oreway" compare --print-config | grep -q '^\[layers.corridors\]' ||
    fail "the installed program does not find its data"
