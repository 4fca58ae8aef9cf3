"""What is known of a delivery before it leaves, in the order in which every row lists it."""

FEATURES = ['distance_km', 'stops', 'departure_hour', 'rain_mm', 'load_kg']
