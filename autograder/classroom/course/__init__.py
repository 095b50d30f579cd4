"""A course folder: its settings, its release, its demonstration class."""
