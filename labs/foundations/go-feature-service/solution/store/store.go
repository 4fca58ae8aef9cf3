// Package store keeps the features of customers in memory.
package store

import "sync"

// Features of one customer: numbers by name.
type Features map[string]float64

// Store is what many requests read and change at once.
type Store struct {
	mutex     sync.RWMutex // guards customers, and the maps in it
	customers map[string]Features
}

// New returns an empty store.
func New() *Store {
	return &Store{customers: map[string]Features{}}
}

// Get returns a customer's features, and whether there are any. They are a copy, which is the caller's.
func (s *Store) Get(id string) (Features, bool) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	features, ok := s.customers[id]
	return copied(features), ok
}

// Update calls change, once, with the features of a customer, whom it makes up where there is none. While change runs,
// nobody else changes the store, and nobody sees what is half done.
func (s *Store) Update(id string, change func(Features)) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	features, ok := s.customers[id]
	if !ok {
		features = Features{}
		s.customers[id] = features
	}
	change(features)
}

// All returns the features of all customers, as a copy.
func (s *Store) All() map[string]Features {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	all := make(map[string]Features, len(s.customers))
	for id, features := range s.customers {
		all[id] = copied(features)
	}
	return all
}

func copied(features Features) Features {
	own := make(Features, len(features))
	for name, value := range features {
		own[name] = value
	}
	return own
}
