"""Card -> terminal, JSON, HTML page, SARIF, tag lists."""
