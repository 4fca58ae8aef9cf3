// Serves features of customers, and counts them up: go run . -addr :8080
//
//	GET  /health
//	GET  /features/ID                    {"clicks": 3}
//	POST /features/ID  {"clicks": 1}     adds, and answers with what there is now
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"log"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"features/store"
)

const largestBody = 64 << 10

// Callers that are being answered get so long to finish. Kubernetes kills after 30 seconds.
const patience = 20 * time.Second

func main() {
	addr := flag.String("addr", ":8080", "where to answer")
	data := flag.String("data", "features.json", "file that keeps the features")
	flag.Parse()
	if err := run(*addr, *data); err != nil {
		log.Fatal(err)
	}
}

func run(addr, data string) error {
	s := store.New()
	if err := load(s, data); err != nil {
		return err
	}
	told, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	server := &http.Server{Addr: addr, Handler: handler(s)}
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	select {
	case err := <-failed:
		return err
	case <-told.Done():
	}
	// Takes no more requests, and waits for those that it has. What they changed belongs into the file.
	limited, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	late := server.Shutdown(limited)
	if err := save(s, data); err != nil {
		return err
	}
	return late
}

func load(s *store.Store, path string) error {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	customers := map[string]store.Features{}
	if err := json.Unmarshal(text, &customers); err != nil {
		return err
	}
	for id, kept := range customers {
		s.Update(id, func(features store.Features) {
			for name, value := range kept {
				features[name] = value
			}
		})
	}
	return nil
}

// save replaces the file as a whole: whoever is killed in between leaves the old one.
func save(s *store.Store, path string) error {
	text, err := json.Marshal(s.All())
	if err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", text, 0o644); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

func handler(s *store.Store) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/health", func(w http.ResponseWriter, r *http.Request) {
		answer(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	mux.HandleFunc("/features/", func(w http.ResponseWriter, r *http.Request) {
		id := strings.TrimPrefix(r.URL.Path, "/features/")
		switch {
		case id == "":
			refuse(w, http.StatusNotFound, "no customer in the path")
		case r.Method == http.MethodPost:
			add(s, id, w, r)
		case r.Method == http.MethodGet:
			features, ok := s.Get(id)
			if !ok {
				refuse(w, http.StatusNotFound, "no such customer")
				return
			}
			answer(w, http.StatusOK, features)
		default:
			w.Header().Set("Allow", "GET, POST")
			refuse(w, http.StatusMethodNotAllowed, "only GET and POST")
		}
	})
	return mux
}

// add reads all of the request before it touches the store: a slow caller must not keep others waiting.
func add(s *store.Store, id string, w http.ResponseWriter, r *http.Request) {
	changes := store.Features{}
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, largestBody)).Decode(&changes)
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		refuse(w, http.StatusRequestEntityTooLarge, "more than 64 KiB")
		return
	}
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	now := store.Features{}
	s.Update(id, func(features store.Features) {
		for name, value := range changes {
			features[name] += value
		}
		for name, value := range features {
			now[name] = value
		}
	})
	answer(w, http.StatusOK, now)
}

func refuse(w http.ResponseWriter, status int, reason string) {
	answer(w, status, map[string]string{"error": reason})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}
