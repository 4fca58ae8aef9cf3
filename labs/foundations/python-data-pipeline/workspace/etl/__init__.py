"""Loads deliveries of meter readings into a database."""
