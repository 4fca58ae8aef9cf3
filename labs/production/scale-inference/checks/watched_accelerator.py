"""The accelerator that checks put in the place of the learner's: it notes each call, and stands still while there is a file `hold`."""
import os
import threading
import time

_one = threading.Lock()
_state = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'state')
CALL_S, ROW_S, LARGEST = 0.020, 0.0002, 32


def predict(rows):
    with open(os.path.join(_state, 'calls'), 'a', encoding='ascii') as file:
        file.write(f'{len(rows)}\n')
    if len(rows) > LARGEST:
        raise ValueError(f'{LARGEST} rows fit into memory, not {len(rows)}')
    if any(len(row) != 4 for row in rows):
        raise ValueError('a row has four numbers')
    with _one:
        while os.path.exists(os.path.join(_state, 'hold')):
            time.sleep(0.01)
        time.sleep(CALL_S + ROW_S * len(rows))
    return [sum(row) / 4 for row in rows]
