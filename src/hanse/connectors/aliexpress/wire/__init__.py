"""How AliExpress is asked, and what its answers are before anything in them is read."""
