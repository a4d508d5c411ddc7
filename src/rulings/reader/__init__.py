"""From the text of files to models: strict YAML with places, JSON Schema, and the names and types of the language."""
