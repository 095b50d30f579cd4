"""Key to lesson 06, `hvps`: curvature without the matrix."""
