package store

import "testing"

func TestUpdateThenGet(t *testing.T) {
	s := New()
	s.Update("c1", func(features Features) { features["clicks"] += 2 })
	features, ok := s.Get("c1")
	if !ok || features["clicks"] != 2 {
		t.Errorf("got %v, %v", features, ok)
	}
}
