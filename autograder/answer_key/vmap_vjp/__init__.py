"""Key to lesson 02, `vmap_vjp`: all rows at once."""
