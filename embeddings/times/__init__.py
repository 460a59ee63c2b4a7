"""The times that texts speak of: dates in all forms, and words such as "five years later" that lean on one."""
