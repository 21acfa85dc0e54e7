#pragma once

// Remembers how the terminal was; call before ncurses changes it.
void guard_save(void);
// Installs the handlers; call after ncurses and the Swift runtime have installed theirs.
void guard_arm(void);
// Keeps what is written to standard error off the screen, to be shown when the terminal is back.
void guard_keep_errors(void);
// The terminal is back: shows what was kept.
void guard_disarm(void);
// The descriptor that is readable when a signal has arrived.
int guard_pipe(void);
// The next signal that arrived, or 0.
int guard_next_signal(void);
// Ends the program by a signal.
void guard_die_by(int number);
