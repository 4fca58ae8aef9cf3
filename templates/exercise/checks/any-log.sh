. "$LAB_LIB/lab.sh"
require expect_file failed.sh . 'Write the script into failed.sh, beside requests.log.'
# Not in TMPDIR: that one is the check's own, and the learner's script has to read this.
folder=$(as_learner mktemp -d)
as_learner tee "$folder/other.log" < "$LAB_DATA/other.log" > /dev/null
found=$(run_limited 256m 10s as_learner sh failed.sh "$folder/other.log" 2>&1)
as_learner rm -r "$folder"
expect_eq 'the failed requests of another log' 4 "$found" 'The script is told the log: use "$1", not a name or a number of your own.'
