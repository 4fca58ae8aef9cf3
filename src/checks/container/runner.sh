# The rest of the runner (`hire` in driver.sh), a shell that is `checker`, after the functions that become its checks.
# Answers on standard output; its own input carries `NUMBER ATTEMPT` a line.

echo ready
while read -r n a; do
  "x$n" >"$F/f.$n" 2>&1 </dev/null &
  echo $!
  wait $!
  code=$?
  why=-
  [ "$code" != 127 ] || "i$n" || why=m
  echo "$code $why"
done
