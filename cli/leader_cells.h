// SPDX-License-Identifier: Apache-2.0
// What the cells of a list of leaders may hold, column by column.
#ifndef SAMSTIG_CLI_LEADER_CELLS_H_
#define SAMSTIG_CLI_LEADER_CELLS_H_

#include <optional>
#include <string>
#include <string_view>

namespace samstig::cli {

enum class Column { kName, kEmail, kPosition, kSector, kLanguage, kNumber, kManager };
inline constexpr Column kColumns[] = {Column::kName,   Column::kEmail,    Column::kPosition,
                                      Column::kSector, Column::kLanguage, Column::kNumber,
                                      Column::kManager};

// By its heading in Swedish, Finnish, English or Danish, in whatever case, with or without hyphens
// and dots over letters.
std::optional<Column> ColumnCalled(std::string_view heading);
// "name, namn, nimi or navn": the headings it goes by.
std::string HeadingsOf(Column column);
// The heading that was perhaps meant; empty when none is near.
std::string NearestHeading(std::string_view heading);

// What is wrong with a cell of the column, "is empty"; empty when nothing is. Never repeats the
// cell's words: they are of a person.
std::string ProblemWith(Column column, const std::string& cell);

// "sv" for "SV", "sv-FI" for "SV-fi": as tags are written.
std::string NormalLanguage(const std::string& tag);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_LEADER_CELLS_H_
