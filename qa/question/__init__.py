"""What is asked, analysed once."""
