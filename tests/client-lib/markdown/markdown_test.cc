// SPDX-License-Identifier: Apache-2.0
#include "samstig/markdown.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/support/seeded_random.h"

namespace samstig::client {
namespace {

using testing::HasSubstr;
using testing::Not;

// ---- What people write

TEST(MarkdownTest, ShowsWhatCommonMarkSays) {
  EXPECT_EQ(HtmlOf("Vi *provade* att **lyssna**."),
            "<p>Vi <em>provade</em> att <strong>lyssna</strong>.</p>\n");
  EXPECT_EQ(HtmlOf("# Rubrik"), "<h1>Rubrik</h1>\n");
  EXPECT_EQ(HtmlOf("- en\n- två"), "<ul>\n<li>en</li>\n<li>två</li>\n</ul>\n");
  EXPECT_EQ(HtmlOf("> sagt"), "<blockquote>\n<p>sagt</p>\n</blockquote>\n");
  EXPECT_EQ(HtmlOf(""), "");
}

TEST(MarkdownTest, ShowsWhatGitHubAdds) {
  EXPECT_EQ(HtmlOf("~~nej~~ ja"), "<p><del>nej</del> ja</p>\n");
  EXPECT_THAT(HtmlOf("| a | b |\n|---|---|\n| å | ö |"), HasSubstr("<td>å</td>"));
  EXPECT_THAT(HtmlOf("- [x] klar"), HasSubstr("type=\"checkbox\" checked=\"\" disabled=\"\""));
}

TEST(MarkdownTest, ALineBreakIsOne) {
  EXPECT_EQ(HtmlOf("Hej!\nVi ses."), "<p>Hej!<br />\nVi ses.</p>\n");
}

// ---- Links

TEST(MarkdownTest, ALinkTellsTheOtherSideNothing) {
  EXPECT_EQ(HtmlOf("[här](https://pargas.fi/a?b=1&c=2)"),
            "<p><a rel=\"noopener noreferrer nofollow ugc\" "
            "href=\"https://pargas.fi/a?b=1&amp;c=2\">här</a></p>\n");
  EXPECT_THAT(HtmlOf("Se https://pargas.fi"),
              HasSubstr("nofollow ugc\" href=\"https://pargas.fi\""));
  EXPECT_THAT(HtmlOf("Skriv till bo@pargas.example"),
              HasSubstr("href=\"mailto:bo@pargas.example\""));
}

TEST(MarkdownTest, OfALinkThatLeadsElsewhereTheWordsStay) {
  for (const char* url : {"javascript:alert(1)", "JaVaScRiPt:alert(1)", "vbscript:x",
                          "data:text/html,hej", "file:///etc/passwd", "//samstig.example/x",
                          "/threads/1", "#top", "ftp://x.example", "", "java&#115;cript:alert(1)",
                          "&#x6A;avascript:alert(1)", "<javascript:alert(1)>", "samstig://x"}) {
    const std::string html = HtmlOf("[ord](" + std::string(url) + ")");
    EXPECT_THAT(html, Not(HasSubstr("href"))) << url;
    EXPECT_THAT(html, HasSubstr("ord")) << url;
  }
  EXPECT_EQ(HtmlOf("[ett *ord*](x)"), "<p>ett <em>ord</em></p>\n");
}

// ---- Pictures

TEST(MarkdownTest, APictureFromElsewhereIsALink) {
  EXPECT_EQ(HtmlOf("![en katt](https://spy.example/1.gif \"titel\")"),
            "<p><a rel=\"noopener noreferrer nofollow ugc\" href=\"https://spy.example/1.gif\">"
            "en katt</a></p>\n");
  EXPECT_THAT(HtmlOf("![](https://spy.example/1.gif)"),
              HasSubstr(">https://spy.example/1.gif</a>"));
  EXPECT_EQ(HtmlOf("![katt](data:image/png;base64,AAAA)"), "<p>katt</p>\n");
  const std::string linked = HtmlOf("[![katt](https://a.example)](https://b.example)");
  EXPECT_EQ(
      linked,
      "<p><a rel=\"noopener noreferrer nofollow ugc\" href=\"https://b.example\">katt</a></p>\n");
}

// ---- HTML

TEST(MarkdownTest, MarkUpIsShownAsWritten) {
  EXPECT_EQ(HtmlOf("a <b>c</b>"), "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n");
  EXPECT_EQ(HtmlOf("<script>\nalert(1)\n</script>"),
            "<pre><code>&lt;script&gt;\nalert(1)\n&lt;/script&gt;\n</code></pre>\n");
  EXPECT_THAT(HtmlOf("| a |\n|---|\n| <i>x</i> |"), HasSubstr("&lt;i&gt;x&lt;/i&gt;"));
}

// The tags that the renderer knows, and the attributes that it gives them.
const std::set<std::string> kTags = {"p",   "em",    "strong", "h1",         "h2",   "h3",    "h4",
                                     "h5",  "h6",    "ul",     "ol",         "li",   "table", "tr",
                                     "td",  "th",    "hr",     "br",         "code", "pre",   "a",
                                     "del", "thead", "tbody",  "blockquote", "input"};
const std::set<std::string> kAttributes = {"href", "rel",     "title",    "align", "start",
                                           "type", "checked", "disabled", "class", "lang"};

// Walks the tags of the fragment as a browser's tokeniser would.
void ExpectHarmless(const std::string& html, const std::string& markdown) {
  size_t at = 0;
  while ((at = html.find('<', at)) != std::string::npos) {
    const size_t end = html.find('>', at);
    ASSERT_NE(end, std::string::npos) << markdown;
    std::string tag = html.substr(at + 1, end - at - 1);
    at = end;
    if (!tag.empty() && tag.front() == '/') tag.erase(0, 1);
    const std::string name = tag.substr(0, tag.find_first_of(" /"));
    EXPECT_TRUE(kTags.contains(name)) << name << " of " << markdown;
    // Values are in quotes, and a quote in a value is &quot;.
    for (size_t equals = tag.find("=\""); equals != std::string::npos;
         equals = tag.find("=\"", equals)) {
      const size_t start = tag.rfind(' ', equals) + 1;
      const std::string attribute = tag.substr(start, equals - start);
      EXPECT_TRUE(kAttributes.contains(attribute)) << attribute << " of " << markdown;
      const size_t close = tag.find('"', equals + 2);
      ASSERT_NE(close, std::string::npos) << markdown;
      const std::string value = tag.substr(equals + 2, close - equals - 2);
      if (attribute == "href") {
        EXPECT_TRUE(value.starts_with("http") || value.starts_with("HTTP") ||
                    value.starts_with("mailto:"))
            << value << " of " << markdown;
      }
      tag.erase(0, close + 1);
      equals = 0;
    }
  }
}

TEST(MarkdownTest, KnownAttacksComeToNothing) {
  for (const char* attack : {"<img src=x onerror=alert(1)>",
                             "<svg/onload=alert(1)>",
                             "<a href='javascript:x'>y</a>",
                             "<iframe src=//x>",
                             "<style>*{}</style>",
                             "<!--<script>-->",
                             "<![CDATA[<script>]]>",
                             "<?php ?>",
                             "[x](javascript:alert`1`)",
                             "[x](<javascript:alert(1)>)",
                             "[x]: javascript:alert(1)\n\n[x]",
                             "![x](javascript:alert(1))",
                             "[x](https://a \"\\\" onmouseover=alert(1) \\\"\")",
                             "<https://a\" onclick=\"alert(1)>",
                             "`<script>`",
                             "    <script>",
                             "```\" onload=\"x\n</code></pre><script>\n```",
                             "```html onclick=alert(1)\nx\n```",
                             "https://a.example/\"onmouseover=\"alert(1)",
                             "<javascript:alert(1)>",
                             "&lt;script&gt;",
                             "\\<script>",
                             "<scr<script>ipt>",
                             "| <script> |\n|---|\n| x |",
                             "~~<script>~~",
                             "<input type=image src=x>",
                             "- [x] <form action=//x>",
                             "\xff<script>",
                             "<a\nhref=//x>",
                             "a@b.c\"><script>"}) {
    ExpectHarmless(HtmlOf(attack), attack);
  }
}

TEST(MarkdownTest, NorDoesAnythingMadeOfTheirPieces) {
  test::SeededRandom random(test::SeedOr(11));
  const std::vector<std::string> pieces = {
      "<",        ">",           "\"",        "'",   "`",    "```\n", "[",  "](",   ")",
      "![",       "javascript:", "https://a", "\n",  "\n\n", "<a ",   "&#", "&lt;", "|",
      "---",      "- ",          "[x] ",      "~~",  "*",    "_",     "\\", "<!--", "-->",
      "<script>", "onload=x",    "@",         ".fi", "\t",   "    ",  "å",  "\xc3"};
  for (int i = 0; i < 5000; ++i) {
    std::string markdown;
    const uint64_t count = 1 + random.Below(20);
    for (uint64_t k = 0; k < count; ++k) markdown += pieces[random.Below(pieces.size())];
    ExpectHarmless(HtmlOf(markdown), markdown);
  }
}

// What other parsers have choked on, at the longest that a text may be.
TEST(MarkdownTest, TheLongestTextsAreShownToo) {
  for (const char* piece : {"[", "![", "*a _a ", "<", "`", "> ", "[a](", "www.", "a@", "| a ",
                            "- [", "<!--", "&#", "~~", "a\n|-\n"}) {
    std::string markdown;
    while (markdown.size() < 20'000) markdown += piece;
    EXPECT_FALSE(HtmlOf(markdown).empty()) << piece;
  }
}

// ---- Plain text

TEST(MarkdownTest, PlainTextIsTheWords) {
  EXPECT_EQ(PlainTextOf("Vi *provade* **allt**.", 0), "Vi provade allt.\n");
  EXPECT_EQ(PlainTextOf("[här](https://a.example)", 0), "här (https://a.example)\n");
  EXPECT_EQ(PlainTextOf("Se https://a.example", 0), "Se https://a.example\n");
  EXPECT_EQ(PlainTextOf("![katt](https://a.example)", 0), "katt (https://a.example)\n");
  EXPECT_EQ(PlainTextOf("[här](javascript:x)", 0), "här\n");
  EXPECT_THAT(PlainTextOf("a <b>c</b>", 0), HasSubstr("<b>c</b>"));
}

}  // namespace
}  // namespace samstig::client
