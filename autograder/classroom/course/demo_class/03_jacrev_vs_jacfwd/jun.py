"""Nothing written yet."""
