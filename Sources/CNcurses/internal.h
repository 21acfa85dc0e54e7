#pragma once

// The embedded terminfo entries, as values for TERMINFO.
extern const char cn_entry_direct[];
extern const char cn_entry_tmux[];
extern const char cn_entry_256[];
