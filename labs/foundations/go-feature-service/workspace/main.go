// Serves features of customers, and counts them up: go run . -addr :8080
//
//	GET  /health
//	GET  /features/ID                    {"clicks": 3}
//	POST /features/ID  {"clicks": 1}     adds, and answers with what there is now
package main

import (
	"encoding/json"
	"flag"
	"log"
	"net/http"
	"strings"

	"features/store"
)

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
		if r.Method == http.MethodPost {
			s.Update(id, func(features store.Features) {
				changes := store.Features{}
				json.NewDecoder(r.Body).Decode(&changes)
				for name, value := range changes {
					features[name] += value
				}
			})
		}
		features, _ := s.Get(id)
		answer(w, http.StatusOK, features)
	})
	return mux
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}
