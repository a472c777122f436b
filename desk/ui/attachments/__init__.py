"""Pictures and scans of a report: adding, looking, copying out, taking out."""
