"""AGENDA: the weekly meeting of a region of four authorities, made from the record, made again, and shown."""
