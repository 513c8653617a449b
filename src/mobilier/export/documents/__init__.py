"""What people read on paper: booklet, labels, setup sheets, tables, readme."""
