"""Word files: DOCX with its automatic numbers, revisions, tables and notes."""
