// Gives the terminal back on every way out but SIGKILL.
//
// A trap in Swift would otherwise leave the alternate screen up, raw mode on and, worse, the Swift
// runtime's backtracer waiting for a key. Everything done here is async-signal-safe.
#define _GNU_SOURCE
#include "guard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

static struct termios saved;
static volatile sig_atomic_t armed;
static int pipe_ends[2] = {-1, -1};
static int real_error = -1, kept_error = -1;
static int terminal = -1, nowhere = -1;
static volatile sig_atomic_t asked_to_end;

// Synchronised update, mouse, focus and paste modes off; colours, cursor, screen and keys as before.
static const char restore_sequence[] =
    "\033[?2026l\033[?1006;1003;1002;1000l\033[?1004l\033[?2004l"
    "\033[0m\033[?12l\033[?25h\033[?1049l\033[?1l\033>\r";

// Whether a descriptor takes output, or does within the time: a terminal that was stopped, or whose
// other end nobody reads, would hold up whoever writes to it for ever.
static int takes_output(int out, int milliseconds) {
    struct pollfd end = {out, POLLOUT, 0};
    int ready;
    while ((ready = poll(&end, 1, milliseconds)) < 0 && errno == EINTR) {}
    return ready == 1 && (end.revents & POLLOUT);
}

int cn_takes_output(int out) { return takes_output(out, 0); }

static void show_kept_error(void) {
    if (kept_error < 0 || real_error < 0 || !takes_output(real_error, 200)) return;
    char bytes[4096];
    ssize_t count;
    lseek(kept_error, 0, SEEK_SET);
    while ((count = read(kept_error, bytes, sizeof bytes)) > 0)
        if (write(real_error, bytes, (size_t)count) < 0) break;
}

static void restore(void) {
    if (!armed) return;
    armed = 0;
    // Another thread may be in the middle of a picture: the rest of it must not follow.
    int out = terminal >= 0 && nowhere >= 0 && dup2(nowhere, STDOUT_FILENO) >= 0
        ? terminal : STDOUT_FILENO;
    if (takes_output(out, 200))
        if (write(out, restore_sequence, sizeof restore_sequence - 1) < 0) { /* gone */ }
    tcsetattr(STDIN_FILENO, TCSANOW, &saved);
    show_kept_error();
}

// Swift runs on threads that block most signals, and a handler blocks them all: one that was raised
// would stay pending while the program ends as if nothing had happened.
static void end_by(int number) {
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, number);
    signal(number, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &only, NULL);
    raise(number);
}

static void die(int number) {
    restore();
    end_by(number);
}

// Signals that ask the program to do something: the loop does it. A second request to end means
// that the loop does not: then the end comes at once.
static void note(int number) {
    int saved_errno = errno;
    if (number == SIGTERM || number == SIGINT || number == SIGHUP || number == SIGQUIT) {
        if (asked_to_end) die(number);
        asked_to_end = 1;
    }
    unsigned char byte = (unsigned char)number;
    if (write(pipe_ends[1], &byte, 1) < 0) { /* full: the loop has enough to do */ }
    errno = saved_errno;
}

static void handle(int number, void (*handler)(int), int flags) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigfillset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

void guard_save(void) { tcgetattr(STDIN_FILENO, &saved); }

void guard_arm(void) {
    static const int crashes[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGSYS};
    static const int requests[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};
    if (pipe_ends[0] < 0 && pipe2(pipe_ends, O_NONBLOCK | O_CLOEXEC) < 0) return;
    if (terminal < 0) terminal = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    if (nowhere < 0) nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
        handle(crashes[i], die, SA_ONSTACK | SA_NODEFER);
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
        handle(requests[i], note, SA_RESTART);
    handle(SIGPIPE, SIG_IGN, 0);
    armed = 1;
}

void guard_keep_errors(void) {
    kept_error = memfd_create("stderr", MFD_CLOEXEC);
    real_error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (kept_error >= 0 && real_error >= 0) dup2(kept_error, STDERR_FILENO);
}

void guard_disarm(void) {
    armed = 0;
    if (real_error >= 0) {
        dup2(real_error, STDERR_FILENO);
        show_kept_error();
        close(real_error);
        close(kept_error);
        real_error = kept_error = -1;
    }
}

int guard_pipe(void) { return pipe_ends[0]; }

int guard_next_signal(void) {
    unsigned char byte;
    return read(pipe_ends[0], &byte, 1) == 1 ? byte : 0;
}

void guard_die_by(int number) { end_by(number); }
