"""Key to lesson 09, `structure`: what is known of f is worth more than a mode."""
