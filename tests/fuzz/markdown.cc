// SPDX-License-Identifier: Apache-2.0
// What anybody writes, shown to somebody else: harmless whatever it is.
#include "client-lib/include/samstig/markdown.h"

#include "domain/base/text.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace samstig;
  const std::string_view text = fuzz::TextOf(data, size);
  const std::string html = client::HtmlOf(text);
  FUZZ_MUST(base::IsUtf8(html));
  // Mark-up of the text's own is shown as the characters that it is.
  for (const char* tag : {"<script", "<style", "<iframe", "<img", "<form", "<object", "<svg",
                          "<link", "<meta", "<base"}) {
    FUZZ_MUST(html.find(tag) == std::string::npos);
  }
  for (const char* address : {"href=\"javascript:", "href=\"data:", "href=\"vbscript:"}) {
    FUZZ_MUST(html.find(address) == std::string::npos);
  }
  (void)client::PlainTextOf(text, 0);
  (void)client::PlainTextOf(text, 40);
  return 0;
}
