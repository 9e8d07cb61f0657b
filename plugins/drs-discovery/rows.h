// What drs.discovery says in Tenant Details: from the document, or that there was none.
#pragma once
#include "common/clouds.h"
#include "drs-discovery/document.h"

namespace drs {

// Known without the document, and so said before it is asked for.
void report_idp(dsreg::host host, const common::cloud& cloud);

// A block that the document does not have leaves no row.
void report_rows(dsreg::host host, const discovery_document& doc);

// Nobody could read what the rows stand for: that is unknown, and not absent.
void report_unread(dsreg::host host, const char* why);

} // namespace drs
