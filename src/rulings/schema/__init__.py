"""The JSON Schemas (draft 2020-12) of the language and its data, as Python data; `rulings schema` writes them."""
