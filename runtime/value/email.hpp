// Email addresses and URLs: the domain is what routing and matching look at.
//
//     domain = email.domain
//     -15 when domain in free_mail
#pragma once

#include <string>
#include <string_view>

namespace leadflow {

// One `@`, a local part without spaces, a domain of at least two labels of letters, digits and hyphens (UTF-8 allowed).
// Surrounding white space and a final dot of the domain are tolerated.
bool looksLikeEmail(std::string_view address);

// The domain part as it is written, without a final dot; empty if this is no address. On a folded text it is already in
// lower case: the virtual machine uses this one, which does not allocate.
std::string_view emailDomainPart(std::string_view address);

// The same in lower case (ASCII).
std::string emailDomain(std::string_view address);

// The host of a URL or bare host (`https://www.acme.com:8080/x` -> `www.acme.com`), as it is written, without a final
// dot; empty if there is none.
std::string_view hostPart(std::string_view url);

// The same in lower case (ASCII) and without a leading `www.`.
std::string hostOf(std::string_view url);

}  // namespace leadflow
