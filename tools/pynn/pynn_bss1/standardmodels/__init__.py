"""PyNN's standard models as the wafer and the reference simulator have them, under PyNN's names and units."""
