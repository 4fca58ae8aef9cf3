import rent
from rent.data import read


def test_a_rent_for_each_flat():
    flats = read('data/new.csv')
    model = rent.train(read('data/train.csv'))
    assert len(rent.predict(model, flats)) == len(flats)
