// Debian's libical, as it is.
#include <libical/ical.h>
