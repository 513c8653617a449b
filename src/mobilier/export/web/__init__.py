"""What is read in a browser: gallery, changes, wiki pages, the okh manifest."""
