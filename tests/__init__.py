"""The tests; run with `make test`."""
