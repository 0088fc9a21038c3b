"""Card -> terminal, JSON, HTML page, SARIF, tag lists.

One module a form: `terminal.print_card`, `page.page`, `report_page.report_page`, `as_json.encode`, `schema.schemas`,
`sarif.report`, `tags.tag_list`, `explain.code_page`. Below them is what the forms share: `clean` (what may be shown at
all), `wording` (numbers and certainty in words), `places` (where an offset lies), `strip` (findings over the scenes),
`talk` (who speaks with whom), `sides` (declared against found), `document` (the shell of a page).
"""
