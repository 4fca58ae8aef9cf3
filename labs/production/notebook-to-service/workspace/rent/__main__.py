"""python3 -m rent train TRAIN.csv MODEL.json
python3 -m rent predict MODEL.json NEW.csv"""
import json
import sys

import rent
from rent.data import read


def main():
    command, *paths = sys.argv[1:] or ['help']
    if command == 'train' and len(paths) == 2:
        model = rent.train(read(paths[0]))
        with open(paths[1], 'w', encoding='utf-8') as file:
            json.dump(model, file)
    elif command == 'predict' and len(paths) == 2:
        with open(paths[0], encoding='utf-8') as file:
            model = json.load(file)
        flats = read(paths[1])
        print('id,rent')
        for flat, value in zip(flats, rent.predict(model, flats)):
            print(f"{flat['id']},{value:.9f}")
    else:
        sys.exit(__doc__)


if __name__ == '__main__':
    main()
