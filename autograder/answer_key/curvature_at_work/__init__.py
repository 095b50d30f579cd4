"""Key to lesson 08, `curvature_at_work`."""
