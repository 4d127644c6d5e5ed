"""What git says files were: the one place that runs git. Reads, and changes nothing."""

from giban.history.git import file_at

__all__ = ["file_at"]
