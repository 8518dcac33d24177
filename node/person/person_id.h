#ifndef CLEDI_NODE_PERSON_PERSON_ID_H_
#define CLEDI_NODE_PERSON_PERSON_ID_H_

#include <string>
#include <string_view>

namespace cledi {

// How a person is named in addresses and views: 26 characters, the first 130 bits of SHA-256(
// "cledi/person/v1" 00 | u8 length of node id | node id | author) in base32. `node_id`: whose log
// the person's facts are in; `author`: their pseudonym in the commons, 16 bytes.
std::string PersonIdOf(std::string_view node_id, std::string_view author);

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_PERSON_ID_H_
