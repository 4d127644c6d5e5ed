"""A bill as text, Markdown, CSV and JSON; every word of it a person reads is in here."""
