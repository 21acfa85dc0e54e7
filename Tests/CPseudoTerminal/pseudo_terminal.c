// Swift cannot fork, and Glibc's Swift module has none of the functions for pseudo-terminals.
#define _GNU_SOURCE
#include "CPseudoTerminal.h"

#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utmp.h>

int pseudo_terminal_open(int columns, int rows, int *controller, int *user) {
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    if (openpty(controller, user, NULL, NULL, &size) != 0) {
        return -1;
    }
    fcntl(*controller, F_SETFD, FD_CLOEXEC);
    fcntl(*user, F_SETFD, FD_CLOEXEC);
    return 0;
}

int pseudo_terminal_start(char *const arguments[], char *const environment[], int user) {
    pid_t process = fork();
    if (process == 0) {
        // What a test runner blocks or ignores is not the program's business.
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        signal(SIGPIPE, SIG_DFL);
        login_tty(user);
        // Nor are the pipes it has open to others, which would never end then.
        close_range(3, ~0U, 0);
        execve(arguments[0], arguments, environment);
        _exit(127);
    }
    close(user);
    return process;
}

int pseudo_terminal_resize(int controller, int columns, int rows) {
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    return ioctl(controller, TIOCSWINSZ, &size);
}
