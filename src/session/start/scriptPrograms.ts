/** What a script may print before its middle is dropped, in bytes. */
export const outputLimit = 64 * 1024;

/**
 * Runs a command with a time limit. Its output passes through a reader, which keeps the beginning and the end in files
 * of bounded size, and gives them out when the command has ended, without NULs. What the command leaves running in the
 * background must not hold the exec's streams open, and must be able to go on printing: hence the reader does not wait for the end of the
 * pipe but for a NUL after the exit code was written, and something goes on to empty the pipe.
 * Arguments: a private folder to make, the limit in seconds, the command.
 */
export const waiting = `t=$1; limit=$2; shift 2
mkdir -m 700 "$t" || exit 125
if command -v timeout >/dev/null 2>&1; then set -- timeout -k 5 "$limit" "$@"; fi
{
  sh -c 'echo $$ >"$1"; shift; exec "$@"' sh "$t/pid" "$@" </dev/null 2>&1
  echo $? >"$t/code"
  while [ -e "$t/code" ] && [ ! -e "$t/read" ]; do printf '\\0'; sleep 0.01 2>/dev/null || sleep 1; done
} | {
  exec 4<&0
  cd "$t" || exit
  : >head; : >older; : >newer
  total=0; began=0; held=0
  while :; do
    # Looked for before reading: then one read, as long as a pipe, holds all that the command had still to say.
    if [ -e code ]; then last=1; else last=; fi
    dd bs=65536 count=1 of=raw <&4 2>/dev/null
    [ -s raw ] || break
    tr -d '\\0' <raw >piece
    size=$(wc -c <piece); size=$((size))
    total=$((total + size))
    if [ "$began" -lt ${outputLimit / 2} ]; then
      cat piece >>head; began=$((began + size))
    else
      if [ "$held" -ge ${outputLimit / 2} ]; then mv newer older; held=0; fi
      cat piece >>newer; held=$((held + size))
    fi
    [ -z "$last" ] || break
  done
  : >read
  cat <&4 >/dev/null 2>&1 &
  if [ "$total" -le ${outputLimit} ]; then
    cat head older newer
  else
    head -c ${outputLimit / 2} head
    printf '\\n[… %s bytes left out …]\\n' $((total - ${outputLimit}))
    cat head older newer | tail -c ${outputLimit / 2}
  fi
}
code=$(cat "$t/code")
rm -rf "$t"
exit "$code"`;

/** What the log of a script that stays up takes at most, in bytes; for a moment, while it is cut, a little more. */
export const stayingLogLimit = 1024 * 1024;

/**
 * Runs a command and writes what it says into a log as it comes. What is too much is taken out of the middle: the beginning
 * says what was started, the end how it goes on. The log is written through a descriptor, because in /tmp of a container
 * anybody may put something in the place of a name. On a full disk what cannot be written is lost, and the command goes on.
 * Without single quotes. Arguments: the log, the command.
 */
const logged = `exec 3>>"$1"
shift
"$@" 2>&1 3>&- | {
  log=/proc/self/fd/3
  while :; do
    said=$(LC_ALL=C dd bs=65536 count=1 2>&1 >&3)
    case $said in "" | "0+0 records in"*) break ;; esac
    [ "$(wc -c <$log)" -gt ${stayingLogLimit} ] || continue
    kept=$(head -c ${stayingLogLimit / 16} $log; printf "\\n[… bytes left out …]\\n"; tail -c ${stayingLogLimit / 2} $log)
    : >$log
    printf "%s\\n" "$kept" >&3
  done 2>/dev/null
  cat >/dev/null
}`;

/** Starts a command that stays up. Arguments: where its output goes (a new file each time), the command. */
export const staying = `log=$1; shift
rm -f "$log"
set -C
: >"$log" || exit
set +C
set -- sh -c '${logged}' sh "$log" "$@"
if setsid -f true 2>/dev/null; then setsid -f "$@" </dev/null >/dev/null 2>&1; else setsid "$@" </dev/null >/dev/null 2>&1 & fi`;

/** Ends a command of `waiting` and what it has started. Arguments: its private folder. */
export const ending = `p=$(cat "$1/pid" 2>/dev/null) || exit 0
kill -TERM -- "-$p" 2>/dev/null || kill -TERM "$p" 2>/dev/null
sleep 1
kill -KILL -- "-$p" 2>/dev/null || kill -KILL "$p" 2>/dev/null
rm -rf "$1"`;
