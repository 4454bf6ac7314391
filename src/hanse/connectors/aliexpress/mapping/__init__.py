"""What AliExpress's documents mean, as values; an unknown word is a finding, never a guess."""
