"""17TRACK's other side: numbers that are registered with it, their parcels' ways, its pushes."""
