"""Words without I/O: money, clock, ids, faults, results, text, checksums."""
