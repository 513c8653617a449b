"""What is read in a browser: the viewer, gallery, changes, wiki pages, the okh manifest."""
