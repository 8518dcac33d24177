#include "node/web/compare/word_comparison.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <span>

#include "dtl/dtl.hpp"
#include "federation/base/check.h"
#include "unicode/brkiter.h"
#include "unicode/locid.h"
#include "unicode/utext.h"

namespace cledi {
namespace {

using Words = std::vector<std::string_view>;
using Kind = TextPart::Kind;

// Shared words so few, between changes that are longer, tell a reader nothing.
constexpr size_t kLonelyWordsMax = 2;

// Words that one text has in place of the other's, followed by words that both have.
struct Stretch {
  std::vector<std::string_view> removed;
  std::vector<std::string_view> added;
  Words before;  // The shared words, as each of the texts has them.
  Words after;
};

bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

// The same number for the same word.
std::vector<uint32_t> Numbered(std::span<const std::string_view> words,
                               std::map<std::string_view, uint32_t>& numbers) {
  std::vector<uint32_t> numbered;
  numbered.reserve(words.size());
  for (const std::string_view word : words) {
    numbered.push_back(
        numbers.emplace(BareWord(word), static_cast<uint32_t>(numbers.size())).first->second);
  }
  return numbered;
}

std::vector<Stretch> StretchesOf(std::span<const std::string_view> before,
                                 std::span<const std::string_view> after) {
  std::map<std::string_view, uint32_t> numbers;
  dtl::Diff<uint32_t, std::vector<uint32_t>> diff(Numbered(before, numbers),
                                                  Numbered(after, numbers));
  diff.compose();
  std::vector<Stretch> stretches(1);
  size_t in_before = 0;
  size_t in_after = 0;
  for (const auto& [number, edit] : diff.getSes().getSequence()) {
    if (edit.type == dtl::SES_COMMON) {
      stretches.back().before.push_back(before[in_before++]);
      stretches.back().after.push_back(after[in_after++]);
      continue;
    }
    if (!stretches.back().after.empty()) {
      stretches.emplace_back();
    }
    if (edit.type == dtl::SES_DELETE) {
      stretches.back().removed.push_back(before[in_before++]);
    } else {
      stretches.back().added.push_back(after[in_after++]);
    }
  }
  CHECK(in_before == before.size() && in_after == after.size());
  return stretches;
}

// Neighbours in one text as one piece of it.
std::string_view Joined(std::span<const std::string_view> words) {
  return words.empty()
             ? std::string_view()
             : std::string_view(words.front().data(),
                                static_cast<size_t>(words.back().data() + words.back().size() -
                                                    words.front().data()));
}

// Neighbours in one text, line by line.
Words LinesOf(std::span<const std::string_view> words) {
  Words lines;
  size_t start = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i + 1 == words.size() || words[i].find('\n') != std::string_view::npos) {
      lines.push_back(Joined(words.subspan(start, i + 1 - start)));
      start = i + 1;
    }
  }
  return lines;
}

size_t ChangeIn(const Stretch& stretch) {
  return std::max(stretch.removed.size(), stretch.added.size());
}

void Append(std::span<const std::string_view> words, Words& to) {
  to.insert(to.end(), words.begin(), words.end());
}

// Without lonely shared words: they become part of the change around them.
std::vector<Stretch> Readable(std::vector<Stretch> stretches) {
  std::vector<Stretch> readable;
  for (Stretch& stretch : stretches) {
    if (!readable.empty()) {
      Stretch& last = readable.back();
      const size_t shared = last.after.size();
      if (shared <= kLonelyWordsMax && ChangeIn(last) > shared && ChangeIn(stretch) > shared) {
        Append(last.before, last.removed);
        Append(last.after, last.added);
        Append(stretch.removed, last.removed);
        Append(stretch.added, last.added);
        last.before = std::move(stretch.before);
        last.after = std::move(stretch.after);
        continue;
      }
    }
    readable.push_back(std::move(stretch));
  }
  return readable;
}

// Adds the words to the last part where it is of that kind.
void AddPart(Kind kind, std::span<const std::string_view> words, std::vector<TextPart>& parts) {
  if (words.empty()) {
    return;
  }
  if (parts.empty() || parts.back().kind != kind) {
    parts.push_back({.kind = kind, .text = ""});
  }
  for (const std::string_view word : words) {
    parts.back().text.append(word);
  }
}

}  // namespace

struct WordComparer::Cutter {
  UErrorCode error = U_ZERO_ERROR;
  std::unique_ptr<icu::BreakIterator> breaks{
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error)};
};

WordComparer::WordComparer() : cutter_(std::make_unique<Cutter>()) {
  CHECK(U_SUCCESS(cutter_->error));  // The rules are part of the library.
}

WordComparer::~WordComparer() = default;

std::vector<std::string_view> WordComparer::Cut(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  UText utf8 = UTEXT_INITIALIZER;
  utext_openUTF8(&utf8, text.data(), static_cast<int64_t>(text.size()), &error);
  cutter_->breaks->setText(&utf8, error);
  CHECK(U_SUCCESS(error));
  Words words;
  size_t start = 0;
  for (int32_t end = cutter_->breaks->first(); end != icu::BreakIterator::DONE;
       end = cutter_->breaks->next()) {
    const auto stop = static_cast<size_t>(end);
    if (stop == start) {
      continue;
    }
    const bool space = std::ranges::all_of(text.substr(start, stop - start), IsSpace);
    if (space && !words.empty()) {
      const std::string_view word = words.back();
      words.back() = std::string_view(word.data(), word.size() + stop - start);
    } else {
      words.push_back(text.substr(start, stop - start));
    }
    start = stop;
  }
  utext_close(&utf8);
  return words;
}

std::vector<TextPart> WordComparer::Compare(std::string_view before, std::string_view after) {
  std::vector<TextPart> parts;
  AddDifference(Cut(before), Cut(after), true, parts);
  return parts;
}

void WordComparer::AddDifference(std::span<const std::string_view> before,
                                 std::span<const std::string_view> after, bool by_lines,
                                 std::vector<TextPart>& parts) {
  const auto same = [](std::string_view a, std::string_view b) {
    return BareWord(a) == BareWord(b);
  };
  const size_t shorter = std::min(before.size(), after.size());
  size_t head = 0;
  while (head < shorter && same(before[head], after[head])) {
    ++head;
  }
  size_t tail = 0;
  while (tail < shorter - head &&
         same(before[before.size() - 1 - tail], after[after.size() - 1 - tail])) {
    ++tail;
  }
  const auto removed = before.subspan(head, before.size() - head - tail);
  const auto added = after.subspan(head, after.size() - head - tail);

  AddPart(Kind::kSame, after.first(head), parts);
  if (Spend(removed.size() * added.size())) {
    for (const Stretch& stretch : Readable(StretchesOf(removed, added))) {
      AddPart(Kind::kRemoved, stretch.removed, parts);
      AddPart(Kind::kAdded, stretch.added, parts);
      AddPart(Kind::kSame, stretch.after, parts);
    }
  } else if (!by_lines || !AddDifferenceByLines(removed, added, parts)) {
    AddPart(Kind::kRemoved, removed, parts);
    AddPart(Kind::kAdded, added, parts);
  }
  AddPart(Kind::kSame, after.last(tail), parts);
}

bool WordComparer::AddDifferenceByLines(std::span<const std::string_view> before,
                                        std::span<const std::string_view> after,
                                        std::vector<TextPart>& parts) {
  const Words lines_before = LinesOf(before);
  const Words lines_after = LinesOf(after);
  if (!Spend(lines_before.size() * lines_after.size())) {
    return false;
  }
  for (const Stretch& stretch : StretchesOf(lines_before, lines_after)) {
    AddDifference(Cut(Joined(stretch.removed)), Cut(Joined(stretch.added)), false, parts);
    AddPart(Kind::kSame, stretch.after, parts);
  }
  return true;
}

bool WordComparer::Spend(size_t pairs) {
  if (pairs == 0 || pairs > kPairsMax || pairs > pairs_left_) {
    return false;
  }
  pairs_left_ -= pairs;
  return true;
}

std::string_view BareWord(std::string_view word) {
  while (!word.empty() && IsSpace(word.back())) {
    word.remove_suffix(1);
  }
  return word;
}

}  // namespace cledi
