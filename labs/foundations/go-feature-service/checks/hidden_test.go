package store

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

const moment = 200 * time.Millisecond

// Many at once: what the race detector watches, and whose sum shows lost updates.
func TestCheckParallel(t *testing.T) {
	s := New()
	var group sync.WaitGroup
	for worker := 0; worker < 8; worker++ {
		group.Add(1)
		go func(worker int) {
			defer group.Done()
			for turn := 0; turn < 400; turn++ {
				id := fmt.Sprint("c", turn%3)
				s.Update(id, func(features Features) { features["sum"]++ })
				if got, ok := s.Get(id); ok {
					_ = got["sum"]
				}
				if turn%100 == 0 {
					for _, features := range s.All() {
						_ = features["sum"]
					}
				}
			}
		}(worker)
	}
	group.Wait()
	sum := 0.0
	for turn := 0; turn < 3; turn++ {
		got, _ := s.Get(fmt.Sprint("c", turn))
		sum += got["sum"]
	}
	if sum != 3200 {
		t.Errorf("SUM %v", sum)
	}
}

// One change is held open: the next one must wait, and a reader must not see the half of it. No race detector is needed for this.
func TestCheckOneAtATime(t *testing.T) {
	s := New()
	inside, release, done := make(chan bool), make(chan bool), make(chan bool)
	go func() {
		s.Update("c", func(features Features) {
			features["first"] = 1
			inside <- true
			<-release
			features["second"] = 1
		})
		close(done)
	}()
	<-inside
	began, read := make(chan bool, 1), make(chan Features, 1)
	finished := make(chan bool)
	go func() {
		s.Update("c", func(features Features) { began <- true })
		close(finished)
	}()
	go func() {
		got, _ := s.Get("c")
		read <- got
	}()
	timer := time.After(moment)
	for waiting := true; waiting; {
		select {
		case <-began:
			t.Error("OVERLAP")
		case got := <-read:
			if got["first"] != got["second"] {
				t.Error("HALF")
			}
		case <-timer:
			waiting = false
		}
	}
	close(release)
	<-done
	<-finished
}

// What callers get is theirs.
func TestCheckCopies(t *testing.T) {
	s := New()
	s.Update("c", func(features Features) { features["a"] = 1 })
	got, _ := s.Get("c")
	got["a"] = 7
	if again, _ := s.Get("c"); again["a"] != 1 {
		t.Error("SHARED Get")
	}
	all := s.All()
	all["c"]["a"] = 7
	delete(all, "c")
	if again, ok := s.Get("c"); !ok || again["a"] != 1 {
		t.Error("SHARED All")
	}
	empty := New()
	if _, ok := empty.Get("nobody"); ok || len(empty.All()) != 0 {
		t.Error("MADE UP")
	}
}
