"""Wayhome: multi-agency case management for children who go missing, are exploited or trafficked."""
