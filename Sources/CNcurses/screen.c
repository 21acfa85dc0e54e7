#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include "CNcurses.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "guard.h"
#include "internal.h"

static SCREEN *screen;
static WINDOW *keys;
static int depth_in_use, is_utf8, knows_sync;

int cn_is_terminal(void) { return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO); }

// A locale that names a character set the machine lacks leaves ncurses printing garbage.
static void choose_locale(void) {
    static const char *const fallbacks[] = {"C.UTF-8", "C.utf8"};
    setlocale(LC_ALL, "");
    is_utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    const char *wanted = getenv("LC_ALL");
    if (!wanted || !*wanted) wanted = getenv("LC_CTYPE");
    if (!wanted || !*wanted) wanted = getenv("LANG");
    int asked_plain = wanted && (strcmp(wanted, "C") == 0 || strcmp(wanted, "POSIX") == 0);
    for (int i = 0; i < 2 && !is_utf8 && !asked_plain; i++)
        is_utf8 = setlocale(LC_CTYPE, fallbacks[i]) && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

// Opens a terminal by an embedded entry; the environment is put back for what we may start.
static SCREEN *open_embedded(const char *name, const char *entry) {
    const char *old = getenv("TERMINFO");
    char *kept = old ? strdup(old) : NULL;
    setenv("TERMINFO", entry, 1);
    SCREEN *opened = newterm(name, stdout, stdin);
    if (kept) setenv("TERMINFO", kept, 1); else unsetenv("TERMINFO");
    free(kept);
    return opened;
}

static int has_prefix(const char *text, const char *prefix) {
    return text && strncmp(text, prefix, strlen(prefix)) == 0;
}

static int wants_truecolor(int depth) {
    const char *claim = getenv("COLORTERM");
    if (depth != CN_BEST) return depth == CN_TRUECOLOR;
    return claim && (strcmp(claim, "truecolor") == 0 || strcmp(claim, "24bit") == 0);
}

static SCREEN *open_screen(int depth) {
    const char *name = getenv("TERM");
    int is_dumb = !name || !*name || strcmp(name, "dumb") == 0;
    if (!is_dumb && wants_truecolor(depth)) {
        int is_tmux = has_prefix(name, "tmux") || has_prefix(name, "screen");
        SCREEN *opened = is_tmux ? open_embedded("hitscope-tmux", cn_entry_tmux)
                                 : open_embedded("hitscope-direct", cn_entry_direct);
        if (opened) return opened;
    }
    SCREEN *opened = is_dumb ? NULL : newterm(NULL, stdout, stdin);
    // A terminal newer than the machine's database speaks what every one of them speaks.
    int is_known_kind = has_prefix(name, "xterm") || has_prefix(name, "tmux") ||
                        has_prefix(name, "screen");
    if (!opened && is_known_kind) opened = open_embedded("hitscope-256", cn_entry_256);
    return opened;
}

static void set_up_colors(int depth) {
    depth_in_use = CN_MONO;
    // Without colours alloc_pair would crash.
    if (depth == CN_MONO || !has_colors()) return;
    start_color();
    use_default_colors();
    int best = COLORS > 256 ? CN_TRUECOLOR : COLORS >= 256 ? CN_INDEXED : COLORS >= 8 ? CN_ANSI : CN_MONO;
    depth_in_use = depth == CN_BEST || depth > best ? best : depth;
}

// Sequences that terminals send whatever mode their cursor keys are in.
static void define_keys(void) {
    static const struct { const char *sequence; int code; } known[] = {
        {"\033[A", KEY_UP}, {"\033[B", KEY_DOWN}, {"\033[C", KEY_RIGHT}, {"\033[D", KEY_LEFT},
        {"\033OA", KEY_UP}, {"\033OB", KEY_DOWN}, {"\033OC", KEY_RIGHT}, {"\033OD", KEY_LEFT},
        {"\033[H", KEY_HOME}, {"\033[F", KEY_END}, {"\033OH", KEY_HOME}, {"\033OF", KEY_END},
        {"\033[1~", KEY_HOME}, {"\033[4~", KEY_END}, {"\033[7~", KEY_HOME}, {"\033[8~", KEY_END},
        {"\033[5~", KEY_PPAGE}, {"\033[6~", KEY_NPAGE}, {"\033[3~", KEY_DC}, {"\033[Z", KEY_BTAB},
        {"\033OP", KEY_F(1)}, {"\033[11~", KEY_F(1)}, {"\033[1;2C", KEY_SRIGHT},
        {"\033[1;2D", KEY_SLEFT},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        define_key(known[i].sequence, known[i].code);
}

int cn_open(int depth) {
    struct winsize size;
    guard_save();
    choose_locale();
    // Exported LINES and COLUMNS, common in containers, would freeze the size.
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) {
        unsetenv("LINES");
        unsetenv("COLUMNS");
    }
    set_escdelay(25);
    screen = open_screen(depth);
    if (!screen) return -1;
    raw();
    noecho();
    nonl();
    intrflush(stdscr, FALSE);
    leaveok(stdscr, TRUE);
    curs_set(0);
    typeahead(-1);
    set_up_colors(depth);
    // Keys are read through a pad: getch on stdscr would repaint the screen behind our back.
    keys = newpad(1, 1);
    keypad(keys, TRUE);
    nodelay(keys, TRUE);
    define_keys();
    const char *name = getenv("TERM");
    knows_sync = !(name && (strcmp(name, "linux") == 0 || has_prefix(name, "vt")));
    guard_arm();
    guard_keep_errors();
    cn_follow_size();
    return 0;
}

int cn_depth_in_use(void) { return depth_in_use; }
int cn_is_utf8(void) { return is_utf8; }

void cn_close(void) {
    if (!screen) return;
    endwin();
    delwin(keys);
    delscreen(screen);
    screen = NULL;
    guard_disarm();
}

int cn_rows(void) { return LINES; }
int cn_columns(void) { return COLS; }

int cn_follow_size(void) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 0;
    int rows = size.ws_row > 0 ? size.ws_row : 1, columns = size.ws_col > 0 ? size.ws_col : 1;
    if (size.ws_row == 0 && size.ws_col == 0) { rows = LINES; columns = COLS; }
    if (rows == LINES && columns == COLS) return 0;
    resizeterm(rows, columns);
    clearok(curscr, TRUE);
    return 1;
}

static attr_t attributes(uint8_t wanted) {
    attr_t result = A_NORMAL;
    if (wanted & CN_BOLD) result |= A_BOLD;
    if (wanted & CN_DIM) result |= A_DIM;
    if (wanted & CN_UNDERLINE) result |= A_UNDERLINE;
    if (wanted & CN_ITALIC) result |= A_ITALIC;
    if (wanted & CN_REVERSE) result |= A_REVERSE;
    return result;
}

// One character at a place. What the C library measures otherwise than we do is not drawn: ncurses
// would count its columns wrongly and shear the rest of the line.
static void put_one(int row, int column, const cn_cell *cell) {
    wchar_t text[2] = {(wchar_t)cell->scalar, 0};
    if (wcwidth(text[0]) != cell->columns) text[0] = L'?';
    int pair = depth_in_use == CN_MONO ? 0 : alloc_pair(cell->foreground, cell->background);
    if (pair < 0) pair = 0;
    cchar_t character;
    setcchar(&character, text, attributes(cell->attributes), 0, &pair);
    mvwadd_wchnstr(stdscr, row, column, &character, 1);
    if (text[0] == L'?' && cell->columns == 2) mvwaddch(stdscr, row, column + 1, ' ');
}

void cn_put(int row, int column, const cn_cell *cells, int count) {
    for (int i = 0; i < count; i++)
        if (cells[i].columns > 0) put_one(row, column + i, &cells[i]);
}

void cn_redraw(void) { clearok(curscr, TRUE); }

void cn_flush(void) {
    static const char begin[] = "\033[?2026h", end[] = "\033[?2026l";
    wnoutrefresh(stdscr);
    if (knows_sync && write(STDOUT_FILENO, begin, sizeof begin - 1) < 0) return;
    doupdate();
    if (knows_sync && write(STDOUT_FILENO, end, sizeof end - 1) < 0) return;
}

void cn_copy(const char *base64) {
    static const char begin[] = "\033]52;c;", end[] = "\a";
    if (write(STDOUT_FILENO, begin, sizeof begin - 1) < 0) return;
    if (write(STDOUT_FILENO, base64, strlen(base64)) < 0) return;
    if (write(STDOUT_FILENO, end, sizeof end - 1) < 0) return;
}

void cn_forget_colors(void) {
    if (depth_in_use != CN_MONO) reset_color_pairs();
    werase(stdscr);
    clearok(curscr, TRUE);
}

int cn_next_key(uint32_t *value, int *number) {
    wint_t code;
    int kind = wget_wch(keys, &code);
    *number = 0;
    if (kind == OK) { *value = code; return 1; }
    if (kind != KEY_CODE_YES) return 0;
    switch (code) {
    case KEY_UP: *value = CN_KEY_UP; break;
    case KEY_DOWN: *value = CN_KEY_DOWN; break;
    case KEY_LEFT: *value = CN_KEY_LEFT; break;
    case KEY_RIGHT: *value = CN_KEY_RIGHT; break;
    case KEY_HOME: *value = CN_KEY_HOME; break;
    case KEY_END: *value = CN_KEY_END; break;
    case KEY_PPAGE: *value = CN_KEY_PAGE_UP; break;
    case KEY_NPAGE: *value = CN_KEY_PAGE_DOWN; break;
    case KEY_ENTER: *value = CN_KEY_ENTER; break;
    case KEY_BACKSPACE: *value = CN_KEY_BACKSPACE; break;
    case KEY_DC: *value = CN_KEY_DELETE; break;
    case KEY_BTAB: *value = CN_KEY_BACK_TAB; break;
    default:
        *value = code >= KEY_F(1) && code <= KEY_F(12) ? CN_KEY_FUNCTION : CN_KEY_OTHER;
        *number = (int)code - KEY_F0;
    }
    return 2;
}

int cn_wait(int wake, int wants_output, int timeout_milliseconds) {
    struct pollfd descriptors[4] = {
        {STDIN_FILENO, POLLIN, 0}, {guard_pipe(), POLLIN, 0}, {wake, POLLIN, 0},
        {STDOUT_FILENO, wants_output ? POLLOUT : 0, 0},
    };
    int found = 0;
    if (poll(descriptors, 4, timeout_milliseconds) <= 0) return 0;
    if (descriptors[0].revents & POLLIN) found |= CN_INPUT;
    if (descriptors[0].revents & (POLLHUP | POLLERR | POLLNVAL)) found |= CN_HANGUP;
    if (descriptors[1].revents & POLLIN) found |= CN_SIGNAL;
    if (descriptors[2].revents & POLLIN) found |= CN_WAKE;
    if (descriptors[3].revents & POLLOUT) found |= CN_WRITABLE;
    return found;
}

int cn_next_signal(void) { return guard_next_signal(); }

void cn_suspend(void) {
    endwin();
    raise(SIGSTOP);
    // Continued: take the terminal again and repaint.
    clearok(curscr, TRUE);
    doupdate();
}

void cn_die_by(int number) { guard_die_by(number); }

int cn_make_wake_pipe(int ends[2]) { return pipe2(ends, O_NONBLOCK | O_CLOEXEC); }

void cn_wake(int write_end) {
    if (write(write_end, "w", 1) < 0) { /* full: already awake */ }
}

void cn_await(int read_end) {
    struct pollfd end = {read_end, POLLIN, 0};
    while (poll(&end, 1, -1) < 0 && errno == EINTR) {}
}

void cn_drain(int read_end) {
    char bytes[64];
    while (read(read_end, bytes, sizeof bytes) > 0) {}
}
