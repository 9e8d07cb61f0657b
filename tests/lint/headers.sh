#!/usr/bin/env bash
# headers.sh INCLUDE: every header of the contract stands alone, in every standard that we promise,
# with both compilers; nothing is padded in secret and nothing converts in secret.
set -euo pipefail
include=$1
options=(-Wall -Wextra -Wpedantic -Wpadded -Wconversion -Werror -DDSREG_TARGET_MINOR=0)
bad=0

# compile COMPILER STANDARD LANGUAGE HEADER. A unit that includes it, so that no compiler takes the
# header for the main file (and warns of the pragma in it).
compile()
{
    printf '#include "%s"\n' "$4" |
        "$1" -std="$2" "${options[@]}" -I"$include" -fsyntax-only -x "$3" - ||
        { echo "headers: $4 is not clean in $2 with $1" >&2; bad=1; }
}

for header in "$include"/dsreg/probe.h "$include"/dsreg/svc/*.h; do
    for compiler in gcc clang; do
        for standard in c11 c17; do
            compile "$compiler" "$standard" c "$header"
        done
    done
done
for header in "$include"/dsreg/*.h "$include"/dsreg/*.hpp "$include"/dsreg/svc/*.h; do
    for compiler in g++ clang++; do
        for standard in c++17 c++20; do
            compile "$compiler" "$standard" c++ "$header"
        done
    done
done
exit $bad
