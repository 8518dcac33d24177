#include "federation/base/openssl.h"

#include "federation/base/check.h"

namespace cledi {

int AnswerPassphrase(char* buffer, int size, int /*for_writing*/, void* passphrase) {
  const auto* const text = static_cast<const std::string*>(passphrase);
  if (text == nullptr || text->size() > static_cast<size_t>(size)) {
    return -1;
  }
  text->copy(buffer, text->size());
  return static_cast<int>(text->size());
}

BioPointer ReadingBio(std::string_view bytes) {
  BioPointer bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
  CHECK(bio != nullptr);
  return bio;
}

BioPointer WritingBio() {
  BioPointer bio(BIO_new(BIO_s_mem()));
  CHECK(bio != nullptr);
  return bio;
}

std::string Written(const BioPointer& bio) {
  char* text = nullptr;
  const long length = BIO_get_mem_data(bio.get(), &text);
  return std::string(text, static_cast<size_t>(length));
}

}  // namespace cledi
