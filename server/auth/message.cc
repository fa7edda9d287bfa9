// SPDX-License-Identifier: Apache-2.0
// What a mail looks like on the wire.
#include <sodium.h>

#include <algorithm>
#include <cstdio>
#include <ctime>

#include "domain/base/text.h"
#include "server/auth/mail.h"

namespace samstig::server {

using base::Status;

namespace {

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

void AppendEscaped(unsigned char byte, std::string& to) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  to.push_back('=');
  to.push_back(kDigits[byte >> 4]);
  to.push_back(kDigits[byte & 0xf]);
}

// RFC 5322 §3.3, in UTC and English whatever the locale.
std::string DateLine(base::TimeMs now) {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = now / base::kSecondMs;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char line[64];
  std::snprintf(line, sizeof(line), "%s, %02d %s %d %02d:%02d:%02d +0000", kDays[parts.tm_wday],
                parts.tm_mday, kMonths[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour,
                parts.tm_min, parts.tm_sec);
  return line;
}

// RFC 2047: words of at most 75 characters, none of which splits a UTF-8 sequence.
std::string HeaderText(std::string_view text) {
  if (IsAscii(text)) return std::string(text);
  constexpr size_t kMaxBytes = 45;  // 60 characters of base64.
  std::string header;
  while (!text.empty()) {
    size_t size = std::min(text.size(), kMaxBytes);
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) --size;
    std::string word(sodium_base64_encoded_len(size, sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(word.data(), word.size(), reinterpret_cast<const uint8_t*>(text.data()), size,
                      sodium_base64_VARIANT_ORIGINAL);
    word.pop_back();
    if (!header.empty()) header.append("\r\n ");
    header.append("=?UTF-8?B?").append(word).append("?=");
    text.remove_prefix(size);
  }
  return header;
}

// "Samstig <no-reply@example.org>", with the name encoded if it needs it.
std::string FromLine(std::string_view from) {
  const size_t angle = from.find('<');
  if (angle == std::string_view::npos) return std::string(from);
  std::string_view name = from.substr(0, angle);
  while (name.ends_with(' ')) name.remove_suffix(1);
  if (IsAscii(name)) return std::string(from);
  return HeaderText(name) + " <" + AddressIn(from) + ">";
}

// RFC 2045 §6.7. Soft breaks keep lines within 76 characters.
std::string QuotedPrintable(std::string_view body) {
  constexpr size_t kMaxLine = 76;
  std::string text;
  size_t column = 0;
  for (size_t i = 0; i < body.size(); ++i) {
    const auto byte = static_cast<unsigned char>(body[i]);
    if (byte == '\n') {
      text.append("\r\n");
      column = 0;
      continue;
    }
    const bool at_end = i + 1 == body.size() || body[i + 1] == '\n';
    const bool plain = (byte > 0x20 && byte < 0x7f && byte != '=') || (byte == ' ' && !at_end);
    const size_t width = plain ? 1 : 3;
    if (column + width > kMaxLine - 1) {
      text.append("=\r\n");
      column = 0;
    }
    if (plain) {
      text.push_back(static_cast<char>(byte));
    } else {
      AppendEscaped(byte, text);
    }
    column += width;
  }
  if (column > 0) text.append("\r\n");
  return text;
}

}  // namespace

std::string AddressIn(std::string_view from) {
  const size_t angle = from.find('<');
  if (angle == std::string_view::npos) return std::string(from);
  return std::string(from.substr(angle + 1, from.find('>', angle) - angle - 1));
}

Status CheckFrom(std::string_view from) {
  RETURN_IF_ERROR(base::CheckLine(from, "from", 320));
  const size_t angle = from.find('<');
  const bool closed = angle == std::string_view::npos || from.find('>') == from.size() - 1;
  // What would need quoting in a header is refused instead.
  const bool odd =
      from.substr(0, angle == std::string_view::npos ? 0 : angle).find_first_of("\"()[]:;@\\,>") !=
      std::string_view::npos;
  if (!closed || odd || !base::CheckEmail(AddressIn(from)).ok()) {
    return {v1::REASON_MALFORMED, "it is not of the form Name <name@domain.example>"};
  }
  return {};
}

namespace {

void AppendPart(std::string_view type, std::string_view body, std::string& message) {
  message.append("Content-Type: text/").append(type).append("; charset=utf-8\r\n");
  message.append("Content-Transfer-Encoding: quoted-printable\r\n\r\n");
  message.append(QuotedPrintable(body));
}

}  // namespace

std::string RenderMessage(const Mail& mail, std::string_view from, base::TimeMs now,
                          std::string_view unique) {
  const std::string address = AddressIn(from);
  if (!mail.unique.empty()) unique = mail.unique;
  std::string message;
  message.append("From: ").append(FromLine(from)).append("\r\n");
  message.append("To: ").append(mail.to).append("\r\n");
  message.append("Subject: ").append(HeaderText(mail.subject)).append("\r\n");
  message.append("Date: ").append(DateLine(now)).append("\r\n");
  message.append("Message-ID: <").append(unique).append(address.substr(address.find('@')));
  message.append(">\r\n");
  // RFC 3834: keeps out-of-office answers away.
  message.append("Auto-Submitted: auto-generated\r\n");
  for (const auto& [name, value] : mail.headers) {
    message.append(name).append(": ").append(value).append("\r\n");
  }
  message.append("MIME-Version: 1.0\r\n");
  if (mail.html.empty()) {
    AppendPart("plain", mail.body, message);
    return message;
  }
  // No line of quoted-printable holds "=_": it cannot be mistaken for the end of a part.
  static constexpr std::string_view kBoundary = "=_samstig";
  message.append("Content-Type: multipart/alternative; boundary=\"").append(kBoundary);
  message.append("\"\r\n\r\n--").append(kBoundary).append("\r\n");
  AppendPart("plain", mail.body, message);
  message.append("--").append(kBoundary).append("\r\n");
  AppendPart("html", mail.html, message);
  message.append("--").append(kBoundary).append("--\r\n");
  return message;
}

}  // namespace samstig::server
