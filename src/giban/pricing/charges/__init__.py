"""What AWS charges for, a file for each family of services."""
