// SPDX-License-Identifier: Apache-2.0
// Texts that people write (posts, reports, briefs) are Markdown: CommonMark 0.29 with GitHub's
// tables, strike-through, task lists and links that are only written out. Here they become what an
// app can show. Whatever the text, what comes out is harmless: no script, no style, no form, no
// frame, nothing that is loaded from elsewhere by being shown. Thread-safe.
#ifndef SAMSTIG_MARKDOWN_H_
#define SAMSTIG_MARKDOWN_H_

#include <string>
#include <string_view>

namespace samstig::client {

// A fragment of HTML5, well-formed and in UTF-8, for the inside of a block.
//  - Mark-up in the text (HTML) is shown as the characters that it is.
//  - Links lead to http, https and mailto; of any other only the words stay. They tell the other
//  side
//    neither where the reader comes from nor give it a hold on the app (rel). They open where the
//    app says.
//  - A picture from elsewhere would tell its owner who reads and when: it becomes a link. Pictures
//    that go with a text are its attachments.
//  - A line break is one.
std::string HtmlOf(std::string_view markdown);

// The words alone, for a notification or a list. A link has its address behind it. `width`: where
// lines are broken, in characters; 0: not at all.
std::string PlainTextOf(std::string_view markdown, int width);

}  // namespace samstig::client

#endif  // SAMSTIG_MARKDOWN_H_
