// SPDX-License-Identifier: Apache-2.0
#include "samstig/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <memory>
#include <vector>

namespace samstig::client {
namespace {

struct Free {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
  void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
  void operator()(cmark_iter* iter) const { cmark_iter_free(iter); }
  void operator()(char* text) const { std::free(text); }  // From cmark's own allocator.
};
using Node = std::unique_ptr<cmark_node, Free>;
using Parser = std::unique_ptr<cmark_parser, Free>;
using Iter = std::unique_ptr<cmark_iter, Free>;
using Rendered = std::unique_ptr<char, Free>;

// CMARK_OPT_UNSAFE is never among them.
constexpr int kOptions = CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_HARDBREAKS;

// tagfilter is not among them: no tag ever gets through.
constexpr std::array<const char*, 4> kExtensions = {"table", "strikethrough", "autolink",
                                                    "tasklist"};

struct Document {
  Parser parser;  // Owns the list of extensions, which rendering needs.
  Node root;
};

Document Parse(std::string_view markdown) {
  // Once in the process; the static's guard keeps threads apart.
  static const bool registered = [] {
    cmark_gfm_core_extensions_ensure_registered();
    return true;
  }();
  static_cast<void>(registered);
  Document document;
  document.parser.reset(cmark_parser_new(kOptions));
  for (const char* name : kExtensions) {
    if (cmark_syntax_extension* extension = cmark_find_syntax_extension(name)) {
      cmark_parser_attach_syntax_extension(document.parser.get(), extension);
    }
  }
  cmark_parser_feed(document.parser.get(), markdown.data(), markdown.size());
  document.root.reset(cmark_parser_finish(document.parser.get()));
  return document;
}

std::string UrlOf(cmark_node* node) {
  const char* url = cmark_node_get_url(node);
  return url == nullptr ? "" : url;
}

bool IsHarmless(std::string url) {
  std::transform(url.begin(), url.end(), url.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return url.starts_with("https://") || url.starts_with("http://") || url.starts_with("mailto:");
}

// The children take the node's place.
void Unwrap(cmark_node* node) {
  while (cmark_node* child = cmark_node_first_child(node)) {
    cmark_node_insert_before(node, child);  // Takes it out of where it was.
  }
  cmark_node_free(node);
}

// The node's mark-up as the characters that it is.
void ShowAsWritten(cmark_node* node, cmark_node_type as) {
  const char* literal = cmark_node_get_literal(node);
  cmark_node* text = cmark_node_new(as);
  cmark_node_set_literal(text, literal == nullptr ? "" : literal);
  cmark_node_insert_before(node, text);
  cmark_node_free(node);
}

// A link inside of a link is not allowed: there the picture's words stay.
bool IsInLink(cmark_node* node) {
  for (cmark_node* up = cmark_node_parent(node); up != nullptr; up = cmark_node_parent(up)) {
    if (cmark_node_get_type(up) == CMARK_NODE_LINK) return true;
  }
  return false;
}

void LinkInsteadOf(cmark_node* image) {
  cmark_node* link = cmark_node_new(CMARK_NODE_LINK);
  cmark_node_set_url(link, UrlOf(image).c_str());
  while (cmark_node* child = cmark_node_first_child(image)) {
    cmark_node_append_child(link, child);
  }
  if (cmark_node_first_child(link) == nullptr) {
    cmark_node* text = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(text, UrlOf(image).c_str());
    cmark_node_append_child(link, text);
  }
  cmark_node_insert_before(image, link);
  cmark_node_free(image);
}

// All nodes of this type, inner ones first: what is done to one leaves the others where they are.
std::vector<cmark_node*> NodesOf(cmark_node* root, cmark_node_type type) {
  // What can hold nothing is only entered.
  const bool leaf = type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE;
  const cmark_event_type wanted = leaf ? CMARK_EVENT_ENTER : CMARK_EVENT_EXIT;
  std::vector<cmark_node*> found;
  const Iter iter(cmark_iter_new(root));
  for (cmark_event_type event; (event = cmark_iter_next(iter.get())) != CMARK_EVENT_DONE;) {
    cmark_node* node = cmark_iter_get_node(iter.get());
    if (event == wanted && cmark_node_get_type(node) == type) found.push_back(node);
  }
  return found;
}

void MakeHarmless(cmark_node* root) {
  for (cmark_node* node : NodesOf(root, CMARK_NODE_HTML_BLOCK)) {
    ShowAsWritten(node, CMARK_NODE_CODE_BLOCK);
  }
  for (cmark_node* node : NodesOf(root, CMARK_NODE_HTML_INLINE)) {
    ShowAsWritten(node, CMARK_NODE_TEXT);
  }
  for (cmark_node* node : NodesOf(root, CMARK_NODE_IMAGE)) {
    if (IsHarmless(UrlOf(node)) && !IsInLink(node)) {
      LinkInsteadOf(node);
    } else {
      Unwrap(node);
    }
  }
  for (cmark_node* node : NodesOf(root, CMARK_NODE_LINK)) {
    if (!IsHarmless(UrlOf(node))) Unwrap(node);
  }
}

// The only "<a " there is comes from the renderer: in a text "<" is "&lt;".
std::string WithRel(std::string_view html) {
  constexpr std::string_view kOpen = "<a href=";
  constexpr std::string_view kRel = "<a rel=\"noopener noreferrer nofollow ugc\" href=";
  std::string out;
  while (true) {
    const size_t at = html.find(kOpen);
    out.append(html.substr(0, at));
    if (at == std::string_view::npos) return out;
    out.append(kRel);
    html.remove_prefix(at + kOpen.size());
  }
}

// What the words of a link do not say themselves.
void SayWhereLinksLead(cmark_node* root) {
  for (cmark_node* link : NodesOf(root, CMARK_NODE_LINK)) {
    cmark_node* first = cmark_node_first_child(link);
    const char* words = first == nullptr ? nullptr : cmark_node_get_literal(first);
    const std::string url = UrlOf(link);
    const bool same = words != nullptr && (url == words || url == std::string("mailto:") + words ||
                                           url == std::string("http://") + words);
    if (!same) {
      cmark_node* text = cmark_node_new(CMARK_NODE_TEXT);
      cmark_node_set_literal(text, (" (" + url + ")").c_str());
      cmark_node_insert_after(link, text);
    }
  }
}

}  // namespace

std::string HtmlOf(std::string_view markdown) {
  const Document document = Parse(markdown);
  MakeHarmless(document.root.get());
  const Rendered html(cmark_render_html(document.root.get(), kOptions,
                                        cmark_parser_get_syntax_extensions(document.parser.get())));
  return WithRel(html.get());
}

std::string PlainTextOf(std::string_view markdown, int width) {
  const Document document = Parse(markdown);
  MakeHarmless(document.root.get());
  SayWhereLinksLead(document.root.get());
  const Rendered text(cmark_render_plaintext(document.root.get(), kOptions, width));
  return text.get();
}

}  // namespace samstig::client
