"""Cases: facts as typed data, checked on the way in, and everything that is wrong with a case that is refused."""
