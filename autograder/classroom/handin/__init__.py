"""From what was handed in to a clean submission."""
