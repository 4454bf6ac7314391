"""Files of people and shops: kept by their hash, looked at before they are believed."""
