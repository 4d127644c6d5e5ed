"""Blueprint → drawing."""
