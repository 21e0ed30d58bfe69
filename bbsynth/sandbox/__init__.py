"""What the operating system does to confine a program that is not trusted."""
