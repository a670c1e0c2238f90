"""The sample corpus: sources of the articles, the script that builds the pages, and the built pages."""
