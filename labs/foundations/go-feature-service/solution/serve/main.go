// Serves features of customers, and counts them up: go run . -addr :8080
//
//	GET  /health
//	GET  /features/ID                    {"clicks": 3}
//	POST /features/ID  {"clicks": 1}     adds, and answers with what there is now
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"log"
	"net/http"
	"strings"

	"features/store"
)

const largestBody = 64 << 10

func main() {
	addr := flag.String("addr", ":8080", "where to answer")
	flag.String("data", "features.json", "file that keeps the features")
	flag.Parse()
	log.Fatal(http.ListenAndServe(*addr, handler(store.New())))
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
