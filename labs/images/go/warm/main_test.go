package main

import (
	"net/http/httptest"
	"testing"
)

func TestNothing(*testing.T) { _ = httptest.NewRecorder }
