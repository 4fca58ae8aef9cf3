. "$LAB_LIB/lab.sh"
require expect_file failed.txt '[0-9]' 'Write the number of failed requests into failed.txt.'
expect_eq 'the number of failed requests' 3 "$(tr -d '[:space:]' < failed.txt)" 'Failed are those whose status is 500 or above.'
