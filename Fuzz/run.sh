#!/bin/sh
# Builds the fuzz targets with libFuzzer and the address sanitizer and runs each for a number of seconds.
#
#   Fuzz/run.sh [SECONDS] [TARGET ...]        Fuzz/run.sh 60 HTTP1RequestFuzz
#
# Inputs that were worth keeping lie in .build/fuzz/corpus/TARGET and are the start of the next run; an input that
# failed lies in .build/fuzz/finds/TARGET. A find becomes a fixture and a test.
#
# A target is Fuzz/NAME.swift with a function LLVMFuzzerTestOneInput, and a line in `modules_of` and `seeds_of`.
set -eu
cd "$(dirname "$0")/.."

all='HTTP1RequestFuzz HTTP2ConnectionFuzz HPACKFuzz GRPCFuzz DeflateFuzz PayloadFuzz'

# The modules that a target is linked with, each after those it imports.
modules_of() {
    case $1 in
    HTTP1RequestFuzz | HTTP2ConnectionFuzz | HPACKFuzz | GRPCFuzz) echo TracePlatform TraceBytes TraceTransport ;;
    DeflateFuzz) echo TraceBytes ;;
    PayloadFuzz) echo TraceBytes TraceModel TraceRules TraceWire ;;
    *) echo "no target $1; there are: $all" >&2; exit 2 ;;
    esac
}

# The fixtures that a target starts from, if any.
seeds_of() {
    case $1 in
    HTTP1RequestFuzz) echo fixtures/http1/captured ;;
    DeflateFuzz) echo fixtures/compression/content ;;
    HTTP2ConnectionFuzz) echo fixtures/http2/captured ;;
    PayloadFuzz) echo fixtures/wire/*/accept fixtures/compression ;;
    esac
}

seconds=${1:-60}
[ $# -gt 0 ] && shift
case $seconds in *[!0-9]* | '') echo "usage: Fuzz/run.sh [SECONDS] [TARGET ...]" >&2; exit 2 ;; esac
targets=${*:-$all}

scratch=.build/fuzz
# Swift's own report of a crash gets in the way of libFuzzer's; what never ends by design is not a leak.
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0

for target in $targets; do
    modules=$(modules_of "$target")
    for module in $modules; do
        swift build -c release --target "$module" --sanitize=address -Xswiftc -sanitize=fuzzer --scratch-path "$scratch"
    done
    objects=
    for module in $modules; do
        objects="$objects $(find "$scratch/release/$module.build" -name '*.o')"
    done
    # Package access needs the name that the build gave to the package, which follows the folder's.
    package=$(sed -n 's/.*"-package-name","\([^"]*\)".*/\1/p' "$scratch/release.yaml" | head -n 1)
    # shellcheck disable=SC2086 # a list of paths without spaces
    swiftc -O -swift-version 6 -parse-as-library -package-name "$package" -sanitize=fuzzer,address \
        -I "$scratch/release/Modules" "Fuzz/$target.swift" $objects -o "$scratch/$target"

    mkdir -p "$scratch/corpus/$target" "$scratch/finds/$target"
    # shellcheck disable=SC2046
    "$scratch/$target" -max_total_time="$seconds" -max_len=4096 -timeout=5 -print_final_stats=1 \
        -artifact_prefix="$scratch/finds/$target/" "$scratch/corpus/$target" $(seeds_of "$target")
done
