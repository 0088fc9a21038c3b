"""The desk: check, shelf, work, reader and review in the browser, and the same over a JSON API."""
