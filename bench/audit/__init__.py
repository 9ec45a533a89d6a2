"""AUDIT: what sealing costs a writer, beside a plain audit trigger and beside no audit at all."""
