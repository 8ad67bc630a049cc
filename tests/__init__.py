"""Tests: one module a promise, tables and golden files that a teacher can read, benchmarks."""
