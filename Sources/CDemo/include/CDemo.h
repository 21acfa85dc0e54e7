// The recording that `hitscope replay --demo` shows, as part of the program.
#pragma once

// How many bytes it has.
long cd_incident_length(void);

// One of its bytes.
unsigned char cd_incident_byte(long place);
