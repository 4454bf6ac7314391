"""AliExpress as a dropshipper meets it, from its documents alone; where there is none, guessed."""
