# What the rows share; each begins with `. scripts/bench-peers.d/common.sh` in the package's folder. Here `folder` is made,
# which is removed at the end, and what `running` names is ended.

rounds=${ROUNDS:-5}
built=$PWD/.build/release
figures=${FIGURES:-$PWD/.build/bench-peers.json}
PATH=$PATH:/usr/sbin

# The row cannot be measured.
fail() { echo "not measured: $*" >&2; exit 2; }

want_tools() {
    for tool in "$@"; do
        command -v "$tool" >/dev/null || fail "there is no $tool here (Debian: apt-get install nginx-light wrk)"
    done
}

want_programs() {
    for program in "$@"; do
        [ -x "$built/$program" ] || fail "there is no $built/$program (swift build -c release)"
    done
}

folder=$(mktemp -d)
running=
stop() {
    # shellcheck disable=SC2086 # a list of process ids
    [ -z "$running" ] || kill $running 2>/dev/null || true
    wait
    running=
}
trap 'stop; rm -rf "$folder"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Waits for a line of a file that a program writes, at most five seconds.
line_of() {
    tries=0
    until grep -m 1 "$2" "$1" 2>/dev/null; do
        tries=$((tries + 1))
        [ "$tries" -lt 100 ] || fail "waited in vain for $2 in $1"
        sleep 0.05
    done
}

# Starts a collector for one form; sets `port`, `stats` and `pid`.
start_collector() { # FORM
    rm -f "$folder/collector"
    "$built/fake-collector" --only "$1" --port all=0 --stats 0 --max-spans 50000000 --max-bytes 8000000000 \
        >"$folder/collector" 2>"$folder/collector.err" &
    pid=$!
    running="$running $pid"
    port=$(line_of "$folder/collector" "^$1: " | sed 's/.*127\.0\.0\.1:\([0-9]*\).*/\1/')
    stats=$(line_of "$folder/collector" '^stats: ' | sed 's/.*:\([0-9]*\).*/\1/')
}

# Writes the configuration of an nginx that answers everything with 202, and starts it on a port.
start_nginx_sink() { # PORT
    mkdir -p "$folder/nginx"
    cat >"$folder/nginx/nginx.conf" <<CONF
daemon off;
worker_processes 1;
pid $folder/nginx/pid;
error_log $folder/nginx/error;
events { worker_connections 512; }
http {
    access_log off;
    keepalive_requests 100000000;
    client_max_body_size 64m;
    client_body_buffer_size 2m;
    client_body_temp_path $folder/nginx/body;
    proxy_temp_path $folder/nginx/proxy;
    fastcgi_temp_path $folder/nginx/fastcgi;
    uwsgi_temp_path $folder/nginx/uwsgi;
    scgi_temp_path $folder/nginx/scgi;
    server { listen 127.0.0.1:$1; location / { return 202; } }
}
CONF
    nginx -e "$folder/nginx/error" -c "$folder/nginx/nginx.conf" >"$folder/nginx.out" 2>&1 &
    running="$running $!"
    sleep 0.5
}

# A member of the line of JSON that a tool has printed; numbers alone.
member() { # NAME LINE
    printf '%s\n' "$2" | sed -n 's/.*"'"$1"'":\([-0-9.e]*\)[,}].*/\1/p'
}

# The median of a column of a file.
median() { # FILE COLUMN
    awk -v column="$2" '{ print $column }' "$1" | sort -n |
        awk '{ all[NR] = $1 } END { print (all[int((NR + 1) / 2)] + all[int((NR + 2) / 2)]) / 2 }'
}

# Whether a comparison of two numbers holds.
holds() { awk "BEGIN { exit !($1) }"; }
