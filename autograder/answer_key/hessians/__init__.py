"""Key to lesson 04, `hessians`: derivatives of derivatives."""
