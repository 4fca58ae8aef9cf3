. "$LAB_LIB/lab.sh"
expect_http http://127.0.0.1:8080/health 200 '"ok"' 'Start it in the terminal with `python3 app.py`, on port 8080, and leave it running.'
