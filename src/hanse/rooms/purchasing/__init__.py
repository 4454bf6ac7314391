"""What is bought of suppliers: whom to ask for what, when to look at their stock."""
