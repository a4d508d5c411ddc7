"""The third form of the algebra beside others: columns of cases, from one file, under two versions."""
