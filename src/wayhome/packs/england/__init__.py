"""England's national pack: what every partnership shares, dated and cited, and what nobody could confirm said to be so."""
