// SPDX-License-Identifier: Apache-2.0
#include "client-lib/core/search_text.h"

#include <map>
#include <type_traits>

#include "domain/base/text.h"
#include "domain/rules/attachments.h"
#include "domain/rules/visit.h"

namespace samstig::client {

namespace {

// More words than anybody types; FTS5 has a limit of its own.
constexpr int kMaxWords = 32;

void Append(std::string_view text, std::string& all) {
  if (text.empty()) return;
  if (!all.empty()) all.push_back('\n');
  all.append(text);
}

void Append(const v1::LocalText& text, std::string& all) {
  // Sorted: what is indexed must not hang on how a map lies in memory.
  const std::map<std::string, std::string> sorted(text.by_language().begin(),
                                                  text.by_language().end());
  for (const auto& [language, words] : sorted) Append(words, all);
}

void Append(const v1::Report& report, std::string& all) {
  for (const std::string* words :
       {&report.tried(), &report.happened(), &report.insight(), &report.next_step()}) {
    Append(*words, all);
  }
}

void Append(const google::protobuf::RepeatedPtrField<v1::Revision>& heads, std::string& all) {
  for (const v1::Revision& head : heads) {
    Append(head.text(), all);
    Append(head.report(), all);
  }
}

// A word with a letter or digit in it, for all that ASCII can tell.
bool HasLetters(std::string_view word) {
  for (const char c : word) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || static_cast<unsigned char>(c) >= 0x80) return true;
  }
  return false;
}

}  // namespace

std::string SearchTextOf(const v1::Entity& entity) {
  std::string all;
  rules::VisitBody(entity, [&](const auto& body) {
    using Body = std::decay_t<decltype(body)>;
    if constexpr (std::is_same_v<Body, v1::Post> || std::is_same_v<Body, v1::Draft>) {
      Append(body.heads(), all);
    } else if constexpr (std::is_same_v<Body, v1::Tool>) {
      Append(body.title(), all);
      Append(body.heads(), all);
    } else if constexpr (std::is_same_v<Body, v1::Team>) {
      Append(body.name(), all);
      Append(body.heads(), all);
    } else if constexpr (std::is_same_v<Body, v1::Thread>) {
      Append(body.title(), all);
    } else if constexpr (std::is_same_v<Body, v1::Assignment>) {
      Append(body.title(), all);
      Append(body.brief(), all);
    } else if constexpr (std::is_same_v<Body, v1::Submission>) {
      Append(body.report(), all);
    } else if constexpr (std::is_same_v<Body, v1::Feedback> || std::is_same_v<Body, v1::Nudge>) {
      Append(body.text(), all);
    } else if constexpr (std::is_same_v<Body, v1::Announcement>) {
      Append(body.title(), all);
      Append(body.text(), all);
    }
  });
  for (const v1::Attachment& attachment : rules::AttachmentsOf(entity)) {
    Append(attachment.name(), all);
  }
  return all;
}

std::string SearchQuery(std::string_view typed) {
  if (!base::IsUtf8(typed)) return "";
  std::string query;
  std::string word;
  int words = 0;
  const auto end_word = [&] {
    if (HasLetters(word) && words++ < kMaxWords) {
      if (!query.empty()) query.push_back(' ');
      query.append("\"").append(word).append("\"*");
    }
    word.clear();
  };
  for (const char c : typed) {
    // White space, and what ends a word or would end the quotes.
    if (static_cast<unsigned char>(c) <= ' ' || c == '"' || c == 0x7f) {
      end_word();
    } else {
      word.push_back(c);
    }
  }
  end_word();
  return query;
}

}  // namespace samstig::client
