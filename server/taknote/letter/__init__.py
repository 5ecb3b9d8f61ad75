"""Reading: from a draft, as it was sent to the service, to a note that guidelines can ask."""
