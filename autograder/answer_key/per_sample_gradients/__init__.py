"""Key to lesson 07, `per_sample_gradients`: from a batch to its samples."""
