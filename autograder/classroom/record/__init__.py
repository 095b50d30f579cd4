"""Gradebook and journal; pages, tables and exports, all from the gradebook."""
