"""Documents of CJ Dropshipping and the words of commerce; what cannot be read is a finding."""
