"""The benches of `make bench`, and the worlds they measure in."""
