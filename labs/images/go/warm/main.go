// Names the packages that labs use, so that the image holds them compiled.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"log"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"
)

var _ = []any{context.Background, json.Marshal, errors.New, flag.Parse, log.Print, http.Get, os.Exit, signal.Notify, strings.Cut, &sync.Mutex{}, syscall.SIGTERM, time.Now}

func main() {}
