// Swift takes half a minute to compile so many bytes as an array; C23 embeds them as they are.
#include "CDemo.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char incident[] = {
#embed "incident.hits"
};

long cd_incident_length(void) { return sizeof incident; }

unsigned char cd_incident_byte(long place) {
    return place >= 0 && place < cd_incident_length() ? incident[place] : 0;
}
