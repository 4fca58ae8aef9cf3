# Helpers for checks written in sh:  . "$LAB_LIB/lab.sh"
# Works in dash, busybox sh and bash. Names that begin with lab__ are private. Documented in docs/writing-checks.md.

lab__run_by_us=${LAB_REPORT:+yes}
LAB_REPORT=${LAB_REPORT:-/dev/null}
lab__failed=0
lab__holding=
lab__held=
lab__lines=
lab__timeout=
lab__newline='
'

# Puts $1 as a JSON string into lab__out. Long texts are cut: a report is for reading.
lab__json() {
  lab__out=$1
  if [ ${#lab__out} -gt 4000 ]; then
    lab__out="$(printf '%.4000s' "$lab__out")..."
  fi
  case $lab__out in
    *[\\\"[:cntrl:]]*)
      lab__replace '\' '\\'
      lab__replace '"' '\"'
      lab__replace "$lab__newline" '\n'
      lab__replace "	" '\t'
      case $lab__out in
        *[[:cntrl:]]*)
          for lab__code in 001 002 003 004 005 006 007 010 013 014 015 016 017 020 021 022 023 024 025 026 027 \
            030 031 032 033 034 035 036 037; do
            lab__char=$(printf "\\$lab__code")
            case $lab__out in
              *"$lab__char"*) lab__replace "$lab__char" "$(printf '\\u%04x' "0$lab__code")" ;;
            esac
          done
          ;;
      esac
      ;;
  esac
  lab__out="\"$lab__out\""
}

# Replaces every $1 in lab__out by $2.
lab__replace() {
  lab__left=
  while :; do
    case $lab__out in
      *"$1"*)
        lab__left=$lab__left${lab__out%%"$1"*}$2
        lab__out=${lab__out#*"$1"}
        ;;
      *) break ;;
    esac
  done
  lab__out=$lab__left$lab__out
}

lab__write() {
  if [ -n "$lab__holding" ]; then
    lab__held=$lab__held$1$lab__newline
  else
    printf '%s\n' "$1" >>"$LAB_REPORT"
  fi
}

lab__print() {
  if [ -n "$lab__holding" ]; then
    lab__lines=$lab__lines$1$lab__newline
  else
    printf '%s\n' "$1"
  fi
}

# criterion NAME true|false [--expected X] [--found X] [--hint X] [--docs URL] [--file PATH] [--line N] [--weight N]
# Says how one thing came out. Returns 0 or 1 accordingly.
criterion() {
  lab__name=$1
  lab__passed=$2
  shift 2
  lab__json "$lab__name"
  lab__line="{\"criterion\":$lab__out,\"passed\":$lab__passed"
  lab__say=
  while [ $# -gt 1 ]; do
    case $1 in
      --expected | --found | --hint | --docs | --file)
        if [ -n "$2" ] || [ "$1" = --expected ] || [ "$1" = --found ]; then
          lab__json "$2"
          lab__line="$lab__line,\"${1#--}\":$lab__out"
          lab__say="$lab__say; ${1#--}: $2"
        fi
        ;;
      --line | --weight)
        case $2 in
          '' | *[!0-9]*) ;;
          *) lab__line="$lab__line,\"${1#--}\":$2" ;;
        esac
        ;;
      *) broken "criterion: unknown option $1" ;;
    esac
    shift 2
  done
  lab__write "$lab__line}"
  if [ "$lab__passed" = true ]; then
    lab__print "ok: $lab__name"
    return 0
  fi
  lab__failed=1
  lab__print "not ok: $lab__name$lab__say"
  [ -n "$lab__holding" ] || lab__remember
  return 1
}

# A failure told in a subshell or a pipeline must count as well, so it is remembered in a file.
lab__remember() {
  [ -z "$lab__run_by_us" ] || : >"$LAB_REPORT.failed"
}

# pass NAME [HINT] [options of criterion]
pass() {
  lab__told=$1
  shift
  case ${1---} in --*) ;; *) shift ;; esac
  criterion "$lab__told" true "$@"
}

# fail NAME [HINT] [options of criterion]
fail() {
  lab__told=$1
  shift
  case ${1---} in
    --*) criterion "$lab__told" false "$@" ;;
    *)
      lab__hint=$1
      shift
      criterion "$lab__told" false "$@" --hint "$lab__hint"
      ;;
  esac
}

# expect_eq NAME EXPECTED FOUND [HINT]
expect_eq() {
  if [ "$2" = "$3" ]; then
    criterion "$1" true --expected "$2" --found "$3"
  else
    criterion "$1" false --expected "$2" --found "$3" --hint "${4-}"
  fi
}

# expect_match NAME EXTENDED-REGEX FOUND [HINT]: some line of FOUND matches.
expect_match() {
  if printf '%s\n' "$3" | grep -Eq -- "$2"; then
    criterion "$1" true --found "$3"
  else
    criterion "$1" false --expected "matches $2" --found "$3" --hint "${4-}"
  fi
}

# expect_contains NAME TEXT FOUND [HINT]
expect_contains() {
  case $3 in
    *"$2"*) criterion "$1" true --found "$3" ;;
    *) criterion "$1" false --expected "contains $2" --found "$3" --hint "${4-}" ;;
  esac
}

# expect_file PATH [EXTENDED-REGEX] [HINT]: the file is there (and some line of it matches). A link that leads to where
# only this check may look is no file of the learner's.
expect_file() {
  if [ ! -e "$1" ]; then
    criterion "$1 exists" false --expected "a file $1" --found "no such file" --hint "${3-}"
  elif [ ! -f "$1" ]; then
    criterion "$1 is a file" false --expected "a file $1" --found "something else" --hint "${3-}"
  elif [ ! -r "$1" ]; then
    criterion "$1 can be read" false --expected "a file that others may read" --found "permission denied" \
      --hint "Run: chmod a+r $1" --file "$1"
  else
    # Looked at once it is open: what the path leads to may change at any time.
    {
      lab__place=$(readlink /proc/self/fd/3 2>/dev/null) || lab__place=
      lab__match=
      [ -z "${2-}" ] || ! grep -Eq -- "$2" <&3 || lab__match=yes
    } 3<"$1"
    case $lab__place in
      /run/ai-labs/* | /proc/*)
        criterion "$1 is a file" false --expected "a file $1" --found "a link that leads out of your folder" --hint "${3-}"
        return
        ;;
    esac
    if [ -z "${2-}" ]; then
      criterion "$1 exists" true --file "$1"
    elif [ -n "$lab__match" ]; then
      criterion "$1 is as expected" true --file "$1"
    else
      criterion "$1 is as expected" false --expected "a line that matches $2" --found "no such line" --hint "${3-}" --file "$1"
    fi
  fi
}

# expect_run NAME COMMAND...: the command succeeds. Its output is in lab_output, its status in lab_status.
expect_run() {
  lab__what=$1
  shift
  lab_status=0
  lab_output=$("$@" 2>&1) || lab_status=$?
  if [ "$lab_status" = 0 ]; then
    criterion "$lab__what" true
  else
    criterion "$lab__what" false --expected "exit code 0 of: $*" --found "exit code $lab_status: $lab_output"
  fi
}

# http [-X METHOD] [-d DATA] [-H HEADER]... URL: sets lab_status (000 where nothing answered) and lab_body.
# Waits LAB_HTTP_TIMEOUT seconds (5). Returns 0 whenever something answered.
http() {
  lab__http "$@"
  [ "$lab_status" != 000 ]
}

lab__http() {
  lab_body=
  lab_status=000
  if command -v curl >/dev/null 2>&1; then
    lab__raw=$(curl -sS -m "${LAB_HTTP_TIMEOUT:-5}" -w '\n%{http_code}' "$@" 2>&1) || :
    lab_status=${lab__raw##*"$lab__newline"}
    lab_body=${lab__raw%"$lab__newline"*}
  elif command -v python3 >/dev/null 2>&1; then
    lab__raw=$(python3 "$LAB_LIB/lab.py" http "$@" 2>&1) || :
    lab_status=${lab__raw##*"$lab__newline"}
    lab_body=${lab__raw%"$lab__newline"*}
  elif command -v wget >/dev/null 2>&1; then
    case $1 in -*) broken "http: options need curl or python3 in the image" ;; esac
    # Not by its own -T, of which Debian's busybox dies.
    if lab_body=$(timeout "${LAB_HTTP_TIMEOUT:-5}" wget -q -O - "$1" 2>/dev/null); then
      lab_status=200
    else
      lab_status=$(timeout "${LAB_HTTP_TIMEOUT:-5}" wget -S -O /dev/null "$1" 2>&1 | sed -n 's/^ *HTTP\/[0-9.]* \([0-9]*\).*/\1/p' | tail -n 1)
    fi
  else
    broken "the image has neither curl nor python3 nor wget"
  fi
  lab_body=${lab_body%"$lab__newline"}
  case $lab_status in
    [1-9][0-9][0-9]) ;;
    *) lab_status=000 ;;
  esac
}

# require COMMAND...: such as `require expect_file model.json`; ends the check there where it does not hold.
require() {
  "$@" || lab_done
}

# expect_http [-X METHOD] [-d DATA] [-H HEADER]... URL [STATUS] [BODY-REGEX] [HINT]
# STATUS defaults to 200. Leaves lab_status and lab_body behind.
expect_http() {
  lab__method=GET
  lab__plain=
  # Options travel to `http` as they are; the rest is ours.
  while [ $# -gt 0 ]; do
    case $1 in
      -X) lab__method=$2 ;;
      -d) [ "$lab__method" != GET ] || lab__method=POST ;;
      -H) ;;
      *) break ;;
    esac
    lab__plain="$lab__plain $(lab__quote "$1") $(lab__quote "$2")"
    shift 2
  done
  [ $# -gt 0 ] || broken "expect_http: no URL given"
  lab__url=$1
  eval "lab__http $lab__plain $(lab__quote "$1")"
  lab__want=${2:-200}
  lab__what="$lab__method $lab__url answers $lab__want"
  if [ "$lab_status" = 000 ]; then
    criterion "$lab__what" false --expected "status $lab__want" --found "no answer: $lab_body" --hint "${4-}"
  elif [ "$lab_status" != "$lab__want" ]; then
    criterion "$lab__what" false --expected "status $lab__want" --found "status $lab_status: $lab_body" --hint "${4-}"
  elif [ -n "${3-}" ] && ! printf '%s\n' "$lab_body" | grep -Eq -- "$3"; then
    criterion "$lab__what" false --expected "a body that matches $3" --found "$lab_body" --hint "${4-}"
  else
    criterion "$lab__what" true
  fi
}

lab__quote() {
  lab__out=$1
  lab__replace "'" "'\\''"
  printf "'%s'" "$lab__out"
}

# expect_json NAME JSON PATH EXPECTED [HINT]: PATH is like .predictions[0].label; EXPECTED is JSON, or else plain text.
expect_json() {
  command -v python3 >/dev/null 2>&1 || broken "expect_json needs python3 in the image"
  lab__raw=$(printf '%s' "$2" | python3 "$LAB_LIB/lab.py" json "$3" "$4") || broken "expect_json: $lab__raw"
  case $lab__raw in
    same*) criterion "$1" true --expected "$4" --found "${lab__raw#*"$lab__newline"}" ;;
    *) criterion "$1" false --expected "$3 is $4" --found "${lab__raw#*"$lab__newline"}" --hint "${5-}" ;;
  esac
}

# expect_metric NAME TEXT METRIC -lt|-le|-eq|-ne|-ge|-gt VALUE [HINT]
# TEXT is what a Prometheus endpoint said; METRIC is a name with or without labels, as it stands there. Sums all series.
expect_metric() {
  case $4 in
    -lt | -le | -eq | -ne | -ge | -gt) ;;
    *) broken "expect_metric: $4 is none of -lt -le -eq -ne -ge -gt" ;;
  esac
  lab__raw=$(printf '%s\n' "$2" | awk -v metric="$3" -v op="$4" -v value="$5" '
    substr($0, 1, 1) != "#" && index($0, metric) == 1 {
      rest = substr($0, length(metric) + 1)
      if (rest ~ /^[ {]/) { sub(/^\{.*\} */, "", rest); split(rest, parts, " "); sum += parts[1]; seen = 1 }
    }
    END {
      if (!seen) { print "no such metric"; exit }
      ok = op == "-lt" ? sum < value : op == "-le" ? sum <= value : op == "-eq" ? sum == value : \
        op == "-ne" ? sum != value : op == "-ge" ? sum >= value : sum > value
      print (ok ? "ok " : "no ") sum
    }')
  case $lab__raw in
    'ok '*) criterion "$1" true --found "${lab__raw#ok }" ;;
    *) criterion "$1" false --expected "$3 $4 $5" --found "${lab__raw#no }" --hint "${6-}" ;;
  esac
}

# Milliseconds of a duration such as 500ms, 5s, 2m or plain seconds, into lab__out.
lab__duration() {
  case $1 in
    *ms) lab__out=${1%ms} ;;
    *s) lab__out=$((${1%s} * 1000)) ;;
    *m) lab__out=$((${1%m} * 60000)) ;;
    *) lab__out=$(($1 * 1000)) ;;
  esac
}

# Milliseconds since the machine started, into lab__out. No process, and finer than a second.
lab__now() {
  read -r lab__out lab__char </proc/uptime
  lab__char=${lab__out#*.}
  lab__out=$((${lab__out%.*} * 1000 + ${lab__char#0} * 10))
}

# within DURATION COMMAND...: tries until the command succeeds or time is up. Only the last try's criteria are told.
within() {
  lab__duration "$1"
  lab__until=$lab__out
  lab__now
  lab__until=$((lab__until + lab__out))
  shift
  lab__before=$lab__failed
  lab__outer=$lab__holding
  lab__kept=$lab__held
  lab__keptlines=$lab__lines
  lab__status=1
  while :; do
    lab__holding=yes
    lab__held=
    lab__lines=
    lab__failed=$lab__before
    if "$@"; then lab__status=0; else lab__status=$?; fi
    lab__now
    if [ "$lab__status" = 0 ] || [ "$lab__out" -ge "$lab__until" ]; then
      break
    fi
    sleep 0.2 2>/dev/null || sleep 1
  done
  lab__holding=$lab__outer
  if [ -n "$lab__outer" ]; then
    lab__held=$lab__kept$lab__held
    lab__lines=$lab__keptlines$lab__lines
  else
    printf '%s' "$lab__lines"
    [ -z "$lab__held" ] || printf '%s' "$lab__held" >>"$LAB_REPORT"
    lab__held=
    lab__lines=
    [ "$lab__failed" = 0 ] || lab__remember
  fi
  return "$lab__status"
}

# as_learner COMMAND...: runs it as the learner, without anything of the check's own environment. Needs `user: root`.
as_learner() {
  lab__ids=${LAB_LEARNER_IDS:-0:0}
  if [ "$lab__ids" = "$(id -u):$(id -g)" ]; then
    ${lab__timeout:+timeout -k 1 "$lab__timeout"} "$@"
    return
  fi
  [ "$(id -u)" = 0 ] || broken "as_learner: the check must have 'user: root'"
  case $LAB_LEARNER in
    *[!0-9]*) lab__groups=--init-groups ;;
    *) lab__groups=--clear-groups ;;
  esac
  lab__python=${PYTHONPATH-}
  lab__python=${lab__python#"$LAB_LIB"}
  ${lab__timeout:+timeout -k 1 "$lab__timeout"} setpriv "--reuid=${lab__ids%:*}" "--regid=${lab__ids#*:}" "$lab__groups" \
    env -u LAB_ID -u LAB_STEP -u LAB_CHECK -u LAB_LIB -u LAB_REPORT -u LAB_DATA -u LAB_SEED -u LAB_LOCALE \
    -u LAB_LEARNER -u LAB_LEARNER_IDS -u LAB_LEARNER_HOME -u TMPDIR "PYTHONPATH=${lab__python#:}" \
    "HOME=${LAB_LEARNER_HOME:-/}" "USER=$LAB_LEARNER" "LOGNAME=$LAB_LEARNER" "$@"
}

# run_limited MEMORY DURATION COMMAND...: address space at most MEMORY (such as 256m; - for no limit), time at most DURATION.
# Returns the command's status, 124 or 137 where time was up. The command may be `as_learner ...`.
run_limited() {
  case $1 in
    -) lab__kib=unlimited ;;
    *[gG]) lab__kib=$((${1%?} * 1048576)) ;;
    *[mM]) lab__kib=$((${1%?} * 1024)) ;;
    *[kK]) lab__kib=${1%?} ;;
    *) lab__kib=$(($1 / 1024)) ;;
  esac
  lab__duration "$2"
  lab__timeout=$((lab__out / 1000)).$(printf '%03d' $((lab__out % 1000)))
  shift 2
  lab__status=0
  (
    ulimit -v "$lab__kib"
    if [ "$1" = as_learner ]; then
      "$@"
    else
      exec timeout -k 1 "$lab__timeout" "$@"
    fi
  ) || lab__status=$?
  lab__timeout=
  return "$lab__status"
}

# skip MESSAGE: this check does not apply here.
skip() {
  printf '%s\n' "$*"
  exit 77
}

# broken MESSAGE: the check itself cannot do its work; the learner is told that it is not their fault.
broken() {
  lab__holding=
  lab__json "$*"
  printf '%s\n' "{\"errored\":$lab__out}" >>"$LAB_REPORT"
  printf 'broken: %s\n' "$*" >&2
  trap - EXIT
  exit 70
}

# lab_done: ends the check, failed where any criterion did. Happens by itself at the end of the script.
lab_done() {
  lab__end 0
}

lab__end() {
  trap - EXIT
  # An end in the middle of `within`: what was told counts.
  if [ -n "$lab__holding" ]; then
    printf '%s' "$lab__lines"
    printf '%s' "$lab__held" >>"$LAB_REPORT"
  fi
  if [ "$1" = 0 ] && { [ "$lab__failed" != 0 ] || { [ -n "$lab__run_by_us" ] && [ -e "$LAB_REPORT.failed" ]; }; }; then
    exit 1
  fi
  exit "$1"
}
trap 'lab__end $?' EXIT
