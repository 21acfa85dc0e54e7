#ifndef CPSEUDOTERMINAL_H
#define CPSEUDOTERMINAL_H

// Opens a terminal of a size: the test's end and the program's; 0, or -1 with errno.
int pseudo_terminal_open(int columns, int rows, int *controller, int *user);

// Starts a program in a session of its own on a terminal, and closes the program's end here.
//
// `arguments` and `environment` end with NULL, as for execve. Gives the process, or -1 with errno.
int pseudo_terminal_start(char *const arguments[], char *const environment[], int user);

// Gives the terminal another size, which signals the program; 0, or -1 with errno.
int pseudo_terminal_resize(int controller, int columns, int rows);

#endif
