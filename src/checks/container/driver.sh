# Runs the checks of one service inside its container. The host sends this text and a plan that calls its functions
# as one program (src/checks/program.ts), runs it as root with an empty environment, and reads frames: lines that begin
# with the run's secret marker, between which the raw output of checks passes (src/checks/frames.ts). Standard input then
# carries one command a line from the host (src/checks/commands.ts); its end means that the host is gone.
#
# Only what every POSIX shell has, and builtins before processes: each process costs about a millisecond a check.
# Set by the plan: M marker, V another secret, R folder prefix of this run, U uid of `checker`, W the workspace,
# L folder of the helpers. In $R: f.N a check's output, e.N its reader's end (both FIFOs), o.N output of a parallel check,
# c.PID output is claimed, r.PID reader, t.PID time was up, m.N could not be started, l.N no more attempts, ok.N passed.
# File descriptors: 6 frames and output to the host, 7 tokens of parallel checks, 8 raw output, 5 and 9 a
# check's FIFO, 4 its reader's.

umask 077
exec 6>&1 8>&1 1>&2
busy=0
workers=
p=
side=
pending=
newline='
'

# frame WORD...: tells the host, and what was pending before it.
frame() {
  printf '%s%s %s\n' "$pending" "$M" "$*" >&6
  pending=
}

# later WORD...: the same with the next frame: each write costs the engine more than it costs us.
later() {
  pending="$pending$M $*$newline"
}

flush() {
  printf %s "$pending" >&6
  pending=
}

# die REASON [DETAIL]: nothing can run here.
die() {
  frame X "$@"
  exit 1
}

# tools NAME...: what the plan will need.
tools() {
  for tool; do
    command -v "$tool" >/dev/null 2>&1 || missing="${missing-} $tool"
  done
  [ -z "${missing-}" ] || die tools $missing
}

# home: the folder above ours must be root's own, so that no one can put links into it.
home() {
  if [ ! -d /run/ai-labs ]; then
    (umask 066 && mkdir /run/ai-labs) || die folder
  fi
  { [ -O /run/ai-labs ] && [ ! -L /run/ai-labs ]; } || die folder
  # What a run left that was killed: its folders take the container's memory, its processes the rest.
  for old in /run/ai-labs/*/pid; do
    if [ -e "$old" ] && read -r pid uid <"$old" && ! kill -s 0 "$pid" 2>/dev/null; then
      [ -z "$uid" ] || banish "$uid"
      old=${old%/pid}
      tagged "${old##*/}."
      rm -rf "$old" "$old"-*
    fi
  done
}

# w PATH TEXT: a file.
w() {
  printf %s "$2" >"$1" || die space
}

# b PATH BYTES: a file that follows on standard input.
b() {
  dd "bs=$2" count=1 iflag=fullblock 2>/dev/null >"$1" || die space
}

# users: reads the image's users; the plan's `who` picks those it wants and notices a taken uid.
users() {
  while :; do
    taken=
    while IFS=: read -r name _ uid gid _ dir _ || [ -n "$name" ]; do
      who "$name" "$uid" "$gid" "$dir"
    done </etc/passwd
    [ -n "$taken" ] || break
    U=$((U + 1))
  done
}

# copy N UID [SCRIPT]: `checks/` for a check that runs as a user of the image. The learner, by whatever name or number,
# gets the script alone.
copy() {
  if [ "$2" = "${LAB_LEARNER_IDS%:*}" ]; then
    mkdir -p "$R-$1/data/${3%"${3##*/}"}" && cp "$R-data/$3" "$R-$1/data/$3"
  else
    cp -R "$R-data" "$R-$1/data"
  fi || die space
}

# own USER GROUP PATH...: hands folders over.
own() {
  who=$1:$2
  shift 2
  chown -R "$who" "$@" || die chown
}

# go FOLDER COMMAND...: becomes the check. By now the environment is the check's, so no variable of ours is left to use.
go() {
  umask 022
  cd "$1" 2>/dev/null || cd /
  shift
  exec "$@"
}

# claim PID: whether the output of this check is ours to take. Either who ran it takes it when the check has ended, or a
# reader while it runs.
claim() {
  set -C
  true 2>/dev/null >"$R/c.$1"
  claimed=$?
  set +C
  return "$claimed"
}

# reader N: takes a check's output from 9 and passes its first and last half on to 8.
reader() {
  trap 'kill -s KILL "$d"; echo 4<>"$R/e.$n" >&4; exit 1' TERM
  n=$1
  dd bs=32768 count=1 iflag=fullblock <&9 >&8 2>"$R/d.$n" &
  d=$!
  wait "$d"
  read -r x <"$R/d.$n"
  case $x in
    1+*)
      printf '%s T %s\n' "$M" "$n" >&8
      { dd bs=65536 <&9 2>"$R/d.$n" 8>&-; } | tail -c 32768 >&8 &
      d=$!
      wait "$d"
      passed=
      while read -r x y _; do
        case $y in bytes) passed=$x ;; esac
      done <"$R/d.$n"
      printf '%s C %s %s\n' "$M" "$n" "$passed" >&8
      ;;
  esac
  echo 4<>"$R/e.$n" >&4
}

# drain: takes what little an ended check left in its FIFO. No process: most checks print a line or nothing.
drain() {
  text=
  while IFS= read -r line; do
    if [ "$line" = "$V" ]; then
      line=
      break
    fi
    text=$text$line$newline
  done <&5
  text=$text$line
  [ -z "$text" ] || printf %s "$text" >&8
}

# attempt N KIND: runs a check once; leaves code and why (- ended, t its time was up, m it could not be started).
attempt() {
  [ -z "$side" ] || true >"$R/o.$1"
  exec 9<>"$R/f.$1" 5<"$R/f.$1" 4<>"$R/e.$1"
  "x$1" >"$R/f.$1" 2>&1 </dev/null 4<&- 5<&- 6>&- 7>&- 8>&- 9>&- &
  p=$!
  later S "$1" "$a"
  [ -n "$side" ] || later O "$1"
  frame P "$1" "$p"
  wait "$p"
  code=$?
  kill -s KILL -- "-$p" 2>/dev/null
  why=-
  if [ -e "$R/t.$p" ]; then
    why=t
    sweep "$1" "$2"
  elif [ -e "$R/m.$1" ]; then
    why=m
  fi
  frame E "$1" "$code" "$why"
  if claim "$p"; then
    exec 9>&-
    drain
  else
    exec 9>&-
    read -r x <&4
  fi
  exec 4<&- 5<&-
  p=
}

# attempts N KIND EVERY: once, or until it passes, skips or the host says that time is up.
attempts() {
  a=0
  while :; do
    a=$((a + 1))
    attempt "$1" "$2"
    case $code:$why in
      0:-)
        : >"$R/ok.$1"
        break
        ;;
      77:- | *:m) break ;;
    esac
    if [ "$3" = - ] || [ -e "$R/l.$1" ]; then
      break
    fi
    sleep "$3" &
    wait $!
    if [ -e "$R/l.$1" ]; then
      break
    fi
  done
}

# finish N ATTEMPT: passes the report on and says that this check is done.
finish() {
  report=$R-$1/report.$2
  if [ -s "$report" ] && [ -f "$report" ] && [ ! -L "$report" ]; then
    frame R "$1"
    dd bs=65536 count=16 iflag=fullblock <"$report" 2>/dev/null >&6
  fi
  later D "$1"
}

# ready N KIND NEEDED...: whether its user exists and all it needs has passed.
ready() {
  n=$1
  case $2 in
    u*)
      eval "[ -n \"\${$2-}\" ]" || {
        frame U "$n"
        return 1
      }
      ;;
  esac
  shift 2
  for needed; do
    [ -e "$R/ok.$needed" ] || {
      frame B "$n" "$needed"
      return 1
    }
  done
}

# solo N KIND EVERY NEEDED...: a check on its own.
solo() {
  n=$1 kind=$2 every=$3
  shift 3
  ready "$n" "$kind" "$@" || return 0
  set -- "$n" "$kind" "$every"
  attempts "$@"
  finish "$1" "$a"
}

# beside N KIND EVERY NEEDED...: a check next to others, at most four at a time. `together` waits for them.
beside() {
  n=$1 kind=$2 every=$3
  shift 3
  ready "$n" "$kind" "$@" || return 0
  set -- "$n" "$kind" "$every"
  [ "$busy" -lt 4 ] || reap
  flush
  worker "$@" &
  workers="$workers $!"
  busy=$((busy + 1))
}

worker() {
  side=yes
  trap 'trap "" TERM; [ -z "$p" ] || kill -s KILL -- "-$p"; exit 1' TERM
  exec 8>>"$R/o.$1"
  attempts "$@"
  printf '%s %s\n' "$1" "$a" >&7
}

reap() {
  flush
  read -r n a <&7
  busy=$((busy - 1))
  frame O "$n"
  cat "$R/o.$n" >&6
  finish "$n" "$a"
}

together() {
  while [ "$busy" -gt 0 ]; do
    reap
  done
  workers=
}

# banish UID: no process of this user survives it.
banish() {
  setpriv "--reuid=$1" "--regid=$1" --clear-groups /bin/sh -c 'kill -s KILL -- -1'
}

# tagged TAG [SETPRIV-OPTION...]: kills what carries the tag in its environment, as far as this user may read it.
tagged() {
  tag=$1
  shift
  if [ $# -gt 0 ]; then
    set -- setpriv "$@"
  fi
  for found in $("$@" grep -ls -- "LAB_RUN=$tag" /proc/[0-9]*/environ 2>/dev/null); do
    found=${found#/proc/}
    kill -s KILL "${found%%/*}" 2>/dev/null
  done
}

# sweep N KIND: kills what a check left behind outside its process group.
sweep() {
  case $2 in
    checker) [ -n "$side" ] || banish "$U" ;;
    *) tags "$1" ;;
  esac
}

# tags [N]: the same by the tag, of one check or of all.
tags() {
  tagged "${R##*/}.${1:+$1.}"
  for ids in ${others-}; do
    tagged "${R##*/}.${1:+$1.}" "--reuid=${ids%:*}" "--regid=${ids#*:}" --clear-groups
  done
}

# control: what the host wants meanwhile (commands.ts).
control() {
  trap - TERM
  while read -r word one two three; do
    case $word in
      term)
        : >"$R/t.$one"
        kill -s TERM -- "-$one" 2>/dev/null
        ;;
      kill) kill -s KILL -- "-$one" "$one" 2>/dev/null ;;
      late) : >"$R/l.$one" ;;
      sweep)
        side=$three
        sweep "$one" "$two"
        ;;
      read)
        if claim "$two"; then
          [ -z "$three" ] || exec 8>>"$R/o.$one"
          # Opened for writing too at first, as nobody may be left who has it open.
          reader "$one" 4<>"$R/f.$one" 9<"$R/f.$one" 4>&- &
          echo $! >"$R/r.$two"
          [ -z "$three" ] || exec 8>&3
        fi
        ;;
      drop)
        if [ -e "$R/r.$two" ]; then
          read -r three <"$R/r.$two"
          kill -s TERM "$three" 2>/dev/null
        else
          printf '\n%s\n' "$V" 4<>"$R/f.$one" >&4
        fi
        ;;
      *) break ;;
    esac
  done
  kill -s TERM $$
}

stop() {
  trap '' TERM
  [ -z "$p" ] || kill -s KILL -- "-$p" 2>/dev/null
  [ -z "$workers" ] || kill -s TERM $workers 2>/dev/null
  for old in "$R"/r.*; do
    [ ! -e "$old" ] || ! read -r x <"$old" || kill -s TERM "$x" 2>/dev/null
  done
  tidy
  exit 143
}

# listen: from here on the host may interrupt.
listen() {
  # Checks may open their output by name (/dev/stdout) and so need leave to write; nobody else gets near this folder.
  umask 044
  mkfifo "$@" || die folder
  umask 077
  exec 7<>"$R/f.0"
  trap stop TERM
  exec 3<&0 </dev/null
  control <&3 3>&8 6>&- 7>&- &
  listener=$!
  exec 3<&-
  later H "$U"
}

tidy() {
  kill -s KILL "$listener" 2>/dev/null
  rm -rf "$R" "$R"-* &
  rubbish=$!
  [ -z "${tagging-}" ] || tags
  [ -z "$checker" ] || banish "$U"
  wait "$rubbish"
}

end() {
  flush
  trap '' TERM
  tidy
  frame Z
  exit 0
}
