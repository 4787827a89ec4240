# What the rows share that compare the collector's processor time with rotel's: sourced behind common.sh, with `receiver` set
# to the form that the collector takes, and `rotel_port` to the port on which rotel takes the same.

rotel=${ROTEL:-rotel}
command -v "$rotel" >/dev/null ||
    fail "there is no $rotel here (PyPI: pip install rotel; ROTEL=…/site-packages/rotel/rotel-agent names its program)"
[ -r /proc/self/stat ] || fail "this system has no /proc, which tells the processor time of a process"
want_programs fake-collector Benchmarks

# Starts rotel; sets `port`, `stats` (it has none) and `pid`.
start_rotel() {
    port=$rotel_port
    stats=
    "$rotel" start --exporter blackhole --otlp-grpc-endpoint 127.0.0.1:18317 --otlp-http-endpoint 127.0.0.1:18318 \
        >"$folder/rotel" 2>&1 &
    pid=$!
    running="$running $pid"
    tries=0
    until load 1 1 1 >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ "$tries" -lt 100 ] || fail "rotel does not answer: $(tail -n 1 "$folder/rotel")"
        sleep 0.05
    done
}

load() { # SPANS REQUESTS CONNECTIONS
    # shellcheck disable=SC2086 # `stats` may be empty
    "$built/Benchmarks" load "$form" "$1" "$port" "$2" "$3" "$pid" $stats
}

# Prints the microseconds of a span and the 99th percentile of the answers.
measure() { # SPANS REQUESTS
    load "$1" "$(($2 / 10))" 8 >/dev/null || fail "a request was not taken"
    line=$(load "$1" "$2" 8) || fail "a request was not taken"
    [ -z "$stats" ] || [ "$(member stored "$line")" = "$(member spans "$line")" ] || fail "not every span was stored"
    echo "$(member microsPerSpan "$line") $(member p99 "$line")"
}

missed=0
separator='['
# Measures in turns, with fresh processes; prints and keeps what came out. A bound that is not kept sets `missed`.
case_of() { # FORM SPANS REQUESTS BOUND
    form=$1
    rm -f "$folder/rounds"
    round=0
    while [ "$round" -lt "$rounds" ]; do
        round=$((round + 1))
        start_collector "$receiver"
        measure "$2" "$3" >"$folder/ours"
        stop
        start_rotel
        measure "$2" "$3" >"$folder/theirs"
        stop
        echo "$(cat "$folder/ours") $(cat "$folder/theirs")" >>"$folder/rounds"
    done
    ours=$(median "$folder/rounds" 1)
    theirs=$(median "$folder/rounds" 3)
    awk -v ours="$ours" -v theirs="$theirs" -v p99="$(median "$folder/rounds" 2)" -v their99="$(median "$folder/rounds" 4)" \
        -v form="$1" -v spans="$2" -v bound="$4" 'BEGIN {
        printf "%s, %d spans in a request: ours %.2f, rotel %.2f µs/span, ratio %.2f (wanted: at most %.2f)%s; ", form, spans,
            ours, theirs, ours / theirs, bound, (ours / theirs > bound ? ": missed" : "")
        printf "p99 ours %.0f, rotel %.0f µs%s\n", p99, their99, (p99 > their99 ? ": missed" : "")
        exit (ours / theirs > bound || p99 > their99) }' || missed=1
    awk -v form="$1" -v spans="$2" -v bound="$4" -v separator="$separator" '
        BEGIN { printf "%s{\"form\": \"%s\", \"spans\": %d, \"bound\": %s, \"rounds\": [", separator, form, spans, bound }
        { printf "%s{\"ours\": %s, \"oursP99\": %s, \"rotel\": %s, \"rotelP99\": %s}", (NR > 1 ? ", " : ""), $1, $2, $3, $4 }
        END { printf "]}" }' "$folder/rounds" >>"$folder/figures"
    separator=', '
}

# Writes the figures of all cases, and gives the row's exit status.
finish() {
    { cat "$folder/figures"; echo ']'; } >"$figures"
    exit "$missed"
}
