#!/bin/sh
exec compose-setup
