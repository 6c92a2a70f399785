// Debian's libpq, as it is.
#include <libpq-fe.h>
