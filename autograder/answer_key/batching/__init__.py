"""Key to lesson 05, `batching`: many samples, no loop."""
