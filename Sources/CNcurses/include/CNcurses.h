// The few things hitscope needs of ncurses and of signals, in terms that Swift can use.
//
// Swift sees none of ncurses itself: its macros and variadic functions do not import, its mutable
// globals do not compile under Swift 6, and a signal handler must not run Swift code. All of it is
// for one thread only.
#pragma once

#include <stdint.h>

// Which colours the terminal will be driven with.
enum cn_depth { CN_MONO = 0, CN_ANSI = 1, CN_INDEXED = 2, CN_TRUECOLOR = 3, CN_BEST = 4 };

// What a cell's text has on top of its colours.
enum cn_attribute {
    CN_BOLD = 1, CN_DIM = 2, CN_UNDERLINE = 4, CN_ITALIC = 8, CN_REVERSE = 16
};

// One cell as it is to be shown; colours are palette numbers or 0xRRGGBB, -1 for the default.
typedef struct {
    uint32_t scalar;
    int32_t foreground;
    int32_t background;
    uint8_t attributes;
    uint8_t columns;
} cn_cell;

// Keys that are not characters.
enum cn_key_code {
    CN_KEY_NONE = 0, CN_KEY_UP, CN_KEY_DOWN, CN_KEY_LEFT, CN_KEY_RIGHT, CN_KEY_HOME, CN_KEY_END,
    CN_KEY_PAGE_UP, CN_KEY_PAGE_DOWN, CN_KEY_ENTER, CN_KEY_BACKSPACE, CN_KEY_DELETE,
    CN_KEY_BACK_TAB, CN_KEY_FUNCTION, CN_KEY_OTHER
};

// What cn_wait found, as bits.
enum cn_event { CN_INPUT = 1, CN_SIGNAL = 2, CN_WAKE = 4, CN_HANGUP = 8, CN_WRITABLE = 16 };

// Whether standard input and output are a terminal.
int cn_is_terminal(void);

// Takes over the terminal; `depth` is an enum cn_depth. Returns 0, or -1 if TERM is unusable.
int cn_open(int depth);

// The depth in use after cn_open.
int cn_depth_in_use(void);

// Whether the locale's characters are UTF-8, after cn_open.
int cn_is_utf8(void);

// Gives the terminal back as it was, and shows what was written to standard error meanwhile.
void cn_close(void);

// Follows the window's size; returns 1 if it changed since the last call.
int cn_follow_size(void);
int cn_rows(void);
int cn_columns(void);

// Puts a run of cells at a place; nothing reaches the terminal before cn_flush.
void cn_put(int row, int column, const cn_cell *cells, int count);

// Makes the next cn_flush repaint everything.
void cn_redraw(void);

// Sends what changed, between the marks of a synchronised update where the terminal knows them.
void cn_flush(void);

// Puts text, encoded in base 64, into the terminal's clipboard: OSC 52.
void cn_copy(const char *base64);

// Frees colour pairs: all cells must be put again afterwards.
void cn_forget_colors(void);

// The next key: 0 none, 1 a character in *value, 2 a cn_key_code in *value (with *number).
int cn_next_key(uint32_t *value, int *number);

// Waits for input, a signal, a byte on `wake` or, if `wants_output`, room to write.
int cn_wait(int wake, int wants_output, int timeout_milliseconds);

// The next signal that arrived, or 0.
int cn_next_signal(void);

// Stops the program as ^Z does, the terminal given back meanwhile.
void cn_suspend(void);

// Ends the program by a signal, the terminal already given back.
void cn_die_by(int signal);

// A pipe for waking cn_wait from another thread: fills in read and write ends, returns 0 or -1.
int cn_make_wake_pipe(int ends[2]);
void cn_wake(int write_end);
// Whether what is written to a descriptor now would be taken.
int cn_takes_output(int out);

// Sleeps until there is something to drain.
void cn_await(int read_end);
void cn_drain(int read_end);
