"""Parcels as the models see them."""
import csv

REGIONS = ['city', 'suburbs', 'hills', 'islands']


def read(path):
    """Rows of numbers; for each whether the parcel was late (1) or not (0); and for each its region."""
    with open(path, newline='', encoding='utf-8') as file:
        parcels = list(csv.DictReader(file))
    rows = [[float(parcel[name]) for name in ('distance_km', 'weight_kg', 'hour', 'express')] + [float(parcel['region'] == region) for region in REGIONS]
            for parcel in parcels]
    return rows, [int(parcel['late']) for parcel in parcels], [parcel['region'] for parcel in parcels]
