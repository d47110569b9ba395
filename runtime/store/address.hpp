// The address of a store as it may be shown: who connects to what, never with which password.
//
//     postgres://leads:hunter2@db.example.com/crm          postgres://leads@db.example.com/crm
//     host=db user=leads password = 'hunter 2'             host=db user=leads password=…
//     pg://leads:hunter2@db                                pg://leads@db                    no store, and refused so
//
// Of what a database's address may say only words that are known to be harmless are shown; everything else stands as `…`.
// A message of a library may quote a part of an address that it misread, so messages go through withoutSecrets.
#pragma once
#include <string>
#include <string_view>

namespace leadflow::store {

/// For any text that somebody gave as an address, well formed or not.
std::string shownAddress(std::string_view address);

/// Why what stands after `sqlite:` is no path of a file but somebody's address of a server, which may hold a password; empty: it
/// is a path. The reason quotes nothing of it.
std::string whyNoPath(std::string_view path);

/// The message with every part of the address that shownAddress left out replaced by `…`.
std::string withoutSecrets(std::string message, std::string_view address);

}  // namespace leadflow::store
