"""python3 -m etl [--db FILE] DELIVERY.csv ..."""
import argparse
import contextlib
import os
import sqlite3

from etl.load import SCHEMA, load


def main() -> None:
    parser = argparse.ArgumentParser(prog='python3 -m etl', description='Loads deliveries of meter readings into a database.')
    parser.add_argument('--db', default='readings.db')
    parser.add_argument('deliveries', nargs='+')
    options = parser.parse_args()
    with contextlib.closing(sqlite3.connect(options.db)) as connection:
        connection.executescript(SCHEMA)
        for path in options.deliveries:
            loaded, aside = load(path, connection)
            print(f'{os.path.basename(path)}: {loaded} loaded, {aside} put aside')


if __name__ == '__main__':
    main()
